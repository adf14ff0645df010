"""Faults inside the processes of a drill, chosen by DRILL_FAULT. Each works where the site works.

slow      assessing leaves a mark with its process number, and waits, before it begins and once more
          between the stored answer and its case
poison    assessing a revision named in VAR_DIR/poison kills its process, never ends, or fails
account   the first process to store an address of an account is killed before it does
document  the first process to store the row of a document is killed before it does
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

PAUSE = 1.5


class Faults(AppConfig):
    name = "tests.drills"
    label = "drills"

    def ready(self) -> None:
        from allauth.account.models import EmailAddress  # noqa: PLC0415 - models are ready here

        from directory.models import EvidenceDocument  # noqa: PLC0415
        from vetting import assessing  # noqa: PLC0415

        fault = os.environ.get("DRILL_FAULT", "")
        if fault == "slow":
            assessing.text_case = after("stored", assessing.text_case)
            assessing.assess_revision = after("begun", assessing.assess_revision)
        elif fault == "poison":
            assessing.assess_revision = poisoned(assessing.assess_revision)
        elif fault == "account":
            EmailAddress.save = once_killed(EmailAddress.save)
        elif fault == "document":
            EvidenceDocument.save = once_killed(EvidenceDocument.save)


def after(stage: str, act: Callable) -> Callable:
    def slow(subject, *args):
        number = getattr(subject, "revision_id", subject)
        (Path(settings.VAR_DIR) / f"at-{stage}-{number}-{os.getpid()}").touch()
        time.sleep(PAUSE)
        return act(subject, *args)

    return slow


def poisoned(act: Callable) -> Callable:
    def swallow(revision_id: int):
        lines = (Path(settings.VAR_DIR) / "poison").read_text().splitlines()
        kind = dict(line.split() for line in lines).get(str(revision_id))
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        while kind == "loop":
            time.sleep(0.01)
        if kind == "fail":
            raise MemoryError
        return act(revision_id)

    return swallow


def once_killed(act: Callable) -> Callable:
    def save(*args, **kwargs):
        try:
            (Path(settings.VAR_DIR) / "killed-once").touch(exist_ok=False)
        except FileExistsError:
            return act(*args, **kwargs)
        return os.kill(os.getpid(), signal.SIGKILL)

    return save
