"""Load invented listings in bulk: the rows that registration, drafts and publishing would leave."""

import hashlib
import json
from collections.abc import Callable, Iterable
from operator import itemgetter
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
    public = 0
    terms = {(term.kind, term.code): term.pk for term in Term.objects.all()}
    shapes = stencils()
    with many_rows():
        for start in range(0, listings, CHUNK):
            numbers = range(start, min(start + CHUNK, listings))
            with transaction.atomic():
                chunk = _Chunk(terms, shapes)
                for values in writer.write(numbers):
                    chunk.add(values)
                chunk.write()
            public += chunk.public
            tell(numbers.stop)
    record(LOADED, listings=listings, public=public)
    return public


class _Rows:
    """Rows of one model, of which some columns vary and all others are the same in each."""

    def __init__(self, model: type[Model], varying: str, **same: Any) -> None:
        """`varying`: names of columns; a column that is not named takes its model's default."""
        fields = model._meta.concrete_fields
        fixed = {field.column: _default(field) for field in fields}
        fixed |= {name: plain(value) for name, value in same.items()}
        names = [*fixed, *varying.split()]
        columns = [field.column for field in fields]
        if unknown := set(names) - set(columns):
            raise TypeError(f"{model.__name__} has no columns {unknown}")
        # the last of a name counts: what varies replaces the default
        place = {name: at for at, name in enumerate(names)}
        self.table = Table(model, columns)
        self._fixed = tuple(fixed.values())
        self._in_order = itemgetter(*(place[name] for name in columns))

    def add(self, *values: Any) -> None:
        self.table.rows.append(self._in_order(self._fixed + values))


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


class _Chunk:
    """The rows of some listings, table by table in the order in which they refer to each other."""

    def __init__(self, terms: dict[tuple[str, str], int], shapes: dict[str, str]) -> None:
        self.public = 0
        self._terms, self._shapes = terms, shapes
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
        self._user = self._users.table.next_id()
        # place, service and revision of a listing have the same number: the highest that is free
        self._next = max(
            rows.table.next_id() for rows in (self._places, self._services, self._revisions)
        )

    def add(self, values: dict[str, Any]) -> None:
        key = values["id"] if self._dashes else values["id"].replace("-", "")
        self._users.add(self._user, f"synthetic-{values['id']}")
        self._people.add(key, self._user, values["name"])
        self._user += 1
        if values["public"]:
            self.public += 1
            self._add_public(key, values)
        else:
            self._drafts.add(key, key, values["headline"])

    def write(self) -> None:
        # a listing names its published revision and the revision its listing: PostgreSQL checks
        # both at commit, SQLite too
        tables = [part.table for part in vars(self).values() if isinstance(part, (_Rows, _Links))]
        for table in tables:
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
