"""The listing form: every button saves, nothing typed is lost, a draft may be incomplete."""

import pytest

from directory import drafts
from directory.models import HealthcareService, Listing, Revision
from tests import factories
from tests.directory.owner.browsing import fields_of, save

pytestmark = pytest.mark.django_db

SLUGS = ("practice", "where", "services", "training", "approach")


def listing_of(user) -> Listing:
    return Listing.objects.owned_by(user).get()


def test_a_first_visit_begins_a_listing_and_a_second_finds_it(personas):
    personas.owner.get("/account/")
    first = listing_of(personas.owner_user)
    personas.owner.get("/account/listing/practice/")
    assert listing_of(personas.owner_user) == first


def test_going_on_leads_through_all_steps_to_the_last_page(personas):
    addresses = [save(personas.owner, slug).headers["Location"] for slug in SLUGS]
    assert addresses == [
        "/account/listing/where/",
        "/account/listing/services/",
        "/account/listing/training/",
        "/account/listing/approach/",
        "/account/listing/check/",
    ]


def test_an_incomplete_step_is_saved_and_is_there_on_another_device(personas):
    save(personas.owner, "practice", headline=" Lymph  drainage ", about="One\r\n\r\ntwo")
    listing = listing_of(personas.owner_user)
    assert (listing.headline, listing.about) == ("Lymph drainage", "One\n\ntwo")
    assert fields_of(personas.owner.get("/account/listing/practice/"))["about"] == ["One\n\ntwo"]


def test_stopping_saves_and_leads_to_the_owners_page(personas):
    answer = save(personas.owner, "approach", then="stop", approach_hands="Slow circles.")
    assert answer.headers["Location"] == "/account/"
    assert listing_of(personas.owner_user).approach_hands == "Slow circles."


def test_saving_a_complete_listing_untouched_changes_nothing(personas):
    listing = factories.make_draft(personas.owner_user)
    before = drafts.snapshot(listing).as_dict()
    for slug in SLUGS:
        assert save(personas.owner, slug).status_code == 302, slug
    after = drafts.snapshot(listing_of(personas.owner_user)).as_dict()
    # the region is what the gazetteer adds to the town
    before["locations"][0]["region"] = after["locations"][0]["region"]
    assert after["locations"][0]["lat"] == pytest.approx(before["locations"][0]["lat"], abs=0.01)
    for place in (*before["locations"], *after["locations"]):
        del place["lat"], place["lon"]
    assert after == before


def test_too_much_text_is_refused_with_a_count_and_stays_on_the_page(personas):
    long = "ä" * 3001
    answer = save(personas.owner, "approach", approach_hands=long)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "This has 3001 characters, and 3000 fit. Make it shorter." in page
    assert fields_of(answer)["approach_hands"] == [long]
    assert 'href="#id_approach_hands"' in page
    assert listing_of(personas.owner_user).approach_hands == ""


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"]
)
def test_a_website_is_http_or_nothing(personas, address):
    answer = save(personas.owner, "practice", website=address)
    assert answer.status_code == 400
    assert "Write the address of a website" in answer.content.decode()
    assert fields_of(answer)["website"] == [address]


def test_a_website_without_a_scheme_is_taken_as_https(personas):
    save(personas.owner, "practice", website="example.org/lymph")
    assert listing_of(personas.owner_user).practitioner.website == "https://example.org/lymph"


def test_characters_nobody_can_see_are_left_out(personas):
    save(personas.owner, "practice", name="Ines\u202e \x07Kallweit")
    assert listing_of(personas.owner_user).practitioner.name == "Ines Kallweit"


def test_text_that_looks_like_markup_is_shown_as_text(personas):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    save(personas.owner, "practice", name=evil, headline=evil, about=evil)
    save(personas.owner, "approach", approach_hands=evil)
    for address in ("/account/", "/account/listing/practice/", "/account/listing/check/"):
        page = personas.owner.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_services_are_kept_in_order_with_all_that_was_said(personas):
    save(
        personas.owner,
        "services",
        then="more",
        services__0__name="Drainage of an arm",
        services__0__method="vodder",
        services__0__description="Slow.",
        services__0__duration_minutes="45",
        services__0__price="64,50",
        services__0__currency="EUR",
        services__0__conditions=["lymphedema"],
    )
    page = personas.owner.get("/account/listing/services/?more=1")
    typed = fields_of(page)
    assert typed["services-TOTAL_FORMS"] == ["2"]
    typed["services-1-name"] = ["Drainage of a leg"]
    personas.owner.post("/account/listing/services/", {**typed, "then": "next"})
    first, second = listing_of(personas.owner_user).services.all()
    assert (first.name, first.duration_minutes, str(first.price)) == (
        "Drainage of an arm",
        45,
        "64.50",
    )
    assert first.method.code == "vodder"
    assert [term.code for term in first.conditions.all()] == ["lymphedema"]
    assert second.name == "Drainage of a leg"


def test_the_same_form_sent_twice_makes_no_second_service(personas):
    typed = fields_of(personas.owner.get("/account/listing/services/"))
    typed["services-0-name"] = ["Drainage"]
    for _time in range(2):
        personas.owner.post("/account/listing/services/", {**typed, "then": "next"})
    assert HealthcareService.objects.count() == 1


