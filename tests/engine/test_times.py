"""What was done once, what is planned, and what is done today."""

import pytest

from .test_context import status_of, technique, vet

LIGHT = "Today our lymph drainage is a light touch on the skin."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Until 2016 suction cups were part of my lymph drainage.", "en"),
        ("When I began, my lymph drainage was done with suction cups and oil.", "en"),
        ("Until last May we did lymph drainage with suction cups.", "en"),
        ("Before I trained, I did lymph drainage with suction cups.", "en"),
        ("Bis vor drei Jahren gehörten Schröpfgläser zu meiner Lymphdrainage.", "de"),
        ("Mit Schröpfgläsern in der Lymphdrainage habe ich aufgehört.", "de"),
        ("Jusqu'à l'an dernier, mon drainage lymphatique se faisait avec des ventouses.", "fr"),
        ("Nous avons renoncé aux ventouses dans le drainage lymphatique.", "fr"),
        ("Hace diez años yo hacía el drenaje linfático con ventosas.", "es"),
        ("Antes de me formar, a drenagem linfática era com ventosas.", "pt"),
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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Since 2016 suction cups have been part of my lymph drainage.", "en"),
        ("Seit 2016 gehören Schröpfgläser zu meiner Lymphdrainage.", "de"),
        ("Depuis 2016, mon drainage lymphatique se fait avec des ventouses.", "fr"),
        ("Desde 2016 mi drenaje linfático se hace con ventosas.", "es"),
        ("Desde 2016 a minha drenagem linfática é feita com ventosas.", "pt"),
    ],
)
def test_what_is_done_since_a_year_is_done(text, language):
    assert vet(text, language=language).red_flags == ("cupping",)


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My lymph drainage was done with suction cups. Not any more.", "en"),
        ("Meine Lymphdrainage machte ich mit Schröpfgläsern. Das ist vorbei.", "de"),
        ("Mon drainage lymphatique se faisait avec des ventouses. C'est fini.", "fr"),
        ("Mi drenaje linfático era con ventosas. Eso se acabó.", "es"),
        ("A minha drenagem linfática era com ventosas. Não faço mais.", "pt"),
    ],
)
def test_a_short_sentence_ends_what_was_told_before_it(text, language):
    assert vet(text, language=language).red_flags == ()


def test_what_is_done_today_is_not_ended_and_neither_is_what_is_named_behind():
    answer = vet("Since then my lymph drainage comes with suction cups. Gentle? No longer.")
    assert answer.red_flags == ("cupping",)
    answer = vet("My lymph drainage comes with suction cups. I no longer take cash.")
    assert answer.red_flags == ("cupping",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Next spring our lymph drainage will be done with suction cups.", "en"),
        ("We plan to add suction cups to our lymph drainage, if you would like it.", "en"),
        ("Ab März wird die Lymphdrainage mit Schröpfgläsern gemacht.", "de"),
        ("À la rentrée, notre drainage lymphatique sera fait avec des ventouses.", "fr"),
        ("En marzo nuestro drenaje linfático será con ventosas.", "es"),
        ("Em março a nossa drenagem linfática será com ventosas.", "pt"),
    ],
)
def test_what_is_planned_is_not_done_yet(text, language):
    assert vet(text, language=language).red_flags == ()


def test_what_is_promised_of_a_later_time_is_claimed_today():
    answer = vet("With our lymph drainage you will soon have a slimmer waist.")
    assert answer.red_flags == ("weight_loss_claim",)
    answer = vet("Soon you will feel our lymph drainage, a light touch on the skin.")
    assert technique(answer) != "absent"


def test_a_month_alone_plans_nothing():
    answer = vet("In March our lymph drainage with suction cups costs less.")
    assert answer.red_flags == ("cupping",)


def test_what_an_old_employer_did_is_told_on_until_the_text_comes_back():
    answer = vet(
        "My old boss sold lymph drainage. She used suction cups. In each room there was a brush."
        " Here lymph drainage is a light touch on the skin."
    )
    assert answer.red_flags == ()
    assert technique(answer) == "meets"


def test_what_was_kept_up_is_done_today():
    answer = vet("My old boss did lymph drainage with suction cups. I kept it.")
    assert answer.red_flags == ("cupping",)


def test_tools_that_are_put_away_are_not_used_and_light_hands_are():
    answer = vet("The suction cups of my lymph drainage lie in the attic, and my touch is light.")
    assert answer.red_flags == ()
    assert status_of(answer, "T-CUPS") == {"negated"}
    assert status_of(answer, "T-LIGHT") <= {"asserted"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have enrolled at the Vodder School. It takes 160 hours, with an exam, in May.", "en"),
        (
            "Für den Kurs der Földischule bin ich eingeschrieben. Es sind vier Wochen mit Prüfung.",
            "de",
        ),
        ("En mayo empiezo la formación Vodder. Son 160 horas y un diploma.", "es"),
        ("Estou inscrita no curso Vodder. São 160 horas e um diploma.", "pt"),
        ("Je suis inscrite à la formation Vodder. Ce sont 160 heures et un diplôme.", "fr"),
        ("If I pass the exam, I shall be back with the Vodder certificate.", "en"),
        ("Ana, certified by the Vodder School, left us in May.", "en"),
    ],
)
def test_hours_of_a_planned_training_are_planned_and_who_left_took_hers(text, language):
    answer = vet(text, language=language)
    said = [one for one in answer.findings if one.criterion == "training"]
    assert said
    assert not [one for one in said if one.polarity > 0]


def test_another_training_beside_a_plan_is_held():
    answer = vet("I have enrolled for the LANA exam. I hold the Vodder diploma, 160 hours.")
    assert "asserted" in status_of(answer, "R-SCHOOL") | status_of(answer, "R-HOURS")


def test_what_used_to_hang_there_is_past_and_what_is_used_to_drain_is_not():
    answer = vet("In my lymph drainage room the suction cups used to hang by the door.")
    assert answer.red_flags == ()
    answer = vet("In our lymph drainage suction cups are used to include the thighs.")
    assert answer.red_flags == ("cupping",)


def test_what_would_have_come_of_it_at_an_old_employers_is_past_too():
    answer = vet("My old boss gave lymph drainage. She told us that toxins would pour out.")
    assert answer.red_flags == ()


def test_since_a_year_is_no_word_for_today():
    answer = vet("Since 2011 all knew my lymph drainage with suction cups. That is over.")
    assert answer.red_flags == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I almost took the course at the Vodder School, and then we moved.", "en"),
        ("There will be more work once I have my Vodder diploma.", "en"),
        ("Ich wollte den Kurs an der Földischule machen, dann kam das Kind.", "de"),
        ("Mein Platz im Kurs der Földischule ist gebucht.", "de"),
        ("Je suis au milieu de la formation Vodder.", "fr"),
        ("Je devais suivre la formation Vodder, et puis on a déménagé.", "fr"),
        ("Estoy a mitad de la formación Vodder.", "es"),
        ("Iba a hacer el curso Vodder, pero nos mudamos.", "es"),
        ("Estou a meio da formação Vodder.", "pt"),
        ("Ia fazer o curso Vodder, mas mudámos de casa.", "pt"),
    ],
)
def test_a_training_begun_booked_or_only_wanted_is_none_yet(text, language):
    answer = vet(text, language=language)
    assert status_of(answer, "R-SCHOOL") == {"hypothetical"}


def test_a_training_that_was_finished_counts():
    answer = vet("In June I finished the Vodder course, 160 hours, and passed the exam.")
    assert status_of(answer, "R-SCHOOL") == {"asserted"}
