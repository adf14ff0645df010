"""The owner's page: where the listing stands, why, what happens next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts, publishing
from directory.clearance import Reason
from directory.models import Listing, Revision
from directory.states import RevisionState
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client) -> str:
    return client.get("/account/").content.decode()


def current_step(page: str) -> str:
    return page.split('aria-current="step"')[1].split("<b>")[1].split("</b>")[0]


def decided(user, outcome: RevisionState) -> Listing:
    case = factories.make_claimed(user=user)
    reasons = [
        Reason(code="technique", clause="I.1", text="Say what your hands do."),
        Reason(code="training", clause="II.1", text="Send the page with the hours."),
    ]
    publishing.refuse(
        revision_id=case.revision_id,
        content_sha256=case.revision.content_sha256,
        outcome=outcome,
        reasons=reasons,
        actor=case.claimed_by,
    )
    return Listing.objects.get(pk=case.listing_id)


def test_a_new_owner_sees_what_is_missing_and_where_to_write_it(personas):
    page = page_of(personas.owner)
    assert "Your listing is a draft" in page
    assert current_step(page) == "Written"
    assert '<a href="/account/listing/services/">Describe at least one service.</a>' in page
    assert '<a class="button" href="/account/listing/practice/">Go on writing</a>' in page


def test_a_sent_listing_waits_for_a_person(personas):
    factories.make_submitted(personas.owner_user)
    page = page_of(personas.owner)
    assert current_step(page) == "Read by a person"
    assert "Our turn" in page
    assert "Too few listings have been read so far to say how long it takes." in page
    assert "Still missing" not in page


def test_a_claimed_listing_is_being_read(personas):
    factories.make_claimed(user=personas.owner_user)
    page = page_of(personas.owner)
    assert "A person is reading your listing" in page
    assert "Being read now" in page


def test_changes_asked_for_are_linked_to_the_step_and_to_the_rule(personas):
    factories.make_returned(user=personas.owner_user)
    page = page_of(personas.owner)
    assert "One change asked for, then send it again" in page
    assert current_step(page) == "Changes asked for"
    reason = page.split("Send the page with the hours.")[1].split("</li>")[0]
    assert 'href="/account/listing/training/"' in reason
    assert 'href="/how-we-verify/#clause-II.1"' in reason


def test_the_address_of_a_clause_leads_to_the_clause(personas):
    page = personas.nobody.get("/how-we-verify/").content.decode()
    assert 'id="clause-II.1"' in page


@pytest.mark.parametrize(
    ("outcome", "title", "step"),
    [
        (
            RevisionState.HONEST_NOT_MLD,
            "Read: honest massage, not MLD",
            "Honest massage, not MLD",
        ),
        (RevisionState.NOT_VERIFIED, "Read, and not verified as written", "Not verified"),
    ],
)
def test_other_answers_are_told_with_their_reasons(personas, outcome, title, step):
    decided(personas.owner_user, outcome)
    page = page_of(personas.owner)
    assert f"<h1>{title}</h1>" in page
    assert current_step(page) == step
    assert "Say what your hands do." in page
    assert 'href="/account/listing/approach/"' in page


def test_a_public_listing_says_until_when_and_who_checked_the_papers(personas):
    listing = factories.make_verified(user=personas.owner_user)
    page = page_of(personas.owner)
    until = f"{listing.verified_until.day}\u00a0{listing.verified_until:%B %Y}"
    assert f"Public, verified until {until}" in page
    assert current_step(page) == "Public"
    assert f'href="{listing.get_absolute_url()}"' in page
    papers = page.split('id="papers"')[1].split("</section>")[0]
    assert "Confirmed by its source" in papers
    assert "Asked the school or issuer: the school." in papers


def test_an_answered_edit_of_a_public_listing_shows_the_reasons_and_stays_public(personas):
    listing = factories.make_verified(user=personas.owner_user)
    Listing.objects.filter(pk=listing.pk).update(headline="Another line")
    revision = drafts.submit(listing=Listing.objects.get(pk=listing.pk), actor=personas.owner_user)
    assert "waits for a person" in page_of(personas.owner)
    publishing.take_for_review(revision_id=revision.pk, actor=personas.moderator_user)
    assert "A person is reading your change" in page_of(personas.owner)
    publishing.return_for_changes(
        revision_id=revision.pk,
        content_sha256=revision.content_sha256,
        reasons=[Reason(code="headline", clause="I.1", text="Name the method.")],
        actor=personas.moderator_user,
    )
    page = page_of(personas.owner)
    assert "was read. The answer: “Changes asked for”. The reasons are below." in page
    assert "Name the method." in page
    assert "Public, verified until" in page


def test_saved_changes_that_were_not_sent_are_named(personas):
    listing = factories.make_verified(user=personas.owner_user)
    sentence = "You have saved changes that are not sent."
    assert sentence not in page_of(personas.owner)
    Listing.objects.filter(pk=listing.pk).update(headline="Another line")
    assert sentence in page_of(personas.owner)


def test_a_suspended_listing_gives_the_reasons_and_offers_no_sending(personas):
    listing = factories.make_verified(user=personas.owner_user)
    publishing.suspend(
        listing_id=listing.pk,
        reasons=[Reason(code="licence", clause="IV.1", text="The licence has ended.")],
        actor=personas.moderator_user,
    )
    page = page_of(personas.owner)
    assert "Your listing is suspended" in page
    assert "The licence has ended." in page
    assert "Check and send</a>" not in page
    check = personas.owner.get("/account/listing/check/").content.decode()
    assert "nothing can be sent now" in check
    personas.owner.post("/account/listing/check/")
    assert Revision.objects.count() == 1


def test_an_ended_verification_asks_to_send_again(personas):
    listing = factories.make_verified(user=personas.owner_user)
    publishing.expire(today=listing.verified_until + timedelta(days=1))
    page = page_of(personas.owner)
    assert "The verification ended on" in page
    assert "Your turn: send it again" in page


def test_the_usual_time_is_measured(personas):
    for number in range(5):
        revision = factories.make_claimed(user=None, name=f"Person {number}").revision
        Revision.objects.filter(pk=revision.pk).update(
            state="not_verified",
            submitted_at=timezone.now() - timedelta(days=3),
            decided_at=timezone.now(),
        )
    page = personas.nobody.get("/for-practitioners/").content.decode()
    assert "Half of the latest 5 listings were read within 3 days." in page


def test_moderators_who_list_nothing_go_to_their_queue(personas):
    answer = personas.moderator.get("/account/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/"
    assert not Listing.objects.owned_by(personas.moderator_user).exists()


def test_what_was_sent_can_be_read_as_it_was_with_its_answer(personas):
    listing = factories.make_returned(user=personas.owner_user, about="As it was sent.")
    Listing.objects.filter(pk=listing.pk).update(about="Changed since.")
    assert 'href="/account/sent/1/">Text 1</a>' in page_of(personas.owner)
    page = personas.owner.get("/account/sent/1/").content.decode()
    assert "As it was sent." in page
    assert "Changed since." not in page
    assert "Changes asked for" in page
    assert "Send the page with the hours." in page
    assert personas.owner.get("/account/sent/2/").status_code == 404
    assert personas.stranger.get("/account/sent/1/").status_code == 404
