"""Processes are killed with -9 in the middle of their work. Nothing acknowledged is lost."""

import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.directory.owner.test_papers import a_pdf
from tests.drills.site import LONG, Site
from tests.drills.visitor import Visitor

pytestmark = LONG

KILLS = 3
MARK = re.compile(r"at-(begun|stored)-(\d+)-(\d+)")


def at_work(site: Site, stage: str, struck: set[int]) -> list[tuple[int, int]]:
    """(revision, process) for every text that a living process is assessing and that was not struck."""
    marks = [MARK.fullmatch(path.name) for path in site.folder.glob(f"at-{stage}-*")]
    found = [(int(mark[2]), int(mark[3])) for mark in marks if mark]
    return [(number, pid) for number, pid in found if number not in struck and alive(pid)]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_the_child_of_a_worker_is_killed_in_mid_task(site: Site):
    """The child of celery's worker; on SQLite the server's, which does the jobs."""
    texts = site.submitted(KILLS)
    site.start(DRILL_FAULT="slow")
    struck: set[int] = set()
    for kill in range(KILLS):
        stage = ("begun", "stored")[kill % 2]
        site.until(lambda stage=stage: at_work(site, stage, struck))
        number, pid = at_work(site, stage, struck)[0]
        struck.add(number)
        os.kill(pid, signal.SIGKILL)
    assert site.until(site.all_assessed) <= 60
    assert struck == set(texts)
    assert site.worker.poll() is None, "its parent goes on"
    assert site.assessed_once()
    assert site.one("SELECT count(*) FROM vetting_assessment") == KILLS
    assert site.one("SELECT count(*) FROM directory_jobtrouble") == 0
    assert site.breaches() == "0"


def test_the_whole_worker_is_killed_in_mid_task(site: Site):
    site.submitted(KILLS)
    site.start(DRILL_FAULT="slow")
    site.until(lambda: at_work(site, "begun", set()))
    site.kill(site.worker)
    if site.redis is None:
        site.start()
    else:
        assert site.status("/healthz") == 200, "the web server needs no worker"
        site.start_worker()
    site.until(site.all_assessed)
    assert site.assessed_once()
    assert site.one("SELECT count(*) FROM vetting_assessment") == KILLS
    assert site.breaches() == "0"


class Writers:
    """People who sign up, save and send files until told to stop; what was answered them."""

    def __init__(self, site: Site, session: str) -> None:
        self.site = site
        # two windows of one owner
        self.writer, self.sender = Visitor(site.base, session), Visitor(site.base, session)
        self.accounts: list[str] = []
        self.headlines: list[str] = []
        self.files: list[str] = []
        self.unanswered = 0
        self.odd: list[int] = []
        self._stop = threading.Event()
        acts = [self._sign_up, self._sign_up, self._write, self._upload]
        self._threads = [
            threading.Thread(target=self._run, args=(number, act))
            for number, act in enumerate(acts)
        ]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=100)

    def __str__(self) -> str:
        return f"{len(self.accounts)} accounts, {self.unanswered} unanswered, odd: {self.odd}"

    def _run(self, number: int, act) -> None:
        count = 0
        while not self._stop.is_set():
            count += 1
            answer = act(f"{number}-{count}")
            if answer.status == 0:
                self.unanswered += 1
                time.sleep(0.2)
            elif answer.status != 302:
                self.odd.append(answer.status)

    def _sign_up(self, name: str):
        email = f"writer{name}@example.org"
        answer = Visitor(self.site.base).sign_up(email)
        if answer.status == 302:
            self.accounts.append(email)
        return answer

    def _write(self, name: str):
        answer = self.writer.save("practice", headline=f"Lymph drainage {name}")
        if answer.status == 302:
            self.headlines.append(f"Lymph drainage {name}")
        return answer

    def _upload(self, name: str):
        answer = self.sender.save("training", papers__0__document=a_pdf(f"paper {name}.pdf"))
        if answer.status == 302:
            self.files.append(f"paper {name}.pdf")
        return answer


def test_the_web_is_killed_in_mid_write(site: Site):
    ((owner, _email, _listing),) = site.owners(1)
    site.start()
    with Writers(site, owner.session) as written:
        for _kill in range(KILLS):
            before = len(written.accounts)
            site.until(lambda before=before: len(written.accounts) >= before + 4, about=written)
            site.kill(site.web)
            site.start_web()
        site.until(lambda: len(written.accounts) > before + 4, about=written)
    assert written.odd == [], "whoever was answered was answered well"
    assert written.unanswered > 0, "somebody was struck"
    stored = [
        email for (email,) in site.rows("SELECT email FROM auth_user WHERE email LIKE 'writer%'")
    ]
    assert set(written.accounts) <= set(stored), "no acknowledged account is lost"
    assert len(stored) == len(set(stored)), "and none is there twice"
    assert len(set(stored) - set(written.accounts)) <= 2 * KILLS, "two sign up at a time"
    letters = site.rows("SELECT \"to\" FROM directory_outgoingmail WHERE key LIKE 'account:%'")
    assert sorted(to for (to,) in letters) == sorted(stored), "each account has its letter"
    kept = {name for (name,) in site.rows("SELECT original_name FROM directory_evidencedocument")}
    # the same file sent twice for a paper is kept once
    assert bool(kept) == bool(written.files)
    assert whole(site)
    site.age_files()
    site.python("call_command('retention')")
    assert site.breaches() == "0"


@pytest.mark.parametrize("where", ["account", "document"])
def test_the_web_is_killed_between_two_rows_of_one_thing(site: Site, where: str):
    """After the account and before its address; after the file and before its row."""
    ((owner, _email, _listing),) = site.owners(1)
    site.start(DRILL_FAULT=where)

    def act():
        if where == "account":
            return Visitor(site.base).sign_up("struck@example.org")
        return owner.save("training", papers__0__document=a_pdf())

    assert act().status == 0, "nobody answered"
    site.until(lambda: site.status("/healthz") == 200)
    assert site.one("SELECT count(*) FROM auth_user WHERE email LIKE 'struck%'") == 0
    assert site.one("SELECT count(*) FROM directory_evidencedocument") == 0
    left = [path for path in (site.folder / "documents").rglob("*") if path.is_file()]
    assert len(left) == (where == "document")
    assert site.python("call_command('retention')").count(" 1 deleted: Files") == 0, "it is young"
    site.age_files()
    dry = site.python("call_command('retention', '--dry-run')")
    assert (" 1 would be deleted: Files" in dry) == (where == "document")
    assert all(path.exists() for path in left)
    site.python("call_command('retention')")
    assert not any(path.exists() for path in left)
    assert site.breaches() == "0"
    assert act().status == 302, "the second time it is taken"
    assert site.breaches() == "0"


def whole(site: Site) -> bool:
    return bool(site.template.server) or site.rows("PRAGMA integrity_check") == [("ok",)]
