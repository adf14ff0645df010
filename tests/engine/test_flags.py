"""Which claims raise a flag: what the text tells of its own lymph work, and what it only tells beside it."""

import pytest

from .test_context import vet
from .test_whose import training

LIGHT = "Our lymph drainage is a light touch on the skin."


def test_muscle_that_eases_is_a_flag_beside_a_tool_alone():
    eased = "The muscles relax in our lymph drainage."
    assert vet(f"{eased} {LIGHT}").red_flags == ()
    assert "T-MUSCLE-EASED" not in {one.rule for one in vet(f"{eased} {LIGHT}").findings}
    beside = vet(f"{eased} Suction cups are part of our lymph drainage.")
    assert set(beside.red_flags) == {"cupping", "muscle_fascia"}


def test_what_is_claimed_of_other_work_is_claimed_of_lymph_work_done_with_tools():
    cups, stones = (
        "Suction cups are part of our lymph drainage.",
        "Hot stone massage flushes toxins out.",
    )
    assert vet(f"{LIGHT} {stones}").red_flags == ()
    assert vet(f"{cups} {stones}").red_flags == ("cupping", "detox_claim")
    deep = "Deep tissue massage works on the muscles."
    assert vet(f"{cups} {deep}").red_flags == ("cupping",)


@pytest.mark.parametrize(
    ("title", "flags"),
    [
        ("Lymph drainage by hand or machine?", ()),
        ("Cups vs lymph drainage", ()),
        ("Lymph drainage with suction cups", ("cupping",)),
    ],
)
def test_a_title_that_names_a_choice_sells_neither(title, flags):
    assert vet(f"{LIGHT} Come and see us at the end of the road.", title).red_flags == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("The lymphatic system is stimulated, so toxins leave the body.", ("detox_claim",)),
        ("The lymphatic system filters toxins by itself.", ()),
    ],
)
def test_what_is_done_to_the_lymph_system_is_a_claim_and_what_it_does_is_none(text, flags):
    assert vet(f"{LIGHT} {text}").red_flags == flags


def test_a_sentence_that_opens_with_lymph_drainage_turns_from_massage_at_large():
    massage = "Massage bearbeitet den Muskel."
    turned = vet(f"{massage} Die MLD verschiebt die Haut mit leichtem Druck.", language="de")
    assert turned.red_flags == ()
    assert vet(f"{massage} Die Tür ist am Ende der Straße.", language="de").red_flags != ()


def test_what_somebody_was_who_left_is_nobodys_training_here():
    assert training("Ana left us. She was a Certified Lymphedema Therapist.") == "absent"
    assert training("Ana joined us. She is a Certified Lymphedema Therapist.") == "meets"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("The lymph vessels push the lymph towards the heart.", ()),
        ("In our lymph drainage we push the lymph towards the heart.", ("fluid_pushing_claim",)),
        ("Stale lymph is pushed towards the heart.", ("fluid_pushing_claim",)),
    ],
)
def test_what_the_vessels_push_is_no_claim_and_lymph_that_is_pushed_is_one(text, flags):
    assert vet(f"{LIGHT} {text}").red_flags == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Book the Lymph Rinse and send the toxins packing.", ("detox_claim",)),
        ("Lymph Burn at our studio clears toxins.", ("detox_claim",)),
        ("Lymph carries proteins and clears toxins.", ()),
        ("How Lymph Clears Toxins.", ()),
    ],
)
def test_lymph_in_a_name_in_capitals_is_a_service(text, flags):
    assert vet(f"{LIGHT} {text}").red_flags == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Heavy metals hide in the tissue. Our lymph drainage coaxes them out.", ("detox_claim",)),
        ("Walking is pleasant. Our lymph drainage coaxes them out.", ()),
        ("Nobody has seen such toxins, and none were found. Our hands coax them out.", ()),
    ],
)
def test_what_is_said_of_them_is_said_of_what_the_sentence_before_named(text, flags):
    assert vet(f"{LIGHT} {text}").red_flags == flags


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("In lymph drainage watch the skin, move, breathe.", "T-SKIN-MOTION"),
        ("Swollen nodes, on Mondays, junk: lymph drainage.", "A-FALSE-NODES"),
    ],
)
def test_words_that_only_stand_in_one_list_say_nothing_of_each_other(text, rule):
    assert rule not in {one.rule for one in vet(text).findings}
    assert rule in {
        one.rule
        for one in vet(text.replace(", on Mondays,", " of").replace(", move", " move")).findings
    }
