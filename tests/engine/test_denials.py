"""Denials that stand behind what they deny, lists behind a colon, and lists of prices."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()


def flags(text, language="en"):
    fields = (TextField("title", "title", ""), TextField("text", "about", text))
    return assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1)).red_flags


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Manual lymphatic drainage by hand. Incisional drainage is NOT done here."),
        ("en", "Manual lymphatic drainage by hand. Wooden rollers are no longer used in the room."),
        ("en", "Manual lymphatic drainage by hand. Gua sha isn't practised in our clinic."),
        ("de", "Manuelle Lymphdrainage. Schröpfen wird bei uns nicht mehr gemacht."),
        ("de", "Manuelle Lymphdrainage. Holzroller benutzen wir in der Praxis nicht."),
        ("fr", "Drainage lymphatique manuel. Les ventouses ne sont plus utilisées chez nous."),
        ("es", "Drenaje linfático manual. La maderoterapia no se practica en esta casa."),
        ("es", "Drenaje linfático manual. Por la cicatriz no tiene que salir nada."),
        ("pt", "Drenagem linfática manual. A madeiroterapia nunca é feita nesta casa."),
    ],
)
def test_a_denial_behind_a_tool_denies_it(language, text):
    assert flags(text, language) == ()


def test_a_denial_behind_reaches_no_further_than_its_own_subject():
    text = "Our lymphatic drainage is done with cups, and oil is not used."
    assert flags(text) == ("cupping",)
    text = (
        "Notre drainage lymphatique glisse des ventouses sur la peau, l'huile n'est pas utilisée."
    )
    assert flags(text, "fr") == ("cupping",)
    text = "In our lymphatic drainage cupping is never done without asking you first."
    assert flags(text) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I offer lymph drainage. I do not bring: oil, machines, wooden rollers."),
        ("en", "What my lymph drainage lacks: a machine, a vacuum and a promise."),
        ("de", "Ich komme zur Lymphdrainage. Ich bringe nicht mit: Öl, Geräte, Holzroller."),
        ("fr", "Drainage lymphatique. Je n'apporte pas : huile, machines, rouleaux en bois."),
        ("es", "Drenaje linfático a domicilio. No llevo: aceite, máquinas, rodillos de madera."),
        ("pt", "Drenagem linfática. Não levo: óleo, máquinas, rolos de madeira."),
    ],
)
def test_a_list_behind_a_denied_verb_is_denied(language, text):
    assert flags(text, language) == ()


def test_little_before_a_colon_is_no_label():
    text = "Streicheln bringt wenig: Unsere Lymphdrainage packt fest zu."
    assert "deep_pressure" in flags(text, "de")


def test_a_plain_no_before_a_colon_is_an_answer_and_no_label():
    assert "cupping" in flags("Is our lymph drainage plain? No: cups glide over the skin.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lymph drainage is my work. You all know the cups. We never use them."),
        ("de", "Gua-Sha-Steine verkaufen wir. In der Lymphdrainage verwenden wir sie nicht."),
        ("fr", "Les ventouses existent. Pour le drainage lymphatique, nous ne les utilisons pas."),
        ("pt", "Vendemos pedras de jade. Na drenagem linfática nunca as utilizamos."),
    ],
)
def test_a_pronoun_stands_for_the_tool_of_the_sentence_before(language, text):
    assert flags(text, language) == ()


def test_a_list_of_prices_is_a_menu_without_currencies_and_within_one_sentence():
    lines = "Cupping for the back 55; Hot stone 70; Lymphatic drainage by hand 65; Waxing 18."
    assert flags(lines) == ()
    row = "Our menu: wood therapy 80 €, gua sha facial 60 €, manual lymphatic drainage 70 €."
    assert flags(row) == ()
    assert flags("Our lymphatic drainage with silicone cups costs 85 €.") == ("cupping",)


def test_what_comes_in_turn_is_one_service():
    text = "The session: ultrasonic cavitation, radiofrequency, then manual lymphatic drainage."
    assert "machine" in flags(text)


def test_a_brush_for_home_is_not_what_lymph_drainage_is_done_with():
    home = "At home a dry brush before the shower is fine."
    assert flags(f"{home} Lymphatic drainage itself is done by hand.") == ()
    assert "dry_brushing" in flags(f"{home} It wakes the lymph.")
    shop = "Our shop sells jade rollers. In the room lymph drainage is a matter of hands."
    assert flags(shop) == ()


def test_they_are_not_part_of_it_disowns_them_and_not_on_the_belly_does_not():
    tools = "In lymph drainage I use cups and scraping;"
    assert flags(f"{tools} they are not used on the belly.") == ("cupping", "gua_sha")
    assert flags("Our lymph drainage uses cups. They are not used dry.") == ("cupping",)
    care = "Lymph drainage by hand. Cupping has its place in sports care;"
    assert flags(f"{care} it is not part of this session.") == ()


@pytest.mark.parametrize(
    "denial",
    [
        "isn't needed and gets in the way",
        "is not used",
        "is never necessary",
        "is neither needed nor wanted",
    ],
)
def test_a_noun_before_a_denial_is_what_is_denied(denial):
    assert flags(f"In our lymph drainage the touch is light; deeper work {denial}.") == ()


def test_what_doctors_do_not_tell_is_told_here():
    text = "Lymph drainage by hand. I tell you what your doctors don't: it melts away belly fat."
    assert flags(text) == ("weight_loss_claim",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "En el drenaje linfático las ventosas y la maderoterapia no se usan."),
        ("es", "En mi drenaje linfático, las ventosas, los rodillos y la madera no tienen cabida."),
        ("pt", "Na drenagem linfática as ventosas e a madeira não são usadas."),
        ("pt", "Na drenagem linfática, as ventosas e a madeiroterapia não têm lugar."),
    ],
)
def test_joined_subjects_are_denied_together(language, text):
    assert flags(text, language) == ()


def test_a_verb_before_the_first_of_them_is_not_denied():
    text = "En el drenaje linfático usamos las ventosas y la madera no se usa."
    assert flags(text, "es") == ("cupping",)
    text = "En el drenaje linfático la mano pasa las ventosas por el muslo y la madera no se usa."
    assert flags(text, "es") == ("cupping",)


def read(text, language):
    fields = (TextField("title", "title", ""), TextField("text", "about", text))
    answer = assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1))
    return {result.criterion: result.level for result in answer.criteria}


def test_a_denial_that_opens_its_clause_leaves_the_clause_before_it():
    text = "Masajista formado en DLM, no se toca el vientre."
    assert read(text, "es")["training"] == "partial"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "No esperes un amasamiento: las manos son muy suaves y estiran la piel."),
        ("pt", "Não espere amassamento: as mãos são muito suaves e esticam a pele."),
    ],
)
def test_what_is_not_to_be_expected_ends_at_a_colon_after_it(language, text):
    assert read(text, language)["technique"] == "meets"
    assert flags("No encontrarás en mi drenaje linfático: ventosas ni madera.", "es") == ()


def test_who_is_quoted_with_more_than_a_sentence_answers_nobody():
    text = "Fala a massoterapeuta. «Na drenagem os toques são suaves. Não é massagem de força.»"
    assert read(text, "pt")["technique"] == "partial"


def test_a_tool_that_names_the_drainage_is_one_service():
    text = "Madeiroterapia drenante, 60 minutos, às terças."
    assert flags(text, "pt") == ("wood_therapy",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Wood Therapy 45: rollers. Pressotherapy 30: boots. Lymph Drainage 60: light hands.",
        ),
        (
            "de",
            "Kavitation: Fettpolster. Endermologie: Saugrollen. Lymphdrainage: leichte Hände.",
        ),
    ],
)
def test_a_price_list_in_one_paragraph_tells_its_offers_apart(language, text):
    assert flags(text, language) == ()
    mine = {
        "en": "Our lymph drainage: with suction cups.",
        "de": "Unsere Lymphdrainage: mit Schröpfen.",
    }
    assert "cupping" in flags(f"{text} {mine[language]}", language)


def test_haya_is_a_verb():
    text = "En el drenaje linfático se desliza la piel para que la linfa salga de donde se haya parado."
    assert flags(text, "es") == ()


def test_what_somebody_will_be_is_nobodys_training_yet():
    text = "Lymph drainage by hand. By next winter I will be a Certified Lymphedema Therapist."
    assert read(text, "en")["training"] != "meets"
    assert read(text.replace("By next winter I will be", "I am"), "en")["training"] != "absent"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What it isn't: a slimming cure, a cleanse.", "en"),
        ("What we do not promise: a flat tummy, a cleanse.", "en"),
        ("Was sie nicht ist: eine Entgiftung.", "de"),
        ("Ce que ce n’est pas : une cure détox, une méthode pour maigrir.", "fr"),
        ("Lo que no es: una cura detox.", "es"),
        ("O que não é: uma cura detox.", "pt"),
    ],
)
def test_a_label_that_says_what_the_service_is_not_denies_what_stands_behind_it(text, language):
    own = {
        "en": "Our lymph drainage is a light touch on the skin.",
        "de": "Unsere Lymphdrainage ist eine leichte Berührung der Haut.",
        "fr": "Notre drainage lymphatique est un toucher léger sur la peau.",
        "es": "Nuestro drenaje linfático es un toque ligero sobre la piel.",
        "pt": "A nossa drenagem linfática é um toque leve sobre a pele.",
    }[language]
    assert flags(f"{own} {text}", language) == ()


def test_what_few_know_is_claimed_all_the_same():
    text = "Our lymph drainage is a light touch. What you may not know: it is a cleanse."
    assert flags(text) == ("detox_claim",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Cups, wooden rollers, machines: none of it in my lymphatic drainage."),
        ("en", "Cups, wooden rollers: of all that, in my lymphatic drainage, nothing."),
        ("de", "Schröpfgläser, Holzroller: von all dem gibt es in der Lymphdrainage nichts."),
        ("fr", "Ventouses, machines : de tout cela, dans mon drainage lymphatique, rien."),
        ("es", "Maderas, ventosas: de todo eso, en mi drenaje linfático, nada."),
        ("pt", "Ventosas, aparelhos: de tudo isso, na minha drenagem linfática, nada."),
    ],
)
def test_none_of_it_denies_the_list_before_the_colon(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Unsere Lymphdrainage hat mit Schröpfgläsern und mit Holzrollern nichts zu tun."),
        ("de", "Mit Schröpfgläsern und Gua Sha hat unsere Lymphdrainage nichts gemein."),
        ("en", "With cups and with gua sha our lymphatic drainage has nothing in common."),
        ("fr", "Avec les ventouses et le gua sha, mon drainage lymphatique n'a rien de commun."),
        ("es", "Con ventosas y rodillos de madera mi drenaje linfático no tiene nada en común."),
        ("pt", "Com ventosas e gua sha a minha drenagem linfática não tem nada em comum."),
    ],
)
def test_what_stands_before_nothing_in_common_is_contrasted(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Schröpfgläser nehme ich in der Lymphdrainage keine."),
        ("de", "Manuelle Lymphdrainage. Schröpfgläser haben mich nie überzeugt."),
        ("fr", "Drainage lymphatique manuel. Les ventouses ne m'ont jamais convaincue."),
        ("es", "Drenaje linfático manual. Las ventosas nunca me convencieron."),
        ("pt", "Drenagem linfática manual. As ventosas nunca nos convenceram."),
        ("de", "Von Entgiftung kann bei meiner Lymphdrainage keine Rede sein."),
        ("de", "Das Wort Entgiftung werden Sie bei meiner Lymphdrainage nicht hören."),
        ("fr", "Le mot détox, vous ne l'entendrez pas pendant mon drainage lymphatique."),
        ("es", "La palabra detox no la oirás en mi drenaje linfático."),
    ],
)
def test_what_never_convinced_and_is_not_heard_is_denied(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "That my lymphatic drainage detoxes you I have never claimed."),
        ("de", "Dass meine Lymphdrainage entgiftet, habe ich nie behauptet."),
        ("fr", "Que mon drainage lymphatique détoxifie, je ne l'ai jamais dit."),
        ("es", "Que mi drenaje linfático desintoxica nunca lo he dicho."),
        ("pt", "Que a minha drenagem linfática desintoxica, nunca o disse."),
    ],
)
def test_what_was_never_said_is_denied(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Lymphdrainage schmilzt Fett.“ Auch das ist Unsinn."),
        ("fr", "« Le drainage lymphatique détoxifie. » C'est faux."),
        ("es", "«El drenaje linfático desintoxica.» Eso es falso."),
        ("pt", "«A drenagem linfática desintoxica.» Isso é falso."),
        ("en", "“Lymphatic drainage melts fat.” That too is nonsense."),
    ],
)
def test_a_reply_denies_a_quotation_whatever_its_marks(language, text):
    assert flags(text, language) == ()


def test_nothing_in_common_with_what_others_do_where_they_do_it():
    text = (
        "Mon drainage lymphatique n'a rien à voir, vraiment rien, avec ces salons où l'on pose"
        " des ventouses, où l'on passe le gua sha."
    )
    assert flags(text, "fr") == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They say that lymphatic drainage melts fat and flushes toxins. Neither is true."),
        ("en", "Lymphatic drainage is said to melt fat. That is not true, by the way."),
        ("de", "Es heißt, die Lymphdrainage schwemme Giftstoffe aus. Das stimmt nicht."),
        ("fr", "Le drainage lymphatique éliminerait les toxines. Rien de cela n'est vrai."),
        ("es", "Se oye que el drenaje linfático elimina toxinas. Nada de eso es cierto."),
        ("pt", "Ouve-se que a drenagem linfática elimina toxinas. Isso é falso."),
    ],
)
def test_the_next_sentence_may_say_that_it_is_not_so(language, text):
    assert flags(text, language) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Our lymphatic drainage flushes toxins. It is not for everyone.",
        "Our lymphatic drainage flushes toxins. It is not true that it hurts.",
        "Our lymphatic drainage flushes toxins. That is not false.",
    ],
)
def test_what_is_denied_next_is_not_all_that_was_said(text):
    assert flags(text) == ("detox_claim",)
