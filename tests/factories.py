"""Listings in every state, made the way people make them: through the acts of the services.

Names, towns and texts are invented. Each maker returns the row it made; `actor` defaults to a fresh
moderator.
"""

import itertools
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.utils import timezone

from directory import drafts, photos, uploads
from directory.clearance import Reason
from directory.models import (
    EvidenceDocument,
    HealthcareService,
    Listing,
    Location,
    Photo,
    Qualification,
    Revision,
    Term,
)
from tests import codes
from vetting import checking, measures, reports, reviewing
from vetting.assessing import assess_revision
from vetting.models import Decision, ReviewCase
from vetting.reports import Receipt

PASSWORD = "a-long-test-password"

HANDS = (
    "I lay flat hands on the skin and stretch it lightly in slow circles, about one a second, "
    "then let it come back. My hands do not slide, I use no oil, and I never press into the muscle."
)
STRUCTURES = (
    "I aim at the initial lymph vessels just under the skin. Tissue fluid becomes lymph only when "
    "it enters them. I begin at the neck and trunk so that the limb has somewhere to drain to."
)
LIMITS = (
    "With fever, a fresh thrombosis or a weak heart I do not treat and ask for a doctor's word."
)
DIFFERENCE = "Massage works on muscle with pressure. This moves the skin only, and gently."

OTHER_WORDS = (
    {
        "approach_hands": "One slow circle after another, the skin is moved as far as it goes by "
        "itself and given time to return. A touch as light as a coin is all it needs.",
        "approach_structures": "Where lymph begins, the vessels lie right beneath the skin and "
        "open when it is stretched; water from the tissue goes in there.",
        "approach_limits": "Please see a physician first when a leg is hot, red or suddenly thick.",
        "approach_difference": "Nothing is kneaded here, and muscles are left to other hands.",
        "training_note": "My certificate in manual lymphatic drainage is from 2015, after 180 hours.",
    },
    {
        "approach_hands": "Both palms rest flat, take the skin along with hardly any weight, wait, "
        "and follow it home. There is no oil and nothing glides over the surface.",
        "approach_structures": "The smallest lymph vessels are tied to the skin by fine threads. "
        "A gentle pull opens them, hard pressure shuts them.",
        "approach_limits": "During an infection, or while the heart is weak, treatment has to wait.",
        "approach_difference": "People who want strong pressure for their back are sent elsewhere.",
        "training_note": "Four weeks at a lymph school and an examination, repeated every two years.",
    },
)
"""Texts of other people: no sentence is shared with the usual ones, or among them."""

_numbers = itertools.count(1)


