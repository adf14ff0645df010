"""Background jobs as an installation runs them: embedded on SQLite, a worker process on Redis."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def jobs(transactional_db) -> Iterator[None]:
    """A worker and the schedule, on the test's own database and queue."""
    if settings.EMBEDDED:
        from config.jobs import EmbeddedJobs  # noqa: PLC0415 - only one worker may exist in a process

        running = EmbeddedJobs()
        running.start()
        yield
        running.stop()
        return
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}"
        f"@{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}/{database['NAME']}"
    )
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-B",
            "--loglevel=WARNING",
            "--concurrency=1",
            "--queues=default,assess,mail,sweep",
            "--schedule",
            str(settings.VAR_DIR / "flow_schedule"),
        ],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    yield
    worker.terminate()
    worker.wait(timeout=20)


@pytest.fixture
def eventually() -> Callable:
    """Wait until `look()` gives something true, at most 40 seconds; two sweeps fit into that."""

    def wait(look: Callable, seconds: float = 40):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"nothing came within {seconds} seconds")

    return wait
