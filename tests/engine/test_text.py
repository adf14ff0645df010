"""From the text as typed to the text as scanned, and back."""

import pytest

from vetting.engine import load_rubric
from vetting.engine.repair import repair
from vetting.engine.segment import sentences
from vetting.engine.text import fold, fold_term, prepare

LEXICON = load_rubric().lexicons["en"]


def scanned(raw):
    prepared = prepare(raw)
    return repair(prepared, prepared.folded.split(), LEXICON)


@pytest.mark.parametrize(
    ("raw", "word", "typed"),
    [
        ("Very Gentle touch", "gentle", "Gentle"),
        ("g\u200ben\u200btle", "gentle", "g\u200ben\u200btle"),
        ("<b>gen</b>tle", "gentle", "gen</b>tle"),
        ("gеntlе", "gentle", "gеntlе"),
        ("Ｇｅｎｔｌｅ", "gentle", "Ｇｅｎｔｌｅ"),
        ("gen&shy;tle", "gentle", "gen&shy;tle"),
        ("&#103;entle", "gentle", "&#103;entle"),
        ("gnetle hands", "gentle", "gnetle"),
        ("d33p", "deep", "d33p"),
        ("g e n t l e", "gentle", "g e n t l e"),
        ("Fo\u0308ldi", "foldi", "Fo\u0308ldi"),
        ("ﬁrm", "firm", "ﬁrm"),
    ],
)
def test_a_disguised_word_is_found_and_points_back(raw, word, typed):
    text = scanned(raw)
    start = text.folded.index(word)
    low, high = text.raw_span(start, start + len(word))
    assert raw[low:high] == typed


@pytest.mark.parametrize(
    "raw",
    [
        "light<!-- deep tissue --> touch",
        "light<script>deep tissue</script> touch",
        '<p style="display:none">deep tissue</p>light touch',
        "<span hidden>deep tissue</span>light touch",
    ],
)
def test_what_a_reader_cannot_see_is_not_read(raw):
    text = scanned(raw)
    assert "deep" not in text.folded
    assert dict(text.tricks)["hidden"] == 1


@pytest.mark.parametrize("word", ["Владимир", "Ελένη", "cleaning", "facial", "thorough", "2019"])
def test_honest_words_stay_as_they_are(word):
    assert "slips" not in dict(scanned(f"With {word} today").tricks)


def parts(text):
    ready = prepare(text)
    return [ready.clean[one.start : one.end].strip() for one in sentences(ready, LEXICON)]


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    assert parts("I met Dr. Vodder at 2.5 km. It rained.") == [
        "I met Dr. Vodder at 2.5 km",
        "It rained",
    ]


def test_a_closing_mark_of_any_language_stands_behind_a_stop():
    assert len(parts('"It is deep." It is not.')) == 2
    assert len(parts("„Das ist tief.“ Ist es nicht.")) == 2
    assert len(parts("‚Das ist tief.‘ Ist es nicht.")) == 2


def test_bullets_headings_and_menus_end_one():
    text = "Services\n- Massage\n• Lymph drainage; cupping"
    assert parts(text) == ["Services", "- Massage", "Lymph drainage", "cupping"]


def test_a_wrapped_line_does_not():
    assert parts("We press\nonly lightly.\nCome in.") == ["We press\nonly lightly", "Come in"]


def test_spellings_of_a_term():
    assert {"foldi", "foeldi"} <= set(fold_term("Földi"))
    assert fold("manœuvre") in fold_term("manoeuvre")
    assert fold("großflächig") in fold_term("grossflächig")


def test_letters_are_written_together_only_where_the_language_does_so():
    assert fold_term("pressent", "fr") == ("pressent",)
    assert fold_term("saem", "pt") == ("saem",)
    assert fold("œdème") in fold_term("oedème", "fr")


def test_an_endless_sentence_is_cut_between_words():
    cut = parts("gentle strokes " * 300)
    assert len(cut) > 4
    assert " ".join(cut).split() == ["gentle", "strokes"] * 300


def test_an_abbreviation_in_look_alike_letters_is_still_one():
    plain, disguised = (parts(f"House n{o}. five.") for o in ("o", "\u043e"))
    assert len(plain) == len(disguised) == 1
