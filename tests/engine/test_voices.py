"""Who says it: guests who are quoted, what is taken for one's own, answers behind a dash."""

import pytest

from .test_context import status_of, technique, vet

LIGHT = "Our lymph drainage is a light touch on the skin."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do you use suction cups in lymph drainage? – Yes.\nIs there parking? – No.", "en"),
        ("Arbeiten Sie in der Lymphdrainage mit Schröpfgläsern? – Ja.", "de"),
        ("Le drainage lymphatique se fait-il avec des ventouses ? – Oui.", "fr"),
        ("¿Hacen el drenaje linfático con ventosas? – Sí.", "es"),
        ("Fazem a drenagem linfática com ventosas? – Sim.", "pt"),
    ],
)
def test_an_answer_may_stand_behind_a_dash(text, language):
    assert vet(text, language=language).red_flags == ("cupping",)


def test_a_no_behind_a_dash_denies():
    answer = vet("Do you use suction cups in lymph drainage? – No, by hand only.")
    assert answer.red_flags == ()


QUOTED = '"She did my lymph drainage with suction cups, right up the thigh!" – Ines. '


def test_a_guests_words_are_not_the_services_until_it_takes_them_for_its_own():
    assert vet(f"{QUOTED}{LIGHT}").red_flags == ()
    assert vet(f"{QUOTED}That is exactly how we work.").red_flags == ("cupping",)


def test_what_a_house_stands_by_supports_nothing_that_a_guest_praised():
    praise = '"Her lymph drainage was such a light touch on the skin, I slept!" – Ines. '
    assert technique(vet(f"{praise}That is how we work.")) == "absent"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lymph drainage melts fat. It clears toxins. None of it is true.", "en"),
        ("Lymphdrainage schmilzt Fett. Sie entgiftet. Nichts davon stimmt.", "de"),
        ("Le drainage lymphatique fait fondre la graisse. Il détoxifie. Tout cela est faux.", "fr"),
        ("El drenaje linfático quema la grasa. Elimina toxinas. Nada de eso es cierto.", "es"),
        ("A drenagem linfática queima gordura. Elimina toxinas. Nada disso é verdade.", "pt"),
    ],
)
def test_nothing_before_none_of_it_is_true_is_claimed(text, language):
    assert vet(text, language=language).red_flags == ()


def test_only_its_own_paragraph_is_untrue():
    answer = vet("Our lymph drainage clears toxins.\nTales go round. None of them is true.")
    assert answer.red_flags == ("detox_claim",)


def test_a_german_quotation_ends_its_sentence():
    answer = vet("„Lymphdrainage schmilzt das Fett.“ Tut sie nicht.", language="de")
    assert answer.red_flags == ()
    answer = vet("„Lymphdrainage schmilzt das Fett.“ Auch das ist Unfug.", language="de")
    assert answer.red_flags == ()


def test_between_two_quotations_nobody_is_quoted():
    answer = vet(
        "Nos clientes parlent de « la petite cure ». Le drainage lymphatique se fait chez nous"
        " avec des ventouses, jambe après jambe. « J'ai adoré, vraiment », écrit Lise.",
        language="fr",
    )
    assert answer.red_flags == ("cupping",)
    assert status_of(answer, "T-CUPS") == {"asserted"}
