"""The case page: read, check papers, preview the letter, decide. Every act is a POST to the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from directory import publishing
from directory.states import MoveError
from vetting import checking, reviewing
from vetting.assessing import assess_revision
from vetting.engine import load_rubric
from vetting.forms import CRITERIA, REASONS, CheckForm, DecisionForm
from vetting.models import Check, Decision, ReviewCase
from vetting.signing import signature
from vetting.views.case_sheet import Sheet, level_verdict, sheet_of

QUEUE = "admin:vetting_reviewcase_changelist"
CASE = "admin:vetting_reviewcase_change"
DOCUMENT_POLICY = "default-src 'none'; sandbox"

Outcome = Decision.Outcome


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The forms of a case page: one decision, and one check for each paper by its id."""

    decision: DecisionForm
    checks: dict[str, CheckForm]


def case_page(request: HttpRequest, case: ReviewCase) -> HttpResponse:
    """Show a case, or do one act on it. The caller has checked that `request.user` may review it."""
    if request.method != "POST":
        return _page(request, case)
    _keep_draft(request, case)
    act, _, detail = request.POST.get("act", "preview").partition(":")
    try:
        if act not in NEEDS_NO_CLAIM:
            reviewing.require_claim(case=case, actor=request.user)
        return ACTS.get(act, _preview)(request, case, detail)
    except (reviewing.ReviewError, MoveError) as error:
        kept = "What you wrote is kept." if _draft(request, case) else ""
        told = [_sentence(error), _who_was_faster(case, request.user), kept]
        messages.error(request, " ".join(part for part in told if part))
        return redirect(CASE, case.pk)


