"""Where a text turns against what it said a sentence before."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()


def vet(language, text):
    fields = (TextField("title", "title", ""), TextField("text", "about", text))
    return assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1))


def levels(language, text):
    return {one.criterion: one.text_level for one in vet(language, text).criteria}


@pytest.mark.parametrize(
    ("language", "claim", "verdict", "other"),
    [
        ("en", "Cellulite is trapped lymph.", "Neither half is true.", "Few people know."),
        ("en", "Cellulite is trapped lymph.", "That is wrong, of course.", "Now you know it."),
        ("en", "Cellulite is trapped lymph.", "None of this is so.", "It is so."),
        ("de", "Cellulite ist gestaute Lymphe.", "Auch das ist Unfug.", "Auch das ist wahr."),
        ("de", "Cellulite ist gestaute Lymphe.", "Stimmt nicht.", "Das stimmt."),
        ("fr", "La cellulite est de la lymphe stagnante.", "Il n'en est rien.", "C'est vrai."),
        ("es", "La celulitis es linfa estancada.", "Nada de eso es cierto.", "Es verdad."),
        ("pt", "A gordura é linfa velha e sai pelo suor.", "Isso é falso.", "Isso é verdade."),
    ],
)
def test_what_the_next_sentence_calls_untrue_is_not_said(language, claim, verdict, other):
    tail = {
        "en": " The house is by the sea and the door is open for you.",
        "de": " Das Haus ist am Meer und die Tür ist für Sie offen.",
        "fr": " La maison est à la mer et la porte est ouverte pour vous.",
        "es": " La casa está en la playa y la puerta está abierta para ti.",
        "pt": " A casa fica na praia e a porta está aberta para si.",
    }[language]
    assert levels(language, f"{claim} {verdict}{tail}")["anatomy"] != "contradicts"
    assert levels(language, f"{claim} {other}{tail}")["anatomy"] == "contradicts"


def test_what_is_not_done_together_is_done():
    text = "In lymph drainage I go deep with my elbow. Oil is extra. I do not do them together."
    assert vet("en", text).red_flags == ("deep_pressure",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our lymph drainage begins with soft touches on the skin. Then the elbow digs in."),
        ("de", "Die Lymphdrainage beginnt sanft auf der Haut. Dann folgt sie mit den Knöcheln."),
        (
            "fr",
            "Le drainage commence par un toucher doux sur la peau. Puis on y va avec les coudes.",
        ),
        ("es", "El drenaje empieza con toques suaves sobre la piel. Luego, con los nudillos."),
        ("pt", "A drenagem começa com toques suaves sobre a pele. Depois, com o cotovelo."),
    ],
)
def test_a_touch_that_only_begins_is_no_promise(language, text):
    assert levels(language, text)["technique"] == "contradicts"


def test_a_touch_that_begins_and_stays_is_one():
    text = "Our lymph drainage begins with soft touches on the skin. Then you rest for a while."
    assert levels("en", text)["technique"] == "meets"


def test_what_comes_instead_leaves_the_rest_to_others():
    text = "You know the usual drainage: soft hands that stretch the skin. Instead, we dig in deep."
    assert levels("en", text)["technique"] == "contradicts"
    text = "You know the usual drainage: elbows that dig in deep. Instead, we stretch the skin."
    assert levels("en", text)["technique"] == "meets"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In lymph drainage my touch is so light that some people ask if I have begun."),
        (
            "de",
            "In der Lymphdrainage ist der Griff so leicht, dass manche fragen, ob ich angefangen habe.",
        ),
        (
            "fr",
            "Dans le drainage lymphatique le toucher est si léger que certains demandent s'il a lieu.",
        ),
        (
            "es",
            "En el drenaje linfático el toque es tan ligero que hay quien pregunta si he empezado.",
        ),
        (
            "pt",
            "Na drenagem linfática o toque é tão leve que há quem pergunte se já comecei.",
        ),
    ],
)
def test_what_people_ask_of_a_light_touch_leaves_it_light(language, text):
    assert levels(language, text)["technique"] in ("partial", "meets")


def test_what_people_say_without_it_is_theirs():
    text = "In lymph drainage, so some people think, the hands are light as air."
    assert levels("en", text)["technique"] == "absent"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In our lymph drainage the pressure goes from light to really firm."),
        ("de", "In der Lymphdrainage geht der Druck von zart bis sehr kräftig."),
        ("fr", "Dans notre drainage lymphatique la pression va de légère à très forte."),
        ("es", "En nuestro drenaje linfático la presión va de suave a muy fuerte."),
        ("pt", "Na nossa drenagem linfática a pressão vai de leve a muito forte."),
    ],
)
def test_from_light_to_firm_is_firm(language, text):
    assert vet(language, text).red_flags == ("deep_pressure",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Erst sanft auf der Haut, dann mit den Knöcheln: so ist unsere Lymphdrainage."),
        ("en", "First soft touches on the skin, then the elbow digs in: our lymph drainage."),
    ],
)
def test_what_comes_first_is_no_promise_either(language, text):
    assert levels(language, text)["technique"] == "contradicts"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Deep Drain is only a name. Our hands barely move the skin in lymph drainage."),
        ("de", "Tiefenmassage ist nur ein Name. Die Lymphdrainage dehnt leicht die Haut."),
        ("fr", "Massage musclé n'est qu'un nom. Notre drainage étire doucement la peau."),
        ("es", "Masaje intenso es solo un nombre. Nuestro drenaje estira suavemente la piel."),
        ("pt", "Pegada forte é só um nome. A nossa drenagem estica suavemente a pele."),
    ],
)
def test_what_is_only_a_name_is_not_done(language, text):
    assert vet(language, text).red_flags == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Once I used to think that lymph had to be squeezed out of the nodes."),
        ("de", "Früher dachte ich, dass man die Lymphe aus den Knoten pressen muss."),
        ("fr", "Je croyais que la lymphe se presse hors des ganglions."),
        ("es", "Pensaba que la linfa se exprime de los ganglios."),
        ("pt", "Achava que a linfa se espreme dos gânglios."),
    ],
)
def test_what_somebody_used_to_think_is_not_said(language, text):
    assert vet(language, text).red_flags == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your kidneys get rid of toxins; the hands of lymph drainage do not."),
        ("de", "Die Leber baut Giftstoffe ab, die Hände der Lymphdrainage tun es nicht."),
        ("fr", "Le foie élimine les toxines, pas les mains du drainage."),
        ("es", "El hígado elimina las toxinas, no las manos del drenaje."),
        ("pt", "O fígado elimina as toxinas, não as mãos da drenagem."),
    ],
)
def test_what_liver_and_kidneys_do_is_no_claim(language, text):
    assert vet(language, text).red_flags == ()


def test_hands_that_help_the_liver_claim_it():
    text = "Our lymph drainage helps the liver and rids you of toxins."
    assert vet("en", text).red_flags == ("detox_claim",)


def test_a_supposition_may_begin_with_its_verb():
    text = "Were I to press into the muscle, the lymph would stop. I stretch the skin lightly."
    assert vet("en", f"Lymph drainage. {text}").red_flags == ()
