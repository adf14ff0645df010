"""Every state of a listing and of a revision, and the moves between them, as plain data.

A listing is what the public may see; a revision is what its owner proposes. An edit of a verified
listing moves only the revision: the last approved text stays public until a person has decided.
"""

from enum import StrEnum


class ListingState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    VERIFIED = "verified"
    CHANGES_REQUESTED = "changes_requested"
    HONEST_NOT_MLD = "honest_not_mld"
    NOT_VERIFIED = "not_verified"
    PAUSED = "paused"
    STALE = "stale"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class RevisionState(StrEnum):
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    HONEST_NOT_MLD = "honest_not_mld"
    NOT_VERIFIED = "not_verified"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


L, R = ListingState, RevisionState

LISTING_MOVES: dict[ListingState, frozenset[ListingState]] = {
    L.DRAFT: frozenset({L.SUBMITTED, L.WITHDRAWN}),
    L.SUBMITTED: frozenset({L.IN_REVIEW, L.DRAFT, L.WITHDRAWN}),
    L.IN_REVIEW: frozenset(
        {
            L.VERIFIED,
            L.CHANGES_REQUESTED,
            L.HONEST_NOT_MLD,
            L.NOT_VERIFIED,
            L.SUBMITTED,
            L.DRAFT,
            L.WITHDRAWN,
        }
    ),
    L.CHANGES_REQUESTED: frozenset({L.SUBMITTED, L.WITHDRAWN}),
    L.HONEST_NOT_MLD: frozenset({L.SUBMITTED, L.WITHDRAWN}),
    L.NOT_VERIFIED: frozenset({L.SUBMITTED, L.WITHDRAWN}),
    L.VERIFIED: frozenset({L.PAUSED, L.STALE, L.EXPIRED, L.SUSPENDED, L.WITHDRAWN}),
    L.PAUSED: frozenset({L.VERIFIED, L.STALE, L.EXPIRED, L.SUSPENDED, L.WITHDRAWN}),
    L.STALE: frozenset({L.VERIFIED, L.EXPIRED, L.SUSPENDED, L.WITHDRAWN}),
    L.EXPIRED: frozenset({L.VERIFIED, L.SUSPENDED, L.WITHDRAWN}),
    L.SUSPENDED: frozenset({L.VERIFIED, L.EXPIRED, L.WITHDRAWN}),
    L.WITHDRAWN: frozenset({L.DRAFT, L.VERIFIED}),
}

REVISION_MOVES: dict[RevisionState, frozenset[RevisionState]] = {
    R.SUBMITTED: frozenset({R.IN_REVIEW, R.SUPERSEDED, R.WITHDRAWN}),
    R.IN_REVIEW: frozenset(
        {
            R.APPROVED,
            R.CHANGES_REQUESTED,
            R.HONEST_NOT_MLD,
            R.NOT_VERIFIED,
            R.SUBMITTED,
            R.SUPERSEDED,
            R.WITHDRAWN,
        }
    ),
    R.APPROVED: frozenset(),
    R.CHANGES_REQUESTED: frozenset(),
    R.HONEST_NOT_MLD: frozenset(),
    R.NOT_VERIFIED: frozenset(),
    R.SUPERSEDED: frozenset(),
    R.WITHDRAWN: frozenset(),
}

FIRST_REVIEW = frozenset({L.SUBMITTED, L.IN_REVIEW})
"""Listing states that mirror the review of a first revision, before anything was ever public."""

HAS_PUBLIC_TEXT = frozenset({L.VERIFIED, L.PAUSED, L.STALE, L.EXPIRED, L.SUSPENDED})
"""Listing states in which an approved revision exists."""

OPEN_REVISION = frozenset({R.SUBMITTED, R.IN_REVIEW})
"""Revision states that wait for a person."""


class MoveError(Exception):
    """A move that the state table does not allow, or that somebody else made first."""


class MoveNotAllowed(MoveError):
    """The table has no such move."""


class StaleMove(MoveError):
    """The row changed since it was read: look again, then decide."""