def document(request: HttpRequest, case: ReviewCase, document_id: Any) -> HttpResponse:
    """A paper as a download, for the moderator who holds the case. The view is recorded."""
    try:
        reviewing.require_claim(case=case, actor=request.user)
    except reviewing.NotYourCase:
        messages.error(request, "Claim the case to open its documents.")
        return redirect(CASE, case.pk)
    facts = publishing.facts_of(case.revision_id)
    if document_id not in {one.id for one in facts.documents}:
        raise Http404
    try:
        file, name, content_type = publishing.open_document(
            document_id=document_id, revision_id=case.revision_id, actor=request.user
        )
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = DOCUMENT_POLICY
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _claim(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    reviewing.claim(case=case, actor=request.user)
    assess_revision(case.revision_id)
    return redirect(CASE, case.pk)


def _give_back(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    reviewing.give_back(case=case, actor=request.user)
    messages.success(request, f"Case {case.pk} is back in the queue.")
    return redirect(QUEUE)


def _check(request: HttpRequest, case: ReviewCase, paper_id: str) -> HttpResponse:
    sheet = sheet_of(case)
    if paper_id not in {paper.id for paper in sheet.papers}:
        raise Http404
    form = CheckForm(request.POST, prefix=paper_id)
    forms = _unbound(request, case, sheet)
    forms.checks[paper_id] = form
    if not form.is_valid():
        return _page(request, case, sheet, forms)
    before = _prefilled(case, sheet)
    checking.record_check(
        case=case, qualification_id=paper_id, actor=request.user, **form.cleaned_data
    )
    _drop_draft(request, case, prefix=f"{paper_id}-")
    _forget(request, case, before)
    messages.success(request, "The check is recorded. The engine has read the papers again.")
    return redirect(f"{reverse(CASE, args=[case.pk])}#papers")


def _preview(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    sheet = sheet_of(case)
    forms = _bound(request, case, sheet)
    letter = _letter(case, forms.decision) if _decidable(case, forms.decision) else None
    return _page(request, case, sheet, forms, letter)


def _letter_alone(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    form = _bound(request, case, sheet_of(case)).decision
    if not _decidable(case, form):
        errors = [error for found in form.errors.values() for error in found]
        return JsonResponse({"errors": errors})
    return JsonResponse({"errors": [], **_letter(case, form)})


def _send(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    sheet = sheet_of(case)
    forms = _bound(request, case, sheet)
    form = forms.decision
    if not _decidable(case, form):
        return _page(request, case, sheet, forms)
    if request.POST.get("previewed") != form.letter_key():
        messages.warning(request, "Read the letter first: it changed since the last preview.")
        return _page(request, case, sheet, forms, _letter(case, form))
    try:
        _decide(case, form, request.user)
    except reviewing.NotEligible as error:
        form.add_error(None, _sentence(error))
        return _page(request, case, sheet, forms)
    _drop_draft(request, case)
    outcome = Outcome(form.cleaned_data["outcome"])
    messages.success(
        request, f"Case {case.pk}, {case.name}: {outcome.label}. The letter is on its way."
    )
    return redirect(QUEUE)


ACTS: dict[str, Callable[[HttpRequest, ReviewCase, str], HttpResponse]] = {
    "claim": _claim,
    "give_back": _give_back,
    "check": _check,
    "preview": _preview,
    "letter": _letter_alone,
    "send": _send,
}
NEEDS_NO_CLAIM = frozenset({"claim", "letter"})


def _decide(case: ReviewCase, form: DecisionForm, actor: User) -> None:
    data = form.cleaned_data
    common = {
        "case": case,
        "content_sha256": data["content_sha256"],
        "levels": form.levels(),
        "note": data["note"],
        "actor": actor,
    }
    match Outcome(data["outcome"]):
        case Outcome.VERIFIED:
            reviewing.verify(
                scopes=data["scopes"],
                until=form.end(),
                holds_seen=data.get("holds_seen", False),
                **common,
            )
        case Outcome.CHANGES_REQUESTED:
            reviewing.return_for_changes(reasons=form.reasons(), **common)
        case outcome:
            reviewing.refuse(outcome=outcome, reasons=form.reasons(), **common)


def _decidable(case: ReviewCase, form: DecisionForm) -> bool:
    """Whether the form is complete and, for a verification, allowed; errors go into the form."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    if data["outcome"] != Outcome.VERIFIED:
        return True
    try:
        reviewing.require_eligible(
            case=case, scopes=data["scopes"], until=data["until"], levels=form.levels()
        )
    except reviewing.NotEligible as error:
        form.add_error(None, _sentence(error))
        return False
    return True


def _letter(case: ReviewCase, form: DecisionForm) -> dict[str, str]:
    subject, text = publishing.decision_letter(
        outcome=form.cleaned_data["outcome"],
        name=case.name,
        reasons=form.reasons(),
        until=form.end(),
        listing_path=reverse("listing", args=[case.listing_id]),
    )
    return {"subject": subject, "text": text, "key": form.letter_key()}


def _page(
    request: HttpRequest,
    case: ReviewCase,
    sheet: Sheet | None = None,
    forms: Forms | None = None,
    letter: dict[str, str] | None = None,
) -> HttpResponse:
    sheet = sheet or sheet_of(case)
    forms = forms or _unbound(request, case, sheet)
    now = timezone.now()
    claimed = case.state == ReviewCase.State.CLAIMED and case.claimed_until >= now
    closed = case.state == ReviewCase.State.CLOSED
    decision = Decision.objects.filter(case=case).first() if closed else None
    context = {
        "case": case,
        "sheet": sheet,
        "forms": forms,
        "criteria": [
            (row, forms.decision[f"level_{row.name}"], level_verdict(decision, row.name))
            for row in sheet.criteria
        ],
        "papers": [(row, forms.checks[row.id]) for row in sheet.papers],
        "reasons": [
            (forms.decision[f"clause_{number}"], forms.decision[f"reason_{number}"])
            for number in REASONS
        ],
        "letter": letter,
        "mine": claimed and case.claimed_by_id == request.user.pk,
        "taken_by": signature(case.claimed_by) if claimed else "",
        "waiting": timesince(case.opened_at, now, depth=2),
        "decision": decision,
        "newer": _newer_case(case) if closed else None,
        "left_over": _left_over(request, case) if closed else [],
        "title": f"Case {case.pk}: {case.name}",
    }
    return render(request, "vetting/moderation/case.html", context)


def _newer_case(case: ReviewCase) -> ReviewCase | None:
    return (
        ReviewCase.objects.filter(listing_id=case.listing_id, opened_at__gt=case.opened_at)
        .order_by("-opened_at")
        .first()
    )


def _unbound(request: HttpRequest, case: ReviewCase, sheet: Sheet) -> Forms:
    draft = _draft(request, case)
    typed = {name: values if name == "scopes" else values[-1] for name, values in draft.items()}
    prefilled = _prefilled(case, sheet)
    initial = {**prefilled, **typed, "content_sha256": sheet.facts.content_sha256}
    return Forms(
        decision=_decision_form(sheet, prefilled["until"], initial=initial),
        checks=_check_forms(sheet, draft),
    )


def _bound(request: HttpRequest, case: ReviewCase, sheet: Sheet) -> Forms:
    last = reviewing.latest_end(case, today=timezone.localdate())
    return Forms(
        decision=_decision_form(sheet, last, data=request.POST),
        checks=_check_forms(sheet, _draft(request, case)),
    )


def _prefilled(case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
    """What the page proposes: the engine's levels, the checked scope, the latest end."""
    return {
        **{f"level_{name}": sheet.levels.get(name, "") for name in CRITERIA},
        "scopes": list(sheet.scopes),
        "until": reviewing.latest_end(case, today=timezone.localdate()),
    }


def _decision_form(sheet: Sheet, latest_end: date, **kwargs) -> DecisionForm:
    return DecisionForm(
        clauses=load_rubric().clauses, latest_end=latest_end, holds=bool(sheet.holds), **kwargs
    )


def _check_forms(sheet: Sheet, draft: dict[str, list[str]]) -> dict[str, CheckForm]:
    forms = {}
    for paper in sheet.papers:
        prefix = f"{paper.id}-"
        initial: dict[str, Any] = {
            "outcome": Check.Outcome.DOCUMENT_SEEN if paper.documents else Check.Outcome.CONFIRMED,
            "method": Check.Method.DOCUMENT if paper.documents else Check.Method.ISSUER,
        }
        if paper.expires and paper.expires >= timezone.localdate():
            initial["good_until"] = paper.expires
        initial |= {
            name.removeprefix(prefix): values[-1]
            for name, values in draft.items()
            if name.startswith(prefix)
        }
        forms[paper.id] = CheckForm(prefix=paper.id, initial=initial)
    return forms


def _draft_key(case: ReviewCase) -> str:
    return f"case:{case.pk}"


def _draft(request: HttpRequest, case: ReviewCase) -> dict[str, list[str]]:
    return request.session.get(_draft_key(case), {})


def _keep_draft(request: HttpRequest, case: ReviewCase) -> None:
    """What was typed outlives every answer: an error, a lost claim, a check recorded in between."""
    left_out = {"csrfmiddlewaretoken", "act", "previewed", "content_sha256"}
    typed = {name: values for name, values in request.POST.lists() if name not in left_out}
    if typed and request.POST.get("act") != "letter":
        request.session[_draft_key(case)] = typed


def _drop_draft(request: HttpRequest, case: ReviewCase, prefix: str = "") -> None:
    kept = {
        name: values
        for name, values in _draft(request, case).items()
        if prefix and not name.startswith(prefix)
    }
    if kept:
        request.session[_draft_key(case)] = kept
    else:
        request.session.pop(_draft_key(case), None)


def _forget(request: HttpRequest, case: ReviewCase, proposed: dict[str, Any]) -> None:
    """Drop from the draft what was only proposed, so that a new proposal can take its place."""
    same = {
        name: value if isinstance(value, list) else [str(value)] for name, value in proposed.items()
    }
    draft = {
        name: values for name, values in _draft(request, case).items() if values != same.get(name)
    }
    request.session[_draft_key(case)] = draft


def _left_over(request: HttpRequest, case: ReviewCase) -> list[str]:
    """Reasons and note that were typed for a case which somebody else closed."""
    draft = _draft(request, case)
    names = [*(f"reason_{number}" for number in REASONS), "note"]
    return [draft[name][-1] for name in names if draft.get(name, [""])[-1].strip()]


def _who_was_faster(case: ReviewCase, actor: User) -> str:
    """One sentence on who holds or decided the case meanwhile; empty when nobody did."""
    case = ReviewCase.objects.select_related("claimed_by").get(pk=case.pk)
    decision = Decision.objects.filter(case=case).first()
    if decision is not None:
        return f"{decision.decided_by_name} decided it: {decision.get_outcome_display()}."
    if case.state == ReviewCase.State.CLOSED:
        return "The owner took this text back or sent a new one."
    if case.state == ReviewCase.State.CLAIMED and case.claimed_by_id != actor.pk:
        return f"{signature(case.claimed_by)} is reading it."
    return ""


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
