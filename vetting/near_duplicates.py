"""Texts that an earlier listing of somebody else has already, in most of its words.

Each submitted text leaves its runs of four words, hashed, and band keys (MinHash over these runs: 24
bands of 3 rows). A later text that has a key in common is compared with the earlier one run by run.
Only the later one is told of it. What the same practitioner, or somebody who writes for both, submitted is no duplicate.
"""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from directory.publishing import (
    ListingContent,
    Table,
    Writers,
    own_contents,
    texts_of,
    writers_of,
)
from vetting.engine import SHINGLE, Duplicate, runs, similarity
from vetting.engine.text import Scannable, prepare
from vetting.models import BandKey, TextRuns

BANDS, ROWS = 24, 3
ALIKE = 0.5
"""Texts are near-duplicates from this Jaccard similarity of their runs of four words on."""

FEWEST_RUNS = 25
"""A text with fewer runs of four words is too short to tell a copy from a common way to say it."""

SHORTEST_PASSAGE = 12
"""Words in a row; fewer are what everybody writes."""

MOST_COMPARED = 4
"""Earlier texts that one text is compared with, those with most keys in common first."""

_WORD = re.compile(r"\S+")
_HASHES = np.frombuffer(
    hashlib.shake_256(b"vetting.near_duplicates").digest(8 * (2 * BANDS * ROWS + BANDS)), "<u8"
)
_TIMES = (_HASHES[: BANDS * ROWS] | np.uint64(1))[:, None]
_PLUS = _HASHES[BANDS * ROWS : 2 * BANDS * ROWS][:, None]
_BAND = _HASHES[2 * BANDS * ROWS :]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PACKED = "<u4"

Runs = frozenset[int]
"""A text as the hashes of its runs of four words, in no order."""


@dataclass(frozen=True, kw_only=True)
class NearDuplicate:
    """An earlier text of somebody else, how alike (percent), and the passages of this one it has."""

    listing_id: uuid.UUID
    revision_id: int
    similarity: int
    passages: tuple[Duplicate, ...]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, as it is stored beside an answer."""
        return {
            "listing": str(self.listing_id),
            "revision": self.revision_id,
            "similarity": self.similarity,
            "passages": [vars(passage) for passage in self.passages],
        }


def runs_of(content: ListingContent) -> Runs:
    """The runs of four words of a listing's texts, each text on its own."""
    return _runs(content.texts())


def _runs(texts: Iterable[tuple[str, str, str]]) -> Runs:
    read = [prepare(text) for _name, _kind, text in texts]
    return frozenset().union(*[runs(text.folded.split()) for text in read])


def band_keys(runs: Runs) -> list[int]:
    """The keys of a text, the same on every machine; none for one that is too short."""
    if len(runs) < FEWEST_RUNS:
        return []
    hashed = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    least = ((_TIMES * hashed + _PLUS) >> np.uint64(32)).min(axis=1).reshape(BANDS, ROWS)
    keys = _BAND.copy()
    for row in range(ROWS):
        keys = (keys ^ least[:, row]) * _MIX
        keys ^= keys >> np.uint64(29)
    return keys.view(np.int64).tolist()


def remember(contents: Mapping[int, ListingContent]) -> None:
    """Store runs and keys of these revisions, where the runs are not stored yet. Three queries."""
    said = {pk: runs_of(contents[pk]) for pk in unread(list(contents))}
    packed = [(pk, np.array(sorted(runs), _PACKED).tobytes()) for pk, runs in said.items()]
    keys = [(key, pk) for pk, runs in said.items() for key in band_keys(runs)]
    texts, bands = Table(TextRuns, ["revision_id", "runs"]), Table(BandKey, ["key", "revision_id"])
    texts.rows, bands.rows = list(packed), list(keys)
    try:
        with transaction.atomic():
            texts.write()
            bands.write()
    except IntegrityError:  # another worker was at the same texts, or they had keys and no runs
        bare = [BandKey(key=key, revision_id=pk) for key, pk in keys]
        BandKey.objects.bulk_create(bare, ignore_conflicts=True, batch_size=2000)
        read = [TextRuns(revision_id=pk, runs=runs) for pk, runs in packed]
        TextRuns.objects.bulk_create(read, ignore_conflicts=True, batch_size=2000)


def unread(revision_ids: Sequence[int]) -> list[int]:
    """Those of these revisions whose runs are not stored. One query."""
    known = set(_stored(revision_ids).values_list("revision_id", flat=True))
    return [pk for pk in revision_ids if pk not in known]


def remembered() -> set[int]:
    """The revisions whose runs are stored. One query."""
    return set(TextRuns.objects.values_list("revision_id", flat=True))


def _stored(revision_ids: Iterable[int]) -> QuerySet[TextRuns]:
    return TextRuns.objects.filter(revision_id__in=list(revision_ids))


