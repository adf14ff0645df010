"""The process is killed between the commit of a submission and anything that would follow it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

SUBMIT_AND_DIE = """
import os, signal
import django
django.setup()
from directory import drafts
from directory.signals import event_recorded
from tests import factories
listing = factories.make_draft()
event_recorded.receivers = []
event_recorded.sender_receivers_cache.clear()
event_recorded.connect(lambda **kw: os.kill(os.getpid(), signal.SIGKILL), weak=False)
drafts.submit(listing=listing, actor=listing.practitioner.user)
print("still alive")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_submission_survives_a_killed_process_and_is_scored_after_the_next_start(tmp_path):
    env = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "STATIC_DIR": str(tmp_path / "static"),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(free_port()),
    }

    def run(*command: str, check: bool = True):
        return subprocess.run(
            [sys.executable, *command], env=env, check=check, capture_output=True, text=True
        )

    run("manage.py", "migrate", "--no-input")
    # no page is rendered here, so the server's list of static files may be empty
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    killed = run("-c", SUBMIT_AND_DIE, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "still alive" not in killed.stdout
    assert rows(tmp_path, "directory_revision") == 1
    assert rows(tmp_path, "vetting_assessment") == 0

    server = subprocess.Popen([sys.executable, "-m", "config.serve"], env=env)
    try:
        deadline = time.monotonic() + 60
        # the case is opened after the assessment is stored: who looks between the two sees none yet
        while rows(tmp_path, "vetting_reviewcase") == 0 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert rows(tmp_path, "vetting_assessment") == 1
        assert rows(tmp_path, "vetting_reviewcase") == 1
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def rows(folder, table: str) -> int:
    with sqlite3.connect(folder / "truemld.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
