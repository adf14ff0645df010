"""What the case page asks, previews and does, for each kind of case."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from directory import publishing
from directory.clearance import Statement
from vetting import appeals, measures, reviewing, seconding
from vetting.assessing import software_took_part
from vetting.desk_forms import AppealAnswerForm, MeasureForm, SecondReadingForm
from vetting.forms import CRITERIA, DecisionForm
from vetting.models import Decision, ReviewCase
from vetting.reports import FIELDS
from vetting.statements import SCOPE_WORDS, hidden_label, preview_of
from vetting.terms import grounds
from vetting.views.case_sheet import Sheet

Outcome = Decision.Outcome
NOTHING_SENT = "No letter goes to the owner."


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What somebody will read: subject, text, and a key that changes with every word."""

    subject: str
    text: str
    key: str


class Desk(Protocol):
    """A kind of case. `template` is its form, `about` its own part at the head of the page."""

    template: str
    about: str

    def proposed(self, case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
        """What the form holds before anybody typed."""

    def form(self, case: ReviewCase, sheet: Sheet, **kwargs: Any) -> Any:
        """The form, unbound with `initial` or bound with `data`."""

    def check(self, case: ReviewCase, form: Any) -> None:
        """Raises reviewing.NotEligible for what only the services know."""

    def letter(self, case: ReviewCase, form: Any) -> Letter:
        """The letter of a valid form."""

    def decide(self, case: ReviewCase, form: Any, actor: User) -> str:
        """Do it; returns the outcome in words. Raises ReviewError or MoveError."""

    def context(self, case: ReviewCase) -> dict[str, Any]:
        """What the page shows beside the sheet."""


class TextDesk:
    """A new listing or a change: the four answers to a waiting text."""

    template = "vetting/moderation/_decide.html"
    about = ""

    def proposed(self, case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
        return {
            **{f"level_{name}": sheet.levels.get(name, "") for name in CRITERIA},
            "scopes": list(sheet.scopes),
            "quotes": list(sheet.quoted),
            "until": reviewing.latest_end(case, today=timezone.localdate()),
        }

    def form(self, case: ReviewCase, sheet: Sheet, **kwargs: Any) -> DecisionForm:
        return DecisionForm(
            clauses=grounds(),
            passages=sheet.passages,
            latest_end=reviewing.latest_end(case, today=timezone.localdate()),
            holds=bool(sheet.holds),
            **kwargs,
        )

    def check(self, case: ReviewCase, form: DecisionForm) -> None:
        data = form.cleaned_data
        if data["outcome"] == Outcome.VERIFIED:
            reviewing.require_eligible(
                case=case, scopes=data["scopes"], until=data["until"], levels=form.levels()
            )

    def letter(self, case: ReviewCase, form: DecisionForm) -> Letter:
        outcome = form.cleaned_data["outcome"]
        statement = preview_of(
            outcome=outcome,
            facts=form.stated_facts(),
            quoted=form.quoted(),
            software=software_took_part(case.revision_id),
        )
        return _letter(case, form, until=form.end(), statement=statement)

    def decide(self, case: ReviewCase, form: DecisionForm, actor: User) -> str:
        data = form.cleaned_data
        outcome = Outcome(data["outcome"])
        common: dict[str, Any] = {
            "case": case,
            "content_sha256": data["content_sha256"],
            "levels": form.levels(),
            "note": data["note"],
            "actor": actor,
        }
        against = {"reasons": form.reasons(), "facts": form.stated_facts(), "quotes": form.quoted()}
        match outcome:
            case Outcome.VERIFIED:
                reviewing.verify(
                    scopes=data["scopes"],
                    until=form.end(),
                    holds_seen=data.get("holds_seen", False),
                    **common,
                )
            case Outcome.CHANGES_REQUESTED:
                reviewing.return_for_changes(**against, **common)
            case _:
                reviewing.refuse(outcome=outcome, **against, **common)
        return f"{outcome.label}. The letter is on its way"

    def context(self, case: ReviewCase) -> dict[str, Any]:
        return {}


class ListingDesk:
    """A report, an end, an audit: what becomes of a listing that is, or was, public."""

    template = "vetting/moderation/_measure.html"
    about = "vetting/moderation/_about_listing.html"

    def proposed(self, case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
        today = timezone.localdate()
        cleared = sheet.facts.clearance.scopes if sheet.facts.clearance else ()
        return {
            **{f"level_{name}": sheet.levels.get(name, "") for name in CRITERIA},
            "scopes": list(cleared),
            "until": reviewing.latest_end(case, today=today),
            "due_on": today + timedelta(days=measures.WARNING_DAYS),
        }

    def form(self, case: ReviewCase, sheet: Sheet, **kwargs: Any) -> MeasureForm:
        clearance = sheet.facts.clearance
        return MeasureForm(
            clauses=grounds(),
            passages=sheet.passages,
            outcomes=measures.outcomes_for(case, sheet.facts.listing_state),
            latest_end=reviewing.latest_end(case, today=timezone.localdate()),
            holds=bool(sheet.holds),
            reported=case.reports.filter(closed_at__isnull=True).exists(),
            cleared=clearance.scopes if clearance else (),
            hideable=_hideable(sheet),
            **kwargs,
        )

    def check(self, case: ReviewCase, form: MeasureForm) -> None:
        if form.cleaned_data["outcome"] == Outcome.RENEWED:
            reviewing.require_eligible(
                case=case,
                scopes=form.kept_scopes(),
                until=form.cleaned_data["until"],
                levels=form.levels(),
            )

    def letter(self, case: ReviewCase, form: MeasureForm) -> Letter:
        outcome = form.cleaned_data["outcome"]
        if outcome == Outcome.STANDS:
            return Letter(subject="", text=NOTHING_SENT, key=form.letter_key())
        labels = dict(form.fields["hidden"].choices) if "hidden" in form.fields else {}
        statement = preview_of(
            outcome=outcome,
            facts=form.stated_facts(),
            quoted=form.quoted(),
            software=software_took_part(case.revision_id),
            scopes=[SCOPE_WORDS[scope] for scope in form.kept_scopes()],
            hidden=[labels[name] for name in form.taken()],
            due_on=form.end() if outcome == Outcome.WARNED else None,
        )
        return _letter(case, form, until=form.end(), statement=statement)

    def decide(self, case: ReviewCase, form: MeasureForm, actor: User) -> str:
        data = form.cleaned_data
        outcome = Outcome(data["outcome"])
        measures.act(
            case=case,
            content_sha256=data["content_sha256"],
            measure=measures.Measure(
                outcome=outcome,
                reasons=form.reasons(),
                facts=form.stated_facts(),
                quotes=form.quoted(),
                scopes=form.kept_scopes(),
                hidden=form.taken(),
                until=form.end(),
                levels=form.levels(),
                holds_seen=data.get("holds_seen", False),
                answer=data.get("answer", ""),
                right=data.get("right", False) or outcome.value in Decision.RESTRICTIONS,
                note=data["note"],
            ),
            actor=actor,
        )
        sent = "Nothing was sent" if outcome == Outcome.STANDS else "The letter is on its way"
        return f"{outcome.label}. {sent}"

    def context(self, case: ReviewCase) -> dict[str, Any]:
        reports = sorted(case.reports.all(), key=lambda one: (-one.weight, one.received_at))
        return {
            "reports": [
                {
                    "report": report,
                    "field": FIELDS.get(report.field, report.field),
                    "weight": round(report.weight * 100),
                }
                for report in reports
            ]
        }


class AppealDesk:
    """An appeal: another person looks at what was decided."""

    template = "vetting/moderation/_appeal.html"
    about = "vetting/moderation/_about_appeal.html"

    def proposed(self, case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
        return {}

    def form(self, case: ReviewCase, sheet: Sheet, **kwargs: Any) -> AppealAnswerForm:
        return AppealAnswerForm(**kwargs)

    def check(self, case: ReviewCase, form: AppealAnswerForm) -> None:
        return None

    def letter(self, case: ReviewCase, form: AppealAnswerForm) -> Letter:
        subject, text = publishing.appeal_letter(
            outcome=form.cleaned_data["outcome"],
            name=case.name,
            answer=form.cleaned_data["answer"],
        )
        return Letter(subject=subject, text=text, key=form.letter_key())

    def decide(self, case: ReviewCase, form: AppealAnswerForm, actor: User) -> str:
        outcome = Outcome(form.cleaned_data["outcome"])
        appeals.decide_appeal(
            appeal=case.appeal,
            overturn=outcome == Outcome.OVERTURNED,
            answer=form.cleaned_data["answer"],
            note=form.cleaned_data["note"],
            actor=actor,
        )
        return f"{outcome.label}. The letter is on its way"

    def context(self, case: ReviewCase) -> dict[str, Any]:
        return {"appeal": case.appeal, "first": case.appeal.decision}


class SecondDesk:
    """A second reading: the same text, without the first answer."""

    template = "vetting/moderation/_second.html"
    about = "vetting/moderation/_about_second.html"

    def proposed(self, case: ReviewCase, sheet: Sheet) -> dict[str, Any]:
        return {}

    def form(self, case: ReviewCase, sheet: Sheet, **kwargs: Any) -> SecondReadingForm:
        return SecondReadingForm(**kwargs)

    def check(self, case: ReviewCase, form: SecondReadingForm) -> None:
        return None

    def letter(self, case: ReviewCase, form: SecondReadingForm) -> Letter:
        return Letter(subject="", text=NOTHING_SENT, key=form.letter_key())

    def decide(self, case: ReviewCase, form: SecondReadingForm, actor: User) -> str:
        with transaction.atomic():
            reviewing.close_read(case=case, actor=actor)
            seconding.record(
                reading=case.second_reading,
                outcome=form.cleaned_data["outcome"],
                levels=form.levels(),
                note=form.cleaned_data["note"],
                actor=actor,
            )
        return "Your reading is kept. Nothing was sent"

    def context(self, case: ReviewCase) -> dict[str, Any]:
        if case.state != ReviewCase.State.CLOSED:
            return {}
        return {"reading": case.second_reading, "first": case.second_reading.decision}


DESKS: dict[str, Desk] = {
    ReviewCase.Kind.NEW: TextDesk(),
    ReviewCase.Kind.CHANGE: TextDesk(),
    ReviewCase.Kind.REPORT: ListingDesk(),
    ReviewCase.Kind.EXPIRY: ListingDesk(),
    ReviewCase.Kind.AUDIT: ListingDesk(),
    ReviewCase.Kind.RUBRIC: ListingDesk(),
    ReviewCase.Kind.APPEAL: AppealDesk(),
    ReviewCase.Kind.SECOND: SecondDesk(),
}


def desk_of(case: ReviewCase) -> Desk:
    return DESKS[case.kind]


def _letter(case: ReviewCase, form: Any, *, until: Any, statement: Statement) -> Letter:
    subject, text = publishing.decision_letter(
        outcome=form.cleaned_data["outcome"],
        name=case.name,
        reasons=form.reasons(),
        until=until,
        listing_path=reverse("listing", args=[case.listing_id]),
        statement=statement,
    )
    return Letter(subject=subject, text=text, key=form.letter_key())


def _hideable(sheet: Sheet) -> list[tuple[str, str]]:
    """Passages of the public text that a limit may hide, with a label each."""
    return [
        (passage.name, hidden_label(passage.name, passage.label))
        for passage in sheet.facts.content.passages()
    ]
