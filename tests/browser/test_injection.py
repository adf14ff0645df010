"""Script typed into every text field, then every page that shows it, in Chromium: nothing of it runs.

Watched are dialogs, a mark on the window, violations of the policy (which would hide a hole), elements
that only a payload can have made, and addresses of script behind links.
"""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from directory import delegating, drafts, freshness, mail
from directory.models import Listing, OutgoingMail
from directory.searching import live_index
from tests import factories
from tests.codes import answered
from tests.personas import signed_in
from vetting import appeals, checking, inviting, reviewing
from vetting.assessing import assess_revision
from vetting.interests import declare
from vetting.member_files import Member
from vetting.models import Organization, ReviewCase, Seat

pytestmark = pytest.mark.django_db(transaction=True)

PAYLOADS = (
    "<script>run(1)</script>",
    "<svg/onload=run(1)>",
    '"><img src=x onerror=run(1)>',
    "'><img src=x onerror=run(1)>",
    "</script><script>run(1)</script>",
    "</textarea><svg onload=run(1)>",
    "</title><svg onload=run(1)>",
    "</style><svg onload=run(1)>",
    "--><svg onload=run(1)>",
    "]]><svg onload=run(1)>",
    "<iframe srcdoc=<svg/onload=run(1)>>",
    "<body onload=run(1)>",
    "<details open ontoggle=run(1)>",
    "<input autofocus onfocus=run(1)>",
    "<a href=javascript:run(1)>x</a>",
    "<object data=javascript:run(1)>",
    "<embed src=javascript:run(1)>",
    "<form action=javascript:run(1)><button>",
    "<video src=x onerror=run(1)>",
    "<audio src=x onerror=run(1)>",
    "<style>@import'//x.invalid'</style>",
    "<link rel=stylesheet href=//x.invalid>",
    "<base href=//x.invalid>",
    "<meta http-equiv=refresh content=0>",
    "{{7*7}}{% now 'Y' %}${run(1)}",
    "javascript:run(1)//",
    '" onmouseover="run(1)" x="',
    "' autofocus onfocus='run(1)' x='",
    '" x-init="run(1)" x-data="{}',
    "\u202e<script>run(1)</script>",
    "<noscript><p title='</noscript><svg>",
    "&lt;script&gt;run(1)&lt;/script&gt;",
    "<plaintext><xmp>",
)
AT_ONCE = 3
"""Payloads that fit into the shortest fields together; over all listings each field has had all."""
ALL = "\n".join(PAYLOADS)

WATCH = """
window.run = () => { window.ran = true };
document.addEventListener('securitypolicyviolation', said => {
  window.broken = (window.broken || []).concat(said.violatedDirective + ' ' + said.blockedURI)
});
"""
MADE_BY_A_PAYLOAD = """() => {
  const made = [...document.querySelectorAll(
    '[onload],[onerror],[onfocus],[ontoggle],[onmouseover],iframe,object,embed,base,plaintext,xmp,'
    + 'video,audio,img[src="x"],form[action^="javascript:"],a[href^="javascript:"],a[href^="data:"],'
    + 'meta[http-equiv=refresh],[x-init*="run(1)"],link[href*="x.invalid"]'
  )].map(one => one.outerHTML.slice(0, 90));
  for (const script of document.scripts)
    if (!script.src && script.textContent.includes('run(1)') && !/json/.test(script.type))
      made.push('script ' + script.textContent.slice(0, 60));
  for (const block of document.querySelectorAll('script[type*=json]')) JSON.parse(block.textContent);
  return [...made, ...(window.broken || []), ...(window.ran ? ['it ran'] : [])];
}"""
SEND_ALL = """(text) => {
  for (const form of document.querySelectorAll('main form, form')) {
    if (form.method !== 'post' || !form.querySelector('textarea, input:not([type=hidden])')) continue;
    for (const field of form.elements) {
      if (['hidden', 'submit', 'button', 'file', 'checkbox', 'radio'].includes(field.type)) continue;
      if (field.tagName === 'SELECT') continue;
      if (field.tagName === 'INPUT') field.type = 'text';
      field.removeAttribute('maxlength');
      field.value = field.tagName === 'INPUT' ? text.replaceAll('\\n', ' ') : text;
    }
    HTMLFormElement.prototype.submit.call(form);
    return true;
  }
  return false;
}"""


@dataclass(frozen=True)
class Spoiled:
    listings: list[Listing]
    cases: list[ReviewCase]
    owner: User
    moderator: User
    seat: User
    addresses: dict[str, str]


