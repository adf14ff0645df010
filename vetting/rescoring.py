"""Re-score many revisions: in chunks, side by side, resumable, and the same however often it runs.

A chunk that was done is not done again: an assessment is unique by revision, rubric, credentials and
day. So a killed run goes on where it stopped, and two runs at once only share the work.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.publishing import ListingContent, contents_of, current_revision_ids
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

CHUNK = 250
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


def chunks_left(*, rubric: Rubric, as_of: date) -> list[list[int]]:
    """Ids of current revisions without an assessment under this rubric on this day, CHUNK at a time."""
    done = set(
        Assessment.objects.filter(rubric_sha256=rubric.sha256, as_of=as_of).values_list(
            "revision_id", flat=True
        )
    )
    left = [pk for pk in current_revision_ids() if pk not in done]
    return [left[at : at + CHUNK] for at in range(0, len(left), CHUNK)]


def rescore(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> int:
    """Assess revisions and store keys and answers; returns how many texts were read.

    A fixed number of queries, none a revision but where a text repeats an earlier one.
    """
    contents = contents_of(revision_ids)
    runs = {pk: near_duplicates.runs_of(content) for pk, content in contents.items()}
    near_duplicates.remember(runs)
    made = list(_answers(contents, runs, rubric, as_of))
    Assessment.objects.bulk_create(made, ignore_conflicts=True, batch_size=100)
    return len(made)


def answers(revision_ids: Sequence[int], *, rubric: Rubric, as_of: date) -> Iterator[Assessment]:
    """Unsaved assessments of revisions under a rubric; nothing is stored."""
    contents = contents_of(revision_ids)
    runs = {pk: near_duplicates.runs_of(content) for pk, content in contents.items()}
    return _answers(contents, runs, rubric, as_of)


def _answers(
    contents: Mapping[int, ListingContent],
    runs: Mapping[int, near_duplicates.Runs],
    rubric: Rubric,
    as_of: date,
) -> Iterator[Assessment]:
    checks = latest_checks(*contents.values())
    copies = near_duplicates.near_duplicates(contents, runs)
    for revision_id, content in contents.items():
        credentials = credentials_of(content, checks)
        duplicates = [one.as_dict() for one in copies.get(revision_id, ())]
        spans = near_duplicates.spans_of(duplicates)
        answer = assess(listing_text(content), credentials, rubric, as_of, spans)
        snapshot = snapshot_of(credentials)
        yield Assessment(
            revision_id=revision_id,
            rubric_version=answer.rubric_version,
            rubric_sha256=answer.rubric_sha256,
            engine_version=answer.engine_version,
            text_sha256=answer.text_sha256,
            credentials=snapshot,
            credentials_sha256=sha256_of(snapshot),
            duplicates=duplicates,
            duplicates_sha256=sha256_of(duplicates),
            as_of=as_of,
            verdict=answer.verdict,
            output=answer.as_dict(),
            output_sha256=answer.output_sha256,
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
