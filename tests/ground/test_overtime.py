"""A job of the embedded worker that never ends: the process ends for it, and no other does."""

import time
from types import SimpleNamespace

from celery import signals

from config.jobs import Overtime


def watch(seconds: float, *, ends: bool) -> list[str]:
    called: list[str] = []
    overtime = Overtime(lambda: called.append("gave up"))
    overtime.LOOK_EVERY = 0.02
    task = SimpleNamespace(name="tests.slow", time_limit=0.1)
    signals.task_prerun.send(sender=None, task_id="one", task=task)
    if ends:
        signals.task_postrun.send(sender=None, task_id="one", task=task)
    overtime.start()
    time.sleep(seconds)
    return called


def test_a_job_over_its_limit_ends_the_process_once() -> None:
    assert watch(0.5, ends=False) == ["gave up"]


def test_a_job_that_ended_is_forgotten() -> None:
    assert watch(0.5, ends=True) == []
