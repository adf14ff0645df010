"""What a decision may take from a listing that is, or was, public, and give back.

Re-exported by `publishing`: vetting comes in by that door. Each act runs in one transaction, moves by
compare-and-swap, writes its event and, where it restricts, the statement of reasons to the owner.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from directory.clearance import Clearance, Reason, Statement
from directory.entries import write_entry
from directory.mail import send_decision
from directory.models import Event, Listing, Revision
from directory.models.event import record
from directory.moving import move_listing
from directory.states import (
    HAS_PUBLIC_TEXT,
    OPEN_REVISION,
    ListingState,
    MoveNotAllowed,
    RevisionState,
    StaleMove,
)

NOTHING_MORE = Statement()
"""A statement that adds nothing to its reasons."""

LIMITABLE = frozenset({ListingState.VERIFIED, ListingState.PAUSED, ListingState.STALE})
REFUSED = frozenset(
    {
        ListingState.CHANGES_REQUESTED,
        ListingState.HONEST_NOT_MLD,
        ListingState.NOT_VERIFIED,
    }
)


def plain(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as rows and events keep them."""
    return [
        {"code": reason.code, "clause": reason.clause, "text": reason.text} for reason in reasons
    ]


@transaction.atomic
def warn(
    *, listing_id: uuid.UUID, reasons: Sequence[Reason], actor: User, statement: Statement
) -> None:
    """Tell the owner what must change by `statement.due_on`. Nothing moves. Raises MoveNotAllowed."""
    listing = _published(listing_id, reasons)
    _note(listing, "listing.warned", actor, **_trace(reasons, statement))
    _tell(listing, "warned", reasons, statement)


@transaction.atomic
def limit(
    *,
    listing_id: uuid.UUID,
    scopes: Sequence[str],
    hidden: Sequence[str],
    reasons: Sequence[Reason],
    actor: User,
    statement: Statement,
) -> dict[str, Any]:
    """Narrow the verified scopes, hide named passages, or both, until a changed text is approved.

    Returns the clearance that stood before. Raises ValueError when nothing gets less or a passage
    is not in the public text, MoveNotAllowed or StaleMove otherwise.
    """
    listing = _published(listing_id, reasons)
    state = ListingState(listing.state)
    if state not in LIMITABLE or listing.clearance is None:
        raise MoveNotAllowed(f"a {state} listing cannot be limited")
    content = listing.published_revision.snapshot
    if unknown := set(hidden) - {passage.name for passage in content.passages()}:
        raise ValueError(f"the public text has no passage {', '.join(sorted(unknown))}")
    if len(set(hidden)) == len(content.passages()):
        raise ValueError("to hide everything, suspend the listing")
    before = listing.clearance
    narrowed = Clearance.from_dict(before).limited(scopes=scopes, hidden=hidden)
    _swap_clearance(listing, narrowed.as_dict())
    _note(
        listing,
        "listing.limited",
        actor,
        **narrowed.trace(),
        hidden=list(narrowed.hidden),
        **_trace(reasons, statement),
    )
    _tell(listing, "limited", reasons, statement)
    return before


@transaction.atomic
def suspend(
    *,
    listing_id: uuid.UUID,
    reasons: Sequence[Reason],
    actor: User,
    statement: Statement = NOTHING_MORE,
) -> None:
    """Take a listing off the public site at once, with reasons. Raises MoveNotAllowed, StaleMove."""
    listing = _listing(listing_id)
    move_listing(
        listing_id=listing_id,
        before=ListingState(listing.state),
        after=ListingState.SUSPENDED,
        kind="listing.suspended",
        actor_id=actor.pk,
        fields={"suspension_reasons": plain(reasons)},
        **_trace(reasons, statement),
    )
    if listing.published_revision:
        _tell(listing, "suspended", reasons, statement)


@transaction.atomic
def withdraw(
    *, listing_id: uuid.UUID, reasons: Sequence[Reason], actor: User, statement: Statement
) -> None:
    """End a verification for good: the owner can only begin again. Raises MoveNotAllowed, StaleMove."""
    listing = _published(listing_id, reasons)
    move_listing(
        listing_id=listing_id,
        before=ListingState(listing.state),
        after=ListingState.WITHDRAWN,
        kind="listing.verification_withdrawn",
        actor_id=actor.pk,
        revision_id=listing.published_revision_id,
        fields={"suspension_reasons": plain(reasons)},
        **_trace(reasons, statement),
    )
    _tell(listing, "withdrawn", reasons, statement)


