"""The case page: read, check papers, preview the letter, decide. Every act is a POST to the page.

What is asked and done depends on the kind of case: see `desks`.
"""

from collections.abc import Callable
from dataclasses import dataclass
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
from vetting import checking, issuing, queueing, reviewing
from vetting.assessing import assess_revision
from vetting.desk_forms import ContactLogForm, OpenCaseForm
from vetting.forms import REASONS, CheckForm
from vetting.models import Check, Decision, ReviewCase
from vetting.signing import signature
from vetting.views import case_drafts
from vetting.views.case_sheet import Sheet, level_verdict, sheet_of
from vetting.views.desks import Letter, desk_of

QUEUE = "admin:vetting_reviewcase_changelist"
CASE = "admin:vetting_reviewcase_change"
DOCUMENT_POLICY = "default-src 'none'; sandbox"


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The forms of a case page: one decision, one contact, and one check for each paper by its id."""

    decision: Any
    checks: dict[str, CheckForm]
    contact: ContactLogForm


def case_page(request: HttpRequest, case: ReviewCase) -> HttpResponse:
    """Show a case, or do one act on it. The caller has checked that `request.user` may review it."""
    if request.method != "POST":
        return _page(request, case)
    case_drafts.keep(request, case)
    act, _, detail = request.POST.get("act", "preview").partition(":")
    try:
        if act not in NEEDS_NO_CLAIM:
            reviewing.require_claim(case=case, actor=request.user)
        return ACTS.get(act, _preview)(request, case, detail)
    except (reviewing.ReviewError, MoveError) as error:
        kept = "What you wrote is kept." if case_drafts.kept(request, case) else ""
        told = [_sentence(error), _who_was_faster(case, request.user), kept]
        messages.error(request, " ".join(part for part in told if part))
        return redirect(CASE, case.pk)


def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the free case that is due first and open it."""
    case = reviewing.claim_next(actor=request.user)
    if case is None:
        messages.success(request, "Nothing is free for you now.")
        return redirect(QUEUE)
    _read(case)
    return redirect(CASE, case.pk)


def document(request: HttpRequest, case: ReviewCase, document_id: Any) -> HttpResponse:
    """A paper as a download, for the moderator who holds the case. The view is recorded."""
    try:
        reviewing.require_claim(case=case, actor=request.user)
    except reviewing.NotYourCase:
        messages.error(request, "Claim the case to open its documents.")
        return redirect(CASE, case.pk)
    facts = publishing.facts_of(case.revision_id)
    if document_id not in {one.id for one in facts.documents if one.readable}:
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


def photo(case: ReviewCase) -> HttpResponse:
    """The photo that a text names. Raises Http404 when there is none, or its owner took it back."""
    try:
        file = publishing.open_photo(case.revision_id)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type="image/jpeg", headers=headers)


