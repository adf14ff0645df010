"""Conflicts of interest: what is declared keeps cases away, in the queue, by address and by force."""

import pytest
from django.urls import reverse

from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import QUEUE, address
from vetting import interests, queueing, reviewing
from vetting.models import ModeratorInterest, ReviewCase

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:vetting_reviewcase_interests")


@pytest.fixture
def moderator():
    return factories.make_moderator()


@pytest.fixture
def case():
    return factories.case_of(factories.make_submitted(name="Tied Person"))


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("school", "nordhaven  SCHOOL of Lymph Drainage"),
        ("school", "Nordhaven"),
        ("area", "freiburg im breisgau"),
        ("area", "Freiburg im Breisgau, DE"),
        ("employer", "complete decongestive therapy"),
    ],
)
def test_a_tie_keeps_its_cases_away(moderator, case, kind, label):
    client = signed_in(moderator)
    assert "Tied Person" in client.get(QUEUE).content.decode()
    client.post(PAGE, {"kind": kind, "label": label, "add": "1"})
    queue = client.get(QUEUE).content.decode()
    assert "Tied Person" not in queue
    assert "1 waiting case is left to others" in queue
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), {"act": "claim"}).status_code == 404
    with pytest.raises(reviewing.Conflict):
        reviewing.claim(case=case, actor=moderator)
    assert reviewing.claim_next(actor=moderator) is None
    case.refresh_from_db()
    assert case.state == "open"


def test_a_tie_keeps_checks_and_assessments_away_too(moderator):
    listing = factories.make_verified(name="Tied Person")
    rows = [
        reverse("admin:vetting_assessment_change", args=[one.pk])
        for one in listing.published_revision.assessments.all()
    ] + [
        reverse("admin:vetting_check_change", args=[one.pk])
        for one in listing.published_revision.checks.all()
    ]
    client = signed_in(moderator)
    assert [client.get(row).status_code for row in rows] == [200] * len(rows)
    interests.declare(user=moderator, kind="area", label="Freiburg im Breisgau")
    assert [client.get(row).status_code for row in rows] == [302] * len(rows)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("school", "Some other school"),
        ("area", "Breisgau"),
        ("area", "Freiburg"),
        ("employer", "Else"),
    ],
)
def test_a_tie_to_something_else_keeps_nothing_away(moderator, case, kind, label):
    interests.declare(user=moderator, kind=kind, label=label)
    assert reviewing.claim(case=case, actor=moderator).claimed_by == moderator


def test_a_tie_holds_for_every_kind_of_case(moderator):
    listing, _receipt = factories.make_reported()
    interests.declare(user=moderator, kind="area", label="Freiburg im Breisgau")
    case = factories.case_about(listing, "report")
    with pytest.raises(reviewing.Conflict):
        reviewing.claim(case=case, actor=moderator)


def test_ties_are_added_removed_and_nobody_elses(moderator):
    client = signed_in(moderator)
    client.post(PAGE, {"kind": "area", "label": "Bath, GB", "add": "1"})
    client.post(PAGE, {"kind": "area", "label": "bath,  gb", "add": "1"})
    mine = ModeratorInterest.objects.get()
    stranger = signed_in(factories.make_moderator("Ben Adler"))
    assert "declared nothing yet" in stranger.get(PAGE).content.decode()
    stranger.post(PAGE, {"remove": str(mine.pk)})
    assert ModeratorInterest.objects.count() == 1
    client.post(PAGE, {"remove": "x" * 50})
    client.post(PAGE, {"remove": str(mine.pk)})
    assert not ModeratorInterest.objects.exists()


@pytest.mark.parametrize("label", ["", "ab", "  a "])
def test_a_tie_too_short_to_compare_is_explained(moderator, label):
    answer = signed_in(moderator).post(PAGE, {"kind": "school", "label": label, "add": "1"})
    assert answer.status_code == 400
    assert not ModeratorInterest.objects.exists()


def test_a_case_that_is_kept_from_one_is_offered_to_another(moderator, case):
    interests.declare(user=moderator, kind="school", label="Nordhaven")
    other = factories.make_moderator("Ben Adler")
    assert case in interests.offered_to(other)
    assert queueing.gaps() == []
    assert ReviewCase.objects.count() == 1
