"""Events: audit trail, outbox and search feed in one; append-only and chained.

An event holds ids and codes, never a name, an address or anybody's words: the record outlives an
erasure, so there must be nothing in it to erase.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from directory.models.chain import Chained, RefusesChanges, in_utc
from directory.models.log import log_publicly
from directory.signals import event_recorded


class EventQuerySet(RefusesChanges, models.QuerySet["Event"]):
    pass


class Event(Chained):
    """One thing that happened. Ids are kept as plain values, so that an erasure leaves the record."""

    CHAIN = "events"

    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    listing_id = models.UUIDField(null=True, db_index=True)
    revision_id = models.BigIntegerField(null=True)
    actor_id = models.IntegerField(null=True)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def statement(self) -> dict[str, Any]:
        return {
            "at": in_utc(self.at),
            "kind": self.kind,
            "listing": str(self.listing_id) if self.listing_id else None,
            "revision": self.revision_id,
            "actor": self.actor_id,
            "before": self.before,
            "after": self.after,
            "data": self.data,
        }


def record(
    kind: str,
    *,
    listing_id: uuid.UUID | None = None,
    revision_id: int | None = None,
    actor_id: int | None = None,
    before: str = "",
    after: str = "",
    **data: Any,
) -> Event:
    """Write an event in the caller's transaction and announce it after commit.

    `data` is text, whole numbers, lists and mappings of these: ids and codes only. Record after the
    rows of the act are written: the end of the chain stays locked until commit. Raises TypeError for
    values that the record cannot hold.
    """
    event = Event(
        at=timezone.now(),
        kind=kind,
        listing_id=listing_id,
        revision_id=revision_id,
        actor_id=actor_id,
        before=str(before),
        after=str(after),
        data=data,
    )
    event.append()
    log_publicly(kind, at=event.at, listing_id=listing_id, before=event.before, data=data)
    transaction.on_commit(
        lambda: event_recorded.send(
            sender=Event,
            event_id=event.pk,
            kind=kind,
            listing_id=listing_id,
            revision_id=revision_id,
        ),
        robust=True,
    )
    return event
