"""Checks of papers: who may record one, and what it changes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from vetting import checking, reviewing
from vetting.assessing import latest_checks
from vetting.models import Assessment, Check

pytestmark = pytest.mark.django_db


def record(case, **changes):
    act = {
        "case": case,
        "qualification_id": case.revision.snapshot.qualifications[0].id,
        "outcome": "confirmed",
        "method": "issuer",
        "primary_source": "Nordhaven School",
        "note": "",
        "good_until": None,
        "actor": case.claimed_by,
        **changes,
    }
    return checking.record_check(**act)


def test_a_check_is_signed_and_the_engine_reads_the_papers_again():
    case = factories.make_claimed()
    before = Assessment.objects.get(revision_id=case.revision_id).criteria["training"]
    check = record(case)
    after = Assessment.objects.filter(revision_id=case.revision_id).first().criteria["training"]
    assert check.checked_by_name == "R. Okonjo"
    assert before["level"] == "partial"
    assert after["level"] == "meets"


def test_the_newest_check_counts():
    case = factories.make_claimed()
    record(case)
    record(case, outcome="not_confirmed")
    standing = latest_checks(case.revision.snapshot)
    assert [check.outcome for check in standing.values()] == ["not_confirmed"]
    assert Check.objects.count() == 2


def test_checking_needs_the_claim():
    case = factories.make_claimed()
    with pytest.raises(reviewing.NotYourCase):
        record(case, actor=factories.make_moderator("Ben Adler"))
    reviewing.give_back(case=case, actor=case.claimed_by)
    with pytest.raises(reviewing.NotYourCase):
        record(case)
    assert not Check.objects.exists()


def test_only_papers_of_the_revision_are_checked():
    case = factories.make_claimed()
    stranger = factories.make_submitted().snapshot.qualifications[0].id
    for paper in (str(uuid4()), stranger):
        with pytest.raises(checking.UnknownPaper):
            record(case, qualification_id=paper)
    assert not Check.objects.exists()


def test_a_paper_is_not_good_until_a_day_that_has_passed():
    case = factories.make_claimed()
    today = timezone.localdate()
    with pytest.raises(ValueError, match="later day"):
        record(case, good_until=today - timedelta(days=1))
    assert not Check.objects.exists()
    assert record(case, good_until=today).good_until == today


def test_the_first_end_among_checked_papers_bounds_the_verification():
    case = factories.make_claimed()
    today = timezone.localdate()
    record(case, good_until=today + timedelta(days=30))
    assert reviewing.latest_end(case, today=today) == today + timedelta(days=30)
