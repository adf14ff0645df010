"""The same thing twice, out of order, or by two at once; and a mail server that was away."""

import re
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from config.invariants import breaches
from directory import drafts, mail
from directory.models import Listing, OutgoingMail, Revision
from tests import factories
from tests.vetting.test_race import against, at_once
from vetting import tasks
from vetting.models import Assessment, Decision, ReviewCase

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]


def test_a_job_is_delivered_twice_at_once_and_ten_times_after():
    listing = factories.make_draft()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    at_once(*[lambda: tasks.assess_revision(revision.pk)] * 2)
    for _delivery in range(10):
        tasks.assess_revision(revision.pk)
    assert Assessment.objects.filter(revision=revision).count() == 1
    assert ReviewCase.objects.filter(revision=revision).count() == 1
    assert list(breaches()) == []


def test_the_job_of_an_older_text_comes_after_that_of_the_newer():
    listing = factories.make_draft()
    owner = listing.practitioner.user
    older = drafts.submit(listing=listing, actor=owner)
    Listing.objects.filter(pk=listing.pk).update(about="A newer word.")
    newer = drafts.submit(listing=Listing.objects.get(pk=listing.pk), actor=owner)
    tasks.assess_revision(newer.pk)
    tasks.assess_revision(older.pk)
    tasks.assess_waiting()
    open_cases = ReviewCase.objects.exclude(state=ReviewCase.State.CLOSED)
    assert [case.revision_id for case in open_cases] == [newer.pk]
    assert Revision.objects.get(pk=older.pk).state == "superseded"
    assert list(breaches()) == []


def test_two_moderators_decide_at_once():
    moderator = factories.make_moderator()
    for _round in range(10):
        case = factories.make_claimed(moderator)
        raised = at_once(
            against(case, Decision.Outcome.NOT_VERIFIED),
            against(case, Decision.Outcome.HONEST_NOT_MLD),
        )
        assert len([error for error in raised if error]) == 1
    assert Decision.objects.count() == 10
    assert list(breaches()) == []


class Sink(socketserver.StreamRequestHandler):
    """As much of a mail server as takes letters."""

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    text += self.rfile.readline()
                self.server.letters.append(text.decode())  # type: ignore[attr-defined]
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def sink(settings) -> Iterator[socketserver.ThreadingTCPServer]:
    """A mail server that listens only after `sink.begin()`; until then its port is closed."""
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink, bind_and_activate=False) as server:
        server.server_bind()
        server.letters = []  # type: ignore[attr-defined]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        serving = threading.Thread(target=server.serve_forever, daemon=True)

        def begin() -> None:
            server.server_activate()
            serving.start()

        server.begin = begin  # type: ignore[attr-defined]
        yield server
        if serving.is_alive():
            server.shutdown()


def test_letters_wait_for_a_mail_server_and_arrive_once(sink):
    for _listing in range(3):
        factories.make_returned()
    assert mail.send_waiting() == 0, "nobody listens"
    assert OutgoingMail.objects.filter(sent_at=None, attempts=0).count() == 3
    sink.begin()

    def send() -> None:
        mail.send_waiting()
        connection.close()

    senders = [threading.Thread(target=send) for _sender in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)
    ids = [re.search(r"Message-ID: (\S+)", letter, re.I).group(1) for letter in sink.letters]
    assert len(ids) == len(set(ids)) == 3
    assert all("multipart/alternative" in letter for letter in sink.letters)
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
    assert list(breaches()) == []
