"""How words are meant decides whether they count."""

from datetime import date

import pytest

from vetting.engine import ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()


def vet(text, title="", language="en", **fields):
    parts = [TextField("title", "title", title), TextField("text", "about", text)]
    parts += [TextField(name, name, words) for name, words in fields.items()]
    return assess(ListingText(tuple(parts), language), (), RUBRIC, date(2026, 1, 1))


def status_of(answer, rule):
    return {finding.status for finding in answer.findings if finding.rule == rule}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Our lymphatic drainage uses firm pressure on the legs.", "asserted"),
        ("Our lymphatic drainage never uses firm pressure on the legs.", "negated"),
        ("Unlike a massage with firm pressure, lymphatic drainage is light.", "contrast"),
        ("It is a myth that lymphatic drainage uses firm pressure.", "refuted"),
        ("Does lymphatic drainage use firm pressure? No.", "negated"),
        ("Does lymphatic drainage use firm pressure? Yes.", "asserted"),
        ("Many spas do lymphatic drainage with firm pressure.", "other_person"),
        ("I used to do lymphatic drainage with firm pressure.", "past"),
        ("Sports massage comes with firm pressure. We also do MLD on Mondays.", "other_service"),
    ],
)
def test_the_standing_of_firm_pressure(text, status):
    answer = vet(text)
    assert status_of(answer, "T-DEEP-TISSUE") == {status}
    assert ("deep_pressure" in answer.red_flags) == (status == "asserted")


def test_a_tool_between_marks_is_a_tool_and_a_claim_is_held_at_arms_length():
    answer = vet("Our lymphatic drainage begins with the 'cupping' phase.")
    assert answer.red_flags == ("cupping",)
    answer = vet("Our lymphatic drainage promises no such thing as a 'detox' week.")
    assert answer.red_flags == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Our lymphatic drainage begins with deep oscillation.", set()),
        ("In lymphatic drainage the vessels can be damaged by deep pressure.", {"conditional"}),
    ],
)
def test_what_only_sounds_deep_is_no_depth(text, status):
    answer = vet(text)
    assert status_of(answer, "T-DEEP") | status_of(answer, "T-DEEP-TISSUE") == status
    assert "deep_pressure" not in answer.red_flags


def test_not_only_is_no_denial():
    answer = vet("Not only is our lymphatic drainage quick, it comes with firm pressure.")
    assert "deep_pressure" in answer.red_flags


def test_bandages_and_deep_breathing_are_no_flags():
    answer = vet(
        "After lymphatic drainage I apply compression bandages. Deep breathing ends the session. "
        "The deep vessels fill from the superficial ones, and fibrosis becomes softer."
    )
    assert answer.red_flags == ()


def test_a_menu_binds_nothing():
    answer = vet("Lymphatic drainage, deep tissue massage, cupping and gua sha are on our menu.")
    assert answer.red_flags == ()
    assert answer.verdict == "unclear"


def test_a_tool_in_its_own_service_field_is_another_service():
    answer = vet(
        "Lymphatic drainage with very light strokes on the skin.",
        services="Deep tissue massage with firm pressure and wooden rollers.",
    )
    assert answer.red_flags == ()
    assert status_of(answer, "T-WOOD") == {"other_service"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I trained at the Dr. Vodder School and work with lymph.", "meets"),
        ("My teacher trained at the Dr. Vodder School; I help with lymph.", "absent"),
        ("Next year I hope to train at the Dr. Vodder School for lymph.", "absent"),
        ("My certificate of the Dr. Vodder School has expired for lymph.", "partial"),
        ("Lymph drainage was developed by Dr. Emil Vodder in his school.", "absent"),
        ("Look for a therapist who is trained at the Vodder School for lymph.", "partial"),
        ("We see you with a certified lymphedema therapist.", "partial"),
        ("I am a certified lymphedema therapist.", "meets"),
        ("Anna, a certified lymphedema therapist, works on Mondays.", "meets"),
        ("Our CLT works with bandages. CLT means complex lymphoedema therapy.", "absent"),
    ],
)
def test_whose_training_it_is(text, level):
    levels = {result.criterion: result.text_level for result in vet(text).criteria}
    assert levels["training"] == level


