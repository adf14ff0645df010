"""An edit of an approved listing opens the criteria whose evidence changed, and no other."""

from datetime import timedelta

import pytest

from directory.models import Listing, Qualification
from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import address, filled, press
from vetting import reviewing
from vetting.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.make_moderator("Ruth Okonjo")


@pytest.fixture
def listing(moderator):
    return factories.make_verified(moderator)


def claimed(revision, actor):
    return reviewing.claim(case=factories.case_of(revision), actor=actor)


def page_of(case) -> str:
    return signed_in(case.claimed_by).get(address(case)).content.decode()


def test_hours_prices_and_the_new_door_open_nothing(listing, moderator):
    listing.locations.update(hours="Mo to Fr, 8 to 17", line="2 New Street")
    listing.services.update(price="71.00", duration_minutes=50)
    listing.availability_note = "Two weeks at present"
    page = page_of(claimed(factories.resend(listing), moderator))
    assert "This edit opens no criterion: all three stand as confirmed before." in page
    assert page.count("Stands. R. Okonjo,") == 3


def test_a_changed_training_note_opens_training_alone(listing, moderator):
    revision = factories.resend(listing, training_note="I am certified in MLD by the Leduc school.")
    page = page_of(claimed(revision, moderator))
    assert "This edit opens <b>training</b> again. Technique, Anatomy stand as confirmed" in page
    assert page.count("Stands. R. Okonjo,") == 2
    assert "Gone: “trained for 160 hours in the Vodder”" in page


def test_another_paper_opens_training_alone(listing, moderator):
    Qualification.objects.update(hours_total=140)
    page = page_of(claimed(factories.resend(listing), moderator))
    assert "This edit opens <b>training</b> again." in page
    assert '<li dir="auto">The papers changed</li>' in page


def test_an_insurance_paper_opens_nothing(listing, moderator):
    Qualification.objects.create(
        practitioner=listing.practitioner, kind="insurance", title="Liability", position=1
    )
    page = page_of(claimed(factories.resend(listing), moderator))
    assert "This edit opens no criterion" in page


def test_a_tool_opens_technique_and_names_the_words(listing, moderator):
    revision = factories.resend(
        listing, about="In our lymphatic drainage I also press firmly with wooden rollers."
    )
    page = page_of(claimed(revision, moderator))
    assert "This edit opens <b>technique</b> again. Training, Anatomy stand" in page
    assert "New: “" in page


def test_the_same_words_in_another_field_open_nothing(listing, moderator):
    hands, structures = listing.approach_hands, listing.approach_structures
    revision = factories.resend(listing, approach_hands=structures, approach_structures=hands)
    assert "This edit opens no criterion" in page_of(claimed(revision, moderator))


def test_words_that_the_engine_does_not_know_are_pointed_out(listing, moderator):
    revision = factories.resend(listing, about="My room has a window to the garden and a fern.")
    page = page_of(claimed(revision, moderator))
    assert "This edit opens no criterion" in page
    assert "1 changed passage without a mark of the engine: read it under “What changed”" in page


def test_a_new_listing_has_nothing_to_stand_on(moderator):
    page = page_of(factories.make_claimed(moderator))
    assert "This edit" not in page
    assert "Stands." not in page


def test_what_stands_keeps_the_earlier_decision_and_its_reader(frozen_clock, listing, moderator):
    """A moderator had read anatomy as partly shown; an edit of the price by another keeps that."""
    first = Decision.objects.get()
    Decision.objects.update(levels={**first.levels, "anatomy": "partial"})
    kept = [
        item | {"level": "partial"} if item["criterion"] == "anatomy" else item
        for item in listing.clearance["criteria"]
    ]
    Listing.objects.update(clearance=listing.clearance | {"criteria": kept})
    frozen_clock.shift(timedelta(days=3))
    other = factories.make_moderator("Ada Lund")
    listing.services.update(price="71.00")
    case = claimed(factories.resend(listing), other)
    client = signed_in(other)
    page = client.get(address(case))
    sent = filled(page)
    assert [sent[f"level_{name}"] for name in ("technique", "training", "anatomy")] == [
        ["meets"],
        ["meets"],
        ["partial"],
    ]
    page = press(client, case, "preview", page, outcome="verified")
    press(client, case, "send", page)
    second = Decision.objects.get(case=case)
    assert second.levels["anatomy"] == "partial"
    assert second.stood == dict.fromkeys(("technique", "training", "anatomy"), first.pk)

    frozen_clock.shift(timedelta(days=3))
    listing = Listing.objects.get(pk=listing.pk)
    listing.services.update(price="72.00")
    third = claimed(factories.resend(listing), other)
    assert page_of(third).count("Stands. R. Okonjo, 2 Mar 2026") == 3


def test_a_level_that_is_read_anew_rests_on_the_new_decision(listing, moderator):
    listing.services.update(price="71.00")
    case = claimed(factories.resend(listing), moderator)
    factories.verify(case, levels={"technique": "meets", "training": "meets", "anatomy": "partial"})
    assert set(Decision.objects.get(case=case).stood) == {"technique", "training"}


def test_a_check_that_failed_since_is_not_forgotten_by_what_stands(listing, moderator):
    listing.services.update(price="71.00")
    case = claimed(factories.resend(listing), moderator)
    factories.check_papers(case, outcome="not_confirmed")
    with pytest.raises(reviewing.NotEligible, match="check at least one training paper"):
        factories.verify(case)
