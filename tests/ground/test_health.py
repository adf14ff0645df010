"""A supervisor learns whether the site can work; why not stands in the log."""

import logging
from collections import namedtuple
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from config import pulse
from directory import drafts, mail
from directory.models import OutgoingMail
from tests import factories
from vetting import tasks

Usage = namedtuple("Usage", "total used free")
PARTS = ["database", "broker", "disk", "assessments", "jobs", "mail"]


@pytest.fixture(autouse=True)
def a_job_has_just_ended() -> None:
    pulse.beat()


def fails(client: Client, caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """What is not ready, and what the log says of it. The answer itself says no more than that."""
    with caplog.at_level(logging.WARNING, "config.health"):
        answer = client.get("/readyz")
    checks = answer.json()["checks"]
    assert set(checks.values()) <= {"ok", "not ok"}
    failed = [name for name in PARTS if checks[name] != "ok"]
    assert answer.status_code == (503 if failed else 200)
    said = [line.getMessage() for line in caplog.records if line.name == "config.health"]
    caplog.clear()
    return dict(line.removeprefix("Not ready: ").split(": ", 1) for line in said if failed)


@pytest.mark.django_db
def test_ready_when_all_parts_work(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": dict.fromkeys(PARTS, "ok"),
    }


@pytest.mark.django_db
def test_not_ready_on_a_full_disk(client: Client, caplog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(total=1000, used=960, free=40))
    assert fails(client, caplog) == {"disk": "only 4.0% of the disk is free"}


@pytest.mark.django_db
def test_not_ready_while_a_submitted_text_waits_too_long(
    client: Client, caplog, frozen_clock: time_machine.Traveller
) -> None:
    owner = factories.make_user()
    drafts.submit(listing=factories.make_draft(owner), actor=owner)
    OutgoingMail.objects.all().delete()
    assert fails(client, caplog) == {}
    frozen_clock.shift(timedelta(minutes=3))
    assert fails(client, caplog) == {"assessments": "a text has waited 180 seconds"}


@pytest.mark.django_db
def test_not_ready_when_nothing_can_be_written(client: Client, caplog) -> None:
    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert fails(client, caplog) == {"database": "failed: OperationalError"}


@pytest.mark.django_db
def test_not_ready_while_no_background_job_runs(client: Client, caplog, monkeypatch) -> None:
    monkeypatch.setattr(pulse, "_STARTED", 0.0)
    assert fails(client, caplog) == {}
    with time_machine.travel(timedelta(seconds=70), tick=False):
        assert list(fails(client, caplog)) == ["jobs"]
        tasks.release_stale_claims.apply()
        assert fails(client, caplog) == {}


@pytest.mark.django_db
def test_a_young_process_waits_for_its_first_job(client: Client, caplog) -> None:
    cache.clear()
    with time_machine.travel(pulse._STARTED + 30, tick=False):
        assert fails(client, caplog) == {}
    with time_machine.travel(pulse._STARTED + 90, tick=False):
        assert list(fails(client, caplog)) == ["jobs"]


@pytest.mark.django_db
def test_not_ready_while_letters_stay_in_the_outbox(
    client: Client, caplog, frozen_clock: time_machine.Traveller
) -> None:
    mail.put(key="one", to="reader@example.org", subject="Hello", text="A letter.")
    given_up = mail.put(key="two", to="gone@example.org", subject="Hello", text="Another.")
    OutgoingMail.objects.filter(pk=given_up.pk).update(attempts=mail.GIVE_UP_AFTER)
    frozen_clock.shift(timedelta(minutes=4))
    assert fails(client, caplog) == {}
    frozen_clock.shift(timedelta(minutes=2))
    assert fails(client, caplog) == {"mail": "a letter has waited 360 s"}
    mail.send_waiting()
    assert fails(client, caplog) == {}


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
