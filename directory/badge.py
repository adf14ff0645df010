"""What a badge says of a listing on the day it is looked at, as plain values."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory.models import Listing
from directory.states import ListingState
from directory.templatetags.look import day


@dataclass(frozen=True, kw_only=True)
class Badge:
    """`shape` is a name that components/shape.html can draw; `standing` a stable code for programs."""

    word: str
    shape: str
    standing: str


def badge_of(listing: Listing | None, *, today: date) -> Badge:
    """The badge of a listing. None, and what was never public, give one and the same answer."""
    if listing is None or listing.published_revision_id is None or listing.verified_until is None:
        return Badge(word=_("Not verified"), shape="ring", standing="not_verified")
    state = ListingState(listing.state)
    if state == ListingState.SUSPENDED:
        return Badge(word=_("Suspended"), shape="diamond", standing="suspended")
    if state == ListingState.WITHDRAWN:
        return Badge(word=_("Withdrawn"), shape="bar", standing="withdrawn")
    until = day(listing.verified_until)
    if state == ListingState.EXPIRED or listing.verified_until < today:
        return Badge(
            word=_("Expired on %(day)s") % {"day": until}, shape="stroke", standing="expired"
        )
    if state == ListingState.STALE:
        return Badge(word=_("Not confirmed lately"), shape="clock", standing="stale")
    if state == ListingState.PAUSED:
        return Badge(word=_("Takes a pause"), shape="uprights", standing="paused")
    if state == ListingState.VERIFIED:
        return Badge(
            word=_("Verified until %(day)s") % {"day": until}, shape="mark", standing="verified"
        )
    return Badge(word=_("Not verified"), shape="ring", standing="not_verified")
