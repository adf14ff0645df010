"""How words are meant decides whether they count."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()


def vet(text, title="", language="en", **fields):
    parts = [TextField("title", "title", title), TextField("text", "about", text)]
    parts += [TextField(name, name, words) for name, words in fields.items()]
    return assess(ListingText(tuple(parts), language), (), RUBRIC, date(2026, 1, 1))


def status_of(answer, rule):
    return {finding.status for finding in answer.findings if finding.rule == rule}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Our lymphatic drainage uses firm pressure on the legs.", "asserted"),
        ("Our lymphatic drainage never uses firm pressure on the legs.", "negated"),
        ("Unlike a massage with firm pressure, lymphatic drainage is light.", "contrast"),
        ("It is a myth that lymphatic drainage uses firm pressure.", "refuted"),
        ("Does lymphatic drainage use firm pressure? No.", "negated"),
        ("Does lymphatic drainage use firm pressure? Yes.", "asserted"),
        ("Many spas do lymphatic drainage with firm pressure.", "other_person"),
        ("I used to do lymphatic drainage with firm pressure.", "past"),
        ("Sports massage comes with firm pressure. We also do MLD on Mondays.", "other_service"),
    ],
)
def test_the_standing_of_firm_pressure(text, status):
    answer = vet(text)
    assert status_of(answer, "T-DEEP-TISSUE") == {status}
    assert ("deep_pressure" in answer.red_flags) == (status == "asserted")


def test_not_only_is_no_denial():
    answer = vet("Not only is our lymphatic drainage quick, it comes with firm pressure.")
    assert "deep_pressure" in answer.red_flags


def test_bandages_and_deep_breathing_are_no_flags():
    answer = vet(
        "After lymphatic drainage I apply compression bandages. Deep breathing ends the session. "
        "The deep vessels fill from the superficial ones, and fibrosis becomes softer."
    )
    assert answer.red_flags == ()


def test_a_menu_binds_nothing():
    answer = vet("Lymphatic drainage, deep tissue massage, cupping and gua sha are on our menu.")
    assert answer.red_flags == ()
    assert answer.verdict == "unclear"


def test_a_tool_in_its_own_service_field_is_another_service():
    answer = vet(
        "Lymphatic drainage with very light strokes on the skin.",
        services="Deep tissue massage with firm pressure and wooden rollers.",
    )
    assert answer.red_flags == ()
    assert status_of(answer, "T-WOOD") == {"other_service"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I trained at the Dr. Vodder School and work with lymph.", "meets"),
        ("My teacher trained at the Dr. Vodder School; I help with lymph.", "absent"),
        ("Next year I hope to train at the Dr. Vodder School for lymph.", "absent"),
        ("My certificate of the Dr. Vodder School has expired for lymph.", "partial"),
        ("Lymph drainage was developed by Dr. Emil Vodder in his school.", "absent"),
        ("Look for a therapist who is trained at the Vodder School for lymph.", "partial"),
    ],
)
def test_whose_training_it_is(text, level):
    levels = {result.criterion: result.text_level for result in vet(text).criteria}
    assert levels["training"] == level


def test_dr_vodder_does_not_end_a_sentence():
    answer = vet("I hold a certificate of Dr. Vodder in lymph drainage.")
    assert status_of(answer, "R-SCHOOL") == {"asserted"}


def test_honest_massage_is_an_outcome_of_its_own():
    answer = vet("I offer relaxing massage. It is not lymphatic drainage, and I say so.")
    assert answer.honest_not_mld
    assert answer.verdict == "not_mld"
    assert answer.red_flags == ()


def test_denying_what_others_sell_is_not_honest_massage():
    answer = vet(
        "What spas sell is not lymphatic drainage. Our lymphatic drainage is a light touch on "
        "the skin."
    )
    assert not answer.honest_not_mld
    assert answer.verdict != "not_mld"


def test_in_the_training_field_a_school_needs_no_verb():
    listing = vet("Lymph drainage in our practice.", training="Dr. Vodder Akademie, Walchsee, 2018")
    levels = {result.criterion: result.text_level for result in listing.criteria}
    assert levels["training"] == "meets"
    advert = vet("Lymph drainage in our practice. Dr. Vodder Akademie, Walchsee, 2018.")
    levels = {result.criterion: result.text_level for result in advert.criteria}
    assert levels["training"] == "absent"