def chunks() -> list[str]:
    return [" ".join(PAYLOADS[at : at + AT_ONCE]) for at in range(0, len(PAYLOADS), AT_ONCE)]


def spoiled_listing(words: str, moderator: User) -> Listing:
    """A public listing whose every text holds the payloads."""
    draft = factories.make_draft(
        name=words[:120],
        city=words[:120],
        headline=words[:140],
        about=ALL[:3000],
        approach_limits=ALL[:3000],
        approach_difference=words,
        training_note=words,
        availability_note=words[:120],
        insurance_note=words[:160],
        number=words,
    )
    practitioner = draft.practitioner
    practitioner.profession = words[:80]
    practitioner.website = "https://example.org/'onmouseover='run(1)"
    practitioner.save()
    draft.locations.update(
        name=words[:120],
        line=words[:160],
        region=words[:120],
        postal_code=words[:16],
        access_note=words[:200],
        hours=words[:300],
    )
    draft.services.update(name=words[:120], description=ALL[:2000])
    practitioner.qualifications.update(title=words[:200], issuer=words[:160])
    revision = drafts.submit(listing=draft, actor=practitioner.user)
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    for paper in case.revision.snapshot.qualifications:
        checking.record_check(
            case=case,
            qualification_id=paper.id,
            outcome="confirmed",
            method="issuer",
            primary_source=words[:160],
            note=words,
            good_until=None,
            actor=moderator,
        )
    factories.verify(case, note=words)
    return Listing.objects.get(pk=draft.pk)


@pytest.fixture
def spoiled() -> Spoiled:
    live_index.forget()
    moderator = factories.make_moderator()
    listings = [spoiled_listing(words, moderator) for words in chunks()]
    listing = listings[0]
    owner = listing.practitioner.user
    factories.make_document(listing.practitioner.qualifications.get())
    _listing, receipt = factories.make_reported(listing, text=ALL, email="r@example.org")
    report = reviewing.claim(case=factories.case_about(listing, "report"), actor=moderator)
    checking.record_contact(
        case=report,
        whom=ALL[:160],
        channel="phone",
        outcome="reached",
        note=ALL[:500],
        actor=moderator,
    )
    decision = factories.measure(
        report,
        "warned",
        moderator,
        facts=ALL,
        answer=ALL,
        note=ALL,
        reasons=(factories.Reason(code="facts", clause="V.1", text=ALL),),
    )
    appeals.open_appeal(decision=decision, text=ALL, actor=owner)
    reader = factories.make_moderator("Ben Adler")
    declare(user=reader, kind="school", label=ALL[:150])
    cases = list(ReviewCase.objects.exclude(kind="appeal"))
    cases.append(reviewing.claim(case=ReviewCase.objects.get(kind="appeal"), actor=reader))
    for one in listings[:3]:
        factories.resend(one, approach_hands=ALL, headline=chunks()[4][:140])
    school = Organization.objects.create(name=ALL[:160], kind="school")
    seat = factories.make_user(chunks()[0])
    Seat.objects.create(user=seat, organization=school)
    members = [
        Member(line=line, name=words[:120], email=f"m{line}@example.org")
        for line, words in enumerate(chunks())
    ]
    members.append(Member(line=99, name=ALL[:120], email=ALL[:90]))
    preview, sent = (
        inviting.preview(organization=school, actor=seat, file_name=ALL[:160], members=members)
        for _ in range(2)
    )
    inviting.start(made=sent, actor=seat)
    inviting.send_waiting()
    invited = delegating.invite(listing=listing, email=seat.email, actor=owner)
    reviewing.release_claims_of(moderator)
    return Spoiled(
        listings=listings,
        cases=cases,
        owner=owner,
        moderator=reader,
        seat=seat,
        addresses={
            "status": reverse("report_status", args=[receipt.token]),
            "invitation": reverse(
                "invitation", args=[inviting.token_of(sent.invitations.exclude(state="unfit")[0])]
            ),
            "correct": freshness.link(listing),
            "accept": delegating._link(invited),
            "list": reverse("desk_list", args=[preview.pk]),
            "appeal": reverse("owner_appeal", args=[decision.pk]),
        },
    )


