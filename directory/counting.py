"""Counting without watching: one number a day and listing, nothing about the visitor.

Views are summed up in the process and written now and then, so that reading a page never waits for
a writer. What a killed process had not written is lost; the figures are for orientation.
"""

import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock

from django.db import OperationalError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from directory.models import DailyCount, Listing

WRITE_EVERY = 60.0
"""Seconds."""
FEWEST = 5
"""Smaller sums are not shown: with one patient a week a number would be about that patient."""
WEEKS = 4

_waiting: Counter[tuple[uuid.UUID, date, str]] = Counter()
_lock = Lock()
_written_at = time.monotonic()


@dataclass(frozen=True, kw_only=True)
class Week:
    """Sums of seven days; None for fewer than FEWEST, 0 included."""

    first: date
    opened: int | None
    written_to: int | None


def count(listing_id: uuid.UUID, kind: str) -> None:
    """Count one. Writes everything that waits when the last writing is WRITE_EVERY seconds ago."""
    with _lock:
        _waiting[(listing_id, timezone.localdate(), kind)] += 1
        due = time.monotonic() - _written_at > WRITE_EVERY
    if due:
        write_down()


def write_down() -> None:
    """Put what waits into the database; it goes on waiting when the database is busy."""
    global _written_at
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
        _written_at = time.monotonic()
    try:
        with transaction.atomic():
            known = set(
                Listing.objects.filter(pk__in={key[0] for key in taken}).values_list(
                    "pk", flat=True
                )
            )
            for (listing_id, day, kind), number in taken.items():
                if listing_id in known:
                    _add(listing_id, day, kind, number)
    except OperationalError:
        with _lock:
            _waiting.update(taken)


def weeks_of(listing: Listing) -> list[Week]:
    """The last WEEKS whole or running weeks from Monday, newest first. One query."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    sums: Counter[tuple[date, str]] = Counter()
    rows = DailyCount.objects.filter(listing=listing, day__gte=first)
    for row in rows.values("day", "kind").annotate(sum=Sum("count")).order_by():
        sums[(row["day"] - timedelta(days=row["day"].weekday()), row["kind"])] += row["sum"]
    return [
        Week(
            first=start,
            opened=_enough(sums[(start, DailyCount.Kind.OPENED)]),
            written_to=_enough(sums[(start, DailyCount.Kind.WRITTEN_TO)]),
        )
        for start in (monday - timedelta(weeks=back) for back in range(WEEKS))
    ]


def _enough(number: int) -> int | None:
    return number if number >= FEWEST else None


def _add(listing_id: uuid.UUID, day: date, kind: str, number: int) -> None:
    row, _made = DailyCount.objects.get_or_create(listing_id=listing_id, day=day, kind=kind)
    DailyCount.objects.filter(pk=row.pk).update(count=F("count") + number)
