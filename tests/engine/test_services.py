"""Two services on one page, and what is done in the lymph work only on request."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()
TITLES = {
    "en": "Lymph drainage with Ada",
    "de": "Lymphdrainage bei Ada",
    "fr": "Drainage lymphatique chez Ada",
    "es": "Drenaje linfático con Ada",
    "pt": "Drenagem linfática com a Ada",
}


def flags_of(language, text, title=None):
    title = TITLES[language] if title is None else title
    fields = (TextField("title", "title", title), TextField("text", "about", text))
    return assess(ListingText(fields, language), (), RUBRIC, date(2026, 1, 1)).red_flags


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Besides lymph drainage we offer cups. They glide over the back for an hour."),
        ("de", "Neben der Lymphdrainage gibt es Schröpfgläser. Sie gleiten über den Rücken."),
        ("fr", "Outre le drainage lymphatique, il y a les ventouses. Elles glissent sur le dos."),
        ("es", "Además del drenaje linfático están las ventosas. Recorren la espalda."),
        ("pt", "Além da drenagem linfática há as ventosas. Elas percorrem as costas."),
    ],
)
def test_what_there_is_besides_the_lymph_work_is_no_part_of_it(language, text):
    assert flags_of(language, text) == ()


def test_what_the_lymph_work_has_besides_the_hands_is_part_of_it():
    text = "Besides her hands, Ada's lymph drainage has cups. They glide over the legs."
    assert flags_of("en", text) == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We give Thai massage and MLD. The former uses elbows. The latter is soft."),
        ("fr", "Je fais du shiatsu et du drainage. Le premier y va au coude. Le second est doux."),
        ("es", "Doy masaje sueco y drenaje. El primero usa el codo. El segundo es suave."),
    ],
)
def test_the_former_of_two_services_is_told_from_the_latter(language, text):
    assert flags_of(language, text, "Ada") == ()


def test_the_latter_of_two_services_may_be_the_lymph_work():
    text = "We give Thai massage and MLD. The former is soft. The latter uses cups."
    assert flags_of("en", text, "Ada") == ("cupping",)


def test_services_that_head_their_sentences_alike_are_told_apart():
    text = "Gua sha is for the neck. Lymph drainage is for swollen legs and quite soft."
    assert flags_of("en", text, "Ada") == ()


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (
            "Bei Nackenweh arbeite ich mit dem Ellbogen. Bei der Lymphdrainage ruht die Hand.",
            (),
        ),
        (
            "Bei der Lymphdrainage ruht die Hand. Bei Nackenweh dagegen nehme ich den Ellbogen.",
            (),
        ),
        (
            "Bei Nackenweh ruht die Hand. Bei der Lymphdrainage nehme ich den Ellbogen.",
            ("deep_pressure",),
        ),
    ],
)
def test_what_is_done_for_another_complaint_is_not_done_as_lymph_work(text, flags):
    assert flags_of("de", text, "Ada") == flags


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "My drainage is soft. On request it can be combined with pressotherapy."),
        ("de", "Meine Drainage ist leicht. Auf Wunsch kann sie Pressotherapie enthalten."),
        ("fr", "Mon drainage est doux. Sur demande, on y joint la pressothérapie."),
        ("es", "Mi drenaje es suave. Puede incluir presoterapia, si lo pides."),
        ("es", "Mi drenaje es suave. Si quieres, sumamos la presoterapia."),
        ("pt", "A minha drenagem é leve. Pode incluir pressoterapia, é só pedir."),
        ("pt", "A minha drenagem é leve. Se quiser, juntamos a pressoterapia."),
    ],
)
def test_what_is_done_on_request_is_offered(language, text):
    assert "machine" in flags_of(language, text)


def test_what_other_work_may_include_is_not_offered_as_lymph_work():
    text = "My lymph drainage is soft. Sports massage may include a massage gun, if needed."
    assert flags_of("en", text) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In the drainage I use no cups, unless your legs are hard."),
        ("de", "In der Drainage nehme ich keine Schröpfgläser, außer an den Beinen."),
        ("fr", "Pas de ventouses pendant le drainage, sauf aux cuisses."),
        ("es", "En el drenaje no uso ventosas, salvo en los muslos."),
        ("pt", "Na drenagem não uso ventosas, exceto nas coxas."),
    ],
)
def test_an_exception_lets_in_what_is_denied(language, text):
    assert flags_of(language, text) == ("cupping",)


def test_hands_are_no_exception():
    assert flags_of("en", "In the drainage I use no cups, nothing except my two hands.") == ()


@pytest.mark.parametrize(
    ("language", "text", "offered"),
    [
        ("en", "On days when we do not use the cups, the drainage is shorter.", True),
        ("en", "On days without drainage you may use the cups by the pool.", False),
        ("fr", "Les jours où je ne sors pas les ventouses, le drainage est court.", True),
        ("fr", "Les jours sans drainage, les ventouses de la piscine sont à vous.", False),
        ("es", "Los días que no sacamos las ventosas, el drenaje es corto.", True),
        ("es", "Los días que no hay drenaje, puede usar las ventosas de la piscina.", False),
        ("pt", "Nos dias em que não usamos as ventosas, a drenagem é curta.", True),
        ("pt", "Nos dias em que não há drenagem, pode usar as ventosas da piscina.", False),
    ],
)
def test_days_without_a_tool_mean_that_it_is_usual(language, text, offered):
    assert flags_of(language, text) == (("cupping",) if offered else ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Between visits you can dry brush your legs at home. I never do."),
        ("de", "Zu Hause können Sie die Beine trocken bürsten. Ich tue es nie."),
        ("fr", "Chez vous, vous pouvez brosser la peau à sec. Moi, jamais."),
        ("es", "En casa puedes cepillar la piel en seco. Yo nunca."),
        ("pt", "Em casa pode escovar a pele a seco. Eu nunca."),
    ],
)
def test_what_is_advised_for_home_is_none_of_the_service(language, text):
    assert flags_of(language, text) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Evita las ventosas y el gua sha. La mano es suave."),
        ("pt", "Evite as ventosas e o gua sha. A mão é leve."),
        ("fr", "Évitez les ventouses, le gua sha et les bottes de pressothérapie."),
    ],
)
def test_a_list_of_what_is_denied_goes_on_behind_an_article(language, text):
    assert flags_of(language, text) == ()


def test_a_verb_behind_an_article_tells_something_new():
    text = "En el drenaje no uso ventosas, y el gua sha ayuda a las piernas."
    assert flags_of("es", text) == ("gua_sha",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The cups on the shelf belong to the physiotherapist next to us."),
        ("de", "Die Schröpfgläser im Regal gehören der Heilpraktikerin von oben."),
        ("fr", "Les ventouses sur l'étagère appartiennent à la salle."),
        ("es", "Las ventosas del estante no son mías."),
        ("pt", "As ventosas da prateleira são da fisioterapeuta."),
        ("en", "If somebody offers you gua sha for this, say no."),
        ("de", "Wenn Ihnen jemand dafür Gua Sha verkauft, lehnen Sie ab."),
        ("fr", "Si on vous propose du gua sha pour cela, refusez."),
        ("es", "Si alguien te ofrece gua sha para esto, di que no."),
        ("pt", "Se alguém lhe oferecer gua sha para isto, recuse."),
        ("en", "Ask if they use a wooden roller."),
        ("pt", "Pergunte se ela usa um rolo de madeira."),
        ("en", "Don't let anyone put cups on a swollen leg."),
        ("de", "Lassen Sie niemanden mit Schröpfgläsern an ein geschwollenes Bein."),
        ("fr", "N'acceptez pas qu'on pose des ventouses sur une jambe enflée."),
        ("es", "No dejes que te pongan ventosas en una pierna hinchada."),
        ("pt", "Não deixe que lhe ponham ventosas numa perna inchada."),
    ],
)
def test_what_is_others_and_what_others_might_do_is_none_of_the_service(language, text):
    assert flags_of(language, text) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two of us work here. Mia glides cups over stiff backs. Joan does the MLD."),
        ("de", "Wir sind zwei. Jorid Bartel schröpft. Imke Rask gibt die Lymphdrainage."),
        ("fr", "Nous sommes deux. Maud pose des ventouses. Solène pratique le drainage."),
        ("es", "Somos dos. Nuria pone ventosas. Del drenaje linfático me encargo yo."),
        ("pt", "Somos duas. A Nádia põe ventosas. A Iara faz drenagem linfática."),
    ],
)
def test_what_one_of_two_does_is_not_done_by_the_other(language, text):
    assert flags_of(language, text, "Studio") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Both of us do MLD. Mia glides cups along the legs. Joan has soft hands.",
        "Two of us work here. Mia does the MLD with cups. Joan keeps the books.",
        "We are two. Cups glide over the legs. Hands do the MLD.",
    ],
)
def test_what_both_do_and_what_is_nobodys_name_counts(text):
    assert flags_of("en", text, "Studio") == ("cupping",)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Cupping and MLD", "Cupping is for backs. MLD is for legs. It is soft."),
        ("de", "Schröpfen und MLD", "Schröpfen ist für Rücken. MLD ist für Beine."),
        ("fr", "Ventouses et drainage", "Les ventouses sont pour le dos. Le drainage est doux."),
        ("es", "Ventosas y drenaje", "Las ventosas son para la espalda. El drenaje es suave."),
        ("pt", "Ventosas e drenagem", "As ventosas são para as costas. A drenagem é leve."),
    ],
)
def test_a_title_that_lists_what_the_text_keeps_apart_does_not_mix_it(language, title, text):
    assert flags_of(language, text, title) == ()


def test_a_title_that_says_what_the_lymph_work_is_done_with_does():
    text = "Cupping is for legs. MLD is for legs. It is soft."
    assert flags_of("en", text, "MLD: cupping and more") == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The other treatment of the house is wood therapy. It uses rollers."),
        ("fr", "L'autre soin de la maison est la madérothérapie. Elle use de rouleaux en bois."),
        ("de", "Die andere Behandlung im Haus ist die Maderotherapie. Sie ist kräftig."),
        ("es", "El otro tratamiento de la casa es la maderoterapia. Usa rodillos."),
        ("pt", "O outro tratamento da casa é a madeiroterapia. Usa rolos."),
    ],
)
def test_the_other_treatment_is_not_the_lymph_work(language, text):
    assert flags_of(language, text) == ()


def test_the_other_hand_is_no_other_treatment():
    assert flags_of("en", "The other hand holds the suction cup.") == ("cupping",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If strength were the point, a rolling pin would be better."),
        ("de", "Ginge es um Stärke, wäre ein Nudelholz besser."),
        ("fr", "S'il fallait de la force, un rouleau à pâtisserie serait mieux."),
        ("es", "Si la fuerza sirviera, un rodillo de cocina sería mejor."),
        ("pt", "Se a força ajudasse, um rolo da massa seria melhor."),
    ],
)
def test_what_is_only_supposed_is_not_done(language, text):
    assert flags_of(language, text) == ()


def test_what_you_may_want_is_supposed_in_earnest():
    text = "If you want cups for your legs, the drainage would take ten minutes more."
    assert flags_of("en", text) == ("cupping",)


def test_what_a_sentence_goes_on_about_for_home_is_none_of_the_service():
    text = "Ask Ada about dry brushing; she can show you how to do it at home. I never do."
    assert flags_of("en", text) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Cups for stiff backs. Waxing on Fridays. We also do lymph drainage, quite softly."),
        ("de", "Schröpfen für Rücken. Wir machen auch Lymphdrainage, ganz leicht."),
        ("fr", "Des ventouses pour le dos. Nous faisons aussi du drainage lymphatique."),
        ("es", "Ventosas para la espalda. También hacemos drenaje linfático."),
        ("pt", "Ventosas para as costas. Também fazemos drenagem linfática."),
    ],
)
def test_what_came_before_the_lymph_work_that_is_done_as_well_is_other_work(language, text):
    assert flags_of(language, text, "Studio") == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Schröpfen können Sie bei meinem Kollegen Jan buchen."),
        ("en", "Cups for your back can be had with our colleague Jan."),
        ("fr", "Pour vous, les ventouses se posent chez ma collègue Anne."),
    ],
)
def test_what_a_colleague_does_is_none_of_the_service(language, text):
    assert flags_of(language, text) == ()


def test_what_is_not_done_together_does_not_reach_far_back():
    text = (
        "Bei der Lymphdrainage gehe ich mit dem Ellbogen tief hinein. Das ist so. Es hilft dem Bein. "
        "Beide Termine kosten gleich viel, und an einem Tag mache ich sie nicht."
    )
    assert flags_of("de", text, "Ada") == ("deep_pressure",)


def test_what_costs_nothing_extra_is_part_of_the_service():
    text = "The last minutes of the lymph drainage belong to the cups, at no extra charge."
    assert flags_of("en", text) == ("cupping",)