def test_dr_vodder_does_not_end_a_sentence():
    answer = vet("I hold a certificate of Dr. Vodder in lymph drainage.")
    assert status_of(answer, "R-SCHOOL") == {"asserted"}


def test_honest_massage_is_an_outcome_of_its_own():
    answer = vet("I offer relaxing massage. It is not lymphatic drainage, and I say so.")
    assert answer.honest_not_mld
    # Its words contradict nothing that MLD is; whoever reads the answer is told the outcome.
    assert answer.verdict == "unclear"
    assert answer.red_flags == ()


def test_strong_work_beside_a_plain_denial_is_not_about_lymph():
    answer = vet("I press hard into tight shoulders. I do not offer lymphatic drainage.")
    assert answer.red_flags == ()
    assert {result.text_level for result in answer.criteria} == {"absent"}


def test_a_quoted_claim_that_is_answered_no_is_not_made():
    claim = "Lymphatic drainage melts your belly fat."
    assert vet(f'"{claim}" We hear that every week.').red_flags == ("weight_loss_claim",)
    assert vet(f'"{claim}" No. It is slow work on the skin and nothing else.').red_flags == ()


def test_what_is_quoted_under_a_title_of_myths_is_not_claimed():
    words = '"Lymphdrainage hilft beim Abnehmen." Um so etwas geht es bei mir aber wirklich nicht.'
    assert vet(words, title="Mythen aus der Praxis", language="de").red_flags == ()
    flagged = vet(words, title="Sätze aus der Praxis", language="de").red_flags
    assert flagged == ("weight_loss_claim",)


def test_a_list_is_denied_by_what_follows_its_colon():
    listed = "Cups, stones, wooden rollers: {} in our lymphatic drainage."
    assert vet(listed.format("all have a place")).red_flags == ("cupping", "wood_therapy")
    words = "Schröpfgläser, Hölzer: nichts davon finden Sie bei unserer Lymphdrainage in Kiel."
    assert vet(words, language="de").red_flags == ()


def test_a_line_of_a_price_list_is_a_service_of_its_own():
    lines = "Haircut $30. Pressotherapy $20. Lymphatic drainage $60. Wood therapy $45."
    answer = vet(lines + " We are open on Saturdays and you can pay here with a card.")
    assert answer.red_flags == ()
    answer = vet("Lymphatic drainage with wood therapy $45. Haircut $30. Nails for you at $20.")
    assert answer.red_flags == ("wood_therapy",)


def test_denying_what_others_sell_is_not_honest_massage():
    answer = vet(
        "What spas sell is not lymphatic drainage. Our lymphatic drainage is a light touch on "
        "the skin."
    )
    assert not answer.honest_not_mld
    assert answer.verdict != "not_mld"


def test_in_the_training_field_a_school_needs_no_verb():
    listing = vet("Lymph drainage in our practice.", training="Dr. Vodder Akademie, Walchsee, 2018")
    levels = {result.criterion: result.text_level for result in listing.criteria}
    assert levels["training"] == "meets"
    advert = vet("Lymph drainage in our practice. Dr. Vodder Akademie, Walchsee.")
    levels = {result.criterion: result.text_level for result in advert.criteria}
    assert levels["training"] == "absent"
    dated = vet("Lymph drainage in our practice. Dr. Vodder Akademie, Walchsee, 2018.")
    levels = {result.criterion: result.text_level for result in dated.criteria}
    assert levels["training"] == "meets"


def test_a_course_in_a_title_is_one_on_offer():
    answer = vet(
        "Two days of light strokes for beginners in our rooms.", "LDT1 Class in Lymph Drainage"
    )
    assert status_of(answer, "R-SCHOOL") == {"hypothetical"}


def technique(answer):
    return next(one.text_level for one in answer.criteria if one.criterion == "technique")


def test_what_a_tool_does_to_the_skin_is_no_work_of_hands():
    assert (
        technique(vet("Silicone cups pull the skin up and drain your lymph gently."))
        == "contradicts"
    )
    assert technique(vet("My fingers pull the skin along and let go, very lightly.")) == "meets"


