"""What pages of real practices say in passing, and what it is not taken for."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

DAY = date(2026, 1, 1)
WORK = "Manual lymphatic drainage is a light, slow massage on the skin."
FILLING = (
    "We are on the second floor, the lift works, and parking is free after five. Please bring a "
    "towel and the letter of your surgeon, and come ten minutes early for the first visit. "
)


def vet(text, title="Lymphatic drainage", language="en"):
    fields = (TextField("title", "title", title), TextField("about", "about", text))
    return assess(ListingText(fields, language), (), load_rubric(), DAY)


def level(answer, criterion):
    return next(one.text_level for one in answer.criteria if one.criterion == criterion)


@pytest.mark.parametrize(
    "told",
    [
        "The lymphatic system filters toxins and carries waste to the nodes.",
        "The lymphatic system is a network of vessels. It removes waste and toxins.",
        "The lymphatic system is our first line of defense; it detoxifies the body.",
        "Our lymphatic system removes toxins.",
    ],
)
def test_what_the_body_does_by_itself_is_no_claim(told):
    assert vet(f"{WORK} {told}").red_flags == ()


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("Das Lymphsystem ist ein Netz von Gefäßen. Es befreit uns von Giftstoffen.", "de"),
        ("Les vaisseaux forment un réseau. Leur travail : éliminer les toxines.", "fr"),
    ],
)
def test_whom_the_body_serves_does_none_of_its_work(told, language):
    assert vet(told, "Lymphe", language).red_flags == ()


@pytest.mark.parametrize(
    "claim",
    [
        "It stimulates the lymphatic system and so removes toxins.",
        "Our lymphatic drainage removes toxins.",
        "The lymphatic system is met by our gentle hands; it detoxifies the body.",
        "The lymphatic system is a network of vessels. Our sessions remove waste and toxins.",
    ],
)
def test_what_the_service_is_said_to_clean_is_one(claim):
    assert vet(f"{WORK} {claim}").red_flags == ("detox_claim",)


NORM = "CLT stands for a course of 135 hours. Certified lymphedema therapists pass an exam."


def test_on_a_page_of_advice_a_training_is_nobodys_own():
    advice = vet(f"{WORK} {NORM}", title="How to find a lymphedema therapist")
    assert level(advice, "training") == "partial"
    own = vet(f"{WORK} I am a CLT, a course of 135 hours.", title="How to find a therapist")
    assert level(own, "training") == "meets"


def test_on_the_page_of_a_course_a_training_is_nobodys_own():
    teachers = f"{WORK} Teachers come through the accredited Casley-Smith programme."
    assert level(vet(teachers, title="Our team"), "training") == "meets"
    assert level(vet(teachers, title="Lymphatic therapy: module A"), "training") == "partial"
    own = vet(f"{WORK} I trained at the Vodder School.", title="Lymphatic therapy: module A")
    assert level(own, "training") == "meets"


def test_what_to_look_for_in_a_therapist_is_nobodys_own():
    listed = "\n- a CLT\n- accredited as a Category 1 Lymphoedema Therapist\n"
    wanted = vet(f"{WORK} That means someone who is:{listed}")
    assert level(wanted, "training") == "partial"
    assert level(vet(f"{WORK} Our Anna is:{listed}"), "training") == "meets"
    both = vet(f"{WORK} That means someone who is:{listed}- I hold the CLT certificate myself.")
    assert level(both, "training") == "meets"


@pytest.mark.parametrize(
    "told",
    [
        "Its vessels lie very close to the surface of the skin, so deep pressure is not needed.",
        "Lymph cannot be led to nodes that no longer work, so MLD leads it to alternative drainage routes.",
        "When the system is damaged its transport capacity is not what it was.",
    ],
)
def test_where_the_vessels_are_is_known_whatever_else_is_denied(told):
    assert level(vet(told), "anatomy") == "meets"


def test_what_is_right_beside_it_does_not_make_a_false_statement_true():
    right = "The initial lymph vessels lie just under the skin and contract by themselves."
    assert level(vet(f"{WORK} {right}"), "anatomy") == "meets"
    assert level(vet(f"{WORK} {right} The nodes store toxins."), "anatomy") == "contradicts"


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("La linfa recoge las toxinas de la sangre.", "es"),
        ("A linfa é um líquido cuja função é filtrar as toxinas do sangue.", "pt"),
    ],
)
def test_what_lymph_is_said_to_do_by_itself_can_be_untrue_though_it_sells_nothing(told, language):
    answer = vet(told, "Linfa", language)
    assert answer.red_flags == ()
    assert level(answer, "anatomy") == "contradicts"


MILD = "Manual lymphatic drainage is a gentle massage."


def test_one_word_against_a_long_text_is_for_a_person_to_ask_about():
    said = f"{MILD} Our lymphatic drainage is done with cups."
    assert level(vet(said), "technique") == "contradicts"
    long = vet(f"{FILLING * 4} {said}")
    assert level(long, "technique") == "partial"
    assert long.red_flags == ("cupping",)
    assert long.verdict == "unclear"


def test_what_a_long_text_says_twice_or_in_its_title_counts():
    once = f"{FILLING * 4} {MILD} Our lymphatic drainage is done with cups."
    twice = f"{once} Then our lymphatic drainage goes on with a vacuum machine."
    assert level(vet(twice), "technique") == "contradicts"
    assert level(vet(once, title="Lymphatic cupping"), "technique") == "contradicts"


def test_a_term_alone_in_guillemets_is_held_at_arms_length():
    quoted = (
        "Le drainage lymphatique, souvent appelé « palper-rouler », est un massage doux et lent."
    )
    plain = "Le drainage lymphatique avec palper-rouler est un massage lent du corps entier ici."
    assert level(vet(plain, "Drainage lymphatique", "fr"), "technique") == "contradicts"
    assert level(vet(quoted, "Drainage lymphatique", "fr"), "technique") != "contradicts"


@pytest.mark.parametrize(
    ("quoted", "language", "level_of_touch"),
    [
        ("« On étire la peau très doucement », dit Nora Belin, kinésithérapeute.", "fr", "meets"),
        ("« On étire la peau très doucement », dit Nora Belin, une cliente.", "fr", "absent"),
        (
            "„Man verschiebt die Haut ganz sanft und langsam“, sagt Ina Roth, Leiterin.",
            "de",
            "meets",
        ),
        (
            "„Sie verschiebt die Haut ganz sanft und langsam“, sagt Ina Roth, Kundin.",
            "de",
            "absent",
        ),
    ],
)
def test_what_a_therapist_is_quoted_with_counts(quoted, language, level_of_touch):
    filling = {
        "fr": "Dans cet article nous parlons de la lymphe et de ce que l'on peut en attendre.",
        "de": "In diesem Beitrag geht es um die Lymphe und was man von ihr erwarten kann.",
    }[language]
    assert level(vet(f"{filling} {quoted}", "Lymphe", language), "technique") == level_of_touch


def test_who_signs_below_a_quotation_has_said_it():
    before = "Die Physiotherapeutin Ina Roth arbeitet seit Jahren mit der Lymphe."
    quoted = "„Sie verschiebt die Haut ganz sanft und langsam“"
    said = vet(f"{before} {quoted}, sagt sie.", "Lymphe", "de")
    assert level(said, "technique") == "meets"
    signed = vet(f"{before} {quoted} (Maria K.)", "Lymphe", "de")
    assert level(signed, "technique") == "absent"


def test_a_stroke_between_marks_is_named_and_another_word_is_not():
    named = "Un massage doux et lent, avec des « manœuvres d'appel » et de « résorption »."
    assert level(vet(named, "Drainage lymphatique", "fr"), "technique") == "meets"


def test_a_mark_that_closes_a_quotation_ends_no_denial():
    said = 'En el drenaje linfático piensa en acariciar la piel, no en "amasar" el músculo.'
    assert vet(said, "Drenaje linfático", "es").red_flags == ()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Le drainage lymphatique, né au Danemark, élimine les toxines du corps.", "fr"),
        ("El drenaje linfático sí elimina las toxinas del cuerpo y de la piel.", "es"),
    ],
)
def test_an_accent_makes_another_word_of_a_cue(said, language):
    assert vet(said, "Drainage", language).red_flags == ("detox_claim",)


def test_what_is_quoted_next_is_said_by_the_same_therapist():
    said = (
        "« Le drainage est lent », dit Nora Belin, kinésithérapeute. Elle précise le geste. "
        "« On étire la peau très doucement. »"
    )
    assert level(vet(said, "Drainage lymphatique", "fr"), "technique") == "meets"


def test_work_under_a_headline_of_detox_is_for_a_person():
    skilled = f"{WORK} The initial lymph vessels lie just under the skin."
    assert vet(f"{skilled} It removes toxins.").verdict == "true_mld"
    assert vet(skilled, title="Detox lymphatic drainage").verdict == "unclear"
    trained = f"{skilled} I trained at the Vodder school."
    assert vet(trained, title="Detox lymphatic drainage").verdict == "true_mld"


@pytest.mark.parametrize(
    ("said", "language", "title"),
    [
        (
            (
                "A pressoterapia é uma drenagem linfática mecânica, indicada para pernas cansadas, "
                "inchaço, retenção e celulite, e dura meia hora."
            ),
            "pt",
            "Pressoterapia",
        ),
        (
            (
                "Die Pressotherapie ist eine Lymphdrainage mit Luftkammern, für müde Beine, Cellulite, "
                "Schwellungen und nach dem Sport, und sie dauert eine halbe Stunde."
            ),
            "de",
            "Pressotherapie",
        ),
    ],
)
def test_a_tool_that_is_said_to_be_a_drainage_is_no_item_of_a_menu(said, language, title):
    assert "machine" in vet(said, title, language).red_flags


def test_the_spanish_article_ends_no_denial():
    plain = "Es un masaje suave. En el drenaje linfático no se trabaja el músculo ni la fascia."
    assert vet(plain, "Drenaje linfático", "es").red_flags == ()


def test_what_a_reader_may_imagine_is_not_what_is_done():
    said = "Puede que imagines un masaje intenso. En el drenaje linfático las manos son suaves."
    assert vet(said, "Drenaje linfático", "es").red_flags == ()


def test_an_ordinary_word_is_no_slip_of_a_term():
    said = "I was fascinated by lymphatic drainage and how it works on swelling from the first day."
    answer = vet(f"{WORK} {said}")
    assert answer.red_flags == ()
    assert not [one for one in answer.findings if "fascinated" in one.quote]


QUOTED = '"{}" So Ann Hill, a {}, said it to us on the phone one day in early spring.'


def test_what_an_expert_is_quoted_with_counts_and_what_a_client_says_does_not():
    cups, touch = "Suction cups drain the lymph.", "A light touch moves the skin and the lymph."
    assert "cupping" in vet(QUOTED.format(cups, "dermatologist")).red_flags
    assert vet(QUOTED.format(cups, "client")).red_flags == ()
    assert level(vet(QUOTED.format(touch, "dermatologist")), "technique") == "meets"
    assert level(vet(QUOTED.format(touch, "client")), "technique") == "absent"


@pytest.mark.parametrize(
    "told",
    [
        "Nor do we do sculpting in these sessions.",
        "Lymph vessels answer better to a light touch than to deep pressure.",
        "Vigorous rubbing simply misses it.",
        "Unlike deep tissue or Swedish, which compress the tissue, it is light.",
        "Press just hard enough to move the skin, unlike a deep tissue massage.",
        "The care is bandaging and a pneumatic pump.",
        "The swelling is diagnosed by examination and ultrasound.",
        "Liposuction is there to contour the body.",
        "Her cupping motions are light.",
        "Most massage works on muscle; manual lymph drainage works on fluid.",
        "Lymph massage is a low-pressure therapy.",
    ],
)
def test_what_is_denied_or_no_part_of_the_lymph_work_raises_nothing(told):
    assert vet(f"{WORK} {told}").red_flags == ()


def test_a_method_by_the_name_of_its_founder_is_not_yet_sculpting():
    assert vet("We give lymphatic drainage by the Renata França method.").red_flags == ()


def test_a_roller_does_the_work_though_no_flag_has_its_name():
    answer = vet("A face roller drains the lymph of the cheeks.", "Face rollers for your lymph")
    assert level(answer, "technique") == "contradicts"
    assert answer.red_flags == ()


def test_a_tool_that_a_long_text_asks_about_is_not_said_in_passing():
    said = f"{FILLING * 4} {MILD} Our lymphatic drainage is done with cups."
    assert level(vet(said), "technique") == "partial"
    assert level(vet(f"What is cupping? {said}"), "technique") == "contradicts"


def test_strokes_in_quotation_marks_are_named_and_not_held_at_arms_length():
    answer = vet('The hands follow a slow "stretch and release" pattern with a light touch.')
    assert level(answer, "technique") == "meets"


def test_an_item_of_a_list_is_no_heading_of_the_items_after_it():
    listed = "Good for:\n• those who dislike deep tissue\n• Detoxification of the body by lymph"
    assert "detox_claim" in vet(f"{WORK}\n{listed}").red_flags
    headed = "What we do not do\n• detoxification of the body by tea"
    assert vet(f"{WORK}\n{headed}").red_flags == ()


@pytest.mark.parametrize(
    "told",
    [
        "It is different from Swedish massage: it is deeper.",
        "It uses firm strokes, unlike a deep tissue massage of the muscles.",
    ],
)
def test_work_that_is_named_for_contrast_takes_nothing_over(told):
    assert vet(f"{WORK} {told}").red_flags == ("deep_pressure",)


def test_timed_lines_of_a_menu_speak_of_other_work():
    menu = (
        "HOT BASALT, 75 min. Heated stones and firm pressure melt knots in the back.\n"
        "SLIM WRAP, 60 min. Clay and a warming blanket for thighs and tummy.\n"
        "QUIET WATER, 50 min. Our lymphatic drainage, light as a feather.\n"
    )
    assert vet(menu, "Treatment menu").red_flags == ()
    one = menu.replace("Our lymphatic drainage, light as a feather", "Our tea")
    assert "deep_pressure" in vet("Lymphatic drainage.\n" + one, "Our menu").red_flags


def test_a_machine_named_once_counts_where_the_title_sells_body_shape():
    text = f"{FILLING * 4} Our lymphatic drainage is done with the Venus Legacy."
    assert level(vet(text), "technique") == "absent"
    assert level(vet(text, "Slimming lymphatic drainage"), "technique") == "contradicts"


def test_a_squeeze_told_once_counts_where_pushed_fluid_is_promised_twice():
    text = f"{FILLING * 4} Our lymphatic drainage squeezes the lymph out."
    assert level(vet(text), "technique") == "absent"
    more = f"{text} It pushes old fluid out."
    assert level(vet(more), "technique") == "contradicts"
