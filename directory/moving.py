"""Compare-and-swap: the only way a state changes, and always with its event."""

import uuid
from typing import Any

from django.utils import timezone

from directory.models import Listing, Revision
from directory.models.event import record
from directory.states import (
    LISTING_MOVES,
    REVISION_MOVES,
    ListingState,
    MoveNotAllowed,
    RevisionState,
    StaleMove,
)


def move_listing(
    *,
    listing_id: uuid.UUID,
    before: ListingState,
    after: ListingState,
    kind: str,
    actor_id: int | None,
    revision_id: int | None = None,
    fields: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    """Move a listing from `before` to `after` and record it, in the caller's transaction.

    Raises MoveNotAllowed if the table has no such move, StaleMove if the listing is no longer in
    `before`.
    """
    if after not in LISTING_MOVES[before]:
        raise MoveNotAllowed(f"a listing cannot go from {before} to {after}")
    changed = Listing.objects.filter(pk=listing_id, state=before).update(
        state=after, state_changed_at=timezone.now(), **(fields or {})
    )
    if changed != 1:
        raise StaleMove("this listing changed since you looked: look again")
    record(
        kind,
        listing_id=listing_id,
        revision_id=revision_id,
        actor_id=actor_id,
        before=before,
        after=after,
        **data,
    )


def move_revision(
    *,
    revision: Revision,
    before: RevisionState,
    after: RevisionState,
    fields: dict[str, Any] | None = None,
) -> None:
    """Move a revision, checked against state and text hash. The caller records the event.

    Raises MoveNotAllowed or StaleMove like `move_listing`.
    """
    if after not in REVISION_MOVES[before]:
        raise MoveNotAllowed(f"a revision cannot go from {before} to {after}")
    changed = Revision.objects.filter(
        pk=revision.pk, state=before, content_sha256=revision.content_sha256
    ).update(state=after, **(fields or {}))
    if changed != 1:
        raise StaleMove("this text was decided or replaced since you opened it: look again")
