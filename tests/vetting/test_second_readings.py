"""Blind second readings: who gets one, what its reader sees, and how agreement is counted."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import QUEUE, address, press
from vetting import queueing, reviewing, seconding
from vetting.models import Decision, ReviewCase, SecondReading

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return factories.make_moderator("Ada Lund")


@pytest.fixture
def second():
    return factories.make_moderator("Ben Adler")


def test_every_not_verified_is_read_twice_and_nothing_else_by_itself(first):
    factories.make_refused(first)
    factories.make_returned(first)
    factories.make_verified(first)
    assert [one.decision.outcome for one in SecondReading.objects.all()] == ["not_verified"]


def test_a_share_of_verifications_is_drawn_and_the_same_one_each_time(first, settings):
    factories.make_verified(first)
    decision = Decision.objects.get(outcome="verified")
    settings.SECOND_READING_SHARE = 0.05
    drawn = []
    for number in range(1, 4001):
        decision.pk = number
        drawn.append(seconding.drawn(decision))
        assert seconding.drawn(decision) == drawn[-1]
    assert 150 <= sum(drawn) <= 250


def test_the_second_reader_sees_neither_answer_nor_engine(first, second):
    factories.make_refused(first, approach_limits="Lymphatic drainage cures lymphedema for good.")
    case = ReviewCase.objects.get(kind="second")
    client = signed_in(second)
    reviewing.claim(case=case, actor=second)
    page = client.get(address(case)).content.decode()
    for hidden in (
        "Say what your hands do, please.",
        "Not verified,",
        "A. Lund",
        "<mark class=",
        "Look here first",
        "Holds publication",
        "Text decided",
    ):
        assert hidden not in page
    queue = client.get(QUEUE).content.decode()
    assert "Not shown" in queue
    assert "Cure claim" not in queue
    closed = ReviewCase.objects.get(kind="new")
    assert client.get(address(closed)).status_code == 404
    assert signed_in(first).get(address(closed)).status_code == 200


def test_what_the_engine_said_is_not_found_beside_the_queue_before_the_reading(first, second):
    assessment = factories.make_refused(first).assessments.get()
    page = reverse("admin:vetting_assessment_changelist")
    row = reverse("admin:vetting_assessment_change", args=[assessment.pk])
    client = signed_in(second)
    assert row not in client.get(page).content.decode()
    assert client.get(row).status_code == 302
    SecondReading.objects.update(outcome="not_verified")
    assert row in client.get(page).content.decode()
    assert client.get(row).status_code == 200


def test_the_first_reader_is_never_the_second(first, second):
    factories.make_refused(first)
    case = ReviewCase.objects.get(kind="second")
    with pytest.raises(reviewing.Conflict):
        reviewing.claim(case=case, actor=first)
    assert signed_in(first).get(address(case)).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReading.objects.update(read_by=first)


def test_a_second_reading_is_kept_and_changes_nothing(first, second):
    revision = factories.make_refused(first)
    case = ReviewCase.objects.get(kind="second")
    client = signed_in(second)
    reviewing.claim(case=case, actor=second)
    page = press(
        client, case, "preview", outcome="changes_requested", note="Two words are missing."
    )
    assert page.content.decode().count('<span class="quiet">Hidden</span>') == 6
    assert "No letter goes to the owner." in page.content.decode()
    press(client, case, "send", page, outcome="changes_requested", note="Two words are missing.")
    reading = SecondReading.objects.get()
    assert (reading.outcome, reading.read_by) == ("changes_requested", second)
    revision.refresh_from_db()
    assert revision.state == "not_verified"
    assert queueing.gaps() == []
    figures = client.get(reverse("admin:vetting_reviewcase_agreement")).content.decode()
    assert "(n = 1)" in figures
    # on a narrow screen a cell has no column: it says itself what it counts
    assert figures.count("data-head=") == 16
    assert '<td data-head="Then Return for changes">1</td>' in figures


def test_kappa_is_cohens():
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.70, by chance 0.50
    table = Counter({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    assert seconding.kappa(table) == pytest.approx(0.4)
    assert seconding.kappa(Counter()) is None
    assert seconding.kappa(Counter({("yes", "yes"): 9})) is None
    assert seconding.kappa(Counter({("yes", "no"): 3, ("no", "yes"): 3})) == pytest.approx(-1)
