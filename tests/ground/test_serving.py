"""The server as a newcomer meets it: it starts, works, stops, and says plainly why it cannot."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import PollableMethodQueue

from config.serve import QuietLogger, Worker
from tests.ground.test_settings import ROOT, run_python

WAITING_LETTER = """
from datetime import timedelta
from django.utils import timezone
from directory.models import OutgoingMail
OutgoingMail.objects.create(
    key="ground", to="reader@example.org", subject="Hello", text="A letter.",
    not_before=timezone.now() + timedelta(hours=1),
)
"""
LETTER_IS_DUE = """
from django.utils import timezone
from directory.models import OutgoingMail
OutgoingMail.objects.update(not_before=timezone.now())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(url: str) -> int:
    """0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until(happened: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.2)
    return happened()


class Site:
    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        } | environment
        self.output = folder / "output"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def prepare(self) -> None:
        migrated = run_python("manage.py", "migrate", "-v0", environment=self.environment)
        assert migrated.returncode == 0, migrated.stderr
        # style sheets are not what these tests look at
        (self.folder / "static").mkdir()
        (self.folder / "static" / "staticfiles.json").write_text(
            '{"version": "1.1", "paths": {}, "hash": ""}'
        )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.serve"],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"]} | self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            assert wait_until(lambda: status_of(self.url("/healthz")) == 200, 40), (
                self.output.read_text()
            )
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_embedded_jobs_run_and_survive_a_killed_process(site: Site) -> None:
    site.prepare()
    written = run_python("manage.py", "shell", "-c", WAITING_LETTER, environment=site.environment)
    assert written.returncode == 0, written.stderr
    mail = site.folder / "mail"

    with site.running() as process:
        os.killpg(process.pid, signal.SIGKILL)
    assert not mail.exists()
    due = run_python("manage.py", "shell", "-c", LETTER_IS_DUE, environment=site.environment)
    assert due.returncode == 0, due.stderr

    def letters() -> str:
        return "".join(file.read_text() for file in mail.glob("*"))

    with site.running():
        assert status_of(site.url("/readyz")) == 200
        assert wait_until(lambda: "To: reader@example.org" in letters(), 60)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly_when_told(site: Site, how: signal.Signals) -> None:
    site.prepare()
    with site.running() as process:
        process.send_signal(how)
        assert process.wait(timeout=10) == 0
    assert f"http://127.0.0.1:{site.port}/" in site.output.read_text()
    assert "Traceback" not in site.output.read_text()
    assert status_of(site.url("/healthz")) == 0


def test_a_worker_told_to_stop_while_it_hands_out_a_request_goes_on_to_stop() -> None:
    # the signal comes upon whatever runs: here inside the pool, with the pool's locks held
    worker = Worker.__new__(Worker)
    worker.alive = True
    worker.tpool = ThreadPoolExecutor(1)
    worker.method_queue = PollableMethodQueue()
    worker.method_queue.init()
    told = threading.Thread(target=worker.handle_quit, args=(signal.SIGQUIT, None), daemon=True)
    with worker.tpool._shutdown_lock:
        told.start()
        told.join(5)
        stands_still = told.is_alive()
    worker.method_queue.close()
    assert not stands_still
    assert not worker.alive


def test_what_is_published_after_the_start_is_found(site: Site) -> None:
    """The index is built before the processes part; each follows the events from there."""
    site.prepare()
    address = site.url("/api/v1/listings/?page_size=1")

    def found() -> int:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)["count"]

    with site.running():
        assert found() == 0
        loading = ("manage.py", "load_synthetic", "--listings", "20", "--seed", "1")
        loaded = run_python(*loading, environment=site.environment)
        assert loaded.returncode == 0, loaded.stderr
        assert found() > 0


def test_what_people_search_for_is_not_logged(site: Site) -> None:
    site.prepare()
    with site.running() as process:
        for path in ("/", "/nowhere/", "/healthz", "/api/v1/nowhere/"):
            status_of(site.url(f"{path}?q=lipedema-in-private"))
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
    assert "lipedema-in-private" not in site.output.read_text()


def test_server_names_a_broken_request_without_its_query(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = QuietLogger(Config())
    logger.error_log.addHandler(caplog.handler)
    try:
        logger.exception("Error handling request %s %s", "GET", "/practitioners/?q=in-private")
    finally:
        logger.error_log.removeHandler(caplog.handler)
    assert [record.getMessage() for record in caplog.records] == [
        "Error handling request GET /practitioners/"
    ]


def refusal(site: Site, **environment: str) -> str:
    result = run_python("-m", "config.serve", environment=site.environment | environment)
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_taken_port_is_named(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", site.port))
        taken.listen()
        assert f"port {site.port}" in refusal(site)


def test_impossible_port_is_named(site: Site) -> None:
    assert "PORT" in refusal(site, PORT="99999")
    assert "PORT" in refusal(site, PORT="eight")


def test_empty_database_is_named(site: Site) -> None:
    assert "manage.py migrate" in refusal(site)


def test_absent_database_server_is_named(site: Site) -> None:
    answer = refusal(site, DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")
    assert "DATABASE_URL" in answer


def test_uncollected_static_files_are_named(site: Site) -> None:
    site.prepare()
    (site.folder / "static" / "staticfiles.json").unlink()
    assert "collectstatic" in refusal(site)


def test_several_processes_need_a_queue_that_they_share(site: Site) -> None:
    assert "REDIS_URL" in refusal(site, WEB_PROCESSES="2")


def test_old_python_is_told_which_one_it_needs() -> None:
    pretend_old = "import sys; sys.version_info = (3, 9, 2); import config"
    result = run_python("-c", pretend_old, environment={})
    assert result.returncode != 0
    assert result.stderr.strip() == (
        "True MLD needs Python 3.11 or newer; this is 3.9. "
        "Install one and name it: make run PYTHON=python3.11"
    )
