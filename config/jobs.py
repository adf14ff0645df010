"""The embedded background jobs: a Celery worker and its schedule as threads of the web process.

The queue lives in this process's memory and ends with it. That loses no work: every job is also a
row that a scheduled sweep finds again.
"""

import logging
import threading

from celery.beat import EmbeddedService

from config.celery import app

logger = logging.getLogger(__name__)

THREADS = 2
STOP_SECONDS = 5.0


class EmbeddedJobs:
    """Start after the web process has forked, and once only: threads do not survive a fork."""

    def __init__(self) -> None:
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

    def stop(self) -> None:
        """Stop taking jobs and wait at most STOP_SECONDS for each part; what is unfinished is swept up."""
        for name, stop in (("schedule", self._schedule.stop), ("worker", self._worker.stop)):
            stopper = threading.Thread(target=stop, name=f"stop-{name}", daemon=True)
            stopper.start()
            stopper.join(STOP_SECONDS)
            if stopper.is_alive():
                logger.warning("The %s was still busy when the site stopped", name)
