"""The live index of this process: built from the database, kept fresh from the event feed.

The database is the truth. Each search asks for events it has not seen (in the query for its rows, or in one
of its own) and applies what changed; the rows that a page shows are checked once more against `Listing.objects.public()`.
"""

import ctypes
import gc
import json
import threading
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from directory.models import Event, Listing, PublicEntry
from directory.search.document import SearchDocument
from directory.search.index import Index, build
from directory.search.query import SearchQuery
from directory.search.result import SearchResult

REREAD = 100
"""Event ids are handed out before they are committed, so the newest ids are read again."""

WORN = 0.1
"""Share of rows changed since the index was built at which it is built anew."""

LAYERS = 32
"""Layers of changes above which an index is built anew: each search asks all of them."""

QUICK = 20_000
"""Public entries up to which an index is built while a page waits (half a second); more are built beside."""

BUILDER = "search-builder"
"""Name of the thread."""

TOGETHER = 500
"""Stored documents read by one call, which costs a fifth less than a call each; ids asked for at once."""

HIDDEN = frozenset({"case.opened", "revision.assessed"})
"""Kinds of events, written by the thousand when all listings are gone through, that change nothing public."""

LOADED = "listings.loaded"
"""The kind of event that says of no listing in particular that many came."""


class Feed(NamedTuple):
    """How many of the newest events there are and the sum of their ids: events are never changed, so
    the same number and sum are the same events."""

    events: int
    sum_of_ids: int

    @classmethod
    def of(cls, event_ids: Collection[int]) -> "Feed":
        return cls(len(event_ids), sum(event_ids))


@dataclass(frozen=True)
class Known:
    """An index, and the newest events that it knows of: `seen` are all those after `after`."""

    index: Index
    newest: int
    seen: frozenset[int]
    feed: Feed

    @classmethod
    def of(cls, index: Index, newest: int, event_ids: Collection[int]) -> "Known":
        seen = frozenset(one for one in event_ids if one > newest - REREAD)
        return cls(index, newest, seen, Feed.of(seen))

    @property
    def after(self) -> int:
        """The events after this id are those by which one knows whether anything is new."""
        return max(0, self.newest - REREAD)


