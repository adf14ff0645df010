"""What every test gets: an empty cache, folders of its own, a clock that can be stopped, no network."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from directory.searching import live_index
from tests.personas import personas

__all__ = ["personas"]

# how long one example takes says more about the machine than about the code
hypothesis_settings.register_profile("site", deadline=None)
hypothesis_settings.load_profile("site")

FROZEN_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning; `frozen_clock` stops there."""


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Limits count from zero in each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def fresh_index() -> None:
    """The search of one test does not remember the rows of another, which were rolled back."""
    live_index.forget()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings) -> None:
    """Uploads of one test are not seen by another."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    documents = settings.STORAGES["documents"]
    settings.STORAGES = settings.STORAGES | {
        "documents": documents
        | {"OPTIONS": documents["OPTIONS"] | {"location": tmp_path / "documents"}},
        "photos": settings.STORAGES["photos"] | {"OPTIONS": {"location": tmp_path / "photos"}},
    }
    assert storages["documents"].location == str(tmp_path / "documents")


@pytest.fixture(autouse=True, scope="session")
def the_record_is_emptied_between_tests() -> Iterator[None]:
    """A test that commits ends with emptying every table, which the database refuses for the record."""
    empty = TransactionTestCase._fixture_teardown

    def without_guards(case: TransactionTestCase) -> None:
        guards = lift_guards()
        empty(case)
        restore_guards(guards)

    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = empty


def lift_guards() -> list[tuple[str, str]]:
    """Lift the triggers that refuse changes; returns what `restore_guards` needs to set them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = [(f"DROP TRIGGER {name}", sql) for name, sql in cursor.fetchall()]
        else:
            cursor.execute(
                "SELECT DISTINCT event_object_table FROM information_schema.triggers "
                "WHERE trigger_name LIKE '%_append_only'"
            )
            guards = [
                (
                    f"ALTER TABLE {table} DISABLE TRIGGER USER",
                    f"ALTER TABLE {table} ENABLE TRIGGER USER",
                )
                for (table,) in cursor.fetchall()
            ]
        for lift, _restore in guards:
            cursor.execute(lift)
    return guards


def restore_guards(guards: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for _lift, restore in guards:
            cursor.execute(restore)


@pytest.fixture
def frozen_clock() -> Iterator[time_machine.Traveller]:
    """The time stands still at FROZEN_AT; `frozen_clock.shift(timedelta)` and `.move_to()` move it."""
    with time_machine.travel(FROZEN_AT, tick=False) as clock:
        yield clock
