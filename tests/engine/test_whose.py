"""Whose training a text speaks of, and when: somebody's own, somebody else's, planned or lapsed."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()
TAIL = " You can find us at the end of the road and the door is open."


def training(text: str, title: str = "Lymph drainage") -> str:
    fields = (TextField("title", "title", title), TextField("about", "about", text + TAIL))
    answer = assess(ListingText(fields, "en"), (), RUBRIC, date(2026, 1, 1))
    return {result.criterion: result.text_level for result in answer.criteria}["training"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        # somebody else's, carried on by a pronoun
        ("My teacher was patient with me. She was CLT-LANA and read legs like books.", "absent"),
        ("My sister trained with Vodder. She also cooks.", "absent"),
        ("My sister paints. I trained with Vodder in 2012.", "meets"),
        ("My aunt had a bad leg, and so I went to Walchsee for four weeks.", "meets"),
        # somebody who is gone
        ("Anna is a Certified Lymphedema Therapist. She left us in May.", "absent"),
        ("Anna is a Certified Lymphedema Therapist. She likes tea.", "meets"),
        ("Maria, the owner before us, held the full Vodder diploma.", "absent"),
        # lapsed, in the same sentence or the next
        ("I trained with Vodder in 2004. I have let that lapse.", "partial"),
        ("Qualification: Leduc, with a paper (it ran out in 2021).", "partial"),
        ("I trained with Vodder, and it has never lapsed.", "meets"),
        ("I let my CLT go years back.", "partial"),
        # a question that asks nothing, as a heading does
        ("My Vodder diploma? From 2017, and paid for in coins.", "meets"),
        ("My Vodder diploma? None.", "absent"),
        ("Is a Vodder diploma needed? Ask around.", "partial"),
        # what the work takes
        ("Whoever does this should be properly trained.", "partial"),
        # planned
        ("I will start my Vodder training in March.", "absent"),
        ("I have a place on the Földi course this autumn.", "absent"),
        ("I'm saving up for the CLT course.", "absent"),
        # denied by the next sentence
        ("People say I must be a CLT. I'm not.", "absent"),
        ("I am a CLT. I'm not cheap, and I am not sorry.", "meets"),
        # what hands did before says nothing of the course after it
        ("I threw out my old rollers and took the Klose course.", "meets"),
        ("I stopped doing deep work and trained at the Norton School.", "meets"),
        # what anybody should have
        ("Recognised courses run to about 135 hours, so ask.", "partial"),
        ("Certified lymphedema therapists complete a minimum of 135 hours.", "partial"),
        ("All of our therapists complete a 135 hour course in MLD.", "meets"),
        # hours of something else
        ("I have given 5000 hours of lymph massage.", "absent"),
        ("My trade school taught 2,200 hours of massage and no more.", "absent"),
        ("The operator has done 160 hours on the machine.", "absent"),
        ("I have 160 hours of MLD training.", "meets"),
    ],
)
def test_whose_training_counts(text, level):
    assert training(text) == level


def test_an_article_in_the_sentence_before_says_nothing_of_the_next():
    text = "Then I teach you to sit up without using your abs.\n\nPhysio, CLT, two dogs."
    assert training(text) == "meets"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I have a diploma in nursing, and we offer sports massage and MLD.", "absent"),
        ("I have a diploma in nursing, sports massage and MLD.", "partial"),
        ("I have a diploma in nursing, and we offer MLD.", "partial"),
    ],
)
def test_what_is_offered_beside_other_work_is_not_what_was_learned(text, level):
    assert training(text) == level
