"""The moderator's acts: claim, give back, verify, return for changes, refuse.

A person decides, always. Two moderators at once: the one whose compare-and-swap comes first wins,
the other gets CaseTaken or StaleMove and is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from directory import publishing
from directory.clearance import Quote, Reason
from directory.publishing import facts_of
from directory.states import OPEN_REVISION, RevisionState, StaleMove
from vetting import edits, seconding
from vetting.assessing import Reading, latest_checks, read_for_decision
from vetting.clearing import clearance_of
from vetting.interests import offered_to
from vetting.models import Check, Decision, ReviewCase
from vetting.signing import signature
from vetting.statements import appeal_end, statement_of

CLAIM_MINUTES = 30
LONGEST_YEARS = 2
"""A verification lasts at most two years: the shortest renewal period among recognized schools."""

SCOPES = ("healthy", "compromised", "cdt")


class ReviewError(Exception):
    """A review act that cannot be done; the message says what to do."""


class CaseTaken(ReviewError):
    """Somebody else holds or has decided the case."""


class NotYourCase(ReviewError):
    """The case is not claimed by this moderator, or the claim ran out."""


class Conflict(ReviewError):
    """A case that this moderator must not decide: a declared tie, or a decision of their own."""


class OwnListing(Conflict):
    """Nobody reviews a listing of their own."""


class NotEligible(ReviewError):
    """A verification that the rules do not allow."""


def claim(*, case: ReviewCase, actor: User) -> ReviewCase:
    """Take a case for CLAIM_MINUTES. Raises OwnListing, Conflict, CaseTaken or StaleMove."""
    if case.owner_id == actor.pk:
        raise OwnListing("this is your own listing: another moderator reviews it")
    if not offered_to(actor).filter(pk=case.pk).exists():
        raise Conflict("you have a tie to this case: another moderator reviews it")
    now = timezone.now()
    free = Q(state=ReviewCase.State.OPEN) | Q(state=ReviewCase.State.CLAIMED, claimed_until__lt=now)
    mine = Q(state=ReviewCase.State.CLAIMED, claimed_by=actor)
    with transaction.atomic():
        taken = ReviewCase.objects.filter(free | mine, pk=case.pk).update(
            state=ReviewCase.State.CLAIMED,
            claimed_by=actor,
            claimed_until=now + timedelta(minutes=CLAIM_MINUTES),
        )
        if taken != 1:
            raise CaseTaken("another moderator has this case, or has decided it")
        if not case.about_text:
            _follow(case)
        elif facts_of(case.revision_id).revision_state == RevisionState.SUBMITTED:
            publishing.take_for_review(revision_id=case.revision_id, actor=actor)
    case.refresh_from_db()
    return case


def claim_next(*, actor: User) -> ReviewCase | None:
    """Take the free case that is due first; None when there is none for this moderator."""
    now = timezone.now()
    free = Q(state=ReviewCase.State.OPEN) | Q(state=ReviewCase.State.CLAIMED, claimed_until__lt=now)
    for case in offered_to(actor).filter(free).order_by("due_at", "pk")[:20]:
        try:
            return claim(case=case, actor=actor)
        except (CaseTaken, StaleMove):  # somebody else was faster: the next one
            continue
    return None


def give_back(*, case: ReviewCase, actor: User) -> None:
    """Let a claimed case go back to the queue. Raises NotYourCase."""
    require_claim(case=case, actor=actor)
    with transaction.atomic():
        ReviewCase.objects.filter(pk=case.pk, claimed_by=actor).update(
            state=ReviewCase.State.OPEN, claimed_by=None, claimed_until=None
        )
        if case.about_text:
            publishing.give_back(revision_id=case.revision_id, actor=actor)


def release_stale_claims() -> int:
    """Return cases whose claim ran out to the queue; returns how many."""
    return _release(ReviewCase.objects.filter(claimed_until__lt=timezone.now()))


def release_claims_of(user: User) -> int:
    """Return the cases that `user` holds, whose account ends; returns how many."""
    return _release(ReviewCase.objects.filter(claimed_by=user))


def _release(cases: QuerySet[ReviewCase]) -> int:
    released = 0
    for case in cases.filter(state=ReviewCase.State.CLAIMED):
        with transaction.atomic():
            changed = ReviewCase.objects.filter(
                pk=case.pk, state=ReviewCase.State.CLAIMED, claimed_until=case.claimed_until
            ).update(state=ReviewCase.State.OPEN, claimed_by=None, claimed_until=None)
            if (
                changed
                and case.about_text
                and facts_of(case.revision_id).revision_state == RevisionState.IN_REVIEW
            ):
                publishing.give_back(revision_id=case.revision_id, actor=None)
            released += changed
    return released


def close_overtaken() -> int:
    """Close cases whose revision was taken back or replaced by its owner; returns how many."""
    return (
        ReviewCase.objects.filter(kind__in=ReviewCase.TEXT_KINDS)
        .exclude(state=ReviewCase.State.CLOSED)
        .exclude(revision__state__in=OPEN_REVISION)
        .update(
            state=ReviewCase.State.CLOSED,
            closed_at=timezone.now(),
            closed_why="The owner took this text back or sent a new one.",
        )
    )


def require_claim(*, case: ReviewCase, actor: User) -> None:
    """Raises NotYourCase unless `actor` holds the case right now."""
    held = ReviewCase.objects.filter(
        pk=case.pk,
        state=ReviewCase.State.CLAIMED,
        claimed_by=actor,
        claimed_until__gte=timezone.now(),
    ).exists()
    if not held:
        raise NotYourCase("you do not hold this case (any more): claim it, look again, then decide")


def latest_end(case: ReviewCase, *, today: date) -> date:
    """The last day a verification may name: two years, or when the first checked paper ends."""
    facts = facts_of(case.revision_id)
    checks = latest_checks(facts.content)
    ends = [
        end
        for paper in facts.content.qualifications
        if paper.kind in {"training", "licence"} and _holds(checks.get(paper.id))
        for end in (paper.expires, checks[paper.id].good_until)
        if end
    ]
    return min([_in_years(today, LONGEST_YEARS), *ends])


def require_eligible(
    *, case: ReviewCase, scopes: Sequence[str], until: date, levels: Mapping[str, str]
) -> None:
    """Raises NotEligible unless the papers and the moderator's reading allow a verification.

    Safety holds are asked for when it is decided, on the engine's answer of that moment.
    """
    today = timezone.localdate()
    facts = facts_of(case.revision_id)
    _require_checked_training(facts, latest_checks(facts.content))
    if levels.get("technique") != "meets" or levels.get("training") != "meets":
        raise NotEligible(
            "technique and training must both be shown: return it for changes instead"
        )
    if levels.get("anatomy") not in {"meets", "partial"}:
        raise NotEligible("anatomy must be shown at least in part: return it for changes instead")
    if not scopes or set(scopes) - set(SCOPES):
        raise NotEligible("say for whom the checked training is good: choose at least one scope")
    last = latest_end(case, today=today)
    if not today < until <= last:
        raise NotEligible(f"choose an end between tomorrow and {last.isoformat()}")


def verify(
    *,
    case: ReviewCase,
    content_sha256: str,
    scopes: Sequence[str],
    until: date,
    levels: Mapping[str, str],
    holds_seen: bool,
    note: str,
    actor: User,
) -> Decision:
    """Verify a revision: it becomes the public text.

    `levels` is the moderator's own reading of technique, training and anatomy; where an edit left
    the evidence as it was, the decision says which earlier one it rests on. Raises NotEligible
    when the rules forbid it (no checked training paper, a criterion not met, safety holds not
    looked at, scope or end out of range), NotYourCase, StaleMove.
    """
    facts = facts_of(case.revision_id)
    checks = latest_checks(facts.content)
    require_eligible(case=case, scopes=scopes, until=until, levels=levels)
    with transaction.atomic():
        reading = read_for_decision(case.revision_id)
        if reading.assessment.output["holds"] and not holds_seen:
            raise NotEligible("safety findings hold this listing: read them and say that you did")
        decision = decide(
            case,
            actor,
            reading,
            Decision.Outcome.VERIFIED,
            scopes=list(scopes),
            until=until,
            levels=dict(levels),
            note=note,
            stood=edits.stood(facts, reading.assessment, levels),
        )
        publishing.publish(
            revision_id=case.revision_id,
            content_sha256=content_sha256,
            clearance=clearance_of(facts, reading.assessment, decision, checks),
            actor=actor,
            statement=statement_of(decision),
        )
    return decision


def return_for_changes(
    *,
    case: ReviewCase,
    content_sha256: str,
    reasons: Sequence[Reason],
    levels: Mapping[str, str],
    note: str,
    actor: User,
    facts: str = "",
    quotes: Sequence[Quote] = (),
) -> Decision:
    """Ask the owner for changes, with reasons. Raises NotYourCase, StaleMove, ValueError."""
    with transaction.atomic():
        decision = decide(
            case,
            actor,
            read_for_decision(case.revision_id),
            Decision.Outcome.CHANGES_REQUESTED,
            reasons=reasons,
            quotes=quotes,
            facts=facts,
            levels=dict(levels),
            note=note,
        )
        publishing.return_for_changes(
            revision_id=case.revision_id,
            content_sha256=content_sha256,
            reasons=reasons,
            actor=actor,
            statement=statement_of(decision),
        )
    return decision


def refuse(
    *,
    case: ReviewCase,
    content_sha256: str,
    outcome: Decision.Outcome,
    reasons: Sequence[Reason],
    levels: Mapping[str, str],
    note: str,
    actor: User,
    facts: str = "",
    quotes: Sequence[Quote] = (),
) -> Decision:
    """Decide honest-not-MLD or not verified. Raises NotYourCase, StaleMove, ValueError."""
    if outcome.value not in publishing.REFUSALS:
        raise ValueError(f"{outcome.label} is not a refusal")
    with transaction.atomic():
        decision = decide(
            case,
            actor,
            read_for_decision(case.revision_id),
            outcome,
            reasons=reasons,
            quotes=quotes,
            facts=facts,
            levels=dict(levels),
            note=note,
        )
        publishing.refuse(
            revision_id=case.revision_id,
            content_sha256=content_sha256,
            outcome=RevisionState(outcome.value),
            reasons=reasons,
            actor=actor,
            statement=statement_of(decision),
        )
    return decision


def decide(
    case: ReviewCase,
    actor: User,
    reading: Reading,
    outcome: Decision.Outcome,
    *,
    reasons: Sequence[Reason] = (),
    quotes: Sequence[Quote] = (),
    **fields,
) -> Decision:
    """Close a claimed case with a decision; what it does to the listing is the caller's, at once.

    `fields` are columns of Decision. Raises NotYourCase or StaleMove.
    """
    close_read(case=case, actor=actor)
    restricts = outcome.value in Decision.RESTRICTIONS
    decision = Decision.objects.create(
        case=case,
        assessment=reading.assessment,
        software=reading.software,
        outcome=outcome,
        reasons=publishing.plain(reasons),
        quotes=[asdict(quote) for quote in quotes],
        appeal_until=appeal_end(timezone.localdate()) if restricts else None,
        engine_verdict=reading.assessment.verdict,
        decided_by=actor,
        decided_by_name=signature(actor),
        decided_at=timezone.now(),
        **fields,
    )
    seconding.sample(decision)
    return decision


def close_read(*, case: ReviewCase, actor: User) -> None:
    """Close a case that `actor` has claimed. Raises NotYourCase or StaleMove."""
    require_claim(case=case, actor=actor)
    closed = ReviewCase.objects.filter(
        pk=case.pk, state=ReviewCase.State.CLAIMED, claimed_by=actor
    ).update(state=ReviewCase.State.CLOSED, closed_at=timezone.now())
    if closed != 1:
        raise StaleMove("this case was decided since you opened it")


def _follow(case: ReviewCase) -> None:
    """A case about a public listing is about the text that is public now."""
    published = publishing.published_revision_of(case.listing_id)
    if case.kind in ReviewCase.ONCE_KINDS and published not in {None, case.revision_id}:
        ReviewCase.objects.filter(pk=case.pk).update(revision_id=published)


def _require_checked_training(facts: publishing.Facts, checks: dict[str, Check]) -> None:
    training = [paper for paper in facts.content.qualifications if paper.kind == "training"]
    if not any(_holds(checks.get(paper.id)) for paper in training):
        raise NotEligible(
            "text alone never verifies: check at least one training paper, then verify"
        )


def _holds(check: Check | None) -> bool:
    return check is not None and check.outcome != Check.Outcome.NOT_CONFIRMED


def _in_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