class LiveIndex:
    """One index a process. Safe for readers on several threads; writers take a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: Known | None = None
        self._building = False

    def search(self, query: SearchQuery) -> SearchResult:
        """Search after catching up. One database query when nothing changed."""
        return self.current().search(query)

    def suggest(self, prefix: str, limit: int = 8):
        return self.current().suggest(prefix, limit)

    def forget(self) -> None:
        """Build anew at the next search."""
        with self._lock:
            self._known = None

    def current(self) -> Index:
        """The index after catching up, for several questions about one moment."""
        return self.caught_up().index

    def last(self) -> Known:
        """What this process knew last, for who asks the database in the same statement whether that
        is still all (see `public_rows`). No query but for the first."""
        return self._known or self._first()

    def caught_up(self) -> Known:
        """What is known after reading what is new. One query when nothing is."""
        known = self._known
        if known is None:
            return self._first()
        if feed_after(known.after) == known.feed:
            return self._known or known
        with self._lock:
            # another thread may have come first, or everything been forgotten
            known = self._known
            if known is not None:
                self._known, worn = _after(known)
                if worn:
                    self._build_anew()
        return self._known or self._first()

    def _first(self) -> Known:
        with self._lock:
            if self._known is None:
                self._known = _built()
            return self._known

    def _build_anew(self) -> None:
        """At once if that is quick, otherwise on a thread of its own, while searches go on with the
        index they have. Called with the lock held."""
        if PublicEntry.objects.count() <= QUICK:
            self._known = _built()
        elif not self._building:
            self._building = True
            threading.Thread(target=self._build_beside, name=BUILDER, daemon=True).start()

    def _build_beside(self) -> None:
        try:
            while self._building:
                # what happened meanwhile is read while pages go on, and under the lock only what is left
                built, worn = _after(_built())
                with self._lock:
                    self._known, worn_again = _after(built)
                    self._building = worn or worn_again
        except BaseException:
            # what was left to this building would be missed otherwise
            with self._lock:
                self._known, self._building = None, False
            raise
        finally:
            connection.close()


def _built() -> Known:
    """An index of everything public, and what had happened before it was read."""
    newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    recent = Event.objects.filter(id__gt=newest - REREAD, id__lte=newest)
    seen = set(recent.values_list("id", flat=True))
    return Known.of(_build(), newest, seen)


def _after(known: Known) -> tuple[Known, bool]:
    """What is known with what happened since, and whether the index should now be built anew. When a large
    share of all listings is touched, they are left to that: a page shows only what is public in any case.
    """
    feed = Event.objects.filter(id__gt=known.after).order_by("id")
    read = list(feed.values_list("id", "listing_id", "kind"))
    news = [event for event in read if event[0] not in known.seen]
    touched = {own for _id, own, kind in news if own and kind not in HIDDEN}
    index = known.index
    loaded = any(kind == LOADED for _id, _own, kind in news)
    worn = loaded or len(touched) > max(QUICK, WORN * index.size)
    if touched and not worn:
        index = _apply(index, touched)
        worn = index.worn > WORN or index.depth > LAYERS
    event_ids = [event_id for event_id, _own, _kind in read]
    return Known.of(index, max(event_ids, default=known.newest), event_ids), worn


FEED_AFTER = (
    f"(SELECT COUNT(*) || ' ' || COALESCE(SUM(id), 0) FROM {Event._meta.db_table} WHERE id > %s)"  # noqa: S608
)
"""SQL: the feed after an id as text. Plain, because every search asks, alone or among other things."""


def planned_once() -> CursorWrapper:
    """A cursor for what every search asks, by a statement that is planned once where the database has
    that (see `config/postgresql`)."""
    return getattr(connection, "planned_once", connection.cursor)()


def feed_after(event_id: int) -> Feed:
    with planned_once() as cursor:
        cursor.execute(f"SELECT {FEED_AFTER}", [event_id])
        return feed_from(cursor.fetchone()[0])


def feed_from(text: str) -> Feed:
    """The feed as FEED_AFTER tells it."""
    events, sum_of_ids = text.split()
    return Feed(int(events), int(sum_of_ids))


def _build() -> Index:
    """Everything public. Afterwards the process is as large as its index, not as the building was."""
    public = PublicEntry.objects.filter(listing__in=Listing.objects.public())
    collecting = gc.isenabled()
    # nothing made here holds itself alive; looking for such things costs a tenth of the time
    gc.disable()
    try:
        return build(_documents(public))
    finally:
        if collecting:
            gc.enable()
        _trim()


def _trim() -> None:
    """Give freed memory back, where the C library has a way to: half of what building took."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _apply(index: Index, touched: Collection[uuid.UUID]) -> Index:
    changed: list[SearchDocument] = []
    waiting = iter(touched)
    while some := list(islice(waiting, TOGETHER)):
        public = Listing.objects.public().filter(pk__in=some)
        changed += _documents(PublicEntry.objects.filter(listing__in=public))
    present = {document.id for document in changed}
    return index.apply(changed, [own for own in map(str, touched) if own not in present])


def _documents(entries) -> Iterable[SearchDocument]:
    # as text, so that each is read once and by nobody else
    texts = entries.annotate(text=Cast("document", TextField())).values_list("text", flat=True)
    waiting = iter(texts.iterator())
    while some := list(islice(waiting, TOGETHER)):
        yield from map(document_from, json.loads(f"[{','.join(some)}]"))


def document_from(row: dict[str, Any]) -> SearchDocument:
    """The index's document from the stored JSON row, which has its fields."""
    document = SearchDocument.__new__(SearchDocument)
    fields = vars(document)
    # at once: one by one, a frozen value's fields take longer than reading the JSON
    fields.update(row)
    fields["points"] = tuple(map(tuple, row["points"]))
    for name in _LISTS:
        fields[name] = tuple(row[name])
    for name in ("confirmed", "verified_until"):
        fields[name] = date.fromisoformat(row[name])
    document.__post_init__()
    return document


_LISTS = ("conditions", "methods", "languages", "scopes", "delivery", "identifiers")


live_index = LiveIndex()
