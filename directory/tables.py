"""Rows by the thousand into either database, past the ORM."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

BLOCK = 1000
"""Rows handed to PostgreSQL at once."""

_MANY_ROWS = {
    "cache_size": -262_144,
    "foreign_keys": "OFF",
    "synchronous": "OFF",
    "wal_autocheckpoint": 50_000,
}
"""SQLite's settings: a negative size is in kibibytes, a checkpoint is in pages."""

_MARKS = (("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


class Table:
    """Rows waiting for one table. Values are `plain`: text (also for dates, ids and JSON), numbers, bytes,
    None."""

    def __init__(
        self, model: type[Model], columns: Sequence[str], same: Mapping[str, Any] | None = None
    ) -> None:
        """`columns`: names of database columns. `same`: further ones and their value in every row, which
        is converted once. The ids of a numbered table go on after its last."""
        self.model, self.rows = model, []  # type: tuple[type[Model], list[tuple]]
        self._same = dict(same or {})
        quoted = ", ".join(map(connection.ops.quote_name, [*columns, *self._same]))
        self._name = connection.ops.quote_name(model._meta.db_table)
        self._into = f"{self._name} ({quoted})"
        self._marks = ["%s"] * len(columns)

    def next_id(self) -> int:
        """The first free id of a numbered table, its waiting rows not counted."""
        return (self.model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1

    def write(self) -> None:
        """Insert the waiting rows, in the caller's transaction. Raises IntegrityError for one that is there."""
        if not self.rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Django translates the driver's errors for every call but this one
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {self._into} FROM STDIN") as copy,
                ):
                    for block in _blocks(self.rows, tuple(self._same.values())):
                        copy.write(block)
            else:
                marks = ", ".join([*self._marks, *_literals(cursor, self._same.values())])
                # names of our own models, values as parameters or as SQLite itself quotes them
                cursor.executemany(f"INSERT INTO {self._into} VALUES ({marks})", self.rows)  # noqa: S608
        self.rows.clear()


@contextmanager
def many_rows() -> Iterator[None]:
    """Settings of SQLite's connection for writing many rows, as long as this lasts. Without effect
    inside a transaction, where SQLite changes none of them.

    Room for the tables' branches: with its usual 2 MB it reads them again and again. No look-up of what
    each row refers to: the rows come from one program, whose tests look them up. No waiting for the
    disk: whatever this process dies of, the database stays whole; should the machine lose its power
    meanwhile, it may be damaged, so nobody should load into one that is not backed up.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in _MANY_ROWS}
        try:
            for name, value in _MANY_ROWS.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


def renumber(models: Sequence[type[Model]]) -> None:
    """Let the database's own numbering go on after rows that brought their ids."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def plain(value: Any) -> Any:
    """Truths as numbers and choices as text, which both databases take as such: SQLite's driver looks
    long for what else they might be."""
    if isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, str) else value


def moment(value: datetime) -> str:
    """A moment in UTC as both databases take it (their connections are set to UTC)."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f")


def _literals(cursor: Any, values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        literal = cursor.execute("SELECT quote(%s)", [value]).fetchone()[0]
        yield literal.replace("%", "%%")


def _blocks(rows: Sequence[tuple[Any, ...]], same: tuple[Any, ...]) -> Iterator[str]:
    end = "".join([f"\t{_copied(value)}" for value in same]) + "\n"
    for at in range(0, len(rows), BLOCK):
        yield "".join(["\t".join(map(_copied, row)) + end for row in rows[at : at + BLOCK]])


def _copied(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    if value.__class__ is bytes:
        return f"\\\\x{value.hex()}"
    if value.__class__ is not str:
        return str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    for mark, escape in _MARKS:
        if mark in value:
            value = value.replace(mark, escape)
    return value
