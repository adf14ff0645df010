"""Attempts are counted in the database before they begin, so that a job that kills its worker is
counted too. After MOST_ATTEMPTS it is parked: a person looks at it and lets it run again.

A broker alone would hand such a job out for ever.
"""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from directory.models import JobTrouble
from directory.models.event import record

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
NEVER_CAME_BACK = "The process that did this job ended in the middle of it."


def attempt(job: str, subject: object, act: Callable[[], object]) -> bool:
    """Run `act` as the next attempt of a job; True when it ended well.

    False when it failed, which is logged and kept, or is parked. A database that does not answer is
    nobody's fault: OperationalError is raised and not counted.
    """
    trouble, _made = JobTrouble.objects.get_or_create(job=job, subject=str(subject))
    if trouble.parked_at is not None:
        return False
    if trouble.attempts >= MOST_ATTEMPTS:
        _park(trouble, trouble.last_error or NEVER_CAME_BACK)
        return False
    mine = JobTrouble.objects.filter(pk=trouble.pk)
    mine.update(attempts=F("attempts") + 1, last_at=timezone.now(), last_error="")
    try:
        act()
    except OperationalError:
        mine.update(attempts=F("attempts") - 1)
        raise
    except Exception as error:  # one job that cannot be done must not keep the others waiting
        log.exception("%s %s failed", job, subject)
        name = type(error).__name__
        mine.update(last_error=name)
        if trouble.attempts + 1 >= MOST_ATTEMPTS:
            _park(trouble, name)
        return False
    mine.delete()
    return True


def parked(job: str) -> set[str]:
    """Subjects of a job that wait for a person."""
    rows = JobTrouble.objects.filter(job=job, parked_at__isnull=False)
    return set(rows.values_list("subject", flat=True))


def tried(job: str) -> dict[str, int]:
    """How often each subject of a job was tried without an end; one that was not is not named."""
    return dict(JobTrouble.objects.filter(job=job).values_list("subject", "attempts"))


def try_again(trouble: JobTrouble, *, actor_id: int | None) -> None:
    """Forget the failures of a job: the next sweep finds and does it."""
    record("job.released", actor_id=actor_id, job=trouble.job, subject=trouble.subject)
    trouble.delete()


def _park(trouble: JobTrouble, error: str) -> None:
    parked = JobTrouble.objects.filter(pk=trouble.pk, parked_at__isnull=True).update(
        parked_at=timezone.now(), last_error=error[:200]
    )
    if parked:
        record("job.parked", job=trouble.job, subject=trouble.subject)
        log.error("%s %s is parked and waits for a person: %s", trouble.job, trouble.subject, error)
