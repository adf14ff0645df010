"""Every text that somebody can store, stored with payloads in it."""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from directory import delegating, drafts, freshness
from directory.models import Course, EvidenceDocument, Listing
from directory.searching import live_index
from tests import factories
from tests.browser.injecting import ALL, QUOTED, chunks
from tests.proofs import solved
from tests.rights.roles import passkey
from vetting import appeals, checking, inviting, issuing, queueing, reviewing
from vetting.assessing import assess_revision
from vetting.interests import declare
from vetting.member_files import Member
from vetting.models import Organization, ReviewCase, Seat


@dataclass(frozen=True)
class Spoiled:
    listings: list[Listing]
    cases: list[ReviewCase]
    """Decided ones, then those that wait for `moderator`, one of each kind."""
    owner: User
    moderator: User
    seat: User
    warned: User
    closed: ReviewCase
    passkey: int
    addresses: dict[str, str]


def spoiled_listing(words: str) -> Listing:
    """A draft whose every text holds the payloads."""
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
    for kind in ("licence", "insurance", "membership"):
        practitioner.qualifications.create(
            kind=kind,
            title=words[:200],
            issuer=words[:160],
            region=words[:80],
            identifier=words[:80],
        )
    return draft


def public_listing(words: str, moderator: User) -> Listing:
    draft = spoiled_listing(words)
    practitioner = draft.practitioner
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


def spoil() -> Spoiled:
    live_index.forget()
    moderator = factories.make_moderator()
    listings = [public_listing(words, moderator) for words in chunks()]
    listing = listings[0]
    owner = listing.practitioner.user
    for paper in listing.practitioner.qualifications.all():
        factories.make_document(paper)
    EvidenceDocument.objects.update(original_name=ALL[:100])
    _listing, receipt = factories.make_reported(listing, text=ALL, email=QUOTED)
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
    _listing, _receipt = factories.make_reported(listings[7], text=ALL)
    second = factories.measure(
        factories.case_about(listings[7], "report"), "warned", moderator, facts=ALL[:2000]
    )
    appeals.open_appeal(decision=decision, text=ALL, actor=owner)
    reader = factories.make_moderator("Ben Adler")
    declare(user=reader, kind="school", label=ALL[:150])
    cases = list(ReviewCase.objects.exclude(kind="appeal"))
    cases.append(reviewing.claim(case=ReviewCase.objects.get(kind="appeal"), actor=reader))
    for one in listings[:3]:
        factories.resend(one, approach_hands=ALL, headline=chunks()[4][:140])
    cases += waiting_cases(listings, moderator, reader)
    school = Organization.objects.create(name=ALL[:160], kind="school")
    asked = asked_case(school, reader)
    cases.append(asked)
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
    delegating.invite(listing=listing, email=QUOTED, actor=owner)
    invited = delegating.invite(listing=listing, email=seat.email, actor=owner)
    letters(listing)
    reviewing.release_claims_of(moderator)
    return Spoiled(
        listings=listings,
        cases=cases,
        owner=owner,
        moderator=reader,
        seat=seat,
        warned=listings[7].practitioner.user,
        closed=factories.case_of(listings[5].published_revision),
        passkey=passkey_called(owner, ALL),
        addresses={
            "status": reverse("report_status", args=[receipt.token]),
            "invitation": reverse(
                "invitation", args=[inviting.token_of(sent.invitations.exclude(state="unfit")[0])]
            ),
            "correct": freshness.link(listing),
            "accept": delegating._link(invited),
            "list": reverse("desk_list", args=[preview.pk]),
            "reset": reset_link(listings[8].practitioner.user),
            "appeal": reverse("owner_appeal", args=[second.pk]),
        },
    )


def waiting_cases(listings: list[Listing], moderator: User, reader: User) -> list[ReviewCase]:
    """A change, a report, a second reading and an end, each claimed by the reader."""
    factories.make_reported(listings[4], text=ALL)
    refused = factories.make_refused(moderator, name=chunks()[5][:120], about=ALL)
    ended = queueing.open_case(
        revision_id=listings[9].published_revision_id, kind=ReviewCase.Kind.EXPIRY, why=ALL[:300]
    )
    return [
        reviewing.claim(case=case, actor=reader)
        for case in (
            factories.case_about(listings[2], "change"),
            factories.case_about(listings[4], "report"),
            factories.case_about(refused.listing, "second"),
            ended,
        )
    ]


def asked_case(school: Organization, reader: User) -> ReviewCase:
    """A new listing that the reader claimed and asked the school about."""
    course = Course.objects.first()
    school.courses.add(course)
    draft = spoiled_listing(chunks()[6])
    draft.practitioner.qualifications.filter(kind="training").update(course=course)
    revision = drafts.submit(listing=draft, actor=draft.practitioner.user)
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=reader)
    for paper in case.revision.snapshot.qualifications:
        if paper.course:
            issuing.ask(
                case=case, qualification_id=paper.id, organization_id=str(school.pk), actor=reader
            )
    return case


def letters(listing: Listing) -> None:
    """A message to the owner and a search alert, as the forms take them."""
    said = {"name": chunks()[0][:80], "email": QUOTED, "message": ALL, **solved("contact")}
    page = reverse("contact", args=[listing.pk])
    assert Client().post(page, said).status_code == 302
    search = f"{reverse('alert')}?q=%3Csvg/onload%3Drun(1)%3E"
    answer = Client().post(search, {"email": QUOTED, **solved("alert")})
    assert answer.url == reverse("alert_asked")


def reset_link(user: User) -> str:
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


def passkey_called(user: User, name: str) -> int:
    key = passkey(user)
    key.data["name"] = name
    key.save()
    return key.pk