def test_a_service_can_be_removed(personas):
    factories.make_draft(personas.owner_user)
    save(personas.owner, "services", services__0__DELETE="on")
    assert not HealthcareService.objects.exists()


def test_a_price_needs_a_currency_and_nothing_typed_is_lost(personas):
    answer = save(
        personas.owner,
        "services",
        services__0__name="Drainage",
        services__0__price="64",
        services__0__currency="",
        availability_note="Three weeks",
    )
    assert answer.status_code == 400
    assert "Choose the currency of the price." in answer.content.decode()
    typed = fields_of(answer)
    assert typed["services-0-name"] == ["Drainage"]
    assert typed["availability_note"] == ["Three weeks"]


def test_more_services_than_fit_are_refused_in_words(personas):
    typed = fields_of(personas.owner.get("/account/listing/services/"))
    typed["services-TOTAL_FORMS"] = ["13"]
    typed |= {f"services-{number}-name": [f"Service {number}"] for number in range(13)}
    answer = personas.owner.post("/account/listing/services/", typed)
    assert answer.status_code == 400
    assert "Up to 12 services fit." in answer.content.decode()
    assert not HealthcareService.objects.exists()


def test_a_form_without_its_row_counts_is_refused_and_nothing_is_deleted(personas):
    factories.make_draft(personas.owner_user)
    for slug in ("where", "services", "training"):
        assert personas.owner.post(f"/account/listing/{slug}/", {}).status_code == 400
    listing = listing_of(personas.owner_user)
    assert listing.services.count() == listing.locations.count() == 1
    assert listing.practitioner.qualifications.count() == 1


def test_the_steps_say_where_something_is_missing(personas):
    page = personas.owner.get("/account/listing/practice/").content.decode()
    assert page.count('class="lacks"') == 4
    factories.make_draft(personas.owner_user)
    page = personas.owner.get("/account/listing/practice/").content.decode()
    assert 'class="lacks"' not in page


def test_the_last_page_shows_everything_and_sends_it(personas):
    factories.make_draft(personas.owner_user, about="Two rooms and a garden.")
    page = personas.owner.get("/account/listing/check/").content.decode()
    for words in ("Two rooms and a garden.", "14 Harbour Row", "64 EUR", "160 h", factories.HANDS):
        assert words in page
    assert "PRIVATE-0417" not in page
    answer = personas.owner.post("/account/listing/check/", follow=True)
    assert "Sent. A person reads it next" in answer.content.decode()
    assert Revision.objects.get().state == "submitted"


def test_an_incomplete_listing_is_not_sent_and_what_is_missing_is_linked(personas):
    answer = personas.owner.post("/account/listing/check/", follow=True)
    page = answer.content.decode()
    assert "Not sent: something is missing." in page
    assert '<a href="/account/listing/where/">Say where you work: at least the town.</a>' in page
    assert "Send to be read" not in page
    assert not Revision.objects.exists()


def test_sending_twice_sends_once(personas):
    factories.make_draft(personas.owner_user)
    for _click in range(2):
        personas.owner.post("/account/listing/check/")
    assert Revision.objects.count() == 1
    page = personas.owner.get("/account/listing/check/").content.decode()
    assert "There is nothing to send." in page


def test_an_edit_of_a_public_listing_says_that_the_approved_text_stays(personas):
    listing = factories.make_verified(user=personas.owner_user)
    page = personas.owner.get("/account/listing/practice/").content.decode()
    assert "Your approved text stays public as it is." in page
    save(personas.owner, "practice", headline="Another line")
    personas.owner.post("/account/listing/check/")
    public = personas.nobody.get(listing.get_absolute_url()).content.decode()
    assert "Another line" not in public
    dashboard = personas.owner.get("/account/").content.decode()
    assert "waits for a person. The approved text stays public" in dashboard


def test_text_typed_after_the_session_ended_comes_back_after_the_log_in(personas):
    personas.owner.get("/account/")
    typed = fields_of(personas.owner.get("/account/listing/approach/"))
    typed["approach_hands"] = ["Slow circles on the skin."]
    del personas.owner.cookies["sessionid"]
    answer = personas.owner.post("/account/listing/approach/", {**typed, "then": "next"})
    assert answer.headers["Location"].endswith("?next=/account/listing/approach/")
    personas.owner.post(
        answer.headers["Location"],
        {"login": personas.owner_user.email, "password": factories.PASSWORD},
    )
    page = personas.owner.get("/account/listing/approach/")
    assert "You were signed out before this was saved." in page.content.decode()
    assert fields_of(page)["approach_hands"] == ["Slow circles on the skin."]
    personas.owner.post("/account/listing/approach/", {**fields_of(page), "then": "next"})
    assert listing_of(personas.owner_user).approach_hands == "Slow circles on the skin."


def test_text_put_aside_is_not_shown_to_somebody_else_on_the_same_machine(personas):
    personas.owner.get("/account/")
    typed = fields_of(personas.owner.get("/account/listing/approach/"))
    typed["approach_hands"] = ["Slow circles on the skin."]
    del personas.owner.cookies["sessionid"]
    login = personas.owner.post("/account/listing/approach/", typed).headers["Location"]
    personas.owner.post(
        login, {"login": personas.stranger_user.email, "password": factories.PASSWORD}
    )
    page = personas.owner.get("/account/listing/approach/").content.decode()
    assert "Slow circles" not in page
