"""The public log: what was granted, renewed, suspended and withdrawn; and its daily root.

A log entry holds a listing's id and codes. Anybody can fetch all entries, compute their hashes and
compare the end with a published root: nothing can be dated back, slipped in or taken out unseen.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models

from directory.models.chain import Chained, IsAppendOnly, RefusesChanges, in_utc
from directory.states import HAS_PUBLIC_TEXT


class LogEntryQuerySet(RefusesChanges, models.QuerySet["LogEntry"]):
    pass


class LogEntry(Chained):
    """One public act. `until` is the last day of a grant, `scopes` and `rubric` say what for."""

    CHAIN = "log"

    class Act(models.TextChoices):
        GRANTED = "granted", "Verification granted"
        RENEWED = "renewed", "Verification renewed"
        LIMITED = "limited", "Verified for less"
        SUSPENDED = "suspended", "Suspended"
        REINSTATED = "reinstated", "Suspension ended"
        EXPIRED = "expired", "Verification ended"
        WITHDRAWN = "withdrawn", "Withdrawn"

    at = models.DateTimeField()
    listing_id = models.UUIDField(db_index=True)
    act = models.CharField(max_length=12, choices=Act)
    until = models.DateField(null=True)
    scopes = models.JSONField(default=list)
    rubric = models.CharField(max_length=20, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.act} {self.listing_id}"

    def statement(self) -> dict[str, Any]:
        return {
            "at": in_utc(self.at),
            "listing": str(self.listing_id),
            "act": str(self.act),
            "until": self.until.isoformat() if self.until else None,
            "scopes": self.scopes,
            "rubric": self.rubric,
        }


class DailyRootQuerySet(RefusesChanges, models.QuerySet["DailyRoot"]):
    pass


class DailyRoot(models.Model):
    """The ends of both chains as they stood when a day was over (UTC). Written once a day."""

    day = models.DateField(primary_key=True)
    taken_at = models.DateTimeField()
    entries = models.BigIntegerField(help_text="Number of the newest entry of the public log.")
    entries_sha256 = models.CharField(max_length=64)
    events = models.BigIntegerField(help_text="Number of the newest event of the whole record.")
    events_sha256 = models.CharField(max_length=64)

    objects = DailyRootQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.entries_sha256[:12]}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise IsAppendOnly("a root is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise IsAppendOnly("a root is never deleted")


ACTS = {
    "listing.verified": LogEntry.Act.GRANTED,
    "listing.republished": LogEntry.Act.RENEWED,
    "listing.renewed": LogEntry.Act.RENEWED,
    "listing.limited": LogEntry.Act.LIMITED,
    "listing.limit_ended": LogEntry.Act.RENEWED,
    "listing.suspended": LogEntry.Act.SUSPENDED,
    "listing.reinstated": LogEntry.Act.REINSTATED,
    "listing.expired": LogEntry.Act.EXPIRED,
    "listing.withdrawn": LogEntry.Act.WITHDRAWN,
    "listing.verification_withdrawn": LogEntry.Act.WITHDRAWN,
    "listing.erased": LogEntry.Act.WITHDRAWN,
}
ONLY_IF_PUBLIC = frozenset({LogEntry.Act.SUSPENDED, LogEntry.Act.EXPIRED, LogEntry.Act.WITHDRAWN})
"""Acts that say nothing in public about a listing that never was."""


def log_publicly(
    kind: str, *, at: datetime, listing_id: uuid.UUID | None, before: str, data: dict[str, Any]
) -> None:
    """Write the public entry of an event, if it has one, in the same transaction."""
    act = ACTS.get(kind)
    if act is None or listing_id is None:
        return
    if act in ONLY_IF_PUBLIC and before not in HAS_PUBLIC_TEXT:
        return
    until = data.get("until")
    LogEntry(
        at=at,
        listing_id=listing_id,
        act=act,
        until=date.fromisoformat(until) if until else None,
        scopes=data.get("scopes", []),
        rubric=data.get("rubric", ""),
    ).append()
