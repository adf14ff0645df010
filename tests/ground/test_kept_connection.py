"""A server that went away between two requests costs nobody a page."""

import psycopg
import pytest
from django.db import close_old_connections, connection

from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL to hang up"),
]


@pytest.fixture
def kept(settings):
    """As in the server: a connection outlives its request and is looked at when the next begins."""
    connection.ensure_connection()
    before = connection.close_at, connection.health_check_enabled
    connection.close_at, connection.health_check_enabled = None, True
    yield connection.connection
    connection.close_at, connection.health_check_enabled = before
    connection.close()


def _hang_up(kept):
    own = connection.settings_dict
    with psycopg.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"],
        dbname="postgres", autocommit=True,
    ) as other:  # fmt: skip
        assert other.execute(
            "SELECT pg_terminate_backend(%s, 5000)", [kept.info.backend_pid]
        ).fetchone() == (True,)


def _page(client):
    # what the server does at the start of each request, and Django's test client leaves out
    close_old_connections()
    return client.get("/practitioners/")


def test_the_next_page_comes_over_a_new_connection(client, kept):
    assert _page(client).status_code == 200
    assert connection.connection is kept, "a connection that works is kept"
    _hang_up(kept)
    assert _page(client).status_code == 200
    assert connection.connection is not kept


def test_what_every_page_asks_is_planned_once_a_connection(client, kept):
    factories.make_verified()
    for place in ("Lyon", "", "Freiburg im Breisgau", "Hamburg", "", "Lyon"):
        client.get("/practitioners/", {"place": place})
    told = kept.execute(
        "SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements"
    ).fetchall()
    asked = {("rows" if "card" in one else "feed"): plans for one, *plans in told}
    assert asked.keys() == {"rows", "feed"}
    for generic, custom in asked.values():
        assert generic > 1
        assert custom == 0


def test_a_connection_that_was_closed_is_not_usable(kept):
    assert connection.is_usable()
    kept.close()
    assert not connection.is_usable()
