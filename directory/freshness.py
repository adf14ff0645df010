"""Nothing goes stale in silence: reminders to confirm, listings that leave search, papers that end.

All of it is safe to run twice: a letter is written once for its occasion, a move is compare-and-swap.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse, translate_url
from django.utils import translation

from directory import drafts, mail
from directory.models import Listing, Qualification
from directory.moving import move_listing
from directory.states import ListingState, MoveNotAllowed, StaleMove

CONFIRM_AFTER = 90
"""Days after which an owner is asked whether the listing is still correct."""
STALE_AFTER = 120
"""Days after which an unconfirmed listing is no longer shown."""
REMINDERS = (90, 105, 115)
"""Days since the last confirmation on which a letter goes out."""
ENDING = (60, 30, 7)
"""Days before a paper or a verification ends on which a letter goes out."""

SALT = "directory.freshness"
LINK_AGE = 400 * 86_400
"""Seconds that a link stays readable; it acts only on the confirmation that it was written after."""
SHOWN = (ListingState.VERIFIED, ListingState.PAUSED, ListingState.STALE)


class NotALink(ValueError):
    """The text is no link of ours, or too old."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A link that was opened: whose listing, and whether its question still stands."""

    listing: Listing
    open: bool


def confirmed_on(listing: Listing) -> date:
    """The day of the owner's last word on the public text; at first the day it was verified."""
    day = listing.confirmed_on or listing.verified_on
    if day is None:
        raise ValueError("a listing that was never verified has nothing to confirm")
    return day


def leaves_on(listing: Listing) -> date | None:
    """The day from which a verified listing is not shown unless it is confirmed; None for others."""
    if listing.state != ListingState.VERIFIED:
        return None
    return confirmed_on(listing) + timedelta(days=STALE_AFTER)


def link(listing: Listing) -> str:
    """The path of the page with the one button, good until the listing is confirmed."""
    said = {"listing": str(listing.pk), "since": confirmed_on(listing).isoformat()}
    return reverse("still_correct", args=[signing.dumps(said, salt=SALT)])


def asked_by(token: str) -> Asked:
    """What a link asks. Raises NotALink."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LINK_AGE)
    except signing.BadSignature:
        raise NotALink from None
    found = Listing.objects.select_related("practitioner").filter(pk=uuid.UUID(said["listing"]))
    listing = found.first()
    if listing is None:
        raise NotALink
    stands = (
        listing.state in {ListingState.VERIFIED, ListingState.STALE}
        and confirmed_on(listing).isoformat() == said["since"]
    )
    return Asked(listing=listing, open=stands)


def confirm_by_link(token: str) -> Listing:
    """Confirm, and bring back what went stale. Raises NotALink, MoveNotAllowed, StaleMove."""
    with transaction.atomic():
        asked = asked_by(token)
        if not asked.open:
            raise MoveNotAllowed("this link was used")
        act = drafts.resume if asked.listing.state == ListingState.STALE else drafts.confirm
        act(listing=asked.listing, actor=None)
    return asked.listing


def keep_fresh(today: date) -> None:
    """Everything that is due on this day."""
    remind(today)
    make_stale(today)
    remind_of_papers(today)
    remind_of_endings(today)
    tell_of_endings(today)


def remind(today: date) -> None:
    """Ask owners whose last word is REMINDERS days old; who was not asked in time is asked once."""
    for listing in _unconfirmed(today, days=CONFIRM_AFTER):
        since = confirmed_on(listing)
        step = max(days for days in REMINDERS if since + timedelta(days=days) <= today)
        _write(
            listing,
            "confirm",
            key=f"confirm:{listing.pk}:{since}:{step}",
            since=since,
            leaves=since + timedelta(days=STALE_AFTER),
            path=link(listing),
        )


def make_stale(today: date) -> int:
    """Take off what nobody confirmed for STALE_AFTER days, with a letter; returns how many."""
    count = 0
    for listing in _unconfirmed(today, days=STALE_AFTER):
        since = confirmed_on(listing)
        try:
            with transaction.atomic():
                move_listing(
                    listing_id=listing.pk,
                    before=ListingState.VERIFIED,
                    after=ListingState.STALE,
                    kind="listing.stale",
                    actor_id=None,
                )
                _write(
                    listing,
                    "stale",
                    key=f"stale:{listing.pk}:{since}",
                    since=since,
                    path=link(listing),
                )
        except StaleMove:  # the owner was faster
            continue
        count += 1
    return count


def remind_of_papers(today: date) -> None:
    """A letter before a paper ends, and one when it has."""
    ending = Qualification.objects.filter(
        expires__lte=today + timedelta(days=ENDING[0]),
        expires__gte=today - timedelta(days=30),
        practitioner__listings__state__in=SHOWN,
    ).select_related("course", "practitioner__user")
    for paper in ending.distinct():
        listing = paper.practitioner.listings.first()
        if listing is not None and paper.expires is not None:
            step = _step(paper.expires, today)
            _write(
                listing,
                "paper" if step else "paper_ended",
                key=f"paper:{paper.pk}:{paper.expires}:{step}",
                paper=str(paper),
                until=paper.expires,
                path=reverse("owner_step", args=["training"]),
            )


def remind_of_endings(today: date) -> None:
    """A letter before a verification ends."""
    ending = Listing.objects.filter(
        state__in=SHOWN,
        verified_until__gte=today,
        verified_until__lte=today + timedelta(days=ENDING[0]),
    ).select_related("practitioner__user")
    for listing in ending:
        until = listing.verified_until
        if until is not None:
            _write(
                listing,
                "ending",
                key=f"ending:{listing.pk}:{until}:{_step(until, today)}",
                until=until,
                path=reverse("owner_check"),
            )


def tell_of_endings(today: date) -> None:
    """A letter when a verification has ended, with the reason and the way back."""
    ended = Listing.objects.filter(
        state=ListingState.EXPIRED, verified_until__gte=today - timedelta(days=30)
    ).select_related("practitioner__user")
    for listing in ended:
        _write(
            listing,
            "ended",
            key=f"ended:{listing.pk}:{listing.verified_until}",
            until=listing.verified_until,
            path=reverse("owner_check"),
        )


def _unconfirmed(today: date, *, days: int) -> Iterator[Listing]:
    shown = Listing.objects.public(today).select_related("practitioner__user")
    for listing in shown.filter(verified_on__lte=today - timedelta(days=days)):
        if confirmed_on(listing) + timedelta(days=days) <= today:
            yield listing


def _step(until: date, today: date) -> int:
    """The reminder that is due: the smallest of ENDING that the days left fit into; 0 when it is over."""
    left = (until - today).days
    return 0 if left < 0 else min(days for days in ENDING if left <= days)


def _write(listing: Listing, occasion: str, *, key: str, path: str, **context: Any) -> None:
    owner = listing.practitioner
    if owner.user.email and not owner.is_demo:
        path = translate_url(path, owner.letters_in)
        with translation.override(owner.letters_in):
            mail.write(
                key=key,
                to=owner.user.email,
                template="reminder",
                context={"occasion": occasion, "name": owner.name, "path": path, **context},
            )