class Reader:
    """A window of somebody who is signed in, or not, that notes what should not be there."""

    def __init__(self, context: BrowserContext, base: str, user: User | None) -> None:
        if user is not None:
            client = answered(signed_in(user), second_factor=user.is_staff)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        context.add_init_script(WATCH)
        self.base, self.found = base, []
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog) -> None:
        self.found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def read(self, address: str, status: int = 200) -> None:
        answer = self.page.goto(self.base + address, wait_until="load")
        assert answer, address
        assert answer.status == status, address
        self.note(address)

    def send(self, address: str) -> None:
        """Fill every field of the page's form with all payloads and look at the answer."""
        self.read(address)
        with self.page.expect_navigation(wait_until="load"):
            assert self.page.evaluate(SEND_ALL, ALL), f"{address} has no form"
        self.note(f"answer of {address}")

    def note(self, where: str) -> None:
        self.found += [f"{where}: {one}" for one in self.page.evaluate(MADE_BY_A_PAYLOAD)]


@pytest.fixture
def read_as(chromium: Browser, live_server):
    contexts = []

    def reader(user: User | None = None) -> Reader:
        contexts.append(chromium.new_context())
        contexts[-1].set_default_timeout(15_000)
        return Reader(contexts[-1], live_server.url, user)

    yield reader
    for context in contexts:
        context.close()


def test_nothing_that_was_typed_runs_anywhere(spoiled, read_as):
    nobody, owner = read_as(), read_as(spoiled.owner)
    moderator, seat = read_as(spoiled.moderator), read_as(spoiled.seat)
    admin = read_as(factories.make_user("Ada Min", staff=True, superuser=True))

    results = reverse("results")
    for number, listing in enumerate(spoiled.listings):
        page = listing.get_absolute_url()
        nobody.read(page)
        nobody.read(page + ("sheet/", "contact/", "report/")[number % 3])
    for address in (results, f"{results}?q=%3Csvg/onload=run(1)%3E", "/log/"):
        nobody.read(address)
    nobody.read(f"{results}?place=%22%3E%3Cscript%3Erun(1)%3C/script%3E", 400)
    nobody.read("/%3Cscript%3Erun(1)%3C/script%3E/", 404)
    for name in ("status", "invitation", "correct"):
        nobody.read(spoiled.addresses[name])
    page = spoiled.listings[0].get_absolute_url()
    for address in (
        f"{page}contact/",
        f"{page}report/",
        "/alert/?q=%3Csvg/onload=run(1)%3E",
        reverse("checker"),
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
    ):
        nobody.send(address)

    for address in (
        "/account/",
        "/account/decisions/",
        "/account/sent/1/",
        "/account/listing/check/",
    ):
        owner.read(address)
    for step in ("practice", "where", "services", "training", "approach"):
        owner.send(f"/account/listing/{step}/")
    for address in ("/account/delegates/", "/account/pause/", "/account/delete/"):
        owner.send(address)

    seat.read(spoiled.addresses["list"])
    seat.read(spoiled.addresses["accept"])
    for address in ("/desk/", "/desk/certificates/", "/accounts/email/"):
        seat.read(address)

    moderator.read(reverse("admin:vetting_reviewcase_changelist"))
    moderator.read(reverse("admin:vetting_reviewcase_changelist") + "?show=closed&q=%3Cscript%3E")
    for case in spoiled.cases:
        moderator.read(reverse("admin:vetting_reviewcase_change", args=[case.pk]))
    moderator.send(reverse("admin:vetting_reviewcase_change", args=[spoiled.cases[-1].pk]))
    moderator.send(reverse("admin:vetting_reviewcase_interests"))

    listing = spoiled.listings[0]
    for model, pk in (
        ("directory/practitioner", listing.practitioner_id),
        ("directory/listing", listing.pk),
        ("directory/revision", listing.published_revision_id),
        ("vetting/decision", spoiled.cases[0].decision.pk),
        ("vetting/organization", Organization.objects.get().pk),
        ("auth/user", spoiled.seat.pk),
    ):
        admin.read(f"/admin/{model}/")
        admin.read(f"/admin/{model}/{pk}/change/")

    found = nobody.found + owner.found + seat.found + moderator.found + admin.found
    assert found == []


def test_no_letter_runs_anything_in_a_reader_without_a_policy(spoiled, read_as):
    reader = read_as()
    letters = OutgoingMail.objects.order_by("key")
    assert letters.filter(key__startswith="decision:").exists()
    for letter in letters:
        reader.page.set_content(mail.as_html(letter), wait_until="load")
        reader.note(letter.key)
    assert reader.found == []
