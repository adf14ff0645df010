"""One person for each role, and something of each kind that they have rights to, or have not."""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.models import Group, User
from django.core import signing
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from directory import alerts, delegating, drafts, freshness, uploads
from directory.models import (
    Course,
    Delegate,
    Event,
    JobTrouble,
    Listing,
    OutgoingMail,
    SearchAlert,
    Term,
)
from directory.permissions import WORKS_ON
from tests import factories
from tests.codes import answered
from tests.personas import signed_in
from vetting import checking, inviting, issuing, reviewing
from vetting.assessing import assess_revision
from vetting.interests import declare
from vetting.member_files import Member
from vetting.models import Assessment, CertificateQuestion, Check, Organization, Seat

ABSENT = "00000000-0000-4000-8000-000000000000"
ROLES = (
    "nobody",
    "program",
    "owner",
    "other",
    "delegate",
    "seat",
    "moderator",
    "tied",
    "admin",
)
"""`program` asks for JSON from another site; `tied` is a moderator who works where the owner does."""


@dataclass(frozen=True)
class Scene:
    """Signed-in clients by role, and the values that make a route into an address.

    Keys of `values`: a parameter, "name parameter" for one route, or "app model" in the admin.
    """

    clients: dict[str, Client]
    users: dict[str, User]
    listing: Listing
    values: dict[str, str]


def set_scene() -> Scene:
    users = {
        "owner": factories.make_user("Ines Kallweit"),
        "other": factories.make_user("Tobias Renn"),
        "delegate": factories.make_user("Dora Lind"),
        "seat": factories.make_user("Sven Ahl"),
        "moderator": factories.make_moderator("Ruth Okonjo"),
        "tied": factories.make_moderator("Tara Iversen"),
        "admin": factories.make_user("Ada Min", staff=True, superuser=True),
    }
    declare(user=users["tied"], kind="area", label="Freiburg im Breisgau")
    course = Course.objects.first()
    school = Organization.objects.create(name="School of Light Hands", kind="school")
    school.courses.add(course)
    Seat.objects.create(user=users["seat"], organization=school)

    factories.make_verified(user=users["other"], name="Tobias Renn", city="Lyon", country="FR")
    first = factories.make_moderator("Ada Lund")
    listing = factories.make_verified(
        first, user=users["owner"], number="CANARY-number", photo=True
    )
    document = uploads.keep(
        paper=listing.practitioner.qualifications.get(),
        file=uploads.Rebuilt(
            name="CANARY-paper.pdf", content_type="application/pdf", data=b"CANARY-scan"
        ),
        actor_id=users["owner"].pk,
    )
    _listing, receipt = factories.make_reported(listing, email="reporter@canary.example")
    report = reviewing.claim(case=factories.case_about(listing, "report"), actor=first)
    checking.record_contact(
        case=report,
        whom="CANARY-whom",
        channel="phone",
        outcome="reached",
        note="CANARY-call",
        actor=first,
    )
    decision = factories.measure(
        report, "warned", first, note="CANARY-note", facts="CANARY-facts", answer="CANARY-answer"
    )
    factories.make_reported(listing, text="CANARY-report", email="second@canary.example")
    Listing.objects.filter(pk=listing.pk).update(about="CANARY-edit")
    case = reviewing.claim(case=factories.case_about(listing, "report"), actor=users["moderator"])
    asked = _question(course, school, first)

    pending = delegating.invite(listing=listing, email=users["other"].email, actor=users["owner"])
    delegating.invite(listing=listing, email="helper@canary.example", actor=users["owner"])
    taken = Delegate.objects.create(
        practitioner=listing.practitioner, email=users["delegate"].email, user=users["delegate"]
    )
    alert = SearchAlert.objects.create(
        email="seeker@canary.example", search="place=Lyon", language="en"
    )
    members = inviting.preview(
        organization=school,
        actor=users["seat"],
        file_name="members.csv",
        members=[Member(line=2, name="CANARY-member", email="member@canary.example")],
    )
    sent = inviting.preview(
        organization=school,
        actor=users["seat"],
        file_name="more.csv",
        members=[Member(line=2, name="Nora Vik", email="nora@example.org")],
    )
    inviting.start(made=sent, actor=users["seat"])
    inviting.send_waiting()
    unconfirmed = EmailAddress.objects.create(user=users["owner"], email="new@canary.example")
    key = passkey(users["owner"])
    trouble = JobTrouble.objects.create(job="assess", subject="1")
    clients = {role: _client(role, users.get(role)) for role in ROLES}
    session = clients["delegate"].session
    session[WORKS_ON] = str(listing.pk)
    session.save()

    values = {
        "listing_id": listing.pk,
        "document_id": document.pk,
        "photo_id": listing.photo_id,
        "name": "160.webp",
        "case_id": case.pk,
        "closed case_id": report.pk,
        "decision_id": decision.pk,
        "delegate_id": taken.pk,
        "question_id": asked.pk,
        "list_id": members.pk,
        "number": 1,
        "slug": "practice",
        "url": "nothing",
        "app_label": "directory",
        "pk": key.pk,
        "id": users["other"].pk,
        "uidb36": user_pk_to_url_str(users["owner"]),
        "content_type_id": 1,
        "account_reset_password_from_key key": default_token_generator.make_token(users["owner"]),
        "account_confirm_email key": EmailConfirmationHMAC(unconfirmed).key,
        "report_status token": receipt.token,
        "still_correct token": freshness.link(listing).split("/")[-2],
        "delegate_accept token": signing.dumps(pending.pk, salt=delegating.SALT),
        "alert_confirm token": signing.Signer(salt=alerts._SALT).sign(str(alert.pk)),
        "alert_stop token": signing.Signer(salt=alerts._SALT).sign(str(alert.pk)),
        "invitation token": inviting.token_of(sent.invitations.get()),
        "view_on_site object_id": 1,
        "directory practitioner": listing.practitioner_id,
        "directory listing": listing.pk,
        "directory revision": listing.published_revision_id,
        "directory term": Term.objects.first().pk,
        "directory course": course.pk,
        "directory event": Event.objects.first().pk,
        "directory outgoingmail": OutgoingMail.objects.first().pk,
        "directory jobtrouble": trouble.pk,
        "vetting assessment": Assessment.objects.first().pk,
        "vetting check": Check.objects.first().pk,
        "vetting decision": decision.pk,
        "vetting organization": school.pk,
        "auth user": users["other"].pk,
        "auth group": Group.objects.get(name="Moderators").pk,
        "account emailaddress": users["other"].emailaddress_set.get().pk,
    }
    return Scene(clients, users, listing, {key: str(value) for key, value in values.items()})


