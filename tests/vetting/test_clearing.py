"""What the public reads of a decision is what the person decided, and says where software differed."""

import pytest

from directory.clearance import Clearance
from directory.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db


def criterion(listing: Listing, name: str):
    clearance = Clearance.from_dict(listing.clearance)
    return next(item for item in clearance.criteria if item.criterion == name)


def test_a_reading_that_differs_from_the_engine_is_said():
    case = factories.make_claimed(
        approach_structures="I look at the whole person.", approach_difference=""
    )
    factories.check_papers(case)
    factories.verify(case)
    anatomy = criterion(Listing.objects.get(), "anatomy")
    assert anatomy.level == "meets"
    assert anatomy.sentence == (
        "A person read this as shown. Software had read it as not shown; the person decides."
    )


def test_a_reading_that_agrees_keeps_the_sentence_of_the_rubric():
    listing = factories.make_verified()
    assert "Software had read" not in criterion(listing, "anatomy").sentence
