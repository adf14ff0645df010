"""Training, licence, insurance and memberships stand apart wherever papers are shown."""

import re
from dataclasses import replace

import pytest

from directory import drafts
from directory.models import Listing, Qualification
from tests import factories
from tests.personas import signed_in
from vetting import reviewing
from vetting.assessing import assess_revision

pytestmark = pytest.mark.django_db

HEADINGS = ["Training", "Professional licence", "Liability insurance", "Memberships"]
NUMBERS = ("PRIVATE-0417", "PT-447193", "M-2048177")


def draft() -> Listing:
    """A draft that names one paper of each kind; the licence was added last."""
    listing = factories.make_draft()
    owner = listing.practitioner
    for position, (kind, said) in enumerate(
        (
            ("membership", {"issuer": "MLD UK", "identifier": "M-2048177"}),
            ("insurance", {"issuer": "Harrowgate Mutual"}),
            (
                "licence",
                {
                    "title": "Physiotherapist",
                    "issuer": "Board of Nordhaven",
                    "identifier": "PT-447193",
                    "country": "DE",
                    "region": "Bavaria",
                    "register_url": "https://register.example.org/pt",
                },
            ),
        ),
        start=1,
    ):
        Qualification.objects.create(practitioner=owner, kind=kind, position=position, **said)
    return listing


def claimed():
    listing = draft()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    return reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())


@pytest.fixture
def public() -> Listing:
    case = claimed()
    factories.check_papers(case)
    factories.verify(case)
    return Listing.objects.get(pk=case.listing_id)


def headings(page: str) -> list[str]:
    return re.findall(r'<h3 class="paper-kind"[^>]*>([^<]+)</h3>', page)


def test_on_the_public_page(client, public):
    page = client.get(public.get_absolute_url()).content.decode()
    assert headings(page) == HEADINGS
    licence = page.split(HEADINGS[1])[1].split(HEADINGS[2])[0]
    assert "Good in Bavaria, Germany" in licence
    assert 'href="https://register.example.org/pt"' in licence
    assert "nofollow" in licence
    assert not [number for number in NUMBERS if number in page]


def test_in_the_api_without_numbers(client, public):
    answer = client.get(f"/api/v1/listings/{public.pk}/")
    papers = answer.json()["qualifications"]
    assert {kind: len(rows) for kind, rows in papers.items()} == {
        "training": 1,
        "licence": 1,
        "insurance": 1,
        "membership": 1,
    }
    assert papers["licence"][0]["country"] == "DE"
    assert papers["insurance"][0]["issuer"] == "Harrowgate Mutual"
    assert papers["training"][0]["outcome"] == "confirmed"
    assert not [number for number in NUMBERS if number in answer.content.decode()]
    checks = client.get(f"/api/v1/listings/{public.pk}/verification/").json()["checks"]
    assert sorted(check["kind"] for check in checks) == sorted(papers)


def test_on_the_owners_pages_with_masked_numbers():
    client = signed_in(draft().practitioner.user)
    dashboard = client.get("/account/").content.decode()
    assert headings(dashboard) == HEADINGS
    assert "Number ••••93" in dashboard
    overview = client.get("/account/listing/check/").content.decode()
    assert overview.index("Physiotherapist") < overview.index("Harrowgate Mutual")
    assert "Bavaria, Germany" in overview
    for page in (dashboard, overview):
        assert not [number for number in NUMBERS if number in page]


def test_on_the_case_page_with_numbers_and_register():
    case = claimed()
    client = signed_in(case.claimed_by)
    page = client.get(f"/admin/vetting/reviewcase/{case.pk}/change/").content.decode()
    assert headings(page) == [
        "MLD or CDT training",
        "Professional licence",
        "Liability insurance",
        "Membership",
    ]
    assert all(number in page for number in NUMBERS)
    assert 'href="https://register.example.org/pt"' in page
    assert "Bavaria, Germany" in page


def test_texts_from_before_keep_their_hash_and_are_read_as_they_are():
    content = drafts.snapshot(factories.make_draft())
    before = content.as_dict()
    assert not {"country", "region", "register_url"} & set(before["qualifications"][0])
    assert type(content).from_dict(before) == content
    paper = replace(content.qualifications[0], country="DE")
    said = replace(content, qualifications=(paper,))
    assert said.sha256() != content.sha256()
    assert type(content).from_dict(said.as_dict()) == said


def test_an_unchecked_paper_says_until_when_its_owner_says_it_is_good(public):
    Qualification.objects.filter(kind="insurance").update(expires="2031-05-04")
    page = signed_in(public.practitioner.user).get("/account/").content.decode()
    insurance = page.split(HEADINGS[2])[1].split(HEADINGS[3])[0]
    assert "4\u00a0May 2031" in insurance
