"""When a background job last ended, in whichever process: shown by /readyz."""

import time
from typing import Any

from celery import signals
from django.core.cache import cache

_LAST = "jobs.last_ended"
_STARTED = time.time()


@signals.task_postrun.connect(dispatch_uid="pulse")
def beat(**_signal: Any) -> None:
    """Remember that a job has ended now."""
    cache.set(_LAST, time.time(), timeout=None)


def silent_seconds() -> float:
    """Seconds since a job ended or this process started, whichever is later."""
    return max(0.0, time.time() - max(cache.get(_LAST, 0.0), _STARTED))
