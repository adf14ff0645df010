"""Re-score many revisions: in chunks, side by side, resumable, and the same however often it runs.

A chunk that was done is not done again: an assessment is unique by revision, rubric, credentials and
day. So a killed run goes on where it stopped, and two runs at once only share the work.
"""

import gc
import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.publishing import (
    ListingContent,
    Table,
    contents_of,
    current_revision_ids,
    moment,
)
from vetting import near_duplicates
from vetting.assessing import (
    credentials_from,
    credentials_of,
    latest_checks,
    listing_text,
    sha256_of,
    snapshot_of,
)
from vetting.engine import Assessment as EngineAnswer
from vetting.engine import Rubric, RubricError, assess, load_rubric
from vetting.models import Assessment

log = logging.getLogger(__name__)

CHUNK = 500
COLUMNS = (
    "revision_id",
    "rubric_version",
    "rubric_sha256",
    "engine_version",
    "text_sha256",
    "credentials",
    "credentials_sha256",
    "duplicates",
    "duplicates_sha256",
    "as_of",
    "verdict",
    "output",
    "output_sha256",
    "created_at",
)
CRITERIA = ("technique", "training", "anatomy")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A revision whose outcome another rubric would change, and by which findings."""

    revision_id: int
    before: str
    after: str
    levels: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A stored assessment that does not come out the same again."""

    assessment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Scored:
    """An answer with what it was given beside the text."""

    revision_id: int
    answer: EngineAnswer
    credentials: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]

    def fields(self) -> dict[str, Any]:
        """The columns of its assessment, without the output."""
        answer = self.answer
        return {
            "revision_id": self.revision_id,
            "rubric_version": answer.rubric_version,
            "rubric_sha256": answer.rubric_sha256,
            "engine_version": answer.engine_version,
            "text_sha256": answer.text_sha256,
            "credentials": self.credentials,
            "credentials_sha256": sha256_of(self.credentials),
            "duplicates": self.duplicates,
            "duplicates_sha256": sha256_of(self.duplicates),
            "as_of": answer.as_of,
            "verdict": answer.verdict,
            "output_sha256": answer.output_sha256,
        }

    def row(self) -> tuple[Any, ...]:
        """The same in the order of COLUMNS; the output is written out once, for hash and column."""
        answer, output = self.answer, self.answer.canonical_json()
        return (
            self.revision_id,
            answer.rubric_version,
            answer.rubric_sha256,
            answer.engine_version,
            answer.text_sha256,
            json.dumps(self.credentials),
            sha256_of(self.credentials),
            json.dumps(self.duplicates),
            sha256_of(self.duplicates),
            answer.as_of.isoformat(),
            answer.verdict,
            output,
            hashlib.sha256(output.encode()).hexdigest(),
            moment(timezone.now()),
        )


def left(*, rubric: Rubric, as_of: date) -> list[int]:
    """Ids of current revisions without an assessment under this rubric on this day. Two queries."""
    done = set(
        Assessment.objects.filter(rubric_sha256=rubric.sha256, as_of=as_of)
        .order_by()
        .values_list("revision_id", flat=True)
    )
    return [pk for pk in current_revision_ids() if pk not in done]


def without_keys() -> list[int]:
    """Ids of current revisions that were not read for near-duplicates. Three queries."""
    known = near_duplicates.remembered()
    return [pk for pk in current_revision_ids() if pk not in known]


def in_chunks(revision_ids: Sequence[int]) -> list[list[int]]:
    """The same ids, CHUNK at a time."""
    return [list(revision_ids[at : at + CHUNK]) for at in range(0, len(revision_ids), CHUNK)]


