"""A site of its own for a drill: own folder, own database of the kind under test, real processes."""

import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.drills.servers import Redis, drop_database, free_port, new_database
from tests.drills.visitor import Visitor

LONGEST = 120.0
"""Seconds within which everything that was received has to be assessed after the worst (REL-02)."""

LONG = [
    pytest.mark.drill,
    pytest.mark.skipif("DRILLS" not in os.environ, reason="takes minutes: DRILLS=1 runs it"),
]

HANDY = """
import hashlib, itertools, json, os, sys
import django
django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from directory import drafts
from directory.models import *
from vetting.models import *
from tests import factories
factories._numbers = itertools.count(os.getpid() * 1000)
def session_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value
def draft():
    # nobody's words are a copy of another's
    words = [hashlib.sha256(os.urandom(8)).hexdigest()[:8] for _ in range(40)]
    named = {name: f"I stretch the skin lightly: {' '.join(words[at:at + 10])}." for at, name in
        ((0, "approach_hands"), (10, "approach_structures"), (20, "approach_limits"),
         (30, "training_note"))}
    return factories.make_draft(headline=words[0], approach_difference=words[1], **named)
def submit():
    listing = draft()
    return drafts.submit(listing=listing, actor=listing.practitioner.user).pk
"""
CHECK = """
from config import invariants
invariants.GRACE = timedelta(0)
call_command("check_invariants")
"""
OWNERS = """
drafts_made = [draft() for _ in range({count})]
print(json.dumps([
    [session_of(listing.practitioner.user), listing.practitioner.user.email, str(listing.pk)]
    for listing in drafts_made
]))
"""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Template:
    """A migrated database that each drill copies. `server` is empty on SQLite, where `name` is a path."""

    server: str
    name: str


class Site:
    """Processes of one installation on a copy of `template`, with jobs in the web process or beside it."""

    def __init__(self, folder: Path, template: Template, redis: Redis | None) -> None:
        self.folder, self.template, self.redis = folder, template, redis
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.database = f"drill_{os.getpid()}_{next(_numbers)}"
        self.running: list[subprocess.Popen] = []
        self.has_database = bool(template.server)
        self.web: subprocess.Popen | None = None
        self.worker: subprocess.Popen | None = None
        (folder / "static").mkdir(parents=True)
        (folder / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
        self.env = {
            **os.environ,
            "VAR_DIR": str(folder),
            "STATIC_DIR": str(folder / "static"),
            "DATABASE_URL": self._copied(),
            "REDIS_URL": redis.url if redis else "",
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "SITE_URL": "http://127.0.0.1:8000",
            "PORT": str(self.port),
            "PROXIES": "1",
            "WEB_PROCESSES": "2" if redis else "1",
            "LOG_LEVEL": "WARNING",
        }

    def _copied(self) -> str:
        if not self.template.server:
            shutil.copy(self.template.name, self.folder / "truemld.sqlite3")
            return ""
        new_database(self.template.server, self.database, self.template.name)
        return urlsplit(self.template.server)._replace(path=f"/{self.database}").geturl()

    # processes

    def start(self, **env: str) -> None:
        """The web server, and the worker with its schedule; on SQLite they are one."""
        self.start_web(**env)
        self.start_worker(**env)

    def start_web(self, **env: str) -> None:
        self.web = self._begin(["-m", "config.serve"], env)
        if self.redis is None:
            self.worker = self.web
        self.until(lambda: self.status("/healthz") == 200, 60)

    def start_worker(self, **env: str) -> None:
        if self.redis is None:
            return
        words = ["-m", "celery", "-A", "config", "worker", "-B", "--loglevel=WARNING"]
        schedule = str(self.folder / "beat")
        self.worker = self._begin([*words, "--concurrency=2", "--schedule", schedule], env)

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 of a process and all it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)

    def _begin(self, words: list[str], env: dict[str, str]) -> subprocess.Popen:
        with (self.folder.parent / "said").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, *words],
                env={**self.env, **env},
                start_new_session=True,
                stdout=said,
                stderr=said,
            )
        self.running.append(process)
        return process

    def close(self) -> None:
        """End everything and drop the database. May be called twice."""
        for process in self.running:
            if process.poll() is None:
                self.kill(process)
        had_one, self.has_database = self.has_database, False
        if had_one:
            drop_database(self.template.server, self.database)

    # what people do

    def python(self, code: str, **env: str) -> str:
        """Run code with models and factories at hand; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", HANDY + code],
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        assert done.returncode == 0, done.stdout + done.stderr[-3000:]
        return done.stdout.strip()

    def owners(self, count: int) -> list[tuple[Visitor, str, str]]:
        """(signed-in owner of a complete draft, their address, the id of their listing)."""
        made = json.loads(self.python(OWNERS.format(count=count)))
        return [(Visitor(self.base, key), email, listing) for key, email, listing in made]

    def submitted(self, count: int) -> list[int]:
        """Numbers of texts that were sent while nobody works."""
        return json.loads(self.python(f"print(json.dumps([submit() for _ in range({count})]))"))

    def status(self, path: str) -> int:
        """0 while nobody answers."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=15) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    # what is seen

    def rows(self, query: str) -> list[tuple]:
        if self.template.server:
            with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
                return connection.execute(query).fetchall()
        connection = sqlite3.connect(self.folder / "truemld.sqlite3", timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def one(self, query: str) -> int:
        return self.rows(query)[0][0]

    def all_assessed(self) -> bool:
        """Whether every waiting text has its assessment and its case in the moderators' queue."""
        return not self.rows(
            "SELECT r.id FROM directory_revision r WHERE r.state = 'submitted' AND NOT (EXISTS "
            "(SELECT 1 FROM vetting_assessment a WHERE a.revision_id = r.id) AND EXISTS "
            "(SELECT 1 FROM vetting_reviewcase c WHERE c.revision_id = r.id))"
        )

    def assessed_once(self) -> bool:
        """Whether no text was assessed twice, and none has two cases."""
        return not self.rows(
            "SELECT revision_id FROM vetting_assessment GROUP BY revision_id HAVING count(*) > 1"
        ) and not self.rows(
            "SELECT revision_id FROM vetting_reviewcase GROUP BY revision_id HAVING count(*) > 1"
        )

    def until(
        self, look: Callable[[], object], seconds: float = LONGEST, about: object = ""
    ) -> float:
        """Wait until `look()` gives something true; after how many seconds. `about` is told if not."""
        began = time.monotonic()
        while not look():
            if time.monotonic() - began > seconds:
                said = self.folder.parent / "said"
                raise AssertionError(
                    f"not within {seconds} seconds: {about}\n{said.read_text()[-3000:]}"
                )
            time.sleep(0.1)
        return time.monotonic() - began

    def breaches(self) -> str:
        """What `manage.py check_invariants` prints when nothing is forgiven for being young."""
        return self.python(CHECK)

    def age_files(self) -> None:
        """Make every stored file two days old."""
        then = time.time() - 2 * 86400
        for path in (self.folder / "documents").rglob("*"):
            if path.is_file():
                os.utime(path, (then, then))
