"""A whole journey through pages, jobs and letters: private words reach whom they are for, and no log."""

import io
import json
import logging
import smtplib

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client

from config.celery import app
from directory import mail
from directory.models import Delegate, Listing, OutgoingMail
from tests import factories
from tests.codes import answered
from tests.directory.owner.browsing import save
from tests.personas import signed_in
from tests.proofs import solved
from vetting.models import ReviewCase

pytestmark = pytest.mark.django_db

SEEKER = "seeker@canary.example"
REPORTER = "reporter@canary.example"
HELPER = "helper@canary.example"
WAITING = "waiting@canary.example"
OWNER = "owner@canary.example"
PASSWORD = "CANARY-quiet-hands"
LETTER = "CANARY-letter"
REPORT = "CANARY-report"
FACTS = "CANARY-facts"
NOTE = "CANARY-note"
ANSWER = "CANARY-answer"
NUMBER = "CANARY-number"
EDIT = "CANARY-edit"

READ_BY = {
    # to whom: what of all that may stand in a letter to them
    OWNER: {OWNER, SEEKER, LETTER, FACTS},
    REPORTER: {REPORTER, ANSWER},
    HELPER: {HELPER},
    WAITING: {WAITING},
}
ALL = set().union(*READ_BY.values()) | {PASSWORD, REPORT, NOTE, NUMBER, EDIT}
TASKS = sorted(
    name
    for name, task in app.tasks.items()
    if name.startswith(("directory.tasks", "vetting.tasks"))
    and not task.__wrapped__.__code__.co_argcount
)


@pytest.fixture
def logged():
    """Everything that is logged, at the level and in the form of an installation."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(next(one for one in root.handlers if one.name == "console").formatter)
    names = ["", "django", "celery"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def journey() -> Listing:
    """Everybody does what they do: pages by a browser, decisions by the services."""
    somebody = Client()
    typed = {"email": OWNER, "password1": PASSWORD, "password2": PASSWORD, **solved("signup")}
    assert somebody.post("/accounts/signup/", typed).status_code == 302
    owner = factories.User.objects.get(email=OWNER)
    owner.emailaddress_set.update(verified=True)
    assert somebody.post(
        "/accounts/login/", {"login": OWNER, "password": "CANARY-wrong"}
    ).status_code
    moderator = factories.make_moderator("Ada Lund")
    listing = factories.make_verified(moderator, user=owner, number=NUMBER)
    client = answered(signed_in(owner))
    save(client, "approach", approach_limits=EDIT)
    client.post("/account/delegates/", {"email": HELPER})
    here = listing.get_absolute_url()
    said = {"name": "Anna Petz", "email": SEEKER, "message": LETTER, **solved("contact")}
    assert Client().post(f"{here}contact/", said).status_code == 302
    wrong = {**said, "email": "", **solved("contact")}
    assert Client().post(f"{here}contact/", wrong).status_code == 400
    report = {"field": "where", "category": "fact", "text": REPORT, "email": REPORTER}
    assert Client().post(f"{here}report/", {**report, **solved("report")}).status_code == 302
    alert = {"email": WAITING, **solved("alert")}
    assert Client().post("/alert/?place=Lyon", alert).status_code == 302
    Client().get(f"/practitioners/?q={SEEKER}&place={LETTER}")
    Client().post(f"{here}?{SEEKER}")
    Client().post(
        "/api/v1/vet/", json.dumps({"text": 7, LETTER: 1}), content_type="application/json"
    )
    decision = factories.measure(
        ReviewCase.objects.get(kind="report"),
        "warned",
        moderator,
        facts=FACTS,
        note=NOTE,
        answer=ANSWER,
    )
    assert decision.outcome == "warned"
    return listing


def test_no_private_word_is_logged_by_pages_jobs_or_errors(logged, monkeypatch):
    listing = journey()

    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({OWNER: (550, LETTER.encode())})

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        for name in TASKS:
            app.tasks[name].apply()
    with monkeypatch.context() as broken:
        broken.setattr("directory.views.contact.mail.write", refuse)
        said = {"name": "Anna Petz", "email": SEEKER, "message": LETTER, **solved("contact")}
        answer = Client(raise_request_exception=False).post(
            f"{listing.get_absolute_url()}contact/", said
        )
        assert answer.status_code == 500
        assert LETTER not in answer.content.decode()
    for name in TASKS:
        app.tasks[name].apply()
    lines = logged.getvalue()
    assert "Internal Server Error" in lines
    assert "was not sent: SMTPRecipientsRefused" in lines
    assert "Task directory.tasks.send_waiting_mail" in lines
    assert [word for word in [*ALL, "CANARY"] if word in lines] == []
    assert settings.SECRET_KEY not in lines


def test_a_letter_holds_what_its_reader_may_read(monkeypatch):
    monkeypatch.setattr(mail, "GIVE_UP_AFTER", 99)
    journey()
    while mail.send_waiting():
        pass
    seen = set()
    for letter in outbox.outbox:
        (to,) = letter.to
        allowed = READ_BY.get(to)
        if allowed is None:
            continue
        seen.add(to)
        whole = letter.message().as_string() + letter.body + str(letter.reply_to)
        assert {word for word in ALL if word in whole} <= allowed, letter.subject
        assert "Ada Lund" not in whole
    assert seen == set(READ_BY)
    # what was sent is forgotten
    kept = json.dumps(list(OutgoingMail.objects.values()), default=str)
    assert not {LETTER, FACTS, ANSWER, SEEKER} & {word for word in ALL if word in kept}
    assert Delegate.objects.get().email == HELPER


def test_no_export_feed_or_search_holds_a_private_word(capsys):
    listing = journey()
    call_command("export_public")
    texts = {"export": capsys.readouterr().out}
    assert str(listing.pk) in texts["export"]
    client = Client()
    for address in (
        "/sitemap.xml",
        "/log/feed.atom",
        "/api/v1/log/",
        "/api/v1/listings/",
        f"/api/v1/listings/{listing.pk}/",
        f"/api/v1/listings/{listing.pk}/verification/",
        f"/api/v1/listings/{listing.pk}/verification/?on=2026-01-01",
        f"/badge/{listing.pk}.svg",
        "/embed/search/",
        "/figures/",
        f"/de{listing.get_absolute_url()}",
        "/de/practitioners/",
        "/de/not-there/",
    ):
        texts[address] = client.get(address).content.decode()
    for name, text in texts.items():
        assert [word for word in ALL if word in text] == [], name
    for word in (OWNER, SEEKER, EDIT, NOTE, REPORT):
        assert client.get("/api/v1/listings/", {"q": word}).json()["count"] == 0, word
        found = client.get("/api/v1/suggestions/", {"for": "q", "q": word}).json()
        assert found == {"suggestions": []}
