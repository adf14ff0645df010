"""Whose doings are told from one sentence to the next, and what quotation marks hold off."""

import pytest

from .test_context import status_of, technique, vet

LIGHT = "Our lymph drainage is a light touch on the skin."


def test_what_they_do_stays_theirs_until_the_text_comes_back():
    theirs = vet(f"A girl down the road does lymph drainage. They use suction cups. {LIGHT}")
    assert status_of(theirs, "T-CUPS") == {"other_person"}
    assert technique(theirs) == "meets"
    ours = vet("A girl down the road does lymph drainage. We use suction cups for lymph drainage.")
    assert ours.red_flags == ("cupping",)


def test_she_who_is_named_as_the_therapist_is_no_other_person():
    answer = vet("Rita does lymph drainage in our house. She uses suction cups for lymph drainage.")
    assert answer.red_flags == ("cupping",)


def test_a_label_speaks_for_its_line():
    answer = vet(f"Lymph drainage.\nThey: use suction cups. Press hard.\nWe: {LIGHT}")
    assert answer.red_flags == ()
    answer = vet("Lymph drainage.\nThey: smile.\nWe: use suction cups for lymph drainage.")
    assert answer.red_flags == ("cupping",)


def test_a_list_under_a_heading_of_what_is_not_done_is_denied():
    listed = "in lymph drainage:\n- suction cups\n- wooden rollers\n"
    assert vet(f"What we do not offer {listed}{LIGHT}").red_flags == ()
    assert vet(f"What we offer {listed}").red_flags == ("cupping", "wood_therapy")


def test_the_list_ends_with_its_bullets():
    answer = vet(
        "Not offered with lymph drainage:\n- wooden rollers\n\n"
        "Our lymph drainage comes with suction cups."
    )
    assert answer.red_flags == ("cupping",)


def test_a_denying_label_reaches_over_its_colon_and_spares_light_hands():
    answer = vet("Not here: suction cups, firm strokes. Lymph drainage with light strokes.")
    assert answer.red_flags == ()
    answer = vet("No frills: suction cups and firm strokes for your lymph drainage.")
    assert set(answer.red_flags) == {"cupping", "deep_pressure"}


def test_a_quotation_goes_on_until_it_is_closed():
    answer = vet(f'Ines: "My last place hurt. Suction cups, the lot." {LIGHT}')
    assert answer.red_flags == ()
    answer = vet('Ines: "My last place hurt." In lymph drainage here: suction cups.')
    assert answer.red_flags == ("cupping",)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ('"Lymph drainage burns belly fat": it does nothing of the kind to anybody.', ()),
        ('Papers call it a "lymph fat burner" and the readers like it a lot.', ()),
        ('Our "lymph fat burner" is what we are known for in the whole town.', ("weight",)),
    ],
)
def test_words_held_at_arms_length_are_not_said(text, flags):
    answer = vet(text.replace("fat burner", "weight loss cure"))
    assert answer.red_flags == tuple(f"{flag}_loss_claim" for flag in flags)


@pytest.mark.parametrize(
    ("answer", "flags"),
    [("Absolutely not, never.", ()), ("Absolutely, every day.", ("cupping",))],
)
def test_a_strong_no_is_no_yes(answer, flags):
    assert vet(f"Do you use cups in lymph drainage? {answer}").red_flags == flags


@pytest.mark.parametrize("kind", ["about", "services", "approach"])
def test_massage_at_large_is_contrasted_by_the_next_sentence(kind):
    words = "Massage works on muscle. This moves the skin and lets it go."
    answer = vet(LIGHT, **{kind: words})
    assert status_of(answer, "T-MUSCLE") <= {"contrast", "other_service"}
    assert technique(answer) == "meets"


def test_massage_at_large_that_is_not_turned_from_is_the_own_work():
    answer = vet("Massage works on muscle. We press firmly for your lymph.")
    assert status_of(answer, "T-MUSCLE") == {"asserted"}
    answer = vet("Our massage works on muscle. This moves the lymph under the skin.")
    assert status_of(answer, "T-MUSCLE") == {"asserted"}


def test_who_is_spoken_of_ends_no_condition():
    answer = vet(f"If she says that the fluid must be forced up, leave. {LIGHT}")
    assert answer.red_flags == ()
    answer = vet("If you like, our lymph drainage is done with firm pressure.")
    assert answer.red_flags == ("deep_pressure",)


def test_a_denied_verb_denies_what_it_says_of_its_subject():
    assert vet(f"The fat itself will not melt away. {LIGHT}").red_flags == ()
    answer = vet("Fat melts in our lymph drainage and will not come back.")
    assert answer.red_flags == ("weight_loss_claim",)


@pytest.mark.parametrize(
    ("reply", "flags"),
    [("It does not.", ()), ("Your liver sees to that.", ()), ("Book it today.", ("detox_claim",))],
)
def test_what_is_quoted_may_be_answered_without_a_no(reply, flags):
    assert vet(f'"Lymph drainage detoxes you." {reply} {LIGHT}').red_flags == flags


def test_a_row_of_names_is_a_menu():
    answer = vet(f"Home Cavitation Gua Sha Wood Therapy Lymph\n{LIGHT}")
    assert answer.red_flags == ()
    answer = vet("Our lymph drainage is cavitation, gua sha and wood therapy in one.")
    assert set(answer.red_flags) == {"machine", "gua_sha", "wood_therapy"}


def test_what_was_done_for_years_is_past_until_the_text_comes_to_today():
    past = "For nine years I did what was asked. I scraped, I used suction cups."
    answer = vet(f"{past} Today lymph drainage is a light touch on the skin.")
    assert answer.red_flags == ()
    assert technique(answer) == "meets"
    answer = vet(f"{past} Today I use suction cups for lymph drainage.")
    assert answer.red_flags == ("cupping",)
    answer = vet("For nine years I have used suction cups for lymph drainage.")
    assert answer.red_flags == ("cupping",)
    answer = vet("From 1999 to 2015 we sold lymph drainage with cups. Now hands are light on skin.")
    assert answer.red_flags == ()


def test_a_denial_that_ends_its_clause_denies_nothing_after_it():
    answer = vet("Our lymph massage goes where others won't, deep into the muscle.")
    assert set(answer.red_flags) == {"deep_pressure", "muscle_fascia"}
    answer = vet("Our lymph massage won't go deep into the muscle.")
    assert answer.red_flags == ()


def test_a_label_of_other_services_may_name_what_it_is():
    answer = vet(f"{LIGHT} Also on the treatment list: Bamboo Roll, Suction Cup Hour.")
    assert answer.red_flags == ()


def test_a_contrast_ends_at_the_colon():
    answer = vet("Our answer to rough body work: lymph drainage with a light touch on the skin.")
    assert answer.red_flags == ()
    assert technique(answer) == "meets"
    answer = vet("Our answer to soft lymph drainage: rough thumbs, strong hands for your lymph.")
    assert "deep_pressure" in answer.red_flags


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "A diferencia del masaje clásico, que amasa con fuerza, trabajo despacio la linfa."),
        ("pt", "Ao contrário da massagem clássica, que amassa com força, trato devagar a linfa."),
    ],
)
def test_what_is_said_of_the_other_work_goes_with_it(language, text):
    answer = vet(text, language=language)
    assert status_of(answer, "T-KNEAD") == {"contrast"}
    assert answer.red_flags == ()
    apart = vet(text.replace(", que", ";"), language=language)
    assert status_of(apart, "T-KNEAD") == {"asserted"}
