"""A site of its own for a drill: own folder, own database of the kind under test, real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

LONGEST = 120.0

LISTINGS = """
import django
django.setup()
from django.contrib.auth.models import User
from directory import drafts
from tests import factories
import itertools, os, sys
factories._numbers = itertools.count(os.getpid() * 1000)
def submit():
    listing = factories.make_draft()
    return drafts.submit(listing=listing, actor=listing.practitioner.user).pk
"""


class Site:
    """Processes of one installation. `check()` says what check_invariants prints."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ["DATABASE_URL"] if os.environ["REDIS_URL"] else ""
        self.database = f"drill_{os.getpid()}"
        self.env = {
            **os.environ,
            "VAR_DIR": str(folder),
            "STATIC_DIR": str(folder / "static"),
            "DATABASE_URL": self._made() if self.server else "",
            "REDIS_PREFIX": f"drill-{os.getpid()}-{time.monotonic_ns()}:",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
        }
        self.running: list[subprocess.Popen] = []
        (folder / "static").mkdir()
        (folder / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
        self.run("manage.py", "migrate", "--no-input", "-v0")

    def _made(self) -> str:
        parts = urlsplit(self.server)
        with psycopg.connect(self.server, autocommit=True) as postgres:
            postgres.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
            postgres.execute(f"CREATE DATABASE {self.database}")
        return parts._replace(path=f"/{self.database}").geturl()

    def run(self, *words: str, check: bool = True, **env: str) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, *words],
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done

    def python(self, code: str, **env: str) -> str:
        """Run code with listings at hand (`submit`); what it printed."""
        return self.run("-c", LISTINGS + code, **env).stdout.strip()

    def begin(self, code: str, **env: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", LISTINGS + code],
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process

    def jobs(self) -> subprocess.Popen:
        """The worker and schedule: with Redis as processes, without as the jobs of the web process."""
        alone = "from config.jobs import EmbeddedJobs\nimport time\nEmbeddedJobs().start()\ntime.sleep(600)"
        worker = [
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-B",
            "--loglevel=ERROR",
            "--concurrency=1",
        ]
        words = (
            [*worker, "--schedule", str(self.folder / "beat")]
            if self.server
            else ["-c", f"import django\ndjango.setup()\n{alone}"]
        )
        process = subprocess.Popen([sys.executable, *words], env=self.env, start_new_session=True)
        self.running.append(process)
        return process

    def children(self, process: subprocess.Popen) -> list[int]:
        path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def count(self, model: str, **only: str) -> int:
        return int(
            self.python(
                f"from directory.models import *\nfrom vetting.models import *\nprint({model}.objects.count())"
            )
        )

    def until(self, look: Callable[[], object], seconds: float = LONGEST) -> None:
        end = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.3)

    def check(self) -> str:
        done = self.run("manage.py", "check_invariants", check=False)
        return (done.stdout + done.stderr[-2000:] if done.returncode else done.stdout).strip()

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 of a process and all it started in its session."""
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(timeout=20)

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as postgres:
                postgres.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")


def on_redis() -> bool:
    return not settings.EMBEDDED
