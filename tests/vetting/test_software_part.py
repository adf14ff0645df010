"""Whether software took part in a decision: said of this one decision, in preview, letter and page."""

import pytest
from django.test import Client

from directory.models import OutgoingMail
from tests import factories
from tests.vetting.pages import press
from vetting import reviewing
from vetting.models import Assessment, Decision, ReviewCase

pytestmark = pytest.mark.django_db

TOOK_PART = "software read your text"
NO_PART = "Software took no part"


def forget_the_reading(case: ReviewCase) -> None:
    """The engine's answer never came, or was lost: the case page shows none."""
    Assessment.objects.filter(revision_id=case.revision_id).delete()


def send_back(case: ReviewCase) -> Decision:
    return reviewing.return_for_changes(
        case=case,
        content_sha256=case.revision.content_sha256,
        reasons=[factories.REASON],
        levels={},
        note="",
        actor=case.claimed_by,
    )


def letter_about(case: ReviewCase) -> str:
    owner = case.revision.listing.practitioner.user
    return (
        OutgoingMail.objects.filter(to=owner.email, key__startswith="decision:").latest("pk").text
    )


def page_of(case: ReviewCase) -> str:
    visitor = Client()
    visitor.force_login(case.revision.listing.practitioner.user)
    return visitor.get("/account/decisions/").content.decode()


def test_a_text_that_the_engine_read_before():
    case = factories.make_claimed()
    assert send_back(case).software is True
    assert TOOK_PART in letter_about(case)
    assert "Software read the text by the rubric" in page_of(case)


def test_a_text_that_no_engine_had_read_when_a_person_decided():
    case = factories.make_claimed()
    forget_the_reading(case)
    decision = send_back(case)
    # an answer is stored with the decision all the same; nobody saw it before
    assert decision.assessment_id is not None
    assert decision.software is False
    assert NO_PART in letter_about(case)
    assert TOOK_PART not in letter_about(case)
    assert NO_PART in page_of(case)


def test_an_answer_that_could_not_read_the_text_took_no_part():
    case = factories.make_claimed()
    unread = Assessment.objects.get(revision_id=case.revision_id)
    unread.output = unread.output | {"read": False, "findings": []}
    unread.save(update_fields=["output"])
    assert send_back(case).software is False


def test_the_letter_about_a_verification_says_it_as_well():
    case = factories.make_claimed()
    factories.check_papers(case)
    factories.verify(case)
    assert TOOK_PART in letter_about(case)


def test_a_measure_against_a_listing_is_asked_for_itself():
    listing, _receipt = factories.make_reported()
    case = factories.case_about(listing, "report")
    Decision.objects.filter(case__revision_id=case.revision_id).delete()
    forget_the_reading(case)
    measure = factories.measure(case, "suspended", factories.make_moderator("Ada Lund"))
    assert measure.software is False
    assert NO_PART in letter_about(case)


def test_the_preview_says_what_the_letter_will_say(personas):
    case = factories.make_claimed(personas.moderator_user)
    typed = {
        "outcome": "changes_requested",
        "clause_1": "I.1",
        "reason_1": "Say what your hands do.",
    }
    assert TOOK_PART in press(personas.moderator, case, "preview", **typed).content.decode()
    forget_the_reading(case)
    assert NO_PART in press(personas.moderator, case, "preview", **typed).content.decode()