def test_a_light_touch_that_is_made_little_of_is_not_offered():
    answer = vet("A light lymph drainage is boring, so our lymphatic massage uses firm strokes.")
    assert status_of(answer, "T-LIGHT") <= {"refuted"}
    assert technique(answer) == "contradicts"


def test_a_tool_in_the_title_is_not_outweighed():
    text = "Very light touch: the skin is stretched and let go. The stone follows the lymph."
    assert technique(vet(text, "Gua Sha for Your Lymph")) == "contradicts"
    assert (
        technique(vet(text.replace(" The stone follows the lymph.", ""), "Quiet Hands")) == "meets"
    )


def test_several_methods_in_one_lymph_session_are_one_service():
    mixed = vet("Our lymphatic drainage combines deep tissue strokes and suction cups.")
    assert set(mixed.red_flags) == {"cupping", "deep_pressure"}
    apart = vet("Book deep tissue strokes and suction cups. Lymphatic drainage is on Mondays.")
    assert apart.red_flags == ()


def test_the_house_speaks_in_quotation_marks_too():
    ours = vet("'We work with firm pressure in lymph drainage, and clients love it,' says Mia.")
    theirs = vet("'She used firm pressure in lymph drainage and I loved it,' says a client.")
    assert "deep_pressure" in ours.red_flags
    assert theirs.red_flags == ()


def test_a_title_may_warn_of_drainage_through_cuts():
    warning = vet("It may infect the wound. Please stay away from it.", "Incisional Drainage")
    offer = vet("We do incisional drainage on the third day.", "Incisional Drainage")
    assert warning.red_flags == ()
    assert "incisional_drainage" in offer.red_flags


def test_a_device_named_in_passing_beside_light_slow_hands_is_for_a_person():
    text = "Lymph drainage with very light, slow strokes. Pressotherapy may follow the massage."
    answer = vet(text.replace("may follow", "follows"))
    assert "machine" in answer.red_flags
    assert answer.verdict == "unclear"


def test_a_menu_in_lines_keeps_its_tools_to_their_own_line():
    answer = vet(
        "1. Lymphatic drainage, 60 min, the skin is moved very lightly\n"
        "2. Hot cupping, 30 min\n3. Wood therapy with rollers, 45 min"
    )
    assert answer.red_flags == ()


def test_a_list_under_the_lymph_service_speaks_of_it():
    answer = vet("Our lymph ritual:\n- Wooden rollers for the legs\n- Cups for the hips\n- Tea")
    assert set(answer.red_flags) == {"wood_therapy", "cupping"}


@pytest.mark.parametrize(
    ("after", "flags"),
    [
        ("They live in the sports room and never touch lymph.", ()),
        ("I don't; please ask elsewhere.", ()),
        ("I don't hold back with them.", ("cupping",)),
        ("They leave round marks.", ("cupping",)),
    ],
)
def test_the_next_sentence_can_send_a_tool_elsewhere(after, flags):
    assert vet(f"For lymph drainage some use cups. {after}").red_flags == flags


def test_an_extra_beside_light_hands_is_for_a_person():
    answer = vet(
        "A lymph massage with gentle, slow strokes. To finish, two minutes of soft cups.",
        "Lymphatic massage",
    )
    assert answer.verdict == "unclear"
    assert answer.red_flags == ("cupping",)


def test_the_heart_of_the_service_is_no_extra():
    answer = vet(
        "A lymph massage with gentle strokes, and soft cups along the legs.", "Lymphatic massage"
    )
    assert answer.verdict == "not_mld"


def test_what_a_title_hints_at_has_to_be_said_in_the_text():
    text = "Sessions of lymph drainage are rhythmic and gentle."
    assert vet(text, "Strong hands, soft job").red_flags == ()
    assert vet(f"{text} My hands press firmly.", "Strong hands").red_flags == ("deep_pressure",)


def test_a_condition_denies_nothing():
    answer = vet("Our lymph drainage has a firm touch. If it does not feel deep, it is no good.")
    assert answer.verdict == "not_mld"