@transaction.atomic
def reinstate(
    *,
    listing_id: uuid.UUID,
    actor: User,
    statement: Statement = NOTHING_MORE,
    letter: bool = True,
) -> None:
    """End a suspension, or a withdrawal by decision: the listing is public while its clearance lasts.

    `letter` is False where another letter says it. Raises StaleMove when it is neither, or its owner began again meanwhile.
    """
    listing = _listing(listing_id)
    state = ListingState(listing.state)
    if state == ListingState.WITHDRAWN and not _withdrawn_by_decision(listing):
        raise StaleMove("the owner took this listing back: there is nothing to give back")
    move_listing(
        listing_id=listing_id,
        before=ListingState.WITHDRAWN
        if state == ListingState.WITHDRAWN
        else ListingState.SUSPENDED,
        after=ListingState.VERIFIED,
        kind="listing.reinstated",
        actor_id=actor.pk,
        fields={"suspension_reasons": []},
        **_trace((), statement),
    )
    if listing.published_revision:
        write_entry(listing_id=listing_id)
        if letter:
            _tell(listing, "reinstated", (), statement)


@transaction.atomic
def set_aside(
    *, listing_id: uuid.UUID, clearance: dict[str, Any] | None, actor: User, statement: Statement
) -> None:
    """An appeal took a warning or a limit back; `clearance` is what stood before the limit.

    A clearance is only given back while the same verification is the public one.
    """
    listing = _listing(listing_id)
    if clearance is not None and listing.clearance is not None:
        current, earlier = Clearance.from_dict(listing.clearance), Clearance.from_dict(clearance)
        if current.decision_id == earlier.decision_id:
            _swap_clearance(listing, clearance)
            _note(listing, "listing.limit_ended", actor, **earlier.trace())
    _note(listing, "listing.measure_set_aside", actor, **_trace((), statement))


@transaction.atomic
def renew(
    *, listing_id: uuid.UUID, clearance: Clearance, actor: User, statement: Statement
) -> None:
    """Verify the public text anew until a later day, without a new text.

    Raises MoveNotAllowed or StaleMove for a listing whose text is not, or not any more, public.
    """
    listing = _listing(listing_id)
    state = ListingState(listing.state)
    fields = {
        "clearance": clearance.as_dict(),
        "verified_on": clearance.decided_on,
        "verified_until": clearance.until,
    }
    if state == ListingState.EXPIRED:
        move_listing(
            listing_id=listing_id,
            before=state,
            after=ListingState.VERIFIED,
            kind="listing.renewed",
            actor_id=actor.pk,
            revision_id=listing.published_revision_id,
            fields={**fields, "confirmed_on": timezone.localdate()},
            **clearance.trace(),
        )
    elif state in LIMITABLE:
        if Listing.objects.filter(pk=listing_id, state=state).update(**fields) != 1:
            raise StaleMove("this listing changed since you opened it: look again")
        _note(listing, "listing.renewed", actor, **clearance.trace())
    else:
        raise MoveNotAllowed(f"a {state} listing cannot be renewed")
    write_entry(listing_id=listing_id)
    if listing.published_revision:
        send_decision(
            revision=listing.published_revision,
            outcome="renewed",
            until=clearance.until,
            statement=statement,
        )