def _said_in(revision_ids: Iterable[int]) -> dict[int, Runs]:
    """The runs of revisions by id, absent ones left out. One query, one more where some are not stored."""
    ids = set(revision_ids)
    rows = _stored(ids).values_list("revision_id", "runs")
    said = {pk: frozenset(np.frombuffer(runs, _PACKED).tolist()) for pk, runs in rows}
    if missing := ids.difference(said):
        said |= {pk: _runs(texts) for pk, texts in texts_of(list(missing)).items()}
    return said


def near_duplicates(
    contents: Mapping[int, ListingContent],
) -> dict[int, tuple[NearDuplicate, ...]]:
    """For each of these revisions the earlier texts that it repeats; most have none.

    Only texts whose keys are stored are found. One query, one more where some have keys in common
    with earlier texts, and three more where some are alike.
    """
    suspects = _suspects(list(contents))
    if not suspects:
        return {}
    told = _said_in([*suspects, *{pk for found in suspects.values() for pk in found}])
    alike: dict[int, list[tuple[int, float]]] = {}
    for revision_id, found in suspects.items():
        for pk in found:
            share = similarity(told.get(revision_id, ()), told.get(pk, ()))
            if share >= ALIKE:
                alike.setdefault(revision_id, []).append((pk, share))
    if not alike:
        return {}
    writers = writers_of([*alike, *{pk for pairs in alike.values() for pk, _share in pairs}])
    said = own_contents({writers[revision_id].listing_id for revision_id in alike})
    answers = {}
    for revision_id, pairs in alike.items():
        before = said[writers[revision_id].listing_id]
        repeated = [
            NearDuplicate(
                listing_id=writers[pk].listing_id,
                revision_id=pk,
                similarity=int(100 * share),
                passages=passages,
            )
            for pk, share in pairs
            if not _same_hand(writers[revision_id], writers[pk])
            and (passages := _said_later(contents[revision_id], told[pk], before, pk))
        ]
        if repeated:
            answers[revision_id] = tuple(repeated)
    return answers


def of_one(revision_id: int, content: ListingContent) -> tuple[NearDuplicate, ...]:
    """The earlier texts that a revision repeats; its own keys are stored first."""
    remember({revision_id: content})
    return near_duplicates({revision_id: content}).get(revision_id, ())


def spans_of(stored: Sequence[dict[str, Any]]) -> tuple[Duplicate, ...]:
    """What the engine takes of the near-duplicates that are stored beside an answer."""
    return tuple(Duplicate(**passage) for one in stored for passage in one["passages"])


def _suspects(revision_ids: Sequence[int]) -> dict[int, list[int]]:
    """Revision to the earlier ones that were the first with one of its keys. One query."""
    holders = BandKey.objects.filter(key=OuterRef("key")).order_by("revision_id")
    shared = (
        BandKey.objects.filter(revision_id__in=revision_ids)
        .annotate(first=Subquery(holders.values("revision_id")[:1]))
        .values_list("revision_id", "first")
    )
    counted: dict[int, Counter[int]] = {}
    for revision_id, first in shared:
        # said here, because the database would look each first one up a second time to say it
        if first < revision_id:
            counted.setdefault(revision_id, Counter())[first] += 1
    return {
        revision_id: sorted(found, key=lambda pk: (-found[pk], pk))[:MOST_COMPARED]
        for revision_id, found in counted.items()
    }


def _same_hand(one: Writers, other: Writers) -> bool:
    return one.listing_id == other.listing_id or not one.accounts.isdisjoint(other.accounts)


def _said_later(
    content: ListingContent, told: Runs, before: Sequence[tuple[int, ListingContent]], other: int
) -> tuple[Duplicate, ...]:
    """The shared passages, without what this listing itself had said before the other one."""
    own = [runs_of(text) for pk, text in before if pk < other]
    return _passages(content, told.difference(*own))


def _passages(content: ListingContent, known: Runs) -> tuple[Duplicate, ...]:
    """The passages of a text that consist of known runs, long enough to say something."""
    return tuple(
        Duplicate(name, *scannable.raw_span(start, end))
        for name, _kind, text in content.texts()
        for scannable in [prepare(text)]
        for start, end in _stretches(scannable, known)
    )


def _stretches(text: Scannable, known: Runs) -> Iterable[tuple[int, int]]:
    spans = [match.span() for match in _WORD.finditer(text.folded)]
    words = [text.folded[start:end] for start, end in spans]
    first = 0
    for told, group in groupby(run in known for run in runs(words)):
        after = first + len(list(group))
        last = after + SHINGLE - 2
        if told and last - first + 1 >= SHORTEST_PASSAGE:
            yield spans[first][0], spans[last][1]
        first = after