def passkey(user: User) -> Authenticator:
    """A passkey as registering one stores it; nobody holds its private half."""
    public = CoseKey.parse({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    data = AuthenticatorData.create(
        sha256(b"127.0.0.1"),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(b"a" * 16, b"credential", public),
    )
    said = CollectedClientData.create("webauthn.create", b"challenge", "http://127.0.0.1:8000")
    credential = {
        "id": websafe_encode(b"credential"),
        "rawId": websafe_encode(b"credential"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    return WebAuthn.add(user, "Key", credential).instance


def _question(course: Course, school: Organization, moderator: User) -> CertificateQuestion:
    """A school asked about a paper of somebody whose case the moderator holds."""
    draft = factories.make_draft(name="Mira Holt", city="Gent", country="BE")
    paper = draft.practitioner.qualifications.get()
    paper.course, paper.identifier = course, "CANARY-certificate"
    paper.save()
    revision = drafts.submit(listing=draft, actor=draft.practitioner.user)
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    return issuing.ask(
        case=case,
        qualification_id=case.revision.snapshot.qualifications[0].id,
        organization_id=str(school.pk),
        actor=moderator,
    )


def _client(role: str, user: User | None) -> Client:
    if role == "program":
        return Client(headers={"accept": "application/json", "origin": "https://elsewhere.example"})
    if user is None:
        return Client()
    return answered(signed_in(user), second_factor=user.is_staff)
