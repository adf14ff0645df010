"""The owner's decisions: every statement of reasons, and the appeal against it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.clearance import Statement
from vetting import appeals
from vetting.models import Appeal, Decision
from vetting.statements import statement_of

TOLD = (*Decision.RESTRICTIONS, Decision.Outcome.VERIFIED, Decision.Outcome.RENEWED)
"""Outcomes that the page lists; an appeal's answer stands with the decision it is about."""

OUTCOME_WORDS = {
    "verified": gettext_lazy("Verified"),
    "renewed": gettext_lazy("Verification renewed"),
    "changes_requested": gettext_lazy("Changes asked for"),
    "honest_not_mld": gettext_lazy("Honest massage, not MLD"),
    "not_verified": gettext_lazy("Not verified"),
    "warned": gettext_lazy("Warned"),
    "limited": gettext_lazy("Limited"),
    "suspended": gettext_lazy("Suspended"),
    "withdrawn": gettext_lazy("Verification withdrawn"),
}


class AppealForm(forms.Form):
    """What the owner says against a decision."""

    text = forms.CharField(
        label=gettext_lazy("Why is this decision wrong?"),
        help_text=gettext_lazy(
            "Name the reason you object to and what shows it. Papers can be added to your listing."
        ),
        min_length=20,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "min_length": gettext_lazy("Say a little more, so that it can be answered.")
        },
    )


@dataclass(frozen=True, kw_only=True)
class Told:
    """A decision as its owner reads it, with the appeal and its answer."""

    decision: Decision
    words: str
    statement: Statement
    appeal: Appeal | None
    answer: Decision | None
    can_appeal: bool


@login_required
@never_cache
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision on the owner's listing, newest first, each with its statement of reasons."""
    rows = (
        Decision.objects.filter(case__owner_id=request.user.pk, outcome__in=TOLD)
        .select_related("case", "appeal__case__decision")
        .order_by("-decided_at", "-pk")
    )
    return render(request, "owner/decisions.html", {"told": [_told(row) for row in rows]})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The form for an appeal. What is somebody else's, or cannot be appealed, is absent."""
    decision = (
        Decision.objects.filter(pk=decision_id, case__owner_id=request.user.pk)
        .select_related("case")
        .first()
    )
    if decision is None or not appeals.can_appeal(decision):
        raise Http404
    form = AppealForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                opened = appeals.open_appeal(
                    decision=decision, text=form.cleaned_data["text"], actor=request.user
                )
            except appeals.NotAppealable as error:
                messages.error(request, str(error).capitalize() + ".")
                return redirect("owner_decisions")
            messages.success(
                request,
                _("Your appeal has arrived. Another person answers it by %(day)s.")
                % {"day": opened.due_on.isoformat()},
            )
            return redirect("owner_decisions")
    context = {
        "form": form,
        "told": _told(decision),
        "days": appeals.DECIDED_WITHIN_DAYS,
    }
    return render(request, "owner/appeal.html", context, status=status)


def _told(decision: Decision) -> Told:
    found = getattr(decision, "appeal", None)
    answer = getattr(found.case, "decision", None) if found else None
    return Told(
        decision=decision,
        words=str(OUTCOME_WORDS.get(decision.outcome, decision.get_outcome_display())),
        statement=statement_of(decision),
        appeal=found,
        answer=answer,
        can_appeal=found is None and appeals.can_appeal(decision),
    )
