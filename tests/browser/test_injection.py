"""Script typed into every text field, then every page that shows it, in Chromium: nothing of it runs.

Watched are dialogs, a mark on the window, violations of the policy (which would hide a hole), elements
that only a payload can have made, and addresses of script behind links. What counts as a text field is
`text_fields.py`; a field in which no payload was sent fails, unless `text_fields.toml` says why.
"""

import io
import json
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import Browser

from directory import mail
from directory.filters import ListingFilter
from directory.models import OutgoingMail
from tests import factories
from tests.browser.injecting import ALL, PAYLOADS, QUOTED, Reader, Sent, chunks
from tests.browser.spoiling import Spoiled, spoil
from tests.browser.text_fields import LEFT_OUT, every_text_field
from vetting.models import Organization

pytestmark = pytest.mark.django_db(transaction=True)

IMAGE = '"><img src=x onerror=run(1)>'
MADE_UP = quote("<script>run(1)</script>")


@pytest.fixture
def read_as(chromium: Browser, live_server):
    contexts = []

    def reader(user=None) -> Reader:
        contexts.append(chromium.new_context())
        contexts[-1].set_default_timeout(15_000)
        return Reader(contexts[-1], live_server.url, user)

    yield reader
    for context in contexts:
        context.close()


def test_nothing_that_was_typed_runs_anywhere(read_as, monkeypatch):
    spoiled, sent = spoil(), Sent(monkeypatch)
    nobody, owner = read_as(), read_as(spoiled.owner)
    moderator, seat = read_as(spoiled.moderator), read_as(spoiled.seat)
    warned = read_as(spoiled.warned)
    admin = read_as(factories.make_user("Ada Min", staff=True, superuser=True))

    seek(nobody, spoiled)
    enter(nobody, spoiled)
    own(owner, warned, spoiled)
    sit(seat, spoiled)
    moderate(moderator, spoiled)
    administer(admin, spoiled)
    read_letters(letters := read_as())

    windows = (nobody, owner, warned, moderator, seat, admin, letters)
    assert [one for window in windows for one in window.found] == []
    fields = every_text_field() | sent.met
    assert sorted(fields - sent.spoiled - set(LEFT_OUT)) == [], "no payload was sent in these"
    assert sorted(set(LEFT_OUT) - fields) == [], "left out, but no such field"
    assert sorted(set(LEFT_OUT) & sent.spoiled) == [], "left out, but sent"


def seek(nobody: Reader, spoiled: Spoiled) -> None:
    """Public pages, the forms on them, the API as if it were a page, and errors that repeat words."""
    results = reverse("results")
    for number, listing in enumerate(spoiled.listings):
        page = listing.get_absolute_url()
        nobody.read(page)
        nobody.read(page + ("sheet/", "contact/", "report/")[number % 3])
    page, found = spoiled.listings[0].get_absolute_url(), reverse("api-listings")
    one = reverse("api-listing", args=[spoiled.listings[0].pk])
    svg = quote("<svg/onload=run(1)>")
    for address in (
        results,
        f"{results}?q={svg}",
        f"/embed/search/?q={svg}&place={svg}",
        f"{page}report/?field={svg}",
        "/log/",
        "/log/feed.atom",
        found,
        f"{found}?q={svg}",
        one,
        f"{one}verification/",
        f"{reverse('api-suggestions')}?for=q&q={svg}",
        f"/accounts/login/?next={quote('javascript:run(1)')}",
        f"/accounts/signup/?next={quote(IMAGE)}",
    ):
        nobody.read(address)
    everything = urlencode(dict.fromkeys([*ListingFilter.base_filters, IMAGE], " ".join(PAYLOADS)))
    for address in (f"{results}?{everything}", f"{found}?{everything}"):
        nobody.read(address, 400)
    nobody.read(f"{reverse('api-suggestions')}?for={svg}&q={svg}&{svg}={svg}&language={svg}", 400)
    nobody.read(f"/log/?before={svg}", 404)
    for typed in (svg, quote(IMAGE)):
        nobody.read(f"/for-websites/?site={typed}", 400)
        nobody.read(f"/embed/search/?site={typed}", 400)
    for address in ("/", "/api/v1/", "/photos/", "/accounts/confirm-email/"):
        nobody.read(f"{address}{MADE_UP}/", 404)
    vet = reverse("api-vet")
    nobody.post(vet, json.dumps({"title": chunks()[0], "text": ALL}), 200)
    nobody.post(
        vet, json.dumps(dict.fromkeys(("title", "text", "lang", "words_in", IMAGE), ALL)), 400
    )
    for name in ("status", "invitation", "correct"):
        nobody.read(spoiled.addresses[name])
    for address in (f"{page}contact/", f"{page}report/", f"/alert/?q={svg}", reverse("checker")):
        nobody.send(address)
    nobody.send(reverse("checker"), forged=False)


def enter(nobody: Reader, spoiled: Spoiled) -> None:
    """Making an account, and coming into one that has a second factor."""
    for address in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/login/"):
        nobody.send(address)
    nobody.send("/accounts/login/", to="/accounts/2fa/webauthn/login/", credential=ALL)
    nobody.read(f"/accounts/password/reset/key/1-{MADE_UP}/")
    nobody.send("/accounts/login/", login=spoiled.moderator.email, password=factories.PASSWORD)
    nobody.send("/accounts/2fa/authenticate/")
    nobody.send(spoiled.addresses["reset"])


