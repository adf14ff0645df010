"""Background work: an id in, a service called, safe to run twice."""

from celery import shared_task

from vetting import assessing, reviewing


@shared_task
def assess_revision(revision_id: int) -> None:
    assessing.assess_revision(revision_id)


@shared_task
def assess_waiting() -> None:
    reviewing.close_overtaken()
    assessing.assess_waiting()


@shared_task
def release_stale_claims() -> None:
    reviewing.release_stale_claims()
