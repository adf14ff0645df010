"""A letter leaves once, comes after a dead server, and its text does not stay."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from directory import mail
from directory.models import OutgoingMail

pytestmark = pytest.mark.django_db


def letter(key="one"):
    return OutgoingMail.objects.create(
        key=key, to="ines@example.org", subject="Your listing", text="It is verified."
    )


def test_a_letter_is_sent_once_and_its_text_deleted():
    letter()
    assert mail.send_waiting() == 1
    assert mail.send_waiting() == 0
    assert [(m.to, m.subject, m.body) for m in outbox.outbox] == [
        (["ines@example.org"], "Your listing", "It is verified.")
    ]
    assert OutgoingMail.objects.get().text == ""


def test_after_a_dead_server_the_letter_comes_later(monkeypatch):
    letter()

    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert mail.send_waiting() == 0
    assert mail.send_waiting() == 0, "it waits a minute before the next attempt"
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert mail.send_waiting() == 1
    assert len(outbox.outbox) == 1


def test_a_letter_taken_by_another_sender_is_left_alone(monkeypatch):
    row = letter()
    original = OutgoingMail.objects.filter

    def taken_meanwhile(*args, **kwargs):
        if "pk" in kwargs and "attempts" in kwargs:
            original(pk=row.pk).update(attempts=1)
        return original(*args, **kwargs)

    monkeypatch.setattr(OutgoingMail.objects, "filter", taken_meanwhile)
    assert mail.send_waiting() == 0
    assert outbox.outbox == []


def test_the_same_occasion_writes_one_letter():
    context = {
        "outcome": "verified",
        "name": "Ines",
        "reasons": (),
        "until": timezone.localdate(),
        "listing_path": "/listings/1/",
    }
    first = mail.write(key="k", to="a@example.org", template="decision", context=context)
    second = mail.write(key="k", to="a@example.org", template="decision", context=context)
    assert first is not None
    assert second is None


def test_a_strangers_message_is_deleted_when_it_can_no_longer_be_delivered(monkeypatch):
    row = letter()
    OutgoingMail.objects.update(reply_to="patient@example.com", attempts=mail.GIVE_UP_AFTER - 1)

    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    mail.send_waiting()
    row.refresh_from_db()
    assert (row.text, row.reply_to, row.sent_at) == ("", "", None)
