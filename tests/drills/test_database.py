"""The database is locked for a while, or cuts its connections. What is refused is refused as a whole."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings

from tests.drills.site import LONG, Site
from tests.drills.visitor import Answer, Visitor

pytestmark = LONG


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Others may read and none may write."""
    if site.template.server:
        holder = psycopg.connect(site.env["DATABASE_URL"])
        holder.execute("LOCK TABLE directory_listing IN EXCLUSIVE MODE")
    else:
        holder = sqlite3.connect(
            site.folder / "truemld.sqlite3", isolation_level=None, check_same_thread=False
        )
        holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()


def headline(site: Site, listing: str) -> str:
    found = {
        str(pk).replace("-", ""): words
        for pk, words in site.rows("SELECT id, headline FROM directory_listing")
    }
    return found[listing.replace("-", "")]


def test_the_database_is_locked(site: Site):
    ((owner, _email, listing),) = site.owners(1)
    site.start()
    assert owner.save("practice", headline="Before").status == 302
    answers: list[Answer] = []
    writer = threading.Thread(
        target=lambda: answers.append(owner.save("practice", headline="Patient"))
    )
    with locked(site):
        writer.start()
        time.sleep(4)
        assert not answers, "it waits"
        page = Visitor(site.base).get("/what-mld-is/")
        assert (page.status, page.seconds < 2) == (200, True), "who reads does not"
    writer.join(timeout=60)
    assert answers[0].status == 302
    assert headline(site, listing) == "Patient"
    with locked(site):
        refused = owner.save("practice", headline="Too long")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
        assert 15 < refused.seconds < 40
        assert "Nothing of what you sent was stored" in refused.text
        assert "Traceback" not in refused.text
    assert headline(site, listing) == "Patient"
    assert owner.save("practice", headline="Too long").status == 302, "sent again, it is taken"
    assert owner.send().status == 302
    site.until(site.all_assessed)
    assert site.one("SELECT count(*) FROM vetting_assessment") == 1
    assert site.breaches() == "0"


def cut(site: Site) -> None:
    """End every connection to the site's database, as a restarted server does."""
    with psycopg.connect(site.template.server, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [site.database],
        )


def refuse_connections(site: Site, refused: bool) -> None:
    with psycopg.connect(site.template.server, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {site.database} ALLOW_CONNECTIONS {not refused}")
    if refused:
        cut(site)


@pytest.mark.skipif(settings.EMBEDDED, reason="SQLite has no connections that could be cut")
def test_the_connections_are_cut(site: Site):
    ((owner, _email, listing),) = site.owners(1)
    site.start()
    assert owner.save("practice", headline="Before").status == 302
    statuses, taken, done = set(), [], threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            answer = owner.save("practice", headline=f"Words {number}")
            statuses.add(answer.status)
            if answer.status == 302:
                taken.append(f"Words {number}")

    writer = threading.Thread(target=write)
    writer.start()
    for _cut in range(10):
        time.sleep(0.5)
        cut(site)
    time.sleep(1)
    refuse_connections(site, True)
    time.sleep(1)
    stranger = Visitor(site.base).sign_up("nobody@example.org")
    assert (stranger.status, stranger.headers["Retry-After"]) == (503, "30")
    assert site.status("/readyz") == 503
    assert site.status("/healthz") == 200
    refuse_connections(site, False)
    time.sleep(2)
    done.set()
    writer.join(timeout=60)
    assert statuses == {302, 503}, "never a page that says something broke"
    last = int(headline(site, listing).split()[1])
    assert last >= int(taken[-1].split()[1]), "nothing that was acknowledged is lost"
    assert owner.send().status == 302
    site.until(site.all_assessed)
    assert site.status("/readyz") == 200
    assert site.one("SELECT count(*) FROM vetting_assessment") == 1
    assert site.breaches() == "0"
