"""Denials that affirm: exceptions, second denials, what is not true, some days only."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()


def assessed(text, language="en"):
    fields = (TextField("title", "title", ""), TextField("text", "about", text))
    return assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1))


def flags(text, language="en"):
    return assessed(text, language).red_flags


def level(criterion, text, language="en"):
    result = assessed(text, language)
    return next(one.text_level for one in result.criteria if one.criterion == criterion)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lymphatic drainage by hand. We use no cups unless you ask for them."),
        ("en", "In my lymphatic drainage I set no cups, except on the thighs."),
        ("de", "Unsere Lymphdrainage. Wir nehmen keine Schröpfgläser, es sei denn auf Wunsch."),
        ("de", "In der Lymphdrainage nehme ich keine Schröpfgläser, außer an den Beinen."),
        ("de", "Schröpfgläser nehme ich zur Lymphdrainage keine, es sei denn, Sie mögen das."),
        ("fr", "Drainage lymphatique. Pas de ventouses, sauf si vous le demandez."),
        ("fr", "Dans mon drainage lymphatique, pas de ventouses, sauf sur les cuisses."),
        ("es", "Drenaje linfático manual. No se usan ventosas, a menos que usted las pida."),
        ("es", "En mi drenaje linfático no uso ventosas, excepto en los muslos."),
        ("pt", "Drenagem linfática manual. Não usamos ventosas, a não ser que você peça."),
        ("pt", "Na minha drenagem linfática não uso ventosas, exceto nas coxas."),
    ],
)
def test_an_exception_offers_what_is_denied(language, text):
    assert flags(text, language) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In our lymphatic drainage the skin is touched by no machine except the hands."),
        ("en", "There are no wooden tools in my lymphatic drainage, unless you count the table."),
        ("en", "In lymphatic drainage I am never deep, except in the deep tissue massage."),
        ("de", "In unserer Lymphdrainage kommt kein Gerät zum Einsatz außer unseren Händen."),
        ("fr", "Dans mon drainage lymphatique, pas d'appareil, sauf mes mains."),
        ("es", "En mi drenaje linfático no hay aparatos, salvo mis manos."),
        ("pt", "Na minha drenagem linfática não há aparelhos, exceto as mãos."),
    ],
)
def test_an_exception_of_hands_offers_nothing(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is no lymphatic drainage without cups in this house."),
        ("de", "Bei uns endet nie eine Lymphdrainage ohne Schröpfgläser."),
        ("fr", "Aucun drainage lymphatique ne se termine sans ventouses."),
        ("es", "Aquí no hay drenaje linfático sin ventosas."),
        ("pt", "Nenhuma drenagem linfática termina sem ventosas."),
        ("en", "It is not true that we do not use cups in our lymphatic drainage."),
        ("en", "I would be lying if I said that my lymphatic drainage uses no cups."),
        ("de", "Es stimmt nicht, dass wir in der Lymphdrainage keine Schröpfgläser benutzen."),
        ("fr", "Il n'est pas vrai que nous n'utilisons pas de ventouses au drainage lymphatique."),
        ("es", "No es verdad que no usemos ventosas en el drenaje linfático."),
        ("pt", "Não é verdade que não usamos ventosas na drenagem linfática."),
    ],
)
def test_a_second_denial_affirms(language, text):
    assert flags(text, language) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our lymphatic drainage is not painful and works without cups."),
        ("en", "You cannot do lymphatic drainage without harm with cups."),
        ("de", "Unsere Lymphdrainage geht nicht in die Tiefe und kommt ohne Schröpfgläser aus."),
        ("fr", "Notre drainage lymphatique ne fait pas mal et se fait sans ventouses."),
        ("es", "El drenaje linfático no duele y se hace sin ventosas."),
        ("pt", "A drenagem linfática não dói e faz-se sem ventosas."),
        ("en", "It is not true that cups help, and we use no cups in our lymphatic drainage."),
        ("en", "It is not true that our lymphatic drainage uses cups."),
        ("de", "Es stimmt nicht, dass wir in der Lymphdrainage Schröpfgläser benutzen."),
        ("fr", "Il n'est pas vrai que nous utilisons des ventouses au drainage lymphatique."),
    ],
)
def test_two_denials_side_by_side_are_two(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On the days when we do not use the cups, our lymphatic drainage is shorter."),
        ("de", "An Tagen, an denen wir keine Schröpfgläser setzen, ist die Lymphdrainage kürzer."),
        (
            "fr",
            "Les jours où nous ne passons pas les ventouses, le drainage lymphatique est court.",
        ),
        ("es", "Los días en que no usamos las ventosas, el drenaje linfático es más corto."),
        ("pt", "Nos dias em que não usamos as ventosas, a drenagem linfática é mais curta."),
    ],
)
def test_what_is_not_done_on_some_days_is_done_on_others(language, text):
    assert flags(text, language) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The cups are never missing from our lymphatic drainage."),
        ("de", "In unserer Lymphdrainage fehlen nie die Schröpfgläser."),
        ("es", "En nuestro drenaje linfático nunca faltan las ventosas."),
        ("pt", "Na nossa drenagem linfática nunca faltam as ventosas."),
        ("fr", "Dans notre drainage lymphatique, nous n'utilisons que des ventouses."),
        ("es", "En nuestro drenaje linfático no usamos más que ventosas."),
        ("pt", "Na nossa drenagem linfática não usamos senão ventosas."),
        ("de", "Zu unserer Lymphdrainage gehören nicht nur Hände, sondern auch Schröpfgläser."),
    ],
)
def test_what_is_never_missing_and_all_there_is_is_used(language, text):
    assert flags(text, language) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lymphatic drainage. We work with no cups. Unless you ask for them."),
        ("en", "In my lymphatic drainage I use no cups. The only exception is the thigh."),
        ("de", "In der Lymphdrainage nehme ich keine Schröpfgläser. Außer an den Beinen."),
        ("fr", "Dans mon drainage lymphatique, pas de ventouses. Sauf sur demande."),
        ("es", "En mi drenaje linfático no uso ventosas. Salvo que me las pidas."),
        ("pt", "Na minha drenagem linfática não uso ventosas. A exceção são as coxas."),
    ],
)
def test_the_next_sentence_may_be_the_exception(language, text):
    assert flags(text, language) == ("cupping",)


def test_a_machine_that_an_exception_offers_is_a_flag():
    text = "In our lymphatic drainage we use no machine unless you ask for it."
    assert flags(text) == ("machine",)
    assert flags(text.replace("unless you ask for it", "at all")) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Without cups there is no lymphatic drainage here."),
        ("de", "Ohne Schröpfgläser geht bei uns keine Lymphdrainage zu Ende."),
        ("de", "Unsere Lymphdrainage wäre ohne Schröpfgläser nicht vollständig."),
        ("fr", "Sans ventouses, pas de drainage lymphatique chez nous."),
        ("es", "Sin ventosas no hay drenaje linfático en esta casa."),
        ("pt", "Sem ventosas não há drenagem linfática nesta casa."),
    ],
)
def test_what_it_does_not_go_without_is_used(language, text):
    assert flags(text, language) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not hesitate to use cups in our lymphatic drainage."),
        ("de", "Wir scheuen uns nicht, in der Lymphdrainage Schröpfgläser zu setzen."),
        ("de", "Auf Schröpfgläser verzichten wir in der Lymphdrainage nicht."),
        ("fr", "Nous ne renonçons pas aux ventouses dans le drainage lymphatique."),
        ("es", "No renunciamos a las ventosas en el drenaje linfático."),
        ("pt", "Não dispensamos as ventosas na drenagem linfática."),
        ("en", "Our lymphatic drainage is without oil and with cups."),
    ],
)
def test_a_verb_of_leaving_out_that_is_denied_affirms(language, text):
    assert flags(text, language) == ("cupping",)


def test_a_verb_of_leaving_out_denies_what_stands_before_it():
    assert flags("Auf Schröpfgläser verzichten wir in der Lymphdrainage.", "de") == ()


def test_an_exception_makes_no_light_touch_of_what_is_denied():
    text = "In our lymphatic drainage we do not stretch the skin lightly, unless you insist."
    assert level("technique", text) == "absent"


@pytest.mark.parametrize(
    "text",
    [
        "Do not worry: our lymphatic drainage uses cups.",
        "We no longer do a lymphatic drainage without cups.",
        "Our lymphatic drainage never fails to include the cups.",
    ],
)
def test_comfort_and_habit_deny_nothing(text):
    assert flags(text) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Lymphatic drainage. A Vodder certificate I do not have.", "absent"),
        ("de", "Lymphdrainage. Ein Zertifikat der Földischule habe ich keines.", "absent"),
        ("fr", "Drainage lymphatique. Le diplôme Vodder, je ne l'ai pas.", "absent"),
        ("pt", "Drenagem linfática. O diploma Vodder eu não tenho.", "absent"),
        ("en", "Lymphatic drainage. None of us works without a Vodder certificate.", "meets"),
        ("de", "Lymphdrainage. Niemand arbeitet hier ohne Zertifikat der Földischule.", "meets"),
        ("es", "Drenaje linfático. Nadie trabaja aquí sin el diploma Vodder.", "meets"),
    ],
)
def test_a_training_is_denied_and_affirmed_likewise(language, text, expected):
    assert level("training", text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In lymphatic drainage a light pressure that goes no further than the skin."),
        ("de", "In der Lymphdrainage leichte Griffe, die nicht unter die Haut gehen."),
        ("fr", "Drainage lymphatique : un toucher léger, les mains ne quittent pas la peau."),
        ("es", "Drenaje linfático: toques ligeros que no pasan de la piel."),
        ("pt", "Drenagem linfática: toques leves que não saem da pele."),
    ],
)
def test_what_never_leaves_the_skin_is_on_it(language, text):
    assert level("technique", text, language) == "meets"


def test_what_an_exception_offers_is_shown_as_speaking_against_the_text():
    answer = assessed("In our lymphatic drainage we use no cups unless you ask for them.")
    (cups,) = (one for one in answer.findings if one.quote == "cups" and one.rule == "T-CUPS")
    assert answer.red_flags == ("cupping",)
    assert (cups.status, cups.polarity, cups.weight) == ("conditional", -1, 0)
