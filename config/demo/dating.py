"""Dates for what the acts have just written.

The acts know only now, and rightly so. A directory in which everything happened in one second shows
nothing of waiting, lapsing or renewing, so the loader moves the dates of its own fresh rows back,
inside the transaction that wrote them. Nobody has read them yet, so nothing that anybody relied on
changes; states are never set here. Events cannot be moved: `recorded` says their time beforehand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from unittest import mock

from django.utils import timezone

from directory.clearance import Clearance
from directory.models import Listing, Practitioner, Revision
from directory.publishing import write_entry
from vetting.models import Check, Decision, ReviewCase


@contextmanager
def recorded(at: datetime) -> Iterator[None]:
    """The clock of the acts inside: an event can never be dated afterwards."""
    with mock.patch.object(timezone, "now", return_value=at):
        yield


class Diary:
    """The dates of one listing's rows, all of them before now."""

    def __init__(self, listing: Listing) -> None:
        self._listing_id = listing.pk
        self._practitioner_id = listing.practitioner_id

    def began(self, at: datetime) -> None:
        Practitioner.objects.filter(pk=self._practitioner_id).update(created_at=at)
        self._update_listing(created_at=at, updated_at=at, state_changed_at=at)

    def sent(self, revision: Revision, at: datetime) -> None:
        """A submission. Called before the case opens, which takes its date from the revision."""
        Revision.objects.filter(pk=revision.pk).update(submitted_at=at)

    def decided(self, revision: Revision, at: datetime) -> None:
        Revision.objects.filter(pk=revision.pk).update(decided_at=at)
        ReviewCase.objects.filter(revision=revision, kind__in=ReviewCase.TEXT_KINDS).update(
            closed_at=at
        )
        Decision.objects.filter(case__revision=revision).update(decided_at=at)
        self.moved(at)

    def checked(self, revision: Revision, at: datetime) -> None:
        """Checks of papers. Called before the decision, which copies their dates."""
        Check.objects.filter(revision=revision).update(checked_on=timezone.localdate(at))

    def verified(self, revision: Revision, at: datetime, *, until: date) -> None:
        """A verification that was given on the day of `at` and ends with `until`."""
        day = timezone.localdate(at)
        Decision.objects.filter(case__revision=revision).update(until=until)
        self.decided(revision, at)
        clearance = Clearance.from_dict(Listing.objects.get(pk=self._listing_id).clearance)
        self._update_listing(
            verified_on=day,
            verified_until=until,
            confirmed_on=day,
            clearance=replace(clearance, decided_on=day, until=until).as_dict(),
        )
        write_entry(listing_id=self._listing_id)

    def confirmed(self, at: datetime) -> None:
        self._update_listing(confirmed_on=timezone.localdate(at))
        write_entry(listing_id=self._listing_id)
        self.moved(at)

    def moved(self, at: datetime) -> None:
        """The listing moved for the last time at this moment."""
        self._update_listing(state_changed_at=at)

    def _update_listing(self, **dates) -> None:
        Listing.objects.filter(pk=self._listing_id).update(**dates)
