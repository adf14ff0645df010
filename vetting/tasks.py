"""Background work: an id in, a service called, safe to run twice."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from vetting import assessing, inviting, queueing, reports, rescoring, reviewing
from vetting.engine import load_rubric

ASSESS_SECONDS = 30
"""A text takes milliseconds. One that never ends is stopped, counted, and parked after three times."""


@shared_task(time_limit=ASSESS_SECONDS)
def assess_revision(revision_id: int) -> None:
    assessing.try_to_assess(revision_id)


@shared_task(time_limit=ASSESS_SECONDS)
def assess_waiting() -> None:
    reviewing.close_overtaken()
    assessing.assess_waiting()


@shared_task
def release_stale_claims() -> None:
    reviewing.release_stale_claims()


@shared_task
def fill_queue() -> None:
    queueing.fill(today=timezone.localdate())


@shared_task
def sweep_reports() -> None:
    reports.sweep()


@shared_task
def rescore(revision_ids: list[int], rubric_version: str, as_of: str) -> None:
    rubric = load_rubric(rubric_version)
    rescoring.rescore(revision_ids, rubric=rubric, as_of=date.fromisoformat(as_of))


@shared_task
def remember(revision_ids: list[int]) -> None:
    rescoring.remember(revision_ids)


@shared_task
def send_invitations() -> None:
    inviting.send_waiting()


@shared_task
def forget_invitations() -> None:
    inviting.forget_old()
