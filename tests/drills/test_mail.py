"""The mail server is away and comes back: every letter arrives, and arrives once."""

import re

import pytest

from tests.drills.servers import MailServer
from tests.drills.site import LONG, Site
from tests.drills.visitor import Visitor

pytestmark = LONG


@pytest.mark.parametrize("state", ["down", "hung"])
def test_the_mail_server(site: Site, mail_server: MailServer, state: str):
    if state == "hung":
        mail_server.hang()
    site.env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    site.start()
    emails = [f"new{number}@example.org" for number in range(3)]
    answers = [Visitor(site.base).sign_up(email) for email in emails]
    assert [answer.status for answer in answers] == [302] * 3
    assert max(answer.seconds for answer in answers[1:]) < 2
    site.python("for _ in range(3): factories.make_returned()")
    waiting = "SELECT count(*) FROM directory_outgoingmail WHERE sent_at IS NULL"
    assert site.one(waiting) == 6, "three to confirm an address, three decisions"
    ((owner, _email, _listing),) = site.owners(1)
    assert owner.send().status == 302
    site.until(site.all_assessed)
    # a round of sending has met the server that is away
    site.until(lambda: "mail server is away" in (site.folder.parent / "said").read_text(), 60)
    assert site.one(waiting) == 6
    mail_server.begin()
    site.until(lambda: site.one(waiting) == 0, 60)
    ids = [re.search(r"Message-ID: (\S+)", letter, re.I)[1] for letter in mail_server.letters]
    assert len(ids) == len(set(ids)) == 6
    to = [re.search(r"^To: (\S+)", letter, re.M)[1] for letter in mail_server.letters]
    assert len(set(to)) == 6
    assert set(emails) <= set(to)
    assert site.breaches() == "0"
