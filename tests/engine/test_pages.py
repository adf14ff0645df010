"""What pages of real practices say in passing, and what it is not taken for."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

DAY = date(2026, 1, 1)
WORK = "Manual lymphatic drainage is a light, slow massage on the skin."
FILLING = (
    "We are on the second floor, the lift works, and parking is free after five. Please bring a "
    "towel and the letter of your surgeon, and come ten minutes early for the first visit. "
)


def vet(text, title="Lymphatic drainage", language="en"):
    fields = (TextField("title", "title", title), TextField("about", "about", text))
    return assess(ListingText(fields, language), (), load_rubric(), DAY)


def level(answer, criterion):
    return next(one.text_level for one in answer.criteria if one.criterion == criterion)


@pytest.mark.parametrize(
    "told",
    [
        "The lymphatic system filters toxins and carries waste to the nodes.",
        "The lymphatic system is a network of vessels. It removes waste and toxins.",
    ],
)
def test_what_the_body_does_by_itself_is_no_claim(told):
    assert vet(f"{WORK} {told}").red_flags == ()


@pytest.mark.parametrize(
    "claim",
    [
        "It stimulates the lymphatic system and so removes toxins.",
        "Our lymphatic drainage removes toxins.",
        "The lymphatic system is a network of vessels. Our sessions remove waste and toxins.",
    ],
)
def test_what_the_service_is_said_to_clean_is_one(claim):
    assert vet(f"{WORK} {claim}").red_flags == ("detox_claim",)


NORM = "CLT stands for a course of 135 hours. Certified lymphedema therapists pass an exam."


def test_on_a_page_of_advice_a_training_is_nobodys_own():
    advice = vet(f"{WORK} {NORM}", title="How to find a lymphedema therapist")
    assert level(advice, "training") == "partial"
    own = vet(f"{WORK} I am a CLT, a course of 135 hours.", title="How to find a therapist")
    assert level(own, "training") == "meets"


MILD = "Manual lymphatic drainage is a gentle massage."


def test_one_word_against_a_long_text_is_for_a_person_to_ask_about():
    said = f"{MILD} Our lymphatic drainage is done with cups."
    assert level(vet(said), "technique") == "contradicts"
    long = vet(f"{FILLING * 4} {said}")
    assert level(long, "technique") == "partial"
    assert long.red_flags == ("cupping",)
    assert long.verdict == "unclear"


def test_what_a_long_text_says_twice_or_in_its_title_counts():
    once = f"{FILLING * 4} {MILD} Our lymphatic drainage is done with cups."
    twice = f"{once} Then our lymphatic drainage goes on with a vacuum machine."
    assert level(vet(twice), "technique") == "contradicts"
    assert level(vet(once, title="Lymphatic cupping"), "technique") == "contradicts"


def test_a_term_alone_in_guillemets_is_held_at_arms_length():
    quoted = (
        "Le drainage lymphatique, souvent appelé « palper-rouler », est un massage doux et lent."
    )
    plain = "Le drainage lymphatique avec palper-rouler est un massage lent du corps entier ici."
    assert level(vet(plain, "Drainage lymphatique", "fr"), "technique") == "contradicts"
    assert level(vet(quoted, "Drainage lymphatique", "fr"), "technique") != "contradicts"


def test_an_ordinary_word_is_no_slip_of_a_term():
    said = "I was fascinated by lymphatic drainage and how it works on swelling from the first day."
    answer = vet(f"{WORK} {said}")
    assert answer.red_flags == ()
    assert not [one for one in answer.findings if "fascinated" in one.quote]


QUOTED = '"{}" So Ann Hill, a {}, said it to us on the phone one day in early spring.'


def test_what_an_expert_is_quoted_with_counts_against_a_page_and_lends_it_nothing():
    cups, touch = "Suction cups drain the lymph.", "A light touch moves the skin and the lymph."
    assert "cupping" in vet(QUOTED.format(cups, "dermatologist")).red_flags
    assert vet(QUOTED.format(cups, "client")).red_flags == ()
    for who in ("dermatologist", "client"):
        assert level(vet(QUOTED.format(touch, who)), "technique") == "absent"


@pytest.mark.parametrize(
    "told",
    [
        "Nor do we do sculpting in these sessions.",
        "Lymph vessels answer better to a light touch than to deep pressure.",
        "Vigorous rubbing simply misses it.",
        "Unlike deep tissue or Swedish, which compress the tissue, it is light.",
        "Press just hard enough to move the skin, unlike a deep tissue massage.",
        "The care is bandaging and a pneumatic pump.",
        "The swelling is diagnosed by examination and ultrasound.",
        "Liposuction is there to contour the body.",
        "Her cupping motions are light.",
        "Most massage works on muscle; manual lymph drainage works on fluid.",
        "Lymph massage is a low-pressure therapy.",
    ],
)
def test_what_is_denied_or_no_part_of_the_lymph_work_raises_nothing(told):
    assert vet(f"{WORK} {told}").red_flags == ()


def test_a_method_by_the_name_of_its_founder_is_not_yet_sculpting():
    assert vet("We give lymphatic drainage by the Renata França method.").red_flags == ()


def test_a_roller_does_the_work_though_no_flag_has_its_name():
    answer = vet("A face roller drains the lymph of the cheeks.", "Face rollers for your lymph")
    assert level(answer, "technique") == "contradicts"
    assert answer.red_flags == ()


def test_a_tool_that_a_long_text_asks_about_is_not_said_in_passing():
    said = f"{FILLING * 4} {MILD} Our lymphatic drainage is done with cups."
    assert level(vet(said), "technique") == "partial"
    assert level(vet(f"What is cupping? {said}"), "technique") == "contradicts"


def test_strokes_in_quotation_marks_are_named_and_not_held_at_arms_length():
    answer = vet('The hands follow a slow "stretch and release" pattern with a light touch.')
    assert level(answer, "technique") == "meets"


def test_an_item_of_a_list_is_no_heading_of_the_items_after_it():
    listed = "Good for:\n• those who dislike deep tissue\n• Detoxification of the body by lymph"
    assert "detox_claim" in vet(f"{WORK}\n{listed}").red_flags
    headed = "What we do not do\n• detoxification of the body by tea"
    assert vet(f"{WORK}\n{headed}").red_flags == ()


@pytest.mark.parametrize(
    "told",
    [
        "It is different from Swedish massage: it is deeper.",
        "It uses firm strokes, unlike a deep tissue massage of the muscles.",
    ],
)
def test_work_that_is_named_for_contrast_takes_nothing_over(told):
    assert vet(f"{WORK} {told}").red_flags == ("deep_pressure",)
