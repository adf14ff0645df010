"""The same thing twice, out of order, or by two at once, and letters."""

import re
import threading

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

MEETINGS = 100


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
    for _round in range(MEETINGS):
        case = factories.make_claimed(moderator)
        raised = at_once(
            against(case, Decision.Outcome.NOT_VERIFIED),
            against(case, Decision.Outcome.HONEST_NOT_MLD),
        )
        assert len([error for error in raised if error]) == 1
    assert Decision.objects.count() == MEETINGS
    assert list(breaches()) == []


def test_letters_wait_for_a_mail_server_and_arrive_once(mail_server, settings, client):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    for _listing in range(2):
        factories.make_returned()
    # one of the library's own
    client.post("/accounts/password/reset/", {"email": factories.make_user().email})
    assert mail.send_waiting() == 0, "nobody listens"
    assert OutgoingMail.objects.filter(sent_at=None, attempts=0).count() == 3
    mail_server.begin()

    def send() -> None:
        mail.send_waiting()
        connection.close()

    senders = [threading.Thread(target=send) for _sender in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)
    ids = [re.search(r"Message-ID: (\S+)", letter, re.I).group(1) for letter in mail_server.letters]
    assert len(ids) == len(set(ids)) == 3
    assert all("multipart/alternative" in letter for letter in mail_server.letters)
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
    assert list(breaches()) == []