def _claim(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    reviewing.claim(case=case, actor=request.user)
    _read(case)
    return redirect(CASE, case.pk)


def _read(case: ReviewCase) -> None:
    """The engine reads the text of a claimed case, as it stands today."""
    if case.about_text or case.kind in ReviewCase.ONCE_KINDS:
        assess_revision(case.revision_id)


def _give_back(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    reviewing.give_back(case=case, actor=request.user)
    messages.success(request, f"Case {case.pk} is back in the queue.")
    return redirect(QUEUE)


def _check(request: HttpRequest, case: ReviewCase, paper_id: str) -> HttpResponse:
    sheet = sheet_of(case)
    if paper_id not in {paper.id for paper in sheet.papers} or sheet.blind:
        raise Http404
    form = CheckForm(request.POST, prefix=paper_id)
    forms = _unbound(request, case, sheet)
    forms.checks[paper_id] = form
    if not form.is_valid():
        return _page(request, case, sheet, forms)
    before = desk_of(case).proposed(case, sheet)
    checking.record_check(
        case=case, qualification_id=paper_id, actor=request.user, **form.cleaned_data
    )
    case_drafts.drop(request, case, prefix=f"{paper_id}-")
    case_drafts.forget_proposed(request, case, before)
    messages.success(request, "The check is recorded. The engine has read the papers again.")
    return redirect(f"{reverse(CASE, args=[case.pk])}#papers")


def _ask_school(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    paper_id, _, organization_id = detail.partition(":")
    question = issuing.ask(
        case=case,
        qualification_id=paper_id,
        organization_id=organization_id,
        actor=request.user,
    )
    messages.success(request, f"{question.organization} is asked, and answers at its own desk.")
    return redirect(f"{reverse(CASE, args=[case.pk])}#papers")


def _contact(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    form = ContactLogForm(request.POST)
    if not form.is_valid():
        sheet = sheet_of(case)
        forms = _unbound(request, case, sheet)
        filled = Forms(decision=forms.decision, checks=forms.checks, contact=form)
        return _page(request, case, sheet, filled)
    checking.record_contact(case=case, actor=request.user, **form.cleaned_data)
    case_drafts.drop(request, case, prefix="contact-")
    messages.success(request, "The contact is written down.")
    return redirect(f"{reverse(CASE, args=[case.pk])}#contacts")


def _open(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    """A moderator opens a case of their own on the listing of a closed one."""
    form = OpenCaseForm(request.POST)
    revision_id = publishing.published_revision_of(case.listing_id)
    if revision_id is None:
        messages.error(request, "This listing has no public text to look at.")
        return redirect(CASE, case.pk)
    if not form.is_valid():
        messages.error(request, "Say why this listing should be looked at again.")
        return redirect(CASE, case.pk)
    opened = queueing.open_case(
        revision_id=revision_id,
        kind=ReviewCase.Kind.REPORT,
        why=f"{signature(request.user)}: {form.cleaned_data['why']}"[:300],
    )
    case_drafts.drop(request, case)
    return redirect(CASE, opened.pk)


def _preview(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    sheet = sheet_of(case)
    forms = _bound(request, case, sheet)
    ready = _decidable(case, forms.decision)
    letter = desk_of(case).letter(case, forms.decision) if ready else None
    return _page(request, case, sheet, forms, letter)


def _letter_alone(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    form = _bound(request, case, sheet_of(case)).decision
    if not _decidable(case, form):
        errors = [error for found in form.errors.values() for error in found]
        return JsonResponse({"errors": errors})
    letter = desk_of(case).letter(case, form)
    return JsonResponse(
        {"errors": [], "subject": letter.subject, "text": letter.text, "key": letter.key}
    )


def _send(request: HttpRequest, case: ReviewCase, detail: str) -> HttpResponse:
    sheet = sheet_of(case)
    forms = _bound(request, case, sheet)
    form = forms.decision
    if not _decidable(case, form):
        return _page(request, case, sheet, forms)
    if request.POST.get("previewed") != form.letter_key():
        messages.warning(request, "Read the letter first: it changed since the last preview.")
        return _page(request, case, sheet, forms, desk_of(case).letter(case, form))
    try:
        done = desk_of(case).decide(case, form, request.user)
    except reviewing.NotEligible as error:
        form.add_error(None, _sentence(error))
        return _page(request, case, sheet, forms)
    case_drafts.drop(request, case)
    messages.success(request, f"Case {case.pk}, {case.name}: {done}.")
    return take_next(request) if detail == "next" else redirect(QUEUE)


ACTS: dict[str, Callable[[HttpRequest, ReviewCase, str], HttpResponse]] = {
    "claim": _claim,
    "give_back": _give_back,
    "check": _check,
    "ask": _ask_school,
    "contact": _contact,
    "open": _open,
    "preview": _preview,
    "letter": _letter_alone,
    "send": _send,
}
NEEDS_NO_CLAIM = frozenset({"claim", "letter", "open"})


def _decidable(case: ReviewCase, form: Any) -> bool:
    """Whether the form is complete and what it says is allowed; errors go into the form."""
    if not form.is_valid():
        return False
    try:
        desk_of(case).check(case, form)
    except reviewing.NotEligible as error:
        form.add_error(None, _sentence(error))
        return False
    return True


def _page(
    request: HttpRequest,
    case: ReviewCase,
    sheet: Sheet | None = None,
    forms: Forms | None = None,
    letter: Letter | None = None,
) -> HttpResponse:
    sheet = sheet or sheet_of(case)
    forms = forms or _unbound(request, case, sheet)
    desk = desk_of(case)
    now = timezone.now()
    claimed = case.state == ReviewCase.State.CLAIMED and case.claimed_until >= now
    closed = case.state == ReviewCase.State.CLOSED
    decision = Decision.objects.filter(case=case).first() if closed else None
    context = {
        **desk.context(case),
        "case": case,
        "sheet": sheet,
        "forms": forms,
        "desk": desk,
        "criteria": [
            (
                row,
                _bound_field(forms.decision, f"level_{row.name}"),
                level_verdict(decision, row.name),
            )
            for row in sheet.criteria
        ],
        "papers": [(row, forms.checks[row.id]) for row in sheet.papers],
        "reasons": [
            (forms.decision[f"clause_{number}"], forms.decision[f"reason_{number}"])
            for number in REASONS
            if f"clause_{number}" in forms.decision.fields
        ],
        "letter": letter,
        "mine": claimed and case.claimed_by_id == request.user.pk,
        "taken_by": signature(case.claimed_by) if claimed else "",
        "waiting": timesince(case.opened_at, now, depth=2),
        "late": not closed and case.due_at < now,
        "decision": decision,
        "newer": _newer_case(case) if closed else None,
        "can_open": closed
        and not _has_open_report(case)
        and publishing.published_revision_of(case.listing_id) is not None,
        "left_over": case_drafts.left_over(request, case) if closed else [],
        "title": f"Case {case.pk}: {case.name}",
    }
    return render(request, "vetting/moderation/case.html", context)


def _bound_field(form: Any, name: str) -> Any:
    return form[name] if name in form.fields else None


def _has_open_report(case: ReviewCase) -> bool:
    waiting = ReviewCase.objects.filter(listing_id=case.listing_id, kind=ReviewCase.Kind.REPORT)
    return waiting.exclude(state=ReviewCase.State.CLOSED).exists()


def _newer_case(case: ReviewCase) -> ReviewCase | None:
    return (
        ReviewCase.objects.filter(listing_id=case.listing_id, opened_at__gt=case.opened_at)
        .order_by("-opened_at")
        .first()
    )


def _unbound(request: HttpRequest, case: ReviewCase, sheet: Sheet) -> Forms:
    desk = desk_of(case)
    initial = {
        **desk.proposed(case, sheet),
        **case_drafts.typed(request, case),
        "content_sha256": sheet.facts.content_sha256,
    }
    draft = case_drafts.kept(request, case)
    return Forms(
        decision=desk.form(case, sheet, initial=initial),
        checks=_check_forms(sheet, draft),
        contact=ContactLogForm(initial=_under(draft, "contact-")),
    )


def _bound(request: HttpRequest, case: ReviewCase, sheet: Sheet) -> Forms:
    draft = case_drafts.kept(request, case)
    return Forms(
        decision=desk_of(case).form(case, sheet, data=request.POST),
        checks=_check_forms(sheet, draft),
        contact=ContactLogForm(initial=_under(draft, "contact-")),
    )


def _under(draft: dict[str, list[str]], prefix: str) -> dict[str, str]:
    """The values of a draft whose names begin with `prefix`, without it."""
    return {
        name.removeprefix(prefix): values[-1]
        for name, values in draft.items()
        if name.startswith(prefix) and values
    }


def _check_forms(sheet: Sheet, draft: dict[str, list[str]]) -> dict[str, CheckForm]:
    forms = {}
    for paper in sheet.papers:
        seen = any(document.readable for document in paper.documents)
        initial: dict[str, Any] = {
            "outcome": Check.Outcome.DOCUMENT_SEEN if seen else Check.Outcome.CONFIRMED,
            "method": Check.Method.DOCUMENT if seen else Check.Method.ISSUER,
        }
        if paper.expires and paper.expires >= timezone.localdate():
            initial["good_until"] = paper.expires
        initial |= _under(draft, f"{paper.id}-")
        forms[paper.id] = CheckForm(prefix=paper.id, initial=initial)
    return forms


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
