"""A letter leaves once, comes after a dead server, and its text does not stay."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from directory import mail
from directory.models import OutgoingMail
from tests import factories

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


def test_a_server_that_is_away_is_asked_once_and_held_against_no_letter(monkeypatch):
    letter("one"), letter("two")
    asked = []

    def refuse(self):
        asked.append(1)
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
        assert mail.send_waiting() == 0
    assert asked == [1]
    assert not OutgoingMail.objects.exclude(attempts=0).exists()
    assert mail.send_waiting() == 2, "in the first round after it is back"


@pytest.mark.parametrize("error", [SMTPRecipientsRefused({}), ValueError("a header of two lines")])
def test_a_letter_that_cannot_be_sent_does_not_hold_up_those_behind_it(monkeypatch, error):
    letter("poison"), letter("sound")
    send = EmailMultiAlternatives.send

    def picky(message):
        if message.extra_headers["Message-ID"].startswith(f"<outbox-{poison.pk}@"):
            raise error
        return send(message)

    poison = OutgoingMail.objects.get(key="poison")
    monkeypatch.setattr(EmailMultiAlternatives, "send", picky)
    assert mail.send_waiting() == 1
    poison.refresh_from_db()
    assert (poison.attempts, poison.last_error) == (1, type(error).__name__)
    assert OutgoingMail.objects.get(key="sound").sent_at is not None


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


def test_a_letter_leaves_as_text_and_as_html_without_anything_from_elsewhere():
    OutgoingMail.objects.create(
        key="one",
        to="ines@example.org",
        subject="Your <listing>",
        text="Read <b>this</b> & more:\nhttp://127.0.0.1:8000/how-we-verify/#clause-I.1\n\nBye.",
        language="de",
    )
    mail.send_waiting()
    (letter,) = outbox.outbox
    (html, kind) = letter.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="de">' in html
    assert "Read &lt;b&gt;this&lt;/b&gt; &amp; more:" in html
    assert 'href="http://127.0.0.1:8000/how-we-verify/#clause-I.1"' in html
    assert not {"<img", "<link", "<script", "url(", "@import", "src="} & set(html.split())
    assert "src=" not in html


def test_a_letter_about_an_account_waits_for_a_mail_server_that_is_away(client, monkeypatch):
    user = factories.make_user()

    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        answer = client.post("/accounts/password/reset/", {"email": user.email})
    assert answer.status_code == 302
    assert outbox.outbox == []
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert mail.send_waiting() == 1
    assert "/accounts/password/reset/key/" in outbox.outbox[0].body
    assert mail.send_waiting() == 0


def test_a_request_never_waits_for_a_mail_server(client, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    user = factories.make_user()

    def asked(self, *args, **kwargs):
        raise AssertionError("a request asked the mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", asked)
    client.post("/accounts/password/reset/", {"email": user.email})
    (row,) = OutgoingMail.objects.filter(to=user.email)
    assert (row.attempts, row.sent_at) == (0, None)
