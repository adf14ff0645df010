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


def test_a_house_that_does_not_work_so_takes_nothing_for_its_own():
    assert vet(f"{QUOTED}That is not how we work.").red_flags == ()
    assert vet(f"{QUOTED}We couldn't have put it better.").red_flags == ("cupping",)


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
    answer = vet("„Cellulite ist gestaute Lymphe.“ Ist sie nicht, sie ist Fett.", language="de")
    assert status_of(answer, "A-FALSE-PAIR") == {"negated"}
    answer = vet("„Lymphdrainage schmilzt das Fett.“ Auch das ist Unfug.", language="de")
    assert status_of(answer, "F-FAT") | status_of(answer, "F-WEIGHT") == {"negated"}


def test_between_two_quotations_nobody_is_quoted():
    answer = vet(
        "Nos clientes parlent de « la petite cure ». Le drainage lymphatique se fait ici"
        " avec des ventouses, jambe après jambe. « J'ai adoré, vraiment » (Lise).",
        language="fr",
    )
    assert answer.red_flags == ("cupping",)
    assert status_of(answer, "T-CUPS") == {"asserted"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lymph drainage rids you of all toxins, writes one guest; another smiles.", "en"),
        ("Die Lymphdrainage hat alle Gifte gelöst, schreibt eine Kundin.", "de"),
        ("Le drainage lymphatique m'a vidée de mes toxines, m'écrit une cliente.", "fr"),
        ("El drenaje linfático me quitó las toxinas, me escribe una clienta.", "es"),
        ("A drenagem linfática tirou me as toxinas, escreve-me uma cliente.", "pt"),
        ("People ask me whether lymph drainage clears toxins.", "en"),
        ("Viele fragen mich, ob die Lymphdrainage entgiftet.", "de"),
        ("On me demande si le drainage lymphatique élimine les toxines.", "fr"),
        ("Me preguntan si el drenaje linfático elimina toxinas.", "es"),
        ("Perguntam-me se a drenagem linfática elimina toxinas.", "pt"),
        ("Whoever sells you lymph drainage that clears toxins, smile.", "en"),
        ("Detoxing is the liver's job, and lymph drainage is water's.", "en"),
    ],
)
def test_what_others_write_ask_or_sell_is_no_claim(text, language):
    assert vet(text, language=language).red_flags == ()


def test_what_guests_beg_for_in_quotation_marks_is_not_done():
    answer = vet(f'Many beg me: "Firm pressure, please!" {LIGHT}')
    assert answer.red_flags == ()
    answer = vet('In lymph drainage our sign reads: "Firm pressure, please!" Come in.')
    assert answer.red_flags == ("deep_pressure",)


def test_a_title_that_the_text_denies_at_once_claims_nothing():
    title = "Lymph drainage melts fat"
    assert vet(f"No, we made that up. {LIGHT}", title).red_flags == ()
    assert vet(f"Not with us. {LIGHT}", title).red_flags == ()
    assert vet(f"No appointment needed, come in. {LIGHT}", title).red_flags != ()


def test_a_title_names_what_the_text_gives_to_others():
    title = "Lymph drainage with suction cups"
    assert vet(f"Many salons use suction cups for it. {LIGHT}", title).red_flags == ()
    assert vet(f"We love them. {LIGHT}", title).red_flags == ("cupping",)


def test_each_line_of_a_list_of_myths_begins_with_one():
    listed = (
        "1. Lymph drainage melts fat. – It moves water.\n2. Lymph drainage clears toxins. – No.\n"
    )
    assert vet(f"{listed}{LIGHT}", "Two myths").red_flags == ()
    assert vet(f"{listed}{LIGHT}", "Two effects").red_flags != ()


def test_single_marks_quote_too():
    answer = vet(f"'Lymph drainage melts fat.' It does not. {LIGHT}")
    assert answer.red_flags == ()


def test_what_the_books_say_or_a_guest_likens_it_to_is_not_yet_done():
    books = vet("The books say that lymph drainage is a light touch on the skin.")
    assert technique(books) == "absent"
    guest = vet(f"A guest described what I do as squeezing toothpaste. {LIGHT}")
    assert status_of(guest, "T-SQUEEZED-THING") == {"negated"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A magazine wrote that lymph drainage clears toxins.", "en"),
        ("Lymph drainage clears toxins, or so they say.", "en"),
        ("Some studios give lymph drainage with suction cups. They sell it as MLD.", "en"),
        ("Lymph drainage clears toxins. It does no such thing.", "en"),
        ("Suction cups on the thigh are not lymph drainage.", "en"),
        ("Überall liest man, Lymphdrainage entgifte den Körper.", "de"),
        ("Lymphdrainage entgiftet den Körper. Das stimmt nicht.", "de"),
        ("On lit que le drainage lymphatique élimine les toxines.", "fr"),
        ("Le drainage lymphatique élimine les toxines. C'est inexact.", "fr"),
        ("Una revista escribió que el drenaje linfático elimina toxinas.", "es"),
        ("El drenaje linfático elimina toxinas. No es verdad.", "es"),
        ("Diz-se que a drenagem linfática elimina toxinas.", "pt"),
        ("A drenagem linfática elimina toxinas. Não é bem assim.", "pt"),
    ],
)
def test_hearsay_is_no_claim_and_a_short_denial_takes_it_back(text, language):
    assert vet(text, language=language).red_flags == ()


def test_hearsay_that_is_confirmed_is_a_claim():
    answer = vet("A magazine wrote that lymph drainage clears toxins. They are right.")
    assert answer.red_flags == ("detox_claim",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Suction cups in lymph drainage? Of course.", "en"),
        ("Do you use suction cups in lymph drainage? We do, on the thighs.", "en"),
        ("Schröpfgläser in der Lymphdrainage? Aber ja.", "de"),
        ("Des ventouses dans le drainage lymphatique ? Et comment !", "fr"),
        ("¿Ventosas en el drenaje linfático? Por supuesto.", "es"),
        ("Ventosas na drenagem linfática? Com certeza.", "pt"),
    ],
)
def test_two_words_may_say_yes(text, language):
    assert vet(text, language=language).red_flags == ("cupping",)


def test_always_soft_is_no_yes():
    assert vet("Firm pressure in lymph drainage? Always.").red_flags == ("deep_pressure",)
    assert vet("Firm pressure in lymph drainage? Always soft.").red_flags == ()


def test_of_course_not_is_a_no():
    assert vet("Suction cups in lymph drainage? Of course not.").red_flags == ()
