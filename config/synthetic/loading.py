"""Load invented listings in bulk: the rows that registration, drafts and publishing would leave."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from config.synthetic.writing import TEXTS, Writer, Written, id_of
from directory.entries import card_of, document_of
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
from directory.tables import Table, moment, prepare, renumber

CHUNK = 10_000
"""Listings written in one transaction."""

_NUMBERED = (User, Location, HealthcareService, Revision)


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
    prepare()
    terms = {(term.kind, term.code): term.pk for term in Term.objects.all()}
    for start in range(0, listings, CHUNK):
        numbers = range(start, min(start + CHUNK, listings))
        with transaction.atomic():
            chunk = _Chunk(terms)
            for written in writer.write(numbers):
                chunk.add(written)
            chunk.write()
        public += chunk.public
        tell(numbers.stop)
    record(LOADED, listings=listings, public=public)
    return public


class _Chunk:
    """The rows of some listings, table by table in the order in which they refer to each other."""

    def __init__(self, terms: dict[tuple[str, str], int]) -> None:
        self.public = 0
        self._terms = terms
        self._now, self._password = moment(timezone.now()), make_password(None)
        links = {
            "languages": (Practitioner.languages.through, "practitioner_id"),
            "conditions": (Listing.conditions.through, "listing_id"),
            "delivery": (Listing.delivery.through, "listing_id"),
            "service": (HealthcareService.conditions.through, "healthcareservice_id"),
        }
        self._tables = {
            model: Table(model, [field.column for field in model._meta.concrete_fields])
            for model in (
                User,
                Practitioner,
                Listing,
                Location,
                HealthcareService,
                Qualification,
                Revision,
                PublicEntry,
            )
        }
        self._links = {
            name: Table(through, [owner, "term_id"]) for name, (through, owner) in links.items()
        }
        self._next = {model: self._tables[model].next_id() for model in _NUMBERED}

    def add(self, written: Written) -> None:
        own_id, user_id = written.id.hex, self._number(User)
        self._row(
            User,
            id=user_id,
            password=self._password,
            username=f"synthetic-{own_id}",
            date_joined=self._now,
        )
        self._row(
            Practitioner,
            id=own_id,
            user_id=user_id,
            name=written.name,
            is_demo=True,
            created_at=self._now,
        )
        if written.content is None:
            self._add_draft(written)
            return
        revision_id = self._number(Revision)
        self._add_public_listing(written, revision_id)
        self._add_menu(written)
        self._add_public(written, revision_id)

    def write(self) -> None:
        # a listing names its published revision and the revision its listing: PostgreSQL checks
        # both at commit, SQLite too
        for table in (*self._tables.values(), *self._links.values()):
            table.write()
        renumber(_NUMBERED)

    def _add_draft(self, written: Written) -> None:
        self._listing(written, headline=written.headline, state=str(ListingState.DRAFT))

    def _add_public_listing(self, written: Written, revision_id: int) -> None:
        content, clearance = written.content, written.clearance
        self._listing(
            written,
            **{name: getattr(content, name) for name in TEXTS},
            accepts_new=content.accepts_new,
            insurance=content.insurance,
            state=str(ListingState.VERIFIED),
            published_revision_id=revision_id,
            verified_on=clearance.decided_on.isoformat(),
            verified_until=clearance.until.isoformat(),
            clearance=_json(clearance),
            confirmed_on=written.confirmed.isoformat(),
        )

    def _listing(self, written: Written, **values: Any) -> None:
        own_id = written.id.hex
        times = dict.fromkeys(("state_changed_at", "created_at", "updated_at"), self._now)
        self._row(Listing, id=own_id, practitioner_id=own_id, **times, **values)

    def _add_menu(self, written: Written) -> None:
        own_id, content = written.id.hex, written.content
        for name, kind, codes in (
            ("languages", "language", content.languages),
            ("conditions", "condition", content.conditions),
            ("delivery", "delivery", content.delivery),
        ):
            self._links[name].rows += [(own_id, self._terms[kind, code]) for code in codes]
        for position, place in enumerate(content.locations):
            number = self._number(Location)
            self._row(Location, id=number, listing_id=own_id, position=position, **vars(place))
        for position, service in enumerate(content.services):
            number = self._number(HealthcareService)
            fields = {**vars(service)}
            conditions, method = fields.pop("conditions"), fields.pop("method")
            self._row(
                HealthcareService,
                id=number,
                listing_id=own_id,
                position=position,
                method_id=self._terms["method", method],
                **fields,
            )
            for code in conditions:
                self._links["service"].rows.append((number, self._terms["condition", code]))
        for position, paper in enumerate(content.qualifications):
            fields = {**vars(paper), "id": own_id, "course_id": paper.course or None}
            del fields["course"]
            self._row(Qualification, practitioner_id=own_id, position=position, **fields)

    def _add_public(self, written: Written, revision_id: int) -> None:
        content, clearance = written.content, written.clearance
        self.public += 1
        text = _json(content)
        self._row(
            Revision,
            id=revision_id,
            listing_id=written.id.hex,
            number=1,
            content=text,
            content_sha256=hashlib.sha256(text.encode()).hexdigest(),
            submitted_at=self._now,
            submitted_by_id=None,
            state=str(RevisionState.APPROVED),
            decided_at=self._now,
            reasons="[]",
        )
        confirmed = written.confirmed.isoformat()
        document = document_of(
            listing_id=str(written.id), content=content, clearance=clearance, confirmed=confirmed
        )
        card = card_of(content=content, clearance=clearance, confirmed=confirmed, demo=True)
        self._row(
            PublicEntry,
            listing_id=written.id.hex,
            document=json.dumps(document),
            card=json.dumps(card),
            updated_at=self._now,
        )

    def _number(self, model) -> int:
        self._next[model] += 1
        return self._next[model] - 1

    def _row(self, model, **values: Any) -> None:
        """A column without a value here, of a later day, takes its model's default."""
        defaults, in_order = _columns(model)
        row = {**defaults, **values}
        if len(row) != len(defaults):
            raise TypeError(f"{model.__name__} has no columns {row.keys() - defaults.keys()}")
        self._tables[model].rows.append(in_order(row))


@cache
def _columns(model) -> tuple[dict[str, Any], Callable[[dict[str, Any]], tuple]]:
    """Column to what stands in it when nothing is said, and their values in the table's order."""
    fields = model._meta.concrete_fields
    defaults = {
        field.column: field.get_db_prep_save(field.get_default(), connection) for field in fields
    }
    return defaults, itemgetter(*defaults)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return vars(value)
    raise TypeError(f"{type(value).__name__} does not belong in a listing")


_json = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
).encode
"""The canonical JSON of a dataclass, as `ListingContent.sha256` hashes it."""
