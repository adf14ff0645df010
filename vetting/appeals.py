"""Appeals: an owner objects to a decision, and another person answers."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory import publishing
from directory.publishing import facts_of, record
from vetting import queueing
from vetting.assessing import assess_revision, read_for_decision
from vetting.models import Appeal, Decision, ReviewCase
from vetting.reviewing import Conflict, ReviewError, decide
from vetting.statements import statement_of

Outcome = Decision.Outcome

DECIDED_WITHIN_DAYS = 14
"""Days within which an appeal is answered; shown to the owner."""


class NotAppealable(ReviewError):
    """A decision that cannot be appealed, or not any more."""


def can_appeal(decision: Decision) -> bool:
    """Whether an appeal may still be opened."""
    return (
        decision.restricts
        and decision.appeal_until is not None
        and timezone.localdate() <= decision.appeal_until
        and not Appeal.objects.filter(decision=decision).exists()
    )


def open_appeal(*, decision: Decision, text: str, actor: User) -> Appeal:
    """Open an appeal by the owner of the listing. Raises NotAppealable.

    The case never goes to the person who decided.
    """
    if decision.case.owner_id != actor.pk:
        raise NotAppealable("only the owner of a listing appeals")
    if not can_appeal(decision):
        raise NotAppealable("this decision cannot be appealed, or an appeal is already open")
    try:
        with transaction.atomic():
            case = queueing.open_case(
                revision_id=decision.case.revision_id,
                kind=ReviewCase.Kind.APPEAL,
                why=f"The owner appeals: {decision.get_outcome_display()}.",
                due_at=queueing.due_after(DECIDED_WITHIN_DAYS),
                not_by=decision.decided_by_id or 0,
            )
            appeal = Appeal.objects.create(
                decision=decision,
                case=case,
                text=text,
                due_on=timezone.localdate() + timedelta(days=DECIDED_WITHIN_DAYS),
            )
            record(
                "appeal.opened",
                listing_id=case.listing_id,
                revision_id=case.revision_id,
                actor_id=actor.pk,
                decision=decision.pk,
            )
    except IntegrityError as error:  # sent twice at once
        raise NotAppealable("an appeal against this decision is already open") from error
    return appeal


def decide_appeal(
    *, appeal: Appeal, overturn: bool, answer: str, note: str, actor: User
) -> Decision:
    """Answer an appeal; overturning gives back what the decision took.

    Raises Conflict for the person who decided first (the database refuses it as well), NotYourCase,
    StaleMove, ValueError without an answer.
    """
    if not answer.strip():
        raise ValueError("an appeal is answered in words")
    first = appeal.decision
    if first.decided_by_id == actor.pk:
        raise Conflict("you decided this yourself: another person answers the appeal")
    case = appeal.case
    with transaction.atomic():
        decision = decide(
            case,
            actor,
            read_for_decision(case.revision_id),
            Outcome.OVERTURNED if overturn else Outcome.UPHELD,
            facts=answer,
            note=note,
            not_by=first.decided_by_id or 0,
        )
        if overturn:
            Decision.objects.filter(pk=first.pk).update(overturned_at=timezone.now())
            _give_back(first, decision, actor)
        record(
            "appeal.overturned" if overturn else "appeal.upheld",
            listing_id=case.listing_id,
            revision_id=case.revision_id,
            actor_id=actor.pk,
            decision=first.pk,
            outcome=first.outcome,
        )
        publishing.send_answer(
            revision_id=case.revision_id,
            outcome=decision.outcome,
            answer=answer,
            decision_id=decision.pk,
        )
    return decision


def _give_back(first: Decision, answer: Decision, actor: User) -> None:
    listing_id = first.case.listing_id
    statement = statement_of(answer)
    match first.outcome:
        case Outcome.SUSPENDED | Outcome.WITHDRAWN:
            # an owner who left meanwhile is not brought back
            if facts_of(first.case.revision_id).listing_state.value == first.outcome:
                publishing.reinstate(
                    listing_id=listing_id, actor=actor, statement=statement, letter=False
                )
        case Outcome.LIMITED | Outcome.WARNED:
            publishing.set_aside(
                listing_id=listing_id,
                clearance=first.undo.get("clearance"),
                actor=actor,
                statement=statement,
            )
        case _:
            revision_id = publishing.resubmit(revision_id=first.case.revision_id, actor=actor)
            if revision_id is not None:
                assess_revision(revision_id)
                ReviewCase.objects.filter(
                    revision_id=revision_id, kind__in=ReviewCase.TEXT_KINDS
                ).update(not_by=first.decided_by_id)