@transaction.atomic
def resubmit(*, revision_id: int, actor: User) -> int | None:
    """A refusal was overturned: the same text waits again, as a new revision; returns its id.

    None when its owner has sent a newer text, or withdrew: then nothing is given back.
    """
    refused = Revision.objects.get(pk=revision_id)
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=refused.listing_id)
    newest = listing.revisions.order_by("-number").first()
    state = ListingState(listing.state)
    if newest is None or newest.pk != refused.pk or refused.state in OPEN_REVISION:
        return None
    if state not in REFUSED | HAS_PUBLIC_TEXT or state == ListingState.SUSPENDED:
        return None
    revision = Revision.objects.create(
        listing=listing,
        number=refused.number + 1,
        content=refused.content,
        content_sha256=refused.content_sha256,
        submitted_by=refused.submitted_by,
    )
    if state in REFUSED:
        move_listing(
            listing_id=listing.pk,
            before=state,
            after=ListingState.SUBMITTED,
            kind="listing.submitted",
            actor_id=actor.pk,
            revision_id=revision.pk,
            after_appeal=True,
        )
    record(
        "revision.submitted",
        listing_id=listing.pk,
        revision_id=revision.pk,
        actor_id=actor.pk,
        after=RevisionState.SUBMITTED,
        number=revision.number,
        after_appeal=True,
    )
    return revision.pk


def published_revision_of(listing_id: uuid.UUID) -> int | None:
    """The revision that is, or last was, public; None when there is none or the listing is gone."""
    return (
        Listing.objects.filter(pk=listing_id)
        .values_list("published_revision_id", flat=True)
        .first()
    )


def public_name(listing_id: uuid.UUID) -> str | None:
    """The name on a public listing; None for one that is not public."""
    listing = Listing.objects.public().filter(pk=listing_id).select_related("published_revision")
    found = listing.first()
    return found.published_revision.snapshot.name if found else None


def public_ids() -> list[uuid.UUID]:
    """Every public listing."""
    return list(Listing.objects.public().order_by("pk").values_list("pk", flat=True))


def ending_before(day: date) -> list[tuple[uuid.UUID, date]]:
    """Listings whose verification ends before `day`, or has ended, with the last day of it."""
    states = [*LIMITABLE, ListingState.EXPIRED]
    rows = Listing.objects.filter(
        verified_until__lt=day, state__in=states, published_revision__isnull=False
    )
    return list(rows.order_by("verified_until", "pk").values_list("pk", "verified_until"))


def _listing(listing_id: uuid.UUID) -> Listing:
    return Listing.objects.select_related("practitioner__user", "published_revision").get(
        pk=listing_id
    )


def _published(listing_id: uuid.UUID, reasons: Sequence[Reason]) -> Listing:
    if not reasons:
        raise ValueError("a measure against a listing states its reasons")
    listing = _listing(listing_id)
    if listing.state not in HAS_PUBLIC_TEXT or listing.published_revision is None:
        raise MoveNotAllowed(f"a {listing.state} listing has no public text")
    return listing


def _note(listing: Listing, kind: str, actor: User, **data: Any) -> None:
    """Record an act that moves no state: it is about the public text."""
    record(
        kind,
        listing_id=listing.pk,
        revision_id=listing.published_revision_id,
        actor_id=actor.pk,
        before=listing.state,
        after=listing.state,
        **data,
    )


def _swap_clearance(listing: Listing, clearance: dict[str, Any]) -> None:
    changed = Listing.objects.filter(
        pk=listing.pk,
        state=listing.state,
        published_revision_id=listing.published_revision_id,
        verified_on=listing.verified_on,
    ).update(clearance=clearance)
    if changed != 1:
        raise StaleMove("this listing changed since you opened it: look again")
    write_entry(listing_id=listing.pk)


def _withdrawn_by_decision(listing: Listing) -> bool:
    """Whether a moderator withdrew the verification, and not the owner the listing."""
    kinds = ["listing.withdrawn", "listing.verification_withdrawn"]
    last = Event.objects.filter(listing_id=listing.pk, kind__in=kinds).order_by("-id").first()
    return (
        listing.published_revision is not None
        and last is not None
        and last.kind == "listing.verification_withdrawn"
    )


def _tell(listing: Listing, outcome: str, reasons: Sequence[Reason], statement: Statement) -> None:
    revision = listing.published_revision
    if revision is not None:
        revision.listing = listing
        send_decision(revision=revision, outcome=outcome, reasons=reasons, statement=statement)


def _trace(reasons: Sequence[Reason], statement: Statement) -> dict[str, Any]:
    """What an event keeps of a statement: codes only, for the record outlives an erasure."""
    return {
        "reasons": [{"code": reason.code, "clause": reason.clause} for reason in reasons],
        "decision": statement.decision_id,
    }
