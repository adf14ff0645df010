"""A supervisor learns whether the site can work, and why not."""

from collections import namedtuple
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from directory import drafts
from tests import factories

Usage = namedtuple("Usage", "total used free")


@pytest.mark.django_db
def test_ready_when_all_parts_work(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "ok", "broker": "ok", "disk": "ok", "assessments": "ok"},
    }


@pytest.mark.django_db
def test_not_ready_on_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(total=1000, used=960, free=40))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == "only 4.0% of the disk is free"


@pytest.mark.django_db
def test_not_ready_while_a_submitted_text_waits_too_long(
    client: Client, frozen_clock: time_machine.Traveller
) -> None:
    owner = factories.make_user()
    drafts.submit(listing=factories.make_draft(owner), actor=owner)
    assert client.get("/readyz").status_code == 200
    frozen_clock.shift(timedelta(minutes=11))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["assessments"] == "a text has waited 660 seconds"


@pytest.mark.django_db
def test_not_ready_when_nothing_can_be_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "failed: OperationalError"


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
