"""Gather the facts of a revision, ask the engine, store the answer, open the case."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import takewhile
from time import monotonic
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.publishing import (
    Facts,
    ListingContent,
    attempt,
    facts_of,
    open_revision_ids,
    parked,
    record,
    tried,
)
from directory.states import OPEN_REVISION
from vetting import near_duplicates
from vetting.engine import Assessment as EngineAnswer
from vetting.engine import Credential, ListingText, TextField, assess
from vetting.models import Assessment, Check, ReviewCase
from vetting.queueing import text_case
from vetting.versions import active_rubric, settled

JOB = "assess"
"""The name of this job among those whose attempts are counted."""
SWEEP_SECONDS = 15.0
"""Well within the time limit of a task, which is there for one text that never ends."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The engine's answer at the moment of a decision.

    `software` says whether an answer that read or marked the text stood on the case before, where
    the moderator saw it; an answer that is only made to be stored with the decision took no part.
    """

    assessment: Assessment
    software: bool


def listing_text(content: ListingContent, language: str | None = None) -> ListingText:
    """A listing's passages as the engine reads them."""
    return ListingText(
        fields=tuple(
            TextField(name=name, kind=kind, text=text) for name, kind, text in content.texts()
        ),
        language=language,
    )


def credentials_of(
    content: ListingContent, checks: dict[str, Check] | None = None
) -> tuple[Credential, ...]:
    """The papers of a revision as the engine reads them, with what checks have found so far."""
    checks = checks or {}
    return tuple(
        Credential(
            id=paper.id,
            kind=paper.kind,
            course=paper.course or None,
            title=paper.title,
            issuer=paper.issuer,
            hours_theory=paper.hours_theory,
            hours_practical=paper.hours_practical,
            hours_total=paper.hours_total,
            scope=paper.scope or None,
            issued=paper.issued,
            renewed=paper.renewed,
            expires=paper.expires,
            status=_status(checks.get(paper.id)),
        )
        for paper in content.qualifications
    )


def latest_checks(*contents: ListingContent) -> dict[str, Check]:
    """The newest check of each paper of these texts, by qualification id. One query.

    A check holds for what the paper said then: after its owner changed a paper, no check counts.
    """
    papers = {paper.id: paper for content in contents for paper in content.qualifications}
    newest: dict[str, Check] = {}
    for check in Check.objects.filter(qualification_id__in=list(papers)).select_related("revision"):
        newest.setdefault(str(check.qualification_id), check)
    return {
        paper_id: check
        for paper_id, check in newest.items()
        if papers[paper_id] in check.revision.snapshot.qualifications
    }


def preview(content: ListingContent, *, as_of: date) -> EngineAnswer:
    """What the engine would say of a working copy. Nothing is stored."""
    return assess(listing_text(content), credentials_of(content), active_rubric(), as_of)


def assess_revision(revision_id: int) -> Assessment:
    """Assess a revision and see that its case is open. Safe to run twice, at once or later.

    Returns the stored assessment: the existing one when nothing that it depends on has changed.
    Raises Revision.DoesNotExist, and RubricError when the rubric was changed after it was used.
    """
    facts = facts_of(revision_id)
    today = timezone.localdate()
    checks = latest_checks(facts.content)
    credentials = credentials_of(facts.content, checks)
    rubric = settled(active_rubric())
    snapshot = snapshot_of(credentials)
    duplicates = [one.as_dict() for one in near_duplicates.of_one(revision_id, facts.content)]
    same_input = {
        "revision_id": revision_id,
        "rubric_sha256": rubric.sha256,
        "credentials_sha256": sha256_of(snapshot),
        "duplicates_sha256": sha256_of(duplicates),
        "as_of": today,
    }
    stored = Assessment.objects.filter(**same_input).first()
    if stored is None:
        text, spans = listing_text(facts.content), near_duplicates.spans_of(duplicates)
        answer = assess(text, credentials, rubric, today, spans)
        stored = _store(
            facts, answer, same_input, {"credentials": snapshot, "duplicates": duplicates}
        )
    if facts.revision_state in OPEN_REVISION:
        text_case(facts, stored)
    return stored


