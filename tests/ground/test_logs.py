"""What the log says of an error: which, and where; never the words that somebody typed."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from config.celery import app
from directory.attempts import attempt
from directory.views import public
from vetting.engine.rubric import RubricError

CANARY = "CANARY-mira@example.org"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged while a test runs, in the form of an installation's log."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(next(one for one in root.handlers if one.name == "console").formatter)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def refused() -> None:
    """As PostgreSQL refuses a second row of the same address."""
    try:
        raise ValueError(f"invalid literal: {CANARY}")
    except ValueError as error:
        raise IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({CANARY}) exists.") from error


@pytest.mark.django_db
def test_an_error_of_a_page_is_logged_without_its_words(log, monkeypatch):
    monkeypatch.setattr(public, "render", lambda *args: refused())
    assert Client(raise_request_exception=False).get("/").status_code == 500
    said = log.getvalue()
    assert CANARY not in said
    assert "Internal Server Error: /" in said
    assert said.index("ValueError") < said.index("django.db.utils.IntegrityError")
    assert "in refused" in said


@pytest.mark.django_db
def test_an_error_of_a_job_is_logged_without_its_words(log):
    assert not attempt("assess", 7, refused)
    assert "assess 7 failed" in log.getvalue()
    assert "IntegrityError" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_an_error_of_a_task_is_logged_without_its_words(log):
    task = app.task(refused, name="tests.refused", typing=False)
    try:
        task.apply()
    finally:
        app.tasks.unregister("tests.refused")
    assert "raised unexpected: IntegrityError" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", f"/tmp/{CANARY}"), "OSError: No space left on"),
        (OperationalError("database is locked"), "OperationalError: database is locked"),
        (RubricError("rubric 2026.2 was changed"), "RubricError: rubric 2026.2 was changed"),
        (KeyError(CANARY), "KeyError"),
    ],
)
def test_what_the_machine_says_of_itself_is_kept(log, error, words):
    try:
        raise error
    except Exception:
        logging.getLogger("directory").exception("it failed")
    assert words in log.getvalue()
    assert CANARY not in log.getvalue()
