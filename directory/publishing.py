"""The façade: all that vetting may read of a listing, and all it may do to one.

Nothing becomes public except through `publish`, and `publish` needs a Clearance. Every act runs in
one transaction, checks state and text hash (StaleMove: somebody was faster) and writes its event.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from directory.advice import Advice, CriterionAdvice, PassageAdvice, offer
from directory.attempts import attempt, parked, tried
from directory.clearance import Clearance, Reason, Statement
from directory.content import ListingContent, TextPassage
from directory.entries import write_entry
from directory.facts import (
    DocumentFacts,
    Facts,
    Writers,
    contents_of,
    current_revision_ids,
    facts_of,
    history_of,
    open_document,
    open_photo,
    open_revision_ids,
    own_contents,
    public_revision_ids,
    term_labels,
    texts_of,
    writers_of,
)
from directory.figures import Freshness, count_messages, count_states, count_websites, freshness
from directory.forms.proof import ProofOfWork
from directory.limits import Limit, TooOften, visitor
from directory.mail import appeal_letter, decision_letter, send_answer, send_decision, send_letter
from directory.models import Course, Listing, Revision
from directory.models.event import record
from directory.moving import move_listing, move_revision
from directory.photos import forget_unused, named_by
from directory.restricting import (
    NOTHING_MORE,
    ending_before,
    limit,
    plain,
    public_ids,
    public_name,
    published_revision_of,
    reinstate,
    renew,
    resubmit,
    set_aside,
    suspend,
    warn,
    withdraw,
)
from directory.states import ListingState, RevisionState, StaleMove
from directory.tables import Table, moment

__all__ = [
    "REFUSALS",
    "Advice",
    "CriterionAdvice",
    "DocumentFacts",
    "Facts",
    "Freshness",
    "Limit",
    "ListingContent",
    "PassageAdvice",
    "ProofOfWork",
    "StaleMove",
    "Table",
    "TextPassage",
    "TooOften",
    "Writers",
    "appeal_letter",
    "attempt",
    "contents_of",
    "count_messages",
    "count_states",
    "count_websites",
    "current_revision_ids",
    "decision_letter",
    "ending_before",
    "expire",
    "facts_of",
    "freshness",
    "give_back",
    "history_of",
    "limit",
    "moment",
    "offer",
    "open_document",
    "open_photo",
    "open_revision_ids",
    "own_contents",
    "parked",
    "plain",
    "public_ids",
    "public_name",
    "public_revision_ids",
    "publish",
    "published_revision_of",
    "record",
    "refuse",
    "reinstate",
    "renew",
    "resubmit",
    "return_for_changes",
    "send_answer",
    "send_letter",
    "set_aside",
    "suspend",
    "sync_courses",
    "take_for_review",
    "term_labels",
    "texts_of",
    "tried",
    "visitor",
    "warn",
    "withdraw",
    "write_entry",
    "writers_of",
]

REFUSALS = frozenset({RevisionState.HONEST_NOT_MLD, RevisionState.NOT_VERIFIED})


@transaction.atomic
def take_for_review(*, revision_id: int, actor: User) -> None:
    """A moderator begins: submitted → in review. Raises StaleMove if somebody else has."""
    revision = _revision(revision_id)
    move_revision(revision=revision, before=RevisionState.SUBMITTED, after=RevisionState.IN_REVIEW)
    if revision.listing.state == ListingState.SUBMITTED:
        move_listing(
            listing_id=revision.listing_id,
            before=ListingState.SUBMITTED,
            after=ListingState.IN_REVIEW,
            kind="listing.in_review",
            actor_id=actor.pk,
            revision_id=revision.pk,
        )
    _record(revision, "revision.in_review", RevisionState.IN_REVIEW, actor)


@transaction.atomic
def give_back(*, revision_id: int, actor: User | None) -> None:
    """A moderator lets go, or a claim ran out: in review → submitted."""
    revision = _revision(revision_id)
    move_revision(revision=revision, before=RevisionState.IN_REVIEW, after=RevisionState.SUBMITTED)
    if revision.listing.state == ListingState.IN_REVIEW:
        move_listing(
            listing_id=revision.listing_id,
            before=ListingState.IN_REVIEW,
            after=ListingState.SUBMITTED,
            kind="listing.given_back",
            actor_id=actor.pk if actor else None,
            revision_id=revision.pk,
        )
    _record(revision, "revision.given_back", RevisionState.SUBMITTED, actor)


@transaction.atomic
def publish(
    *,
    revision_id: int,
    content_sha256: str,
    clearance: Clearance,
    actor: User,
    statement: Statement = NOTHING_MORE,
) -> None:
    """Make a revision the public text, on a clearance.

    Raises StaleMove when the text was replaced or decided meanwhile, or when the listing is
    suspended or withdrawn.
    """
    revision = _revision(revision_id, content_sha256)
    listing = revision.listing
    today = timezone.localdate()
    move_revision(
        revision=revision,
        before=RevisionState.IN_REVIEW,
        after=RevisionState.APPROVED,
        fields={"decided_at": timezone.now(), "reasons": []},
    )
    fields = {
        "published_revision": revision,
        "clearance": clearance.as_dict(),
        "verified_on": clearance.decided_on,
        "verified_until": clearance.until,
        "confirmed_on": today,
        "photo": named_by(revision.snapshot.photo, practitioner_id=listing.practitioner_id),
    }
    state = ListingState(listing.state)
    if state in {ListingState.IN_REVIEW, ListingState.EXPIRED, ListingState.STALE}:
        move_listing(
            listing_id=listing.pk,
            before=state,
            after=ListingState.VERIFIED,
            kind="listing.verified",
            actor_id=actor.pk,
            revision_id=revision.pk,
            fields=fields,
            **clearance.trace(),
        )
    elif state in {ListingState.VERIFIED, ListingState.PAUSED}:
        if Listing.objects.filter(pk=listing.pk, state=state).update(**fields) != 1:
            raise StaleMove("this listing changed since you opened it: look again")
        record(
            "listing.republished",
            listing_id=listing.pk,
            revision_id=revision.pk,
            actor_id=actor.pk,
            before=state,
            after=state,
            **clearance.trace(),
        )
    else:
        raise StaleMove(f"this listing is {state} and cannot be published")
    write_entry(listing_id=listing.pk)
    forget_unused(listing)
    _record(revision, "revision.approved", RevisionState.APPROVED, actor)
    send_decision(revision=revision, outcome="verified", until=clearance.until, statement=statement)


@transaction.atomic
def return_for_changes(
    *,
    revision_id: int,
    content_sha256: str,
    reasons: Sequence[Reason],
    actor: User,
    statement: Statement = NOTHING_MORE,
) -> None:
    """Ask the owner for changes. The public text, if there is one, stays. Raises StaleMove."""
    _decide_against(
        revision_id,
        content_sha256,
        RevisionState.CHANGES_REQUESTED,
        ListingState.CHANGES_REQUESTED,
        reasons,
        statement,
        actor,
    )


@transaction.atomic
def refuse(
    *,
    revision_id: int,
    content_sha256: str,
    outcome: RevisionState,
    reasons: Sequence[Reason],
    actor: User,
    statement: Statement = NOTHING_MORE,
) -> None:
    """Decide a revision as honest-not-MLD or not verified. A person decides: `actor` is required.

    Raises ValueError for any other outcome, StaleMove like `publish`.
    """
    if outcome not in REFUSALS:
        raise ValueError(f"{outcome} is not a refusal")
    _decide_against(
        revision_id, content_sha256, outcome, ListingState(outcome.value), reasons, statement, actor
    )


def expire(*, today: date) -> int:
    """Expire listings whose clearance ended before `today`; returns how many."""
    ended = Listing.objects.filter(
        verified_until__lt=today,
        state__in=[ListingState.VERIFIED, ListingState.PAUSED, ListingState.STALE],
    )
    for listing in ended:
        with transaction.atomic():
            move_listing(
                listing_id=listing.pk,
                before=ListingState(listing.state),
                after=ListingState.EXPIRED,
                kind="listing.expired",
                actor_id=None,
            )
    return len(ended)


@transaction.atomic
def sync_courses(courses: Iterable[dict[str, Any]]) -> None:
    """Make the course table equal to the given rows (keys: fields of Course). Absent ones retire."""
    seen = []
    for row in courses:
        code = row["code"]
        Course.objects.update_or_create(code=code, defaults={**row, "retired": False})
        seen.append(code)
    Course.objects.exclude(code__in=seen).update(retired=True)


def _decide_against(
    revision_id: int,
    content_sha256: str,
    revision_after: RevisionState,
    listing_after: ListingState,
    reasons: Sequence[Reason],
    statement: Statement,
    actor: User,
) -> None:
    if not reasons:
        raise ValueError("a decision against a listing states its reasons")
    revision = _revision(revision_id, content_sha256)
    move_revision(
        revision=revision,
        before=RevisionState.IN_REVIEW,
        after=revision_after,
        fields={"decided_at": timezone.now(), "reasons": plain(reasons)},
    )
    if revision.listing.state == ListingState.IN_REVIEW:
        move_listing(
            listing_id=revision.listing_id,
            before=ListingState.IN_REVIEW,
            after=listing_after,
            kind=f"listing.{listing_after}",
            actor_id=actor.pk,
            revision_id=revision.pk,
        )
    _record(revision, f"revision.{revision_after}", revision_after, actor)
    send_decision(
        revision=revision, outcome=revision_after.value, reasons=reasons, statement=statement
    )


def _revision(revision_id: int, content_sha256: str | None = None) -> Revision:
    revision = Revision.objects.select_related("listing__practitioner__user").get(pk=revision_id)
    if content_sha256 is not None and revision.content_sha256 != content_sha256:
        raise StaleMove("this is not the text you opened: look again")
    return revision


def _record(revision: Revision, kind: str, after: RevisionState, actor: User | None) -> None:
    record(
        kind,
        listing_id=revision.listing_id,
        revision_id=revision.pk,
        actor_id=actor.pk if actor else None,
        before=revision.state,
        after=after,
        number=revision.number,
    )
