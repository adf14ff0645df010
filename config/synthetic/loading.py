"""Load invented listings in bulk: the rows that registration, drafts and publishing would leave."""

import gc
import hashlib
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Field, JSONField, Model
from django.utils import timezone

from config.synthetic.stencils import stencils
from config.synthetic.writing import TEXTS, Writer, id_of
from directory.models import (
    HealthcareService,
    Listing,
    Location,
    Practitioner,
    PublicEntry,
    Qualification,
    Revision,
    Term,
)
from directory.models.event import record
from directory.searching import LOADED
from directory.states import ListingState, RevisionState
from directory.tables import Table, many_rows, moment, plain, renumber

CHUNK = 10_000
"""Listings written in one transaction."""


def real_listings() -> int:
    """How many listings are not marked as invented."""
    return Listing.objects.filter(practitioner__is_demo=False).count()


def is_loaded(*, seed: int) -> bool:
    """Whether listings of this seed are there."""
    return Listing.objects.filter(pk=id_of(seed, 0)).exists()


def load(*, writer: Writer, listings: int, tell: Callable[[int], None]) -> int:
    """Write `listings` invented listings and how many of them are public; `tell` hears the progress.

    Each chunk is a transaction. At the end an event tells running processes to read everything anew.
    """
    maker, public = _Maker(writer), 0
    ranges = [range(at, min(at + CHUNK, listings)) for at in range(0, listings, CHUNK)]
    with many_rows(), _ahead(maker, len(ranges)) as ask:
        coming = ask(ranges[0], maker.free())
        for numbers, after in zip_longest(ranges, ranges[1:]):
            chunk = coming()
            if after:
                coming = ask(after, chunk.after)
            with transaction.atomic():
                if maker.free() != chunk.first:  # somebody registered meanwhile
                    chunk = maker.make(numbers, maker.free())
                maker.write(chunk)
            public += chunk.public
            tell(numbers.stop)
    record(LOADED, listings=listings, public=public)
    return public


@dataclass(frozen=True)
class _Chunk:
    """Rows of some listings, table by table. `first` and `after`: the first ids of users and of places,
    services and revisions that they took, and the first that they left."""

    first: tuple[int, int]
    after: tuple[int, int]
    rows: list[list[tuple[Any, ...]]]

    @property
    def public(self) -> int:
        return self.after[1] - self.first[1]


@contextmanager
def _ahead(maker: "_Maker", chunks: int) -> Iterator[Callable[..., Callable[[], _Chunk]]]:
    """Asks for chunks, which a process of its own makes while earlier ones are written.

    Not for one chunk, and on Linux only: the process is a copy of this one, without its start and with
    its towns and names, which elsewhere is not safe. It never touches the database.
    """
    if chunks == 1 or sys.platform != "linux":
        yield lambda *what: partial(maker.make, *what)
        return
    copy = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, copy, initializer=_keep, initargs=(maker,)) as pool:
        yield lambda *what: pool.submit(_make, *what).result


def _keep(maker: "_Maker") -> None:
    global _kept
    _kept = maker
    gc.disable()  # rows hold nothing that holds them


def _make(numbers: range, first: tuple[int, int]) -> _Chunk:
    return _kept.make(numbers, first)


_kept: "_Maker"


class _Rows:
    """Rows of one model, of which some columns vary and all others are the same in each."""

    def __init__(self, model: type[Model], varying: str, **same: Any) -> None:
        """`varying`: names of columns; a column that is not named takes its model's default."""
        fixed = {field.column: _default(field) for field in model._meta.concrete_fields}
        names = varying.split()
        if unknown := {*names, *same} - set(fixed):
            raise TypeError(f"{model.__name__} has no columns {unknown}")
        fixed |= {name: plain(value) for name, value in same.items()}
        rest = {name: value for name, value in fixed.items() if name not in names}
        self.table = Table(model, names, rest)

    def add(self, *values: Any) -> None:
        self.table.rows.append(values)


def _default(field: Field) -> Any:
    value = field.get_default()
    if isinstance(field, JSONField):
        return None if value is None else json.dumps(value)
    return plain(field.get_db_prep_save(value, connection))


class _Links:
    """Rows of a many-to-many table: owner and term."""

    def __init__(self, model: type[Model], owner: str) -> None:
        self.table = Table(model, [owner, "term_id"])

    def add(self, owner: Any, terms: Iterable[int]) -> None:
        self.table.rows += [(owner, term) for term in terms]