def test_a_labeled_answer_is_read_without_its_label():
    answer = vet("Q: Do you use cups for lymph drainage?\nA: No, only hands.")
    assert answer.red_flags == ()


@pytest.mark.parametrize(
    ("said", "flagged"),
    [
        ("They move the lymph out of the legs.", True),
        ("This drains lymph.", True),
        ("They do not move the lymph.", False),
        ("They are for tight backs.", False),
        ("The towels are warm, and lymph moves by itself.", False),
    ],
)
def test_a_tool_is_tied_to_the_lymph_work_by_the_next_sentence(said, flagged):
    answer = vet(f"I do sports massage. I use cups. {said} People sleep well after it.")
    assert ("cupping" in answer.red_flags) == flagged


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Lymph drainage with soft music on Mondays.", "absent"),
        ("Lymph drainage with soft strokes and music.", "partial"),
        ("After lymph drainage your legs feel so light.", "absent"),
        ("Lymph drainage of the legs, light and slow.", "partial"),
    ],
)
def test_what_something_else_is_like_says_nothing_of_the_touch(text, level):
    levels = {result.criterion: result.text_level for result in vet(text).criteria}
    assert levels["technique"] == level


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Das Lymphsystem gerät aus dem Takt, die Lymphdrainage hilft.", False),
        ("Das Gerät bringt alles in Takt, die Lymphdrainage hilft.", True),
        ("das gerät bringt alles in takt, die lymphdrainage hilft.", True),
    ],
)
def test_a_noun_is_not_read_in_a_verb_that_is_written_small(text, flagged):
    assert ("machine" in vet(text, "Lymphdrainage", "de").red_flags) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Holzrolle, Jadestein: Solche Dinge haben hier nichts verloren.", False),
        ("Holzrolle, Jadestein: Haarspray hat hier nichts verloren.", True),
    ],
)
def test_such_things_are_those_before_the_colon(text, flagged):
    flags = vet(text, "Lymphdrainage", "de").red_flags
    assert ("wood_therapy" in flags) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("We use cups on backs, our lymphatic drainage is done by hand.", False),
        ("We use cups on backs; our lymphatic drainage is done by hand.", False),
        ("Cups warm the tissue, then our lymphatic drainage is done by hand.", True),
        ("Cups are our lymphatic drainage, which no hand can do.", True),
        ("We use cups on backs, our lymphatic drainage is a treat.", True),
    ],
)
def test_a_tool_is_not_what_lymph_work_by_hand_is_done_with(text, flagged):
    answer = vet(text, "Lymphatic drainage")
    assert ("cupping" in answer.red_flags) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Our house offers lymphatic drainage, cupping and hot stone massage.", False),
        ("Our lymphatic drainage, cupping and hot stone massage in one.", True),
        ("We combine lymphatic drainage, cupping and hot stone massage.", True),
    ],
)
def test_whose_house_it_is_makes_one_service_of_no_menu(text, flagged):
    answer = vet(text, "Lymphatic drainage")
    assert ("cupping" in answer.red_flags) == flagged


def test_a_word_without_its_accent_is_another():
    text = "In unserer Lymphdrainage {} immer mit Schröpfgläsern und viel Öl gearbeitet."
    assert status_of(vet(text.format("wurde"), language="de"), "T-CUPS") == {"asserted"}
    assert status_of(vet(text.format("würde"), language="de"), "T-CUPS") == {"conditional"}


def test_what_is_no_longer_so_ends_where_the_hands_come_in():
    text = (
        "Your lymph is slow. Our hands do in each lymph drainage what it can no longer do, "
        "and we go deep with an elbow."
    )
    assert status_of(vet(text), "T-DEEP-TISSUE") == {"asserted"}
    text = "In my lymph drainage I no longer go deep with an elbow."
    assert "asserted" not in status_of(vet(text), "T-DEEP-TISSUE")


def test_a_lymph_system_behind_a_colon_works_by_itself():
    text = "While you read this it is at work: your lymphatic system removes toxins day and night."
    assert vet(text, "Lymph drainage").red_flags == ()
    text = "While you read this we are at work: lymph drainage removes toxins day and night."
    assert vet(text, "Lymph drainage").red_flags == ("detox_claim",)
