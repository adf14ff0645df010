"""Reading the public log: its entries, its daily roots, and what held on a day in the past."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import ChainHead, DailyRoot, Event, LogEntry
from directory.models.chain import GENESIS

Act = LogEntry.Act


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the log says of a listing at the end of a day (UTC).

    `status`: verified, suspended, expired, withdrawn or not_verified (before its first grant).
    `until` is the last day of the newest grant, `since` when the status began.
    """

    listing_id: uuid.UUID
    on: date
    status: str
    since: datetime | None
    until: date | None
    scopes: list[str]
    rubric: str
    entry: int | None
    sha256: str


def standing_on(listing_id: uuid.UUID, day: date) -> Standing | None:
    """What held at the end of `day`; None for a listing that the log never names. One query."""
    entries = list(LogEntry.objects.filter(listing_id=listing_id).order_by("id"))
    if not entries:
        return None
    known = [entry for entry in entries if entry.at < _end_of(day)]
    last = known[-1] if known else None
    grant = next((entry for entry in reversed(known) if entry.until), None)
    status, since = _status(last, grant, day)
    return Standing(
        listing_id=listing_id,
        on=day,
        status=status,
        since=since,
        until=grant.until if grant else None,
        scopes=grant.scopes if grant else [],
        rubric=grant.rubric if grant else "",
        entry=last.pk if last else None,
        sha256=last.sha256 if last else "",
    )


def _status(
    last: LogEntry | None, grant: LogEntry | None, day: date
) -> tuple[str, datetime | None]:
    if last is None:
        return "not_verified", None
    if last.act in {Act.SUSPENDED, Act.EXPIRED, Act.WITHDRAWN}:
        return str(last.act), last.at
    # a grant ends with its day, whenever the job that writes so comes by
    if grant is not None and grant.until is not None and grant.until < day:
        return "expired", _end_of(grant.until)
    return "verified", last.at


def take_daily_root() -> DailyRoot | None:
    """Keep the ends of both chains for the day that is over (UTC); None when that was done before."""
    day = timezone.now().astimezone(UTC).date() - timedelta(days=1)
    if DailyRoot.objects.filter(pk=day).exists():
        return None
    try:
        with transaction.atomic():
            # in the order in which writers lock them: events, then log
            events = ChainHead.objects.select_for_update().filter(pk=Event.CHAIN).first()
            log = ChainHead.objects.select_for_update().filter(pk=LogEntry.CHAIN).first()
            return DailyRoot.objects.create(
                day=day,
                taken_at=timezone.now(),
                events=events.count if events else 0,
                events_sha256=events.sha256 if events else GENESIS,
                entries=log.count if log else 0,
                entries_sha256=log.sha256 if log else GENESIS,
            )
    except IntegrityError:  # another process was faster
        return None


def _end_of(day: date) -> datetime:
    """The first moment after `day`, UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC)
