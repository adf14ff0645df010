"""Trainings of colleagues who have left, of other trades, only planned, of all who work here."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()
TAILS = {
    "en": " You can find us at the end of the road and the door is open.",
    "de": " Sie finden uns am Ende der Straße und die Tür ist offen.",
    "fr": " Vous nous trouvez au bout de la rue et la porte est ouverte.",
    "es": " Nos encuentra al final de la calle y la puerta está abierta.",
    "pt": " Encontra-nos no fim da rua e a porta está aberta para todos.",
}


def training(language: str, text: str, title: str = "") -> str:
    fields = (
        TextField("title", "title", title),
        TextField("about", "about", text + TAILS[language]),
    )
    answer = assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1))
    return {result.criterion: result.text_level for result in answer.criteria}["training"]


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("en", "Rosa, who trained at the Vodder school in 2011, has retired.", "absent"),
        ("en", "I trained at the Vodder school in 2011 and have moved to Kent.", "meets"),
        ("de", "Rosa, die ihren Kurs nach Vodder gemacht hat, ist im Ruhestand.", "absent"),
        ("fr", "Rose, certifiée Vodder, est partie vivre à la mer.", "absent"),
        ("es", "Rosa, que hizo el curso Vodder, se jubiló en mayo.", "absent"),
        ("pt", "A Rosa, que fez o curso Vodder, já não trabalha nesta casa.", "absent"),
    ],
)
def test_what_somebody_who_left_had_learned_is_gone_too(language, text, level):
    assert training(language, text) == level


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("en", "I have enrolled at the Vodder school. It takes 160 hours of lessons.", "absent"),
        ("en", "I finished at the Vodder school. It took 160 hours of lessons.", "meets"),
        ("en", "If I pass, the Vodder diploma will hang in the hall.", "absent"),
        ("en", "The Vodder course comes later.", "absent"),
        ("de", "Für die Földischule bin ich eingeschrieben. Der Kurs hat 160 Stunden.", "absent"),
        ("de", "Sobald ich den Kurs nach Vodder habe, melde ich mich.", "absent"),
        ("fr", "Une fois diplômée de l'école Vodder, je vous le dirai.", "absent"),
        ("es", "Cuando termine la formación Vodder habrá una fiesta.", "absent"),
        ("es", "En mayo empiezo la formación Vodder; serán 160 horas de curso.", "absent"),
        ("pt", "A Ana, se passar no exame, volta com o diploma Vodder.", "absent"),
        ("pt", "A formação Vodder fica para depois.", "absent"),
        ("pt", "A Ana parte para Walchsee e, se passar no exame, volta em maio.", "absent"),
    ],
)
def test_a_planned_course_is_none(language, text, level):
    assert training(language, text) == level


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("en", "I did 500 hours of reflexology training.", "absent"),
        ("en", "Trained in reflexology, I also give lymph drainage.", "absent"),
        ("en", "I did 160 hours of MLD training and a day of reflexology.", "meets"),
        ("fr", "Certifiée en réflexologie, je pratique le drainage lymphatique.", "absent"),
        ("fr", "Réflexologie plantaire, 300 heures, certificat en poche.", "absent"),
    ],
)
def test_what_was_learned_of_another_trade_is_not_of_this(language, text, level):
    assert training(language, text) == level


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The work is done by two nurses, both of them LANA certified."),
        ("en", "All of us, without exception, hold the diploma of the Vodder school."),
        ("es", "Todas, sin excepción, tenemos el diploma de la escuela Vodder."),
        ("fr", "Toutes, sans exception, nous avons le diplôme de l'école Vodder."),
    ],
)
def test_all_of_them_are_meant(language, text):
    assert training(language, text) == "meets"


def test_a_title_that_introduces_those_who_work_here_advises_nobody():
    text = "Ana hizo la formación Vodder en 2014 y trabaja con las manos."
    assert training("es", text, "Quién te atiende") == "meets"
    assert training("es", text, "Cómo elegir a quién te atiende") == "partial"


def test_no_at_the_end_of_a_thought_is_no_abbreviation():
    text = "¿Hacen falta botas? Siempre decimos que no. Tengo el curso Leduc de 120 horas."
    assert training("es", text) == "meets"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Certificado Vodder yo no tengo."),
        ("pt", "Certificado Vodder eu não tenho."),
        ("de", "Ein Diplom nach Vodder habe ich nicht."),
    ],
)
def test_a_paper_that_the_speaker_does_not_have_is_none(language, text):
    assert training(language, text) == "absent"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I failed the Vodder exam twice and never went back."),
        ("en", "She started the Vodder course and dropped out."),
        ("de", "Den Kurs an der Földischule habe ich nach drei Tagen abgebrochen."),
        ("fr", "J'ai raté l'examen Vodder et je cultive mon jardin."),
        ("es", "Suspendí el examen de Vodder y vendo flores."),
        ("pt", "Reprovei no exame da escola Vodder e vendo flores."),
    ],
)
def test_a_course_that_was_broken_off_is_none(language, text):
    assert training(language, text) == "absent"


def test_a_course_beside_one_that_was_broken_off_is_one():
    text = "Den Kurs nach Vodder habe ich bestanden, den Tanzkurs habe ich abgebrochen."
    assert training("de", text) == "meets"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "None of our staff is certified in lymph drainage."),
        ("de", "Keine unserer Therapeutinnen ist in Lymphdrainage zertifiziert."),
        ("fr", "Aucune de nos praticiennes n'est certifiée en drainage lymphatique."),
        ("es", "Ninguna de nuestras terapeutas está certificada en drenaje linfático."),
        ("pt", "Nenhuma das nossas terapeutas é certificada em drenagem linfática."),
    ],
)
def test_none_of_those_who_work_here_is(language, text):
    assert training(language, text) == "absent"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The method is called Vodder, and I learned it from a book."),
        ("de", "Die Methode heißt Vodder, und ich habe sie aus einem Buch gelernt."),
        ("fr", "La méthode s'appelle Vodder, mais je l'ai apprise dans un livre."),
        ("es", "El método se llama Vodder, pero yo lo aprendí en un libro."),
        ("pt", "O método chama-se Vodder, mas aprendi-o num livro."),
        ("de", "Gelernt habe ich es von einer Schülerin von Dr. Vodder."),
        ("en", "Dr Vodder trained hundreds of therapists in Walchsee."),
        ("de", "Dr. Vodder hat in Walchsee Hunderte Therapeuten ausgebildet."),
        ("fr", "Notre institut est certifié ISO 9001 et ses huiles sont certifiées biologiques."),
        ("en", "We are a certified organic spa and give lymph drainage."),
    ],
)
def test_a_book_a_pupil_a_teacher_of_others_and_a_house_teach_nobody(language, text):
    assert training(language, text) == "absent"
