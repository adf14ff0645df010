"""What was done once, what is planned, and what is done today."""

import pytest

from .test_context import status_of, technique, vet

LIGHT = "Today our lymph drainage is a light touch on the skin."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Until 2016 suction cups were part of my lymph drainage.", "en"),
        ("When I began, my lymph drainage was done with suction cups and oil.", "en"),
        ("Bis 2016 gehörten Schröpfgläser zu meiner Lymphdrainage.", "de"),
        ("Acht Jahre habe ich Lymphdrainage mit Schröpfgläsern gegeben.", "de"),
        ("Jusqu'en 2016, mon drainage lymphatique se faisait avec des ventouses.", "fr"),
        ("Pendant huit ans, j'ai donné le drainage lymphatique avec des ventouses.", "fr"),
        ("Hasta 2016 las ventosas eran parte de mi drenaje linfático.", "es"),
        ("Durante ocho años hice el drenaje linfático con ventosas.", "es"),
        ("Até 2016 as ventosas faziam parte da minha drenagem linfática.", "pt"),
        ("Durante oito anos fiz a drenagem linfática com ventosas.", "pt"),
    ],
)
def test_what_was_done_until_a_year_or_for_years_is_past(text, language):
    assert vet(text, language=language).red_flags == ()


def test_a_year_to_which_nothing_was_done_ends_nothing():
    answer = vet("Until 8 pm suction cups are part of my lymph drainage.")
    assert answer.red_flags == ("cupping",)


def test_behind_today_a_sentence_tells_of_today():
    answer = vet("Until 2016 I worked by hand, since then with suction cups, in lymph drainage.")
    assert answer.red_flags == ("cupping",)


def test_a_light_touch_of_former_years_supports_nothing():
    was = vet("Until 2016 my lymph drainage was a light touch on the skin, and slow.")
    assert status_of(was, "T-LIGHT") == {"past"}
    assert technique(was) == "absent"
    assert technique(vet(f"Until 2016 I was a nurse in Bath. {LIGHT}")) == "meets"


def test_a_training_of_former_years_is_kept():
    answer = vet("Until 2016 I studied at the Vodder School. My lymph drainage is slow.")
    assert status_of(answer, "R-SCHOOL") == {"asserted"}
