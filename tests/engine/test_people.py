"""What somebody or a street is called says nothing of the work."""

import pytest

from .test_denials import flags


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Anna Wood moves the skin lightly in her lymph drainage, and ten visits are a set."),
        (
            "en",
            "Lymph drainage with light hands at 12 Oak Street, where the door has a knob to press.",
        ),
        ("en", "Lymph drainage by hand with Mr. Stone, and the glide is light."),
        ("en", "Lymph drainage with Jade, who strokes the skin with flat hands."),
        ("de", "Anna Holz verschiebt in der Lymphdrainage die Haut, die Hände gleiten leicht."),
        ("de", "In der Lymphdrainage schiebt Frau Hart die Haut."),
        ("fr", "Pendant le drainage lymphatique Olivier Noyer étire la peau sans outil."),
        ("fr", "Drainage lymphatique à la main, 3 rue du Chêne, avec une planche pour les pieds."),
        ("es", "En el drenaje linfático Ana Pino estira la piel y las manos se deslizan."),
        ("pt", "Na drenagem linfática a Dra. Carvalho estica a pele e as mãos deslizam."),
        ("pt", "Drenagem linfática à mão na rua da Oliveira, onde a bola do sino toca."),
    ],
)
def test_a_name_is_no_tool_and_no_pressure(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In our lymph drainage we use oak rollers."),
        ("en", "Our lymph drainage. Tools, Oak rollers among them, do the work."),
        ("en", "Our Oak discs glide over the legs in each lymph drainage."),
        ("de", "Unsere Lymphdrainage mit Kugeln aus Holz."),
        ("de", "Das Holz gleitet in der Lymphdrainage dabei über die Haut."),
        ("fr", "Notre drainage lymphatique avec des boules en chêne."),
        ("es", "Nuestro drenaje linfático con bolas de roble."),
        ("pt", "A nossa drenagem linfática com bolas de carvalho."),
    ],
)
def test_the_same_word_as_a_thing_is_one(language, text):
    assert flags(text, language) == ("wood_therapy",)
