"""The embedded background jobs: a Celery worker and its schedule as threads of the web process.

The queue lives in this process's memory and ends with it. That loses no work: every job is also a
row that a scheduled sweep finds again.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import signals
from celery.beat import EmbeddedService

from config.celery import app

logger = logging.getLogger(__name__)

THREADS = 2
STOP_SECONDS = 5.0


class EmbeddedJobs:
    """Start after the web process has forked, and once only: threads do not survive a fork.

    `give_up` is called once when a job runs longer than its time limit: a thread cannot be stopped,
    so the process has to end for it. The job's attempts are counted in the database.
    """

    def __init__(self, give_up: Callable[[], None] | None = None) -> None:
        self._overtime = Overtime(give_up) if give_up else None
        self._worker = app.WorkController(
            hostname="embedded",
            pool="threads",
            concurrency=THREADS,
            without_mingle=True,
            without_gossip=True,
            without_heartbeat=True,
        )
        self._worker_thread = threading.Thread(
            target=self._worker.start, name="jobs-worker", daemon=True
        )
        self._schedule = EmbeddedService(
            app, thread=True, schedule_filename=app.conf.beat_schedule_filename
        )

    def start(self) -> None:
        self._worker_thread.start()
        self._schedule.start()
        if self._overtime:
            self._overtime.start()

    def stop(self) -> None:
        """Stop taking jobs and wait at most STOP_SECONDS for each part; what is unfinished is swept up."""
        for name, stop in (("schedule", self._schedule.stop), ("worker", self._worker.stop)):
            stopper = threading.Thread(target=stop, name=f"stop-{name}", daemon=True)
            stopper.start()
            stopper.join(STOP_SECONDS)
            if stopper.is_alive():
                logger.warning("The %s was still busy when the site stopped", name)


class Overtime(threading.Thread):
    """Watches how long the jobs of this process have been running."""

    LOOK_EVERY = 1.0

    def __init__(self, give_up: Callable[[], None]) -> None:
        super().__init__(name="jobs-overtime", daemon=True)
        self._give_up = give_up
        self._ends: dict[str, tuple[str, float]] = {}
        signals.task_prerun.connect(self._began)
        signals.task_postrun.connect(self._ended)

    def _began(self, task_id: str, task: Any, **kwargs: Any) -> None:
        limit = task.time_limit or app.conf.task_time_limit
        self._ends[task_id] = (task.name, time.monotonic() + limit)

    def _ended(self, task_id: str, **kwargs: Any) -> None:
        self._ends.pop(task_id, None)

    def run(self) -> None:
        while True:
            time.sleep(self.LOOK_EVERY)
            for name, end in list(self._ends.values()):
                if time.monotonic() > end:
                    logger.error("%s ran longer than its limit; the process starts anew", name)
                    self._give_up()
                    return