def software_took_part(revision_id: int) -> bool:
    """Whether the case page of this text shows an answer of the engine that read or marked it."""
    shown = Assessment.objects.filter(revision_id=revision_id).first()
    return shown is not None and bool(shown.output["read"] or shown.findings)


def read_for_decision(revision_id: int) -> Reading:
    """The answer to store with a decision, and whether the moderator had one to look at."""
    software = software_took_part(revision_id)
    return Reading(assessment=assess_revision(revision_id), software=software)


def assess_waiting() -> int:
    """The sweep: assess waiting revisions that have no assessment or no case; returns how many.

    A text whose attempt did not end comes after those not yet tried, so that one that takes its
    process with it holds up nobody. After SWEEP_SECONDS the rest is left to the next sweep.
    """
    waiting = set(open_revision_ids())
    cased = set(
        ReviewCase.objects.filter(
            revision_id__in=waiting,
            kind__in=ReviewCase.TEXT_KINDS,
            revision__assessments__isnull=False,
        )
        .values_list("revision_id", flat=True)
        .distinct()
    )
    attempts = tried(JOB)
    order = sorted(waiting - cased, key=lambda pk: (attempts.get(str(pk), 0), pk))
    end = monotonic() + SWEEP_SECONDS
    in_time = takewhile(lambda _pk: monotonic() < end, order)
    return sum(try_to_assess(revision_id) for revision_id in in_time)


def try_to_assess(revision_id: int) -> bool:
    """Assess a revision as a counted attempt; one that fails three times waits for a person."""
    return attempt(JOB, revision_id, partial(assess_revision, revision_id))


def oldest_waiting_seconds() -> float | None:
    """Age in seconds of the oldest waiting revision without an assessment; None when there is none.

    One that is parked is not waiting for a job any more, but for a person.
    """
    aside = parked(JOB)
    waiting = [pk for pk in open_revision_ids() if str(pk) not in aside]
    assessed = set(
        Assessment.objects.filter(revision_id__in=waiting).values_list("revision_id", flat=True)
    )
    for revision_id in waiting:
        if revision_id not in assessed:
            return (timezone.now() - facts_of(revision_id).submitted_at).total_seconds()
    return None


def _store(
    facts: Facts,
    answer: EngineAnswer,
    same_input: dict[str, Any],
    beside: dict[str, list[dict[str, Any]]],
) -> Assessment:
    try:
        with transaction.atomic():
            stored = Assessment.objects.create(
                **same_input,
                **beside,
                rubric_version=answer.rubric_version,
                engine_version=answer.engine_version,
                text_sha256=answer.text_sha256,
                verdict=answer.verdict,
                output=answer.as_dict(),
                output_sha256=answer.output_sha256,
            )
            record(
                "revision.assessed",
                listing_id=facts.listing_id,
                revision_id=facts.revision_id,
                assessment=stored.pk,
                rubric=answer.rubric_version,
            )
    except IntegrityError:  # the same task ran twice at once, and the other one was faster
        return Assessment.objects.get(**same_input)
    return stored


def _status(check: Check | None) -> str:
    if check is None:
        return "claimed"
    return "rejected" if check.outcome == Check.Outcome.NOT_CONFIRMED else "checked"


def snapshot_of(credentials: Sequence[Credential]) -> list[dict[str, Any]]:
    """Credentials as they are stored beside an answer: JSON-ready, dates as ISO 8601."""
    return [
        {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in vars(credential).items()
        }
        for credential in credentials
    ]


def credentials_from(snapshot: Sequence[dict[str, Any]]) -> tuple[Credential, ...]:
    """The credentials that `snapshot_of` wrote."""
    dates = ("issued", "renewed", "expires")
    return tuple(
        Credential(
            **{**row, **{name: row[name] and date.fromisoformat(row[name]) for name in dates}}
        )
        for row in snapshot
    )


def sha256_of(value: Any) -> str:
    """Hex digest of a value's canonical JSON."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
