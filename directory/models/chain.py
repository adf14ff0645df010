"""Append-only tables whose rows are chained: each row's hash covers its words and the row before.

The database itself refuses UPDATE and DELETE (triggers, see the migrations); the guards here only say
so earlier. The row number is the primary key: 1, 2, 3 … without gaps, in the order of commits.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models, transaction

GENESIS = "0" * 64
"""What the first row follows."""


class IsAppendOnly(TypeError):
    """Rows of the record are written once and never changed or deleted."""


class ChainHead(models.Model):
    """The end of one chain: the number and hash of its newest row.

    Its lock is what puts writers in a line, and it is held until they commit. So an act takes the rows
    it needs first and records last.
    """

    name = models.CharField(primary_key=True, max_length=20)
    count = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.name} {self.count}"


class RefusesChanges:
    """For querysets of such a table."""

    def update(self, **kwargs):
        raise IsAppendOnly("rows of the record are never changed")

    def delete(self):
        raise IsAppendOnly("rows of the record are never deleted")


class Chained(models.Model):
    """A row of a chain named CHAIN. `statement` is what its hash covers beside number and previous."""

    CHAIN: ClassVar[str]

    id = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise IsAppendOnly("rows of the record are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise IsAppendOnly("rows of the record are never deleted")

    def statement(self) -> dict[str, Any]:
        raise NotImplementedError

    def digest(self) -> str:
        """Hex SHA-256 of the canonical JSON of number, previous hash and statement."""
        covered = {"number": self.pk, "previous": self.previous, **self.statement()}
        return hashlib.sha256(canonical(covered)).hexdigest()

    def append(self) -> None:
        """Write the row at the end of its chain, in the caller's transaction.

        Raises TypeError for a statement that has no canonical JSON, before anything is written.
        """
        canonical(self.statement())
        with transaction.atomic(savepoint=False):
            head, _made = ChainHead.objects.select_for_update().get_or_create(name=self.CHAIN)
            self.pk, self.previous = head.count + 1, head.sha256
            self.sha256 = self.digest()
            self.save(force_insert=True)
            ChainHead.objects.filter(pk=head.pk).update(count=self.pk, sha256=self.sha256)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8. Raises TypeError for what two databases may store
    differently: fractions, and anything JSON has no word for."""
    _refuse_fractions(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def in_utc(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds, as hashes cover it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("the record holds no fractions: write whole units or text")
    if isinstance(value, dict):
        for part in value.values():
            _refuse_fractions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_fractions(part)
