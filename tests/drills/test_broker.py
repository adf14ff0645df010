"""Redis is down, or accepts and never answers. Whoever writes notices nothing, and nothing is lost."""

import pytest
from django.conf import settings

from tests.directory.owner.test_papers import a_pdf
from tests.drills.site import LONG, Site
from tests.drills.visitor import Visitor

pytestmark = [
    *LONG,
    pytest.mark.skipif(
        settings.EMBEDDED, reason="without a server the queue is part of the process"
    ),
]

SLOWEST = 2.0
"""Seconds that a request may take (REL-04, REL-05)."""


@pytest.mark.parametrize("state", ["down", "hung"])
def test_the_broker(site: Site, state: str):
    ((owner, _email, _listing), (first, _other, _id)) = site.owners(2)
    site.start()
    # what a process learns at its first request is not what is measured
    for _process in range(4):
        assert first.save("training", papers__0__document=a_pdf()).status == 302
    assert site.status("/readyz") == 200
    if state == "down":
        site.redis.down()
    else:
        site.redis.hang()
    stranger = Visitor(site.base)
    answers = {
        "signed up": stranger.sign_up("new@example.org"),
        "saved": owner.save("practice", headline="Lymph drainage in Freiburg"),
        "stored": owner.save("training", papers__0__document=a_pdf("second.pdf")),
        "sent": owner.send(),
    }
    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 302)
    slow = {name: answer.seconds for name, answer in answers.items() if answer.seconds > SLOWEST}
    assert not slow
    page = owner.get("/account/")
    assert "Received" in page.text
    assert page.seconds < SLOWEST
    assert site.status("/readyz") == 503
    assert site.one("SELECT count(*) FROM vetting_assessment") == 0
    site.redis.back()
    site.until(site.all_assessed)
    assert site.one("SELECT count(*) FROM vetting_assessment") == 1
    assert site.until(lambda: site.status("/readyz") == 200, 60) <= 60
    site.until(
        lambda: site.one("SELECT count(*) FROM directory_outgoingmail WHERE sent_at IS NULL") == 0
    )
    letters = "".join(path.read_text() for path in (site.folder / "mail").glob("*"))
    assert letters.count("To: new@example.org") == 1
    assert site.breaches() == "0"
