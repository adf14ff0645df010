"""Background jobs. Without REDIS_URL they run as threads of the web process (see jobs.py)."""

import logging
import os
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask

logger = logging.getLogger(__name__)

MOST_WAITING = 200
"""Messages kept for a broker that does not answer; the sweeps find the jobs of those beyond."""


class Publisher:
    """One thread per process that hands messages to the broker, so that no request waits for it.

    A broker that hangs holds a caller for seconds, and the job is in the database anyway.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], Any]] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._pid = 0

    def publish(self, send: Callable[[], Any]) -> None:
        """Send soon, or never: the sweeps find what was not sent."""
        with self._lock:
            # threads stay behind when a server forks
            if self._thread is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(send)
        except queue.Full:
            logger.warning("The broker is behind; this job waits for its sweep")

    def _run(self) -> None:
        while True:
            send = self._waiting.get()
            try:
                send()
            except Exception as error:
                logger.warning("The broker does not answer (%s)", type(error).__name__)


publisher = Publisher()


class HurriedTask(DjangoTask):
    """A task whose row is already in the database; its message only hurries what a sweep would find."""

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Hand the message over without waiting for a broker outside of this process; returns None then."""
        send = partial(super().apply_async, args, kwargs, **options)
        conf = self.app.conf
        if "producer" in options or conf.task_always_eager or conf.broker_url.startswith("memory:"):
            return send()
        publisher.publish(send)
        return None


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("truemld", task_cls=HurriedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
