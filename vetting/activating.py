"""A new rubric version takes effect: for texts from now on, and for public ones through a person.

Nobody's status moves. Whose outcome would change gets a case, and a person reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from directory.publishing import public_revision_ids, record
from vetting import reference, rescoring, versions
from vetting.engine import Rubric
from vetting.models import ReviewCase, RubricActivation
from vetting.queueing import open_case

WHY_MOST = 300


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far an activation is: public listings seen, of how many, and cases opened so far."""

    seen: int
    total: int
    opened: int


def activate(*, rubric: Rubric) -> Iterator[Step]:
    """Make a settled rubric the active one, then open a case for each changed outcome.

    Safe to run again: an active version stays active, and a listing that had its case for this
    activation gets no second one. A run that was stopped after the first step is finished so.
    """
    activation = _made_active(rubric)
    ids = public_revision_ids()
    opened = 0
    yield Step(seen=0, total=len(ids), opened=0)
    for at in range(0, len(ids), rescoring.CHUNK):
        part = ids[at : at + rescoring.CHUNK]
        seen_before = set(
            ReviewCase.objects.filter(
                revision_id__in=part,
                kind=ReviewCase.Kind.RUBRIC,
                opened_at__gte=activation.activated_at,
            ).values_list("revision_id", flat=True)
        )
        for change in rescoring.changed_by(part, rubric=rubric):
            if change.revision_id not in seen_before:
                open_case(
                    revision_id=change.revision_id,
                    kind=ReviewCase.Kind.RUBRIC,
                    why=why(change, rubric.version),
                )
                opened += 1
        yield Step(seen=min(at + rescoring.CHUNK, len(ids)), total=len(ids), opened=opened)


def why(change: rescoring.Change, version: str) -> str:
    """Say in at most 300 characters what a rubric reads otherwise, levels before findings."""
    told = [f"{change.before} to {change.after}"] if change.before != change.after else []
    said = f"Rubric {version} reads this text otherwise: " + "; ".join(
        [*told, *change.levels, *change.because]
    )
    return said if len(said) <= WHY_MOST else said[: WHY_MOST - 1] + "…"


def _made_active(rubric: Rubric) -> RubricActivation:
    with transaction.atomic():
        newest = RubricActivation.objects.select_for_update().first()
        if newest is not None and newest.version == rubric.version:
            return newest
        activation = RubricActivation.objects.create(version=rubric.version, sha256=rubric.sha256)
        record(
            "rubric.activated",
            rubric=rubric.version,
            sha256=rubric.sha256,
            replaces=newest.version if newest else versions.DEFAULT_VERSION,
        )
        reference.sync_courses()
        transaction.on_commit(versions.forget_shown)
    return activation