def make_user(name: str = "", *, staff: bool = False, superuser: bool = False) -> User:
    """An account whose e-mail address is confirmed, with PASSWORD."""
    number = next(_numbers)
    first, _, last = (name or f"Person Number{number}").partition(" ")
    email = f"person{number}@example.org"
    user = User.objects.create_user(
        username=f"person{number}",
        email=email,
        password=PASSWORD,
        first_name=first,
        last_name=last,
        is_staff=staff,
        is_superuser=superuser,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_moderator(name: str = "Ruth Okonjo") -> User:
    """A moderator with a second factor (see tests/codes.py)."""
    user = make_user(name, staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    codes.give_app(user)
    return user


def make_document(paper: Qualification, data: bytes = b"%PDF-one") -> EvidenceDocument:
    """A scan stored with a paper; `data` stands for what the decoder wrote."""
    rebuilt = uploads.Rebuilt(name="paper.pdf", content_type="application/pdf", data=data)
    return uploads.keep(paper=paper, file=rebuilt, actor_id=paper.practitioner.user_id)


def make_photo(listing: Listing) -> Photo:
    """A photo of the working copy; its files stand for what the decoder made."""
    pictures = [b"webp-160", b"jpeg-160", b"webp-480", b"jpeg-480"]
    return photos.add(listing=listing, pictures=pictures, actor=listing.practitioner.user)


def make_draft(
    user: User | None = None,
    *,
    name: str = "Ines Kallweit",
    city: str = "Freiburg im Breisgau",
    country: str = "DE",
    lat: float = 47.9959,
    lon: float = 7.85222,
    number: str = "PRIVATE-0417",
    photo: bool = False,
    delivery: str = "clinic",
    **texts: str,
) -> Listing:
    """A complete draft that describes true MLD; `texts` replaces single text fields."""
    user = user or make_user(name)
    listing = drafts.start(user=user)
    practitioner = listing.practitioner
    practitioner.name = name
    practitioner.profession = "Physiotherapist"
    practitioner.save()
    practitioner.languages.set(Term.objects.filter(kind="language", code__in=["en", "de"]))
    fields = {
        "headline": "Manual lymphatic drainage and complete decongestive therapy",
        "approach_hands": HANDS,
        "approach_structures": STRUCTURES,
        "approach_limits": LIMITS,
        "approach_difference": DIFFERENCE,
        "training_note": "I trained for 160 hours in the Vodder method and passed the exam in 2019.",
        **texts,
    }
    for field, value in fields.items():
        setattr(listing, field, value)
    listing.save()
    listing.conditions.set(Term.objects.filter(kind="condition", code="lymphedema"))
    listing.delivery.set(Term.objects.filter(kind="delivery", code=delivery))
    Location.objects.create(
        listing=listing, line="14 Harbour Row", city=city, country=country, lat=lat, lon=lon
    )
    HealthcareService.objects.create(
        listing=listing,
        name="Manual lymphatic drainage",
        method=Term.objects.filter(kind="method", code="vodder").first(),
        description="Sixty minutes, arm or leg, in a warm and quiet room.",
        duration_minutes=60,
        price="64.00",
        currency="EUR",
    )
    Qualification.objects.create(
        practitioner=practitioner,
        title="Manual lymphatic drainage and CDT",
        issuer="Nordhaven School of Lymph Drainage",
        identifier=number,
        hours_theory=45,
        hours_practical=115,
        hours_total=160,
        scope="compromised",
        issued=date(2024, 6, 1),
    )
    if photo:
        make_photo(listing)
    return listing


def make_submitted(user: User | None = None, **draft) -> Revision:
    """A submitted revision, assessed, with its case open."""
    listing = make_draft(user, **draft)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    return revision


def case_of(revision: Revision) -> ReviewCase:
    """The case that decides this text."""
    return ReviewCase.objects.get(revision=revision, kind__in=ReviewCase.TEXT_KINDS)


def make_claimed(actor: User | None = None, **draft) -> ReviewCase:
    revision = make_submitted(**draft)
    return reviewing.claim(case=case_of(revision), actor=actor or make_moderator())


def check_papers(case: ReviewCase, outcome: str = "confirmed") -> None:
    """Every paper of the case checked by the moderator who holds it."""
    for paper in case.revision.snapshot.qualifications:
        checking.record_check(
            case=case,
            qualification_id=paper.id,
            outcome=outcome,
            method="issuer",
            primary_source="the school",
            note="",
            good_until=None,
            actor=case.claimed_by,
        )


def verify(case: ReviewCase, **changes) -> Decision:
    """Verify a claimed case as its moderator would, a year long."""
    act = {
        "case": case,
        "content_sha256": case.revision.content_sha256,
        "scopes": ["healthy", "compromised"],
        "until": timezone.localdate() + timedelta(days=365),
        "levels": {"technique": "meets", "training": "meets", "anatomy": "meets"},
        "holds_seen": True,
        "note": "",
        "actor": case.claimed_by,
        **changes,
    }
    return reviewing.verify(**act)


def make_verified(actor: User | None = None, **draft) -> Listing:
    """A public listing."""
    case = make_claimed(actor, **draft)
    check_papers(case)
    verify(case)
    return Listing.objects.get(pk=case.listing_id)


def make_returned(actor: User | None = None, **draft) -> Listing:
    """A listing that was sent back for changes."""
    case = make_claimed(actor, **draft)
    reviewing.return_for_changes(
        case=case,
        content_sha256=case.revision.content_sha256,
        reasons=[Reason(code="training", clause="II.1", text="Send the page with the hours.")],
        levels={},
        note="",
        actor=case.claimed_by,
    )
    return Listing.objects.get(pk=case.listing_id)


REASON = Reason(code="facts", clause="V.1", text="The hours on the page are not those on the door.")


def make_reported(listing: Listing | None = None, **said) -> tuple[Listing, Receipt]:
    """A public listing with an open report from somebody without an account."""
    listing = listing or make_verified()
    words = {
        "field": "where",
        "category": "fact",
        "text": "The practice moved in May.",
        "email": "",
    }
    return listing, reports.receive(listing_id=listing.pk, **(words | said))


def case_about(listing: Listing, kind: str) -> ReviewCase:
    """The newest case of a kind on a listing."""
    return ReviewCase.objects.filter(listing_id=listing.pk, kind=kind).order_by("-pk")[0]


def measure(case: ReviewCase, outcome: str, actor: User, **words) -> Decision:
    """Claim a case about a listing and decide it as `actor` would."""
    case = reviewing.claim(case=case, actor=actor)
    said = {
        "outcome": Decision.Outcome(outcome),
        "reasons": (REASON,) if outcome in Decision.RESTRICTIONS else (),
        "facts": "Seen on 1 March 2026 at the practice."
        if outcome in Decision.RESTRICTIONS
        else "",
        "answer": "We looked and asked the owner.",
    }
    if outcome == "warned":
        said["until"] = timezone.localdate() + timedelta(days=21)
    if outcome == "limited":
        said["scopes"] = ("healthy",)
    return measures.act(
        case=case,
        content_sha256=case.revision.content_sha256,
        measure=measures.Measure(**(said | words)),
        actor=actor,
    )


def make_suspended(actor: User | None = None) -> tuple[Listing, Decision]:
    """A listing that was suspended after a report, and the decision."""
    listing, _receipt = make_reported()
    decision = measure(
        case_about(listing, "report"), "suspended", actor or make_moderator("Ada Lund")
    )
    return Listing.objects.get(pk=listing.pk), decision


def resend(listing: Listing, **texts) -> Revision:
    """The owner changes some texts of a listing and sends it; it is assessed and waits."""
    for field, value in texts.items():
        setattr(listing, field, value)
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    return revision


def make_refused(actor: User | None = None, **draft) -> Revision:
    """A text that was not verified; its second reading waits."""
    case = make_claimed(actor, **draft)
    reviewing.refuse(
        case=case,
        content_sha256=case.revision.content_sha256,
        outcome=Decision.Outcome.NOT_VERIFIED,
        reasons=[Reason(code="technique", clause="I.1", text="Say what your hands do, please.")],
        levels={},
        note="",
        actor=case.claimed_by,
    )
    return case.revision