def own(owner: Reader, warned: Reader, spoiled: Spoiled) -> None:
    """The owner's pages: what is shown, every step as typed and as forged, and the account."""
    for address in (
        "/account/",
        "/account/decisions/",
        "/account/sent/1/",
        "/account/listing/check/",
        "/account/work-for/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/2fa/webauthn/",
    ):
        owner.read(address)
    own = str(spoiled.listings[0].pk)
    for step in ("practice", "where", "services", "training", "approach"):
        address = f"/account/listing/{step}/"
        owner.send(address, forged=False)
        owner.send(address, listing=own)
        owner.send(address, forged=False, to="/account/listing/advice/", step=step)
    counts = [f"services-{name}_FORMS" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")]
    owner.send("/account/listing/services/", **dict.fromkeys(counts, ALL), listing=own)
    owner.send("/account/listing/services/", listing=ALL)
    owner.give("/account/photo/", "photo", f"{IMAGE}.jpg", b"no picture")
    for address in (
        "/account/delegates/",
        "/account/pause/",
        "/account/delete/",
        "/accounts/password/change/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        f"/accounts/2fa/webauthn/keys/{spoiled.passkey}/edit/",
        "/accounts/reauthenticate/",
    ):
        owner.send(address)
    owner.send("/accounts/email/", action_add="1")
    passkeys = "/accounts/2fa/webauthn/reauthenticate/"
    owner.send("/accounts/reauthenticate/", to=passkeys, credential=ALL)
    warned.send(spoiled.addresses["appeal"])


def sit(seat: Reader, spoiled: Spoiled) -> None:
    """The desk of a school, with members' files in both kinds, good and bad."""
    seat.read(spoiled.addresses["list"])
    seat.read(spoiled.addresses["accept"])
    for address in ("/desk/", "/accounts/email/", "/account/work-for/"):
        seat.read(address)
    seat.send("/desk/certificates/")
    rows = [["name", "email"], *([payload, payload] for payload in PAYLOADS), [IMAGE, QUOTED]]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    seat.give("/desk/", "file", f"{IMAGE}.csv", "\n".join(map(",".join, quoted)).encode())
    seat.give("/desk/", "file", f"{IMAGE}.csv", f"{IMAGE},{IMAGE}\n1,2".encode())
    book = Workbook()
    for row in rows:
        book.active.append([cell.replace("\u202e", "") for cell in row])
    book.save(file := io.BytesIO())
    seat.give("/desk/", "file", f"{IMAGE}.xlsx", file.getvalue())


def moderate(moderator: Reader, spoiled: Spoiled) -> None:
    """The queue, every case, every form of one, and the letter of a decision before it is sent."""
    queue = reverse("admin:vetting_reviewcase_changelist")
    moderator.read(queue)
    moderator.read(f"{queue}?show=closed&q=%3Cscript%3Erun(1)")
    pages = [reverse("admin:vetting_reviewcase_change", args=[case.pk]) for case in spoiled.cases]
    for page in pages:
        moderator.read(page)
    for case, page in zip(spoiled.cases, pages, strict=True):
        if case.claimed_by_id == spoiled.moderator.pk:
            moderator.send(page)
            moderator.send(page, forged=False, act="contact")
            moderator.read(page)
    new, asked = pages[-1], spoiled.cases[-1]
    paper = asked.revision.snapshot.qualifications[0].id
    moderator.send(new, act=f"check:{paper}")
    letter = {
        "outcome": "not_verified",
        "clause_1": "I.1",
        "reason_1": " ".join(PAYLOADS),
        "clause_2": "",
        "reason_2": "",
        "clause_3": "",
        "reason_3": "",
        "facts": ALL,
        "note": ALL,
        "content_sha256": asked.revision.content_sha256,
        "level_technique": "",
        "level_training": "",
        "level_anatomy": "",
        "until": "",
    }
    for act in ("preview", "letter"):
        moderator.send(new, forged=False, act=act, **letter)
        assert "onload=run(1)" in moderator.page.content()
    closed = reverse("admin:vetting_reviewcase_change", args=[spoiled.closed.pk])
    moderator.send(closed, act="open")
    moderator.send(closed, act="open", why=ALL[:300])
    moderator.send(reverse("admin:vetting_reviewcase_interests"), add="1")
    moderator.send("/accounts/2fa/reauthenticate/")


def administer(admin: Reader, spoiled: Spoiled) -> None:
    """Rows as a superuser reads them, the forms, and the fields to search with."""
    listing = spoiled.listings[0]
    school = Organization.objects.get().pk
    for model, pk in (
        ("directory/practitioner", listing.practitioner_id),
        ("directory/listing", listing.pk),
        ("directory/revision", listing.published_revision_id),
        ("vetting/decision", spoiled.closed.decision.pk),
        ("vetting/organization", school),
        ("auth/user", spoiled.seat.pk),
    ):
        admin.read(f"/admin/{model}/")
        admin.read(f"/admin/{model}/{pk}/change/")
    for model in ("vetting/organization", "auth/user", "auth/group", "account/emailaddress"):
        admin.read(f"/admin/{model}/?q=%3Csvg/onload=run(1)%3E")
        admin.send(f"/admin/{model}/add/", forged=False)
    for page in (
        f"vetting/organization/{school}/change",
        f"auth/user/{spoiled.seat.pk}/change",
        f"auth/user/{spoiled.seat.pk}/password",
        "password_change",
    ):
        admin.send(f"/admin/{page}/", forged=False)


def read_letters(reader: Reader) -> None:
    """The HTML of every letter, in a window without a policy."""
    letters = OutgoingMail.objects.order_by("key")
    for begins in ("decision:", "contact:", "alert", "delegate"):
        assert letters.filter(key__startswith=begins).exists(), begins
    for letter in letters:
        reader.page.set_content(mail.as_html(letter), wait_until="load")
        reader.note(letter.key)
