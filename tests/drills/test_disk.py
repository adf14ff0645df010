"""The disk under database and documents is full. Nothing is half stored, and all goes on with room."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.directory.owner.test_papers import a_pdf
from tests.drills.conftest import TEMPLATE, migrate
from tests.drills.servers import new_database, postgres_on, small_disk
from tests.drills.site import LONG, Site, Template
from tests.drills.visitor import Visitor

pytestmark = LONG


@pytest.fixture
def cramped(new_site, request) -> Iterator[Site]:
    """A site with everything on one small disk."""
    with small_disk() as (disk, beside), contextlib.ExitStack() as servers:
        if settings.EMBEDDED:
            template = request.getfixturevalue("template")
        else:
            address = servers.enter_context(postgres_on(disk, beside / "log"))
            template = Template(address, TEMPLATE)
            new_database(address, TEMPLATE)
            migrate(template, beside)
        site = new_site(disk / "var" / "site", template)
        yield site
        site.close()


def fill(path: Path) -> None:
    """Write until nothing more fits."""
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)


def test_the_disk_is_full(cramped: Site):
    site = cramped
    ((owner, _email, _listing),) = site.owners(1)
    site.start()
    assert Visitor(site.base).sign_up("before@example.org").status == 302
    assert owner.save("training", papers__0__document=a_pdf("first.pdf")).status == 302
    assert site.status("/readyz") == 200
    filler = site.folder.parent / "filler"
    fill(filler)
    assert site.status("/readyz") == 503
    answers = []
    # pages that the database had already taken from the disk hold a few more rows
    for number in range(200):
        answers.append(Visitor(site.base).sign_up(f"full{number}@example.org"))
        if answers[-1].status != 302:
            break
    refused = answers[-1]
    assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
    upload = owner.save("training", papers__0__document=a_pdf("second.pdf"))
    assert (upload.status, upload.headers["Retry-After"]) == (503, "30")
    assert Visitor(site.base).get("/what-mld-is/").status == 200, "patients can read"
    filler.unlink()
    stored = site.one("SELECT count(*) FROM auth_user WHERE email LIKE 'full%'")
    assert stored == len(answers) - 1, "who was refused is not there, who was taken is"
    site.until(lambda: site.status("/readyz") == 200)
    assert site.python("call_command('retention')").count("deleted") > 0
    assert site.breaches() == "0"
    assert Visitor(site.base).sign_up(f"full{len(answers) - 1}@example.org").status == 302
    assert owner.save("training", papers__0__document=a_pdf("third.pdf")).status == 302
    assert owner.send().status == 302
    site.until(site.all_assessed)
    assert site.one("SELECT count(*) FROM vetting_assessment") == 1
    if settings.EMBEDDED:
        assert site.rows("PRAGMA integrity_check") == [("ok",)]
    assert site.breaches() == "0"
