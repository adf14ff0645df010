"""What the site leans on is away, hangs, is locked or is full."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.drills.site import Site, on_redis

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif("DRILLS" not in os.environ, reason="takes minutes: DRILLS=1 runs it"),
]

TIMED = """
import time
began = time.monotonic()
submit()
print(time.monotonic() - began)
os._exit(0)  # as a server goes on: nobody waits for the thread that talks to the broker
"""


@pytest.mark.skipif(not on_redis(), reason="the embedded broker is part of the process")
@pytest.mark.parametrize("state", ["down", "hung"])
def test_the_broker_does_not_answer(site: Site, state: str):
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        if state == "hung":
            broker.listen()
        address = f"redis://127.0.0.1:{broker.getsockname()[1]}/0"
        took = float(site.python(TIMED, REDIS_URL=address))
    assert took < 2
    assert site.count("Revision") == 1
    site.jobs()
    site.until(lambda: site.count("Assessment") == 1)
    assert site.check() == "0"


def test_the_database_is_locked_for_a_while(site: Site):
    if site.server:
        holder = psycopg.connect(site.env["DATABASE_URL"])
        holder.execute("LOCK TABLE directory_chainhead, directory_listing IN ACCESS EXCLUSIVE MODE")
    else:
        holder = sqlite3.connect(
            site.folder / "truemld.sqlite3", isolation_level=None, check_same_thread=False
        )
        holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(5, holder.rollback)
    release.start()
    began = time.monotonic()
    site.python("print(submit())")
    assert time.monotonic() - began > 2, "it waited for the lock"
    release.join()
    holder.close()
    assert site.count("Revision") == 1
    site.jobs()
    site.until(lambda: site.count("ReviewCase") == 1)
    assert site.check() == "0"


def fill(path: Path) -> None:
    """Write until nothing more fits."""
    with contextlib.suppress(OSError), path.open("wb") as file:
        while True:
            file.write(b"x" * 65536)
            file.flush()


@pytest.mark.skipif(
    on_redis() or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="needs root for a small disk, and the database on it",
)
def test_the_disk_is_full(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    site = None
    try:
        site = Site(folder)
        site.python("print(submit())")
        filler = folder / "filler"
        fill(filler)
        failed = site.run(
            "-c",
            "from tests.drills.site import LISTINGS\nexec(LISTINGS)\nfor _ in range(40): submit()",
            check=False,
        )
        assert failed.returncode != 0
        assert "full" in failed.stderr
        filler.unlink()
        site.python("print(submit())")
        with sqlite3.connect(folder / "truemld.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        site.jobs()
        site.until(lambda: site.count("ReviewCase") == site.count("Revision"))
        assert site.check() == "0"
    finally:
        if site is not None:
            site.close()
        subprocess.run(["umount", "-l", str(folder)], check=True)
