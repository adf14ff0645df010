"""Who gets what at the desk, on the owner's decisions and on reports: every role, address and method."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Listing
from tests import factories
from tests.personas import signed_in
from vetting import appeals
from vetting.models import ReviewCase

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")
ASKED, ABSENT, WRONG, SEEN, DONE, REFUSED = 302, 404, 405, 200, 302, 400

DESK = {"get": SEEN, "post": SEEN, "put": WRONG, "patch": WRONG, "delete": WRONG}
READ = {"get": SEEN, "post": WRONG, "put": WRONG, "patch": WRONG, "delete": WRONG}
FORM = {"get": SEEN, "post": REFUSED, "put": WRONG, "patch": WRONG, "delete": WRONG}
NO_SUCH = {"get": ABSENT, "post": ABSENT, "put": WRONG, "patch": WRONG, "delete": WRONG}
KNOCK = {"get": ASKED, "post": ASKED, "put": WRONG, "patch": WRONG, "delete": WRONG}
STAFF_ONLY = dict.fromkeys(("nobody", "owner", "stranger"), KNOCK)
PUBLIC = ("nobody", "owner", "stranger", "moderator", "admin")


def post_only(answer: int) -> dict[str, int]:
    return {**dict.fromkeys(METHODS, WRONG), "post": answer}


MATRIX: dict[str, dict[str, dict[str, int]]] = {
    "queue": {**STAFF_ONLY, "moderator": DESK, "admin": DESK},
    "case": {**STAFF_ONLY, "moderator": DESK, "admin": DESK},
    "own_case": {**STAFF_ONLY, "moderator": NO_SUCH, "admin": DESK},
    "no_case": {**STAFF_ONLY, "moderator": NO_SUCH, "admin": NO_SUCH},
    "next": {
        **{role: post_only(ASKED) for role in ("nobody", "owner", "stranger")},
        "moderator": post_only(DONE),
        "admin": post_only(DONE),
    },
    "interests": {**STAFF_ONLY, "moderator": FORM, "admin": FORM},
    "agreement": {
        **{role: {**READ, "get": ASKED} for role in ("nobody", "owner", "stranger")},
        "moderator": READ,
        "admin": READ,
    },
    "decisions": {
        "nobody": {**KNOCK, "put": ASKED, "patch": ASKED, "delete": ASKED},
        **dict.fromkeys(("owner", "stranger", "moderator", "admin"), READ),
    },
    "appeal": {
        "nobody": {**KNOCK, "put": ASKED, "patch": ASKED, "delete": ASKED},
        "owner": FORM,
        **dict.fromkeys(("stranger", "moderator", "admin"), NO_SUCH),
    },
    "report": dict.fromkeys(PUBLIC, FORM),
    "no_report": dict.fromkeys(PUBLIC, NO_SUCH),
    "status": dict.fromkeys(PUBLIC, READ),
    "no_status": {role: {**READ, "get": ABSENT} for role in PUBLIC},
}


@dataclass(frozen=True)
class Scene:
    clients: dict[str, Client]
    addresses: dict[str, str]


@pytest.fixture
def scene(personas) -> Scene:
    first = factories.make_moderator("Ada Lund")
    listing = factories.make_verified(first, user=personas.owner_user)
    _listing, receipt = factories.make_reported(listing)
    decision = factories.measure(factories.case_about(listing, "report"), "warned", first)
    again, _receipt = factories.make_reported(listing)
    own = factories.case_of(factories.make_submitted(personas.moderator_user, name="Own"))
    clients = {name: getattr(personas, name) for name in PUBLIC}
    case = factories.case_about(again, "report")
    addresses = {
        "queue": reverse("admin:vetting_reviewcase_changelist"),
        "case": reverse("admin:vetting_reviewcase_change", args=[case.pk]),
        "own_case": reverse("admin:vetting_reviewcase_change", args=[own.pk]),
        "no_case": reverse("admin:vetting_reviewcase_change", args=[99_999]),
        "next": reverse("admin:vetting_reviewcase_next"),
        "interests": reverse("admin:vetting_reviewcase_interests"),
        "agreement": reverse("admin:vetting_reviewcase_agreement"),
        "decisions": reverse("owner_decisions"),
        "appeal": reverse("owner_appeal", args=[decision.pk]),
        "report": reverse("report", args=[listing.pk]),
        "no_report": reverse("report", args=["00000000-0000-4000-8000-000000000000"]),
        "status": reverse("report_status", args=[receipt.token]),
        "no_status": reverse("report_status", args=["guessed"]),
    }
    return Scene(clients=clients, addresses=addresses)


def test_every_role_address_and_method(scene):
    wrong = []
    for name, roles in MATRIX.items():
        for role, answers in roles.items():
            for method in METHODS:
                got = getattr(scene.clients[role], method)(scene.addresses[name]).status_code
                # an unclaimed case sends its moderator back to the page with a sentence
                wanted = {answers[method]} | (
                    {302} if name.endswith("case") and got == 302 else set()
                )
                if got not in wanted:
                    wrong.append(f"{method} {name} as {role}: {got}, not {answers[method]}")
    assert wrong == []


def test_the_matrix_leaves_nothing_out(scene):
    assert set(MATRIX) == set(scene.addresses)
    assert all(set(roles) == set(PUBLIC) for roles in MATRIX.values())


def test_no_post_is_taken_without_its_token(scene):
    strict = Client(enforce_csrf_checks=True)
    for name in ("report",):
        assert strict.post(scene.addresses[name], {"text": "x"}).status_code == 403
    for role in ("moderator", "owner"):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = scene.clients[role].cookies
        names = ("case", "next", "interests") if role == "moderator" else ("appeal",)
        for name in names:
            assert strict.post(scene.addresses[name], {"act": "claim"}).status_code == 403


def test_an_owner_appeals_from_the_page_and_sees_the_answer(scene, personas):
    page = personas.owner.get(scene.addresses["decisions"]).content.decode()
    assert "Seen on 1 March 2026 at the practice." in page
    assert scene.addresses["appeal"] in page
    answer = personas.owner.post(
        scene.addresses["appeal"], {"text": "Those are the hours of the dentist."}, follow=True
    )
    assert "Another person answers it by" in answer.content.decode()
    waits = "Your appeal waits for another person."
    assert waits in personas.owner.get("/account/").content.decode()
    case = ReviewCase.objects.get(kind="appeal")
    second = factories.make_moderator("Ben Adler")
    factories.reviewing.claim(case=case, actor=second)
    appeals.decide_appeal(
        appeal=case.appeal, overturn=False, answer="I looked at the door.", note="", actor=second
    )
    page = personas.owner.get(scene.addresses["decisions"]).content.decode()
    assert "Answer: the decision stands." in page
    assert "I looked at the door." in page
    assert waits not in personas.owner.get("/account/").content.decode()
    assert personas.owner.get(scene.addresses["appeal"]).status_code == 404


def test_a_suspended_owner_still_reads_decisions_and_appeals():
    listing, decision = factories.make_suspended()
    client = signed_in(Listing.objects.get(pk=listing.pk).practitioner.user)
    assert client.get(reverse("owner_appeal", args=[decision.pk])).status_code == 200
    assert "The hours on the page" in client.get("/account/").content.decode()


XSS = (
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<style>@import '//evil.example'</style>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "{{7*7}}<b>{% now 'Y' %}</b>",
    "<plaintext>",
    "<x onclick=alert(1)>x</x>",
    "\u202e<script>alert(1)</script>",
    "<img src=x onerror=alert(1)//" + "A" * 60,
)


@pytest.mark.parametrize("payload", XSS)
def test_no_payload_is_markup_anywhere_at_the_desk(payload):
    """In every text that owners, reporters and moderators write: shown literally or not at all."""
    moderator = factories.make_moderator()
    listing = factories.make_verified(
        moderator,
        name=payload,
        city=payload[:100],
        headline=payload[:140],
        approach_limits=payload,
        approach_difference=payload,
        training_note=payload,
    )
    factories.make_reported(listing, text=payload + " at the door")
    case = factories.reviewing.claim(case=factories.case_about(listing, "report"), actor=moderator)
    factories.checking.record_contact(
        case=case, whom=payload, channel="phone", outcome="reached", note=payload, actor=moderator
    )
    client = signed_in(moderator)
    pages = [
        client.get(reverse("admin:vetting_reviewcase_changelist")),
        client.get(reverse("admin:vetting_reviewcase_change", args=[case.pk])),
    ]
    decision = factories.measure(
        case,
        "warned",
        moderator,
        facts=payload,
        answer=payload,
        note=payload,
        reasons=(factories.Reason(code="facts", clause="V.1", text=payload),),
    )
    owner = Listing.objects.get(pk=listing.pk).practitioner.user
    appeals.open_appeal(decision=decision, text=payload, actor=owner)
    appeal = ReviewCase.objects.get(kind="appeal")
    pages += [
        client.get(reverse("admin:vetting_reviewcase_change", args=[case.pk])),
        signed_in(factories.make_moderator("Ben Adler")).get(
            reverse("admin:vetting_reviewcase_change", args=[appeal.pk])
        ),
        signed_in(owner).get(reverse("owner_decisions")),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert payload not in text
        assert "onerror=alert(1)>" not in text
        assert "<script>alert" not in text
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
    assert any("&lt;" in page.content.decode() for page in pages)
