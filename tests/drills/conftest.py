"""A migrated database to copy, servers of one's own, and a line for each drill that ran."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.servers import MailServer, Redis, drop_database, new_database
from tests.drills.site import Site, Template

TEMPLATE = f"drill_template_{os.getpid()}"


def migrate(template: Template, folder: Path) -> None:
    env = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if template.server:
        env["DATABASE_URL"] = f"{template.server.rpartition('/')[0]}/{template.name}"
    else:
        env["DATABASE_URL"] = f"sqlite:///{template.name}"
    words = [sys.executable, "manage.py", "migrate", "--no-input", "-v0"]
    subprocess.run(words, env=env, check=True)


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("template")
    if settings.EMBEDDED:
        made = Template("", str(folder / "template.sqlite3"))
        migrate(made, folder)
        yield made
        return
    made = Template(os.environ["DATABASE_URL"], TEMPLATE)
    new_database(made.server, made.name)
    migrate(made, folder)
    yield made
    drop_database(made.server, made.name)


@pytest.fixture
def redis(tmp_path) -> Iterator[Redis | None]:
    """None where the site needs none."""
    if settings.EMBEDDED:
        yield None
        return
    made = Redis(tmp_path)
    yield made
    made.back()
    made.down()


@pytest.fixture
def new_site(tmp_path, template, redis) -> Iterator[Callable[..., Site]]:
    sites = []

    def make(folder: Path = tmp_path / "var", template: Template = template) -> Site:
        sites.append(Site(folder, template, redis))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(new_site) -> Site:
    return new_site()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def pytest_terminal_summary(terminalreporter, config) -> None:
    """Which drills ran here and which did not."""
    kind = "SQLite" if settings.EMBEDDED else "PostgreSQL and Redis"
    lines = []
    for outcome in ("passed", "failed", "skipped", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            if "tests/drills" in report.nodeid and (report.when == "call" or outcome != "passed"):
                name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
                word = "not run" if outcome == "skipped" else outcome
                why = f" ({report.longrepr[2]})" if isinstance(report.longrepr, tuple) else ""
                lines.append(f"{word:8} {report.duration:6.1f} s  {name}{why}")
    if lines:
        terminalreporter.section(f"drills on {kind}")
        terminalreporter.write_line("\n".join(sorted(lines)))
