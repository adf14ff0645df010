"""Whether the record is what was written: every row, every hash, every published root."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from directory.models import ChainHead, DailyRoot, Event, LogEntry
from directory.models.chain import GENESIS, Chained

CHAINS: tuple[type[Chained], ...] = (Event, LogEntry)
GUARDED = ("directory_event", "directory_logentry", "directory_dailyroot")


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """What is wrong with one row of a chain (`events` or `log`), in words."""

    chain: str
    number: int
    words: str

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.words}"


def flaws() -> Iterator[Flaw]:
    """Everything that shows a change by somebody; nothing when the record is whole. Reads all rows."""
    for model in CHAINS:
        yield from _flaws_of(model)
    yield from _broken_roots()
    yield from _missing_guards()


def root(chain: str) -> tuple[int, str]:
    """Number and hash of the newest row of a chain; (0, GENESIS) when nothing was written."""
    head = ChainHead.objects.filter(pk=chain).first()
    return (head.count, head.sha256) if head else (0, GENESIS)


def _flaws_of(model: type[Chained]) -> Iterator[Flaw]:
    chain, number, end = model.CHAIN, 0, GENESIS
    for row in model._base_manager.order_by("pk").iterator(2000):
        expected = number + 1
        if row.pk > expected:
            missing = f"{expected} to {row.pk - 1}" if row.pk - 1 > expected else str(expected)
            yield Flaw(chain=chain, number=expected, words=f"removed: there is no row {missing}")
        elif row.previous != end:
            yield Flaw(
                chain=chain,
                number=row.pk,
                words=f"does not follow row {number}: one of the two was inserted, moved or edited",
            )
        if row.digest() != row.sha256:
            yield Flaw(chain=chain, number=row.pk, words="edited: its words do not give its hash")
        number, end = row.pk, row.sha256
    count, sha256 = root(chain)
    if number < count:
        yield Flaw(chain=chain, number=count, words=f"removed: the chain ends with row {number}")
    elif number > count:
        yield Flaw(chain=chain, number=number, words=f"inserted: the chain ended with row {count}")
    elif end != sha256:
        yield Flaw(
            chain=chain, number=number, words="edited: it is not the row the chain ended with"
        )


def _broken_roots() -> Iterator[Flaw]:
    for taken in DailyRoot.objects.order_by("day"):
        ends = (
            (Event, taken.events, taken.events_sha256),
            (LogEntry, taken.entries, taken.entries_sha256),
        )
        for model, number, sha256 in ends:
            row = model._base_manager.filter(pk=number).first()
            if (row.sha256 if row else GENESIS) != sha256:
                yield Flaw(
                    chain=model.CHAIN,
                    number=number,
                    words=f"rewritten: the root of {taken.day} says otherwise",
                )


def _missing_guards() -> Iterator[Flaw]:
    guarded = _guarded_tables()
    for table in GUARDED:
        if table not in guarded:
            yield Flaw(
                chain=table, number=0, words="unguarded: the database would take UPDATE and DELETE"
            )


def _guarded_tables() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' "
                "GROUP BY tbl_name HAVING count(*) >= 2"
            )
        else:
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname = c.relname || '_append_only' AND t.tgenabled IN ('O', 'A')"
            )
        return {name for (name,) in cursor.fetchall()}
