"""Background jobs as an installation runs them: embedded on SQLite, a worker process on Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import Message

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

PATIENCE = 20
"""Seconds that a worker has to end what it is at."""


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
            "--queues=default,assess,documents,mail,sweep,web",
            "--schedule",
            str(settings.VAR_DIR / "flow_schedule"),
        ],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
        start_new_session=True,
    )
    yield
    worker.terminate()
    try:
        worker.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        # It still has a job in hand, which no test asks about; nothing of it may outlive the test.
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def letters_with(words: str) -> list[Message]:
    """Sent letters whose text holds these words: from this process, and from a worker's folder."""
    here = [letter.message() for letter in mail.outbox]
    there = [
        message_from_bytes(part, policy=policy.default)
        for file in (settings.VAR_DIR / "mail").glob("*")
        for part in file.read_bytes().split(b"-" * 79 + b"\n")
        if part.strip()
    ]
    return [letter for letter in [*here, *there] if words in _text(letter)]


def _text(letter: Message) -> str:
    plain = [part for part in letter.walk() if part.get_content_type() == "text/plain"]
    return "\n".join((part.get_payload(decode=True) or b"").decode() for part in plain)


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