def remember(revision_ids: Sequence[int]) -> int:
    """Store that by which near-duplicates of these texts are found; returns how many were read."""
    with _without_collector():
        contents = contents_of(revision_ids)
        near_duplicates.remember(contents)
    return len(contents)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare a chunk the search for circles of garbage.

    A chunk leaves none worth a search, and each goes through all that the process holds.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def rescore(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> int:
    """Assess those that are left of these revisions and store the answers; returns how many.

    A fixed number of queries, none a revision. A text that cannot be read is logged and left out.
    """
    try:
        with _without_collector():
            return _rescore(revision_ids, rubric=rubric, as_of=as_of)
    except Exception:
        if len(revision_ids) == 1:
            log.exception("revision %s cannot be scored", revision_ids[0])
            return 0
        # in halves, until the one is left that the others shall not wait for
        half = len(revision_ids) // 2
        return sum(
            rescore(part, rubric=rubric, as_of=as_of)
            for part in (revision_ids[:half], revision_ids[half:])
        )


def _rescore(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> int:
    waiting = not_done(revision_ids, rubric=rubric, as_of=as_of)
    made = list(_scored(contents_of(waiting), rubric, as_of))
    table = Table(Assessment, COLUMNS)
    while made:
        table.rows = [one.row() for one in made]
        try:
            with transaction.atomic():
                table.write()
            break
        except IntegrityError:
            # another worker had the same chunk, or a text was erased meanwhile
            still = set(not_done(list(contents_of(waiting)), rubric=rubric, as_of=as_of))
            if len(still) == len(made):
                raise
            made = [one for one in made if one.revision_id in still]
    return len(made)


def answers(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> Iterator[Assessment]:
    """Unsaved assessments of revisions under a rubric; nothing is stored."""
    for one in _scored(contents_of(revision_ids), rubric, as_of):
        yield Assessment(**one.fields(), output=one.answer.as_dict())


def not_done(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> list[int]:
    """Those of these revisions without an assessment under this rubric on this day. One query."""
    done = set(
        Assessment.objects.filter(
            revision_id__in=revision_ids, rubric_sha256=rubric.sha256, as_of=as_of
        )
        .order_by()
        .values_list("revision_id", flat=True)
    )
    return [pk for pk in revision_ids if pk not in done]


def _scored(
    contents: Mapping[int, ListingContent], rubric: Rubric, as_of: date
) -> Iterator[Scored]:
    checks = latest_checks(*contents.values())
    copies = near_duplicates.near_duplicates(contents)
    for revision_id, content in contents.items():
        credentials = credentials_of(content, checks)
        duplicates = [one.as_dict() for one in copies.get(revision_id, ())]
        spans = near_duplicates.spans_of(duplicates)
        yield Scored(
            revision_id=revision_id,
            answer=assess(listing_text(content), credentials, rubric, as_of, spans),
            credentials=snapshot_of(credentials),
            duplicates=duplicates,
        )


def shadow(*, rubric: Rubric, as_of: date) -> Iterator[Change]:
    """Whose outcome a rubric would change against the newest stored answer. Stores nothing."""
    ids = current_revision_ids()
    for at in range(0, len(ids), CHUNK):
        part = ids[at : at + CHUNK]
        newest: dict[int, Assessment] = {}
        for stored in Assessment.objects.filter(revision_id__in=part):
            newest.setdefault(stored.revision_id, stored)
        for fresh in answers(part, rubric=rubric, as_of=as_of):
            stored = newest.get(fresh.revision_id)
            if stored is not None and _outcome(stored) != _outcome(fresh):
                yield _change(stored, fresh)


def changed_by(revision_ids: Sequence[int], *, rubric: Rubric) -> Iterator[Change]:
    """Whose outcome this rubric would change against the newest answer under another one.

    Same words, same papers, same day as in the stored answer: what differs is the rubric's doing.
    """
    newest: dict[int, Assessment] = {}
    others = Assessment.objects.filter(revision_id__in=revision_ids)
    for stored in others.exclude(rubric_sha256=rubric.sha256).select_related("revision"):
        newest.setdefault(stored.revision_id, stored)
    for stored in newest.values():
        answer = _asked_again(stored, rubric)
        fresh = Assessment(
            revision_id=stored.revision_id, verdict=answer.verdict, output=answer.as_dict()
        )
        if _outcome(stored) != _outcome(fresh):
            yield _change(stored, fresh)


def replay(*, newest_first: bool = False) -> Iterator[Difference | None]:
    """Ask the engine again for every stored assessment: None where every byte is the same."""
    order = "-pk" if newest_first else "pk"
    for stored in Assessment.objects.select_related("revision").order_by(order).iterator(CHUNK):
        yield _replay(stored)


def _replay(stored: Assessment) -> Difference | None:
    try:
        rubric = load_rubric(stored.rubric_version)
    except RubricError as error:
        return Difference(assessment_id=stored.pk, reason=str(error))
    if rubric.sha256 != stored.rubric_sha256:
        return Difference(
            assessment_id=stored.pk,
            reason=f"rubric {stored.rubric_version} is no longer the one that was used",
        )
    answer = _asked_again(stored, rubric)
    if answer.output_sha256 != stored.output_sha256 or answer.as_dict() != stored.output:
        return Difference(
            assessment_id=stored.pk,
            reason=f"engine {answer.engine_version} answers otherwise than {stored.engine_version}",
        )
    return None


def _asked_again(stored: Assessment, rubric: Rubric) -> EngineAnswer:
    return assess(
        listing_text(stored.revision.snapshot),
        credentials_from(stored.credentials),
        rubric,
        stored.as_of,
        near_duplicates.spans_of(stored.duplicates),
    )


def _outcome(assessment: Assessment) -> tuple[str, ...]:
    levels = assessment.criteria
    return (assessment.verdict, *(levels[name]["level"] for name in CRITERIA))


def _change(stored: Assessment, fresh: Assessment) -> Change:
    old, new = stored.criteria, fresh.criteria
    return Change(
        revision_id=fresh.revision_id,
        before=stored.verdict,
        after=fresh.verdict,
        levels=tuple(
            f"{name}: {old[name]['level']} to {new[name]['level']}"
            for name in CRITERIA
            if old[name]["level"] != new[name]["level"]
        ),
        because=tuple(sorted(_counted(stored) ^ _counted(fresh))),
    )


def _counted(assessment: Assessment) -> set[str]:
    return {
        f"{finding['rule']} “{finding['quote']}”"
        for finding in assessment.findings
        if finding["weight"]
    }
