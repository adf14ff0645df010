"""Append-only events: audit trail, outbox and search feed in one."""

import uuid
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from directory.signals import event_recorded


class EventIsAppendOnly(TypeError):
    """Events are written once and never changed or deleted."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs):
        raise EventIsAppendOnly("events are never changed")

    def delete(self):
        raise EventIsAppendOnly("events are never deleted")


class Event(models.Model):
    """One thing that happened. Ids are kept as plain values, so that an erasure leaves the record."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
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

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise EventIsAppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EventIsAppendOnly("events are never deleted")


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
    """Write an event in the caller's transaction and announce it after commit."""
    event = Event.objects.create(
        kind=kind,
        listing_id=listing_id,
        revision_id=revision_id,
        actor_id=actor_id,
        before=before,
        after=after,
        data=data,
    )
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
