"""What every test of rights shares: one scene for each module, set once and taken back at the end."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.template.loader_tags import ExtendsNode

from directory import results_html
from tests.rights.roles import Scene, set_scene


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield set_scene()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def jobs_end(monkeypatch) -> None:
    """No worker runs beside these tests, and they may last longer than the site is ready without one."""
    monkeypatch.setattr("config.health.silent_seconds", lambda: 0.0)


@pytest.fixture
def undrawn(monkeypatch) -> Iterator[None]:
    """Pages are not drawn: whether somebody may see one is settled before, and drawing is half the time.

    Only whole pages: what is drawn apart may be kept for later requests.
    """
    results_html.forget()
    monkeypatch.setattr(ExtendsNode, "render", lambda self, context: "")
    yield
    results_html.forget()


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Documents of the scene stay where they are for all tests of a module."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are the point here, and a line for each is slow to write."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