class _Maker:
    """Makes the rows of listings, table by table in the order in which they refer to each other, and
    writes them."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._shapes = writer, stencils()
        self._terms = {(term.kind, term.code): term.pk for term in Term.objects.all()}
        self._dashes = connection.features.has_native_uuid_field
        now = moment(timezone.now())
        at = dict.fromkeys(("state_changed_at", "created_at", "updated_at"), now)
        self._users = _Rows(User, "id username", password=make_password(None), date_joined=now)
        self._people = _Rows(Practitioner, "id user_id name", is_demo=True, created_at=now)
        self._drafts = _Rows(Listing, "id practitioner_id headline", state=ListingState.DRAFT, **at)
        self._listings = _Rows(
            Listing,
            f"id practitioner_id {' '.join(TEXTS)} accepts_new insurance published_revision_id "
            "verified_on verified_until clearance confirmed_on",
            state=ListingState.VERIFIED,
            **at,
        )
        self._places = _Rows(
            Location, "id listing_id line city region country lat lon step_free", precision="city"
        )
        self._services = _Rows(
            HealthcareService,
            "id listing_id name method_id description duration_minutes price currency",
        )
        self._papers = _Rows(
            Qualification,
            "id practitioner_id hours_total",
            title="Synthetic training",
            issuer="Synthetic school",
        )
        self._revisions = _Rows(
            Revision,
            "id listing_id content content_sha256",
            number=1,
            submitted_at=now,
            submitted_by_id=None,
            state=RevisionState.APPROVED,
            decided_at=now,
            reasons="[]",
        )
        self._entries = _Rows(PublicEntry, "listing_id document card", updated_at=now)
        self._speaks = _Links(Practitioner.languages.through, "practitioner_id")
        self._treats = _Links(Listing.conditions.through, "listing_id")
        self._works = _Links(Listing.delivery.through, "listing_id")
        self._serves = _Links(HealthcareService.conditions.through, "healthcareservice_id")
        parts = vars(self).values()
        self._tables = [part.table for part in parts if isinstance(part, (_Rows, _Links))]
        self._user = self._next = 0

    def free(self) -> tuple[int, int]:
        """The first free id of users; and of places, services and revisions, which are the same within
        a listing: the highest of the three."""
        numbered = (self._places, self._services, self._revisions)
        return self._users.table.next_id(), max(rows.table.next_id() for rows in numbered)

    def make(self, numbers: range, first: tuple[int, int]) -> _Chunk:
        """The rows of these listings, with ids from `first` on. No query."""
        self._user, self._next = first
        for values in self._writer.write(numbers):
            self._add(values)
        rows = [table.rows for table in self._tables]
        for table in self._tables:
            table.rows = []
        return _Chunk(first=first, after=(self._user, self._next), rows=rows)

    def _add(self, values: dict[str, Any]) -> None:
        key = values["id"] if self._dashes else values["id"].replace("-", "")
        self._users.add(self._user, f"synthetic-{values['id']}")
        self._people.add(key, self._user, values["name"])
        self._user += 1
        if values["public"]:
            self._add_public(key, values)
        else:
            self._drafts.add(key, key, values["headline"])

    def write(self, chunk: _Chunk) -> None:
        # a listing names its published revision and the revision its listing: PostgreSQL checks
        # both at commit, SQLite too
        for table, rows in zip(self._tables, chunk.rows, strict=True):
            table.rows = rows
            table.write()
        renumber((User, Location, HealthcareService, Revision))

    def _add_public(self, key: str, values: dict[str, Any]) -> None:
        number, terms, shapes, filled = self._next, self._terms, self._shapes, values["json"]
        self._next += 1
        self._listings.add(
            key,
            key,
            *(values[part] for part in TEXTS.values()),
            plain(values["accepts_new"]),
            plain(values["insurance"]),
            number,
            values["decided"],
            values["until"],
            shapes["clearance"] % filled,
            values["confirmed"],
        )
        self._speaks.add(key, (terms["language", code] for code in values["languages_of"]))
        self._treats.add(key, (terms["condition", code] for code in values["conditions_of"]))
        self._works.add(key, (terms["delivery", code] for code in values["delivery_of"]))
        self._serves.add(number, (terms["condition", code] for code in values["conditions_of"][:1]))
        self._places.add(
            number,
            key,
            values["line"],
            values["city"],
            values["region"],
            values["country"],
            values["lat"],
            values["lon"],
            plain(values["step_free"]),
        )
        self._services.add(
            number,
            key,
            values["service_name"],
            terms["method", values["method"]],
            values["service"],
            values["minutes"],
            values["price"],
            values["currency"],
        )
        self._papers.add(key, key, values["hours"])
        content = shapes["content"] % filled
        self._revisions.add(number, key, content, hashlib.sha256(content.encode()).hexdigest())
        self._entries.add(key, shapes["document"] % filled, shapes["card"] % filled)
