"""What a moderator may do to a listing that is, or was, public: from a report, an end, an audit.

Each measure closes its case, keeps a decision with its statement of reasons and moves the listing, in
one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from directory import publishing
from directory.clearance import Clearance, Quote, Reason
from directory.publishing import Facts, facts_of
from directory.states import ListingState, StaleMove
from vetting import reports
from vetting.assessing import latest_checks, read_for_decision
from vetting.clearing import clearance_of
from vetting.models import Assessment, Decision, ReviewCase
from vetting.reviewing import NotEligible, decide, require_claim, require_eligible
from vetting.statements import statement_of

Outcome = Decision.Outcome

WARNING_DAYS = 21
"""Days that a warning gives when the moderator names no day."""

RUNNING = frozenset({ListingState.VERIFIED, ListingState.PAUSED, ListingState.STALE})


@dataclass(frozen=True, kw_only=True)
class Measure:
    """All that a decision on a listing says. `until` is a warning's day or a renewal's end."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    facts: str = ""
    quotes: tuple[Quote, ...] = ()
    scopes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    until: date | None = None
    levels: Mapping[str, str] | None = None
    holds_seen: bool = False
    answer: str = ""
    right: bool = False
    note: str = ""


def outcomes_for(case: ReviewCase, state: ListingState) -> tuple[Outcome, ...]:
    """What can be decided on a listing in this state, the mildest first."""
    renewed = (Outcome.RENEWED,) if case.kind == ReviewCase.Kind.EXPIRY else ()
    if state in RUNNING:
        return (
            *renewed,
            Outcome.STANDS,
            Outcome.WARNED,
            Outcome.LIMITED,
            Outcome.SUSPENDED,
            Outcome.WITHDRAWN,
        )
    if state == ListingState.EXPIRED:
        return (*renewed, Outcome.STANDS, Outcome.WITHDRAWN)
    if state == ListingState.SUSPENDED:
        return (Outcome.STANDS, Outcome.REINSTATED, Outcome.WITHDRAWN)
    return (Outcome.STANDS,)


def act(*, case: ReviewCase, content_sha256: str, measure: Measure, actor: User) -> Decision:
    """Decide a case about a listing and do what was decided.

    Raises NotYourCase, StaleMove or MoveNotAllowed when something moved meanwhile, NotEligible when
    the rules forbid it, ValueError for a measure without reasons or a limit that takes nothing.
    """
    require_claim(case=case, actor=actor)
    facts = facts_of(case.revision_id)
    if facts.content_sha256 != content_sha256:
        raise StaleMove("this is not the text you opened: look again")
    if measure.outcome not in outcomes_for(case, facts.listing_state):
        raise StaleMove("the listing moved since you opened it: look again")
    if measure.outcome.value in Decision.RESTRICTIONS and not measure.reasons:
        raise ValueError("a measure against a listing states its reasons")
    if measure.outcome == Outcome.WARNED:
        soonest = timezone.localdate() + timedelta(days=1)
        if measure.until is None or measure.until < soonest:
            raise NotEligible("a warning names a day from tomorrow on")
    if measure.outcome == Outcome.RENEWED:
        if measure.until is None:
            raise NotEligible("say until which day the verification holds")
        require_eligible(
            case=case,
            scopes=measure.scopes,
            until=measure.until,
            levels=measure.levels or {},
        )
    with transaction.atomic():
        reading = read_for_decision(case.revision_id)
        if (
            measure.outcome == Outcome.RENEWED
            and reading.assessment.output["holds"]
            and not measure.holds_seen
        ):
            raise NotEligible("safety findings hold this listing: read them and say that you did")
        decision = decide(
            case,
            actor,
            reading,
            measure.outcome,
            reasons=measure.reasons,
            quotes=measure.quotes,
            facts=measure.facts,
            scopes=list(measure.scopes),
            hidden=list(measure.hidden),
            until=measure.until,
            levels=dict(measure.levels or {}),
            answer=measure.answer,
            note=measure.note,
        )
        undo = _do(decision, measure, facts, reading.assessment, actor)
        if undo:
            decision.undo = undo
            decision.save(update_fields=["undo"])
        reports.close(case=case, right=measure.right, answer=measure.answer)
    return decision


def _do(
    decision: Decision, measure: Measure, facts: Facts, assessment: Assessment, actor: User
) -> dict[str, Any]:
    """Move the listing; returns what an appeal would need to give it back."""
    statement = statement_of(decision)
    against: dict[str, Any] = {
        "listing_id": facts.listing_id,
        "reasons": measure.reasons,
        "actor": actor,
        "statement": statement,
    }
    match measure.outcome:
        case Outcome.WARNED:
            publishing.warn(**against)
        case Outcome.LIMITED:
            before = publishing.limit(scopes=measure.scopes, hidden=measure.hidden, **against)
            return {"clearance": before}
        case Outcome.SUSPENDED:
            publishing.suspend(**against)
        case Outcome.WITHDRAWN:
            publishing.withdraw(**against)
        case Outcome.REINSTATED:
            publishing.reinstate(listing_id=facts.listing_id, actor=actor, statement=statement)
        case Outcome.RENEWED:
            publishing.renew(
                listing_id=facts.listing_id,
                clearance=_renewed(facts, assessment, decision),
                actor=actor,
                statement=statement,
            )
    return {}


def _renewed(facts: Facts, assessment: Assessment, decision: Decision) -> Clearance:
    """A new clearance for the public text; what a limit hid stays hidden."""
    clearance = clearance_of(facts, assessment, decision, latest_checks(facts.content))
    hidden: Sequence[str] = facts.clearance.hidden if facts.clearance else ()
    if not hidden:
        return clearance
    return clearance.limited(scopes=clearance.scopes, hidden=hidden)
