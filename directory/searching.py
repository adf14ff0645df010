"""The live index of this process: built from the database, kept fresh from the event feed.

The database is the truth. Each search asks for events it has not seen (one query) and applies what
changed; the rows that a page shows are checked once more against `Listing.objects.public()`.
"""

import ctypes
import gc
import json
import threading
import uuid
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
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

MANY = 1000
"""Listings touched since the last search above which they are not looked up one by one."""

TOGETHER = 500
"""Stored documents read by one call, which costs a fifth less than a call each."""

LOADED = "listings.loaded"
"""The kind of event that says of no listing in particular that many came."""


class LiveIndex:
    """One index a process. Safe for readers on several threads; writers take a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._newest = 0
        self._seen: set[int] = set()
        self._counted = (0, 0)

    def search(self, query: SearchQuery) -> SearchResult:
        """Search after catching up. One database query when nothing changed."""
        return self.current().search(query)

    def suggest(self, prefix: str, limit: int = 8):
        return self.current().suggest(prefix, limit)

    def forget(self) -> None:
        """Build anew at the next search."""
        with self._lock:
            self._index = None

    def current(self) -> Index:
        """The index after catching up, for several questions about one moment."""
        index = self._index
        if index is None:
            return self._build()
        after = max(0, self._newest - REREAD)
        if _count_after(after) == self._counted:
            return self._index or index
        feed = Event.objects.filter(id__gt=after).order_by("id")
        read = list(feed.values_list("id", "listing_id", "kind"))
        with self._lock:
            news = [event for event in read if event[0] not in self._seen]
            touched = {listing_id for _id, listing_id, _kind in news if listing_id}
            if len(touched) > MANY or any(kind == LOADED for _id, _listing_id, kind in news):
                self._index = _build()
            elif touched:
                changed = _apply(self._index or index, touched)
                self._index = _build() if changed.worn > WORN else changed
            self._remember({event_id for event_id, _listing_id, _kind in read})
            return self._index or index

    def _build(self) -> Index:
        with self._lock:
            if self._index is None:
                newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
                recent = Event.objects.filter(id__gt=newest - REREAD, id__lte=newest)
                seen = set(recent.values_list("id", flat=True))
                self._index = _build()
                self._newest = newest
                self._remember(seen)
            return self._index

    def _remember(self, event_ids: set[int]) -> None:
        """`event_ids`: the ids of all events after those that were read often enough."""
        self._newest = max(event_ids, default=self._newest)
        self._seen = {seen for seen in event_ids if seen > self._newest - REREAD}
        self._counted = _count(self._seen)


def _count(event_ids: set[int]) -> tuple[int, int]:
    return len(event_ids), sum(event_ids)


def _count_after(event_id: int) -> tuple[int, int]:
    """How many events there are after this one, and the sum of their ids: events are never changed, so
    the same count and sum are the same events. Plain SQL, because every search asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), SUM(id) FROM {Event._meta.db_table} WHERE id > %s",  # noqa: S608
            [event_id],
        )
        count, total = cursor.fetchone()
    return count, int(total or 0)


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


def _apply(index: Index, touched: set[uuid.UUID]) -> Index:
    if not touched:
        return index
    entries = PublicEntry.objects.filter(
        listing__in=Listing.objects.public().filter(pk__in=touched)
    )
    changed = list(_documents(entries))
    present = {document.id for document in changed}
    removed = [str(listing_id) for listing_id in touched if str(listing_id) not in present]
    return index.apply(changed, removed)


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
