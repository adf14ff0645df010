"""Free text: spellings, endings, languages, slips; and what must not match."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.document import SearchDocument
from directory.search.index import build
from directory.search.query import SearchQuery
from directory.search.text import fold, plain, stem
from directory.search.words import LITTLE_WORDS

DAY = date(2026, 11, 22)

LISTING = SearchDocument(
    id="7d1f6a52-7c2e-4f0e-9a59-0d9f7b1c2f10",
    name="Zsófia Brandt-Keller",
    points=((47.99, 7.85),),
    text="",
    conditions=(),
    methods=(),
    languages=("de",),
    scopes=(),
    delivery=("clinic",),
    country="DE",
    accepts_new=True,
    step_free=False,
    price_band=None,
    insurance=False,
    identifiers=(),
    confirmed=DAY,
    verified_until=DAY,
)


def finds(q: str, text: str = "", **fields) -> bool:
    listing = dataclasses.replace(LISTING, text=text, **fields)
    return build([listing]).search(SearchQuery(q=q, day=DAY)).total == 1


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("lymphoedema", "I treat lymphedema."),
        ("lymphedema", "Behandlung von Lymphödemen"),
        ("Lymphödem", "primary lymphoedema of the leg"),
        ("linfedema", "lymphœdème"),
        ("MLD", "Manuelle Lymphdrainage"),
        ("drainage lymphatique", "manual lymphatic drainage"),
        ("Lymphdrainage", "drenaje linfático manual"),
        ("drenagem linfática", "DLM"),
        ("DLM", "MLD after Vodder"),
        ("KPE", "complete decongestive therapy (CDT)"),
        ("lipoedema", "Lipödem"),
        ("post-op", "after surgery"),
        ("postoperative", "nach Operation"),
        ("Narben", "scar work"),
        ("physiotherapist", "Praxis für Physiotherapie"),
        ("kinésithérapeute", "physical therapist"),
        ("Földi", "Foldi clinic"),
        ("foeldi", "Földi"),
        ("gentle strokes", "Strokes are gentle and slow"),
        ("STROKE", "strokes"),
        ("enfermera", "enfermeras"),
        ("Übungen", "Ubung"),
        ("lymphedema in Freiburg", "Freiburg: lymphedema"),
        ("casley-smith", "the Casley Smith method"),
    ],
)
def test_a_word_finds_its_other_spellings(q, text):
    assert finds(q, text)


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("lymphadema", "lymphedema"),
        ("lymphoedma", "lymphedema"),
        ("lipodema", "lipoedema"),
        ("manul lymphatic drainage", "Lymphdrainage"),
        ("voder", "Vodder"),
        ("decongestvie", "decongestive"),
        ("compresion", "compression bandages"),
        ("kellr", ""),
        ("brnadt", ""),
    ],
)
def test_a_slip_of_the_finger_is_put_right(q, text):
    assert finds(q, text)


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("xyzzy", "lymphedema"),
        ("lymphedema xyzzy", "lymphedema"),
        ("lipedema", "lymphedema"),
        ("lymphedema", "lipedema"),
        ("scar", "scarf and car"),
        ("the", "the lymphedema"),
        ("!!!", "lymphedema"),
        ("leg arm", "leg"),
        ("mld", "old"),
        ("12346", "12345"),
    ],
)
def test_what_is_not_said_is_not_found(q, text):
    assert not finds(q, text)


def test_a_slip_between_two_words_finds_either():
    bread = dataclasses.replace(LISTING, id="bread", text="scar bread")
    broad = dataclasses.replace(LISTING, id="broad", text="scars, broad broad broad")
    index = build([bread, broad, dataclasses.replace(LISTING, id="other", text="scar")])
    hits = index.search(SearchQuery(q="scar brpad", ordering="relevance", day=DAY)).hits
    assert [hit.id for hit in hits] == ["broad", "bread"]


def test_only_so_many_words_of_one_search_are_put_right():
    wrong = "lymphadema mountian gardn yelow silvre swallwo"
    right = "lymphedema mountain garden yellow silver swallow window"
    assert finds(wrong, right)
    assert finds(f"{wrong} window", right)
    assert not finds(f"{wrong} windwo", right)
    assert finds("windwo", right)


def test_blank_text_is_no_condition():
    assert finds("", "anything")
    assert finds("   ", "anything")


def test_a_chosen_term_is_found_by_its_words():
    assert finds("lymphoedema", conditions=("lymphedema",))
    assert finds("deutsch", languages=("de",))
    assert finds("Leduc", methods=("leduc",))
    assert finds("KPE", scopes=("cdt",))
    assert finds("Hausbesuch", delivery=("home",))
    assert not finds("Leduc", methods=("vodder",))
    assert finds("lymphoedema", conditions=("lymphedema-cancer",))
    assert not finds("secondary lymphoedema", conditions=("lymphedema",))


def test_a_person_is_found_by_name():
    assert finds("zsofia keller")
    assert finds("Brandt-Keller")


def test_a_certificate_number_finds_its_owner_and_nobody_else():
    other = dataclasses.replace(LISTING, id="other", text="3f2a", identifiers=("77aa",))
    index = build([dataclasses.replace(LISTING, identifiers=("3f2a",)), other])
    found = index.search(SearchQuery(q="CLT 20431", number="3f2a", day=DAY))
    assert [(hit.id, hit.reasons) for hit in found.hits] == [(LISTING.id, ("number",))]
    # its digest is no word, and a number nobody has leaves the words to be read
    words = index.search(SearchQuery(q="3f2a", day=DAY))
    assert [hit.id for hit in words.hits] == ["other"]
    unknown = index.search(SearchQuery(q="3f2a", number="3f", day=DAY))
    assert [hit.id for hit in unknown.hits] == ["other"]


def test_a_name_weighs_more_than_the_text_and_is_given_as_reason():
    named = dataclasses.replace(LISTING, id="one", name="Rosa River", text="calm " * 30)
    told = dataclasses.replace(LISTING, id="two", name="Rosa Lake", text="river " + "calm " * 29)
    hits = build([told, named]).search(SearchQuery(q="river", ordering="relevance", day=DAY)).hits
    assert [hit.id for hit in hits] == ["one", "two"]
    assert [hit.reasons for hit in hits] == [("name",), ("words",)]


def test_a_rare_word_weighs_more_than_a_common_one():
    texts = {"both": "swan goose", "goose": "goose goose goose swan"}
    texts |= {f"other-{number}": "goose" for number in range(20)}
    listings = [
        dataclasses.replace(LISTING, id=own_id, text=text) for own_id, text in texts.items()
    ]
    hits = build(listings).search(SearchQuery(q="swan goose", ordering="relevance", day=DAY)).hits
    assert {hit.id for hit in hits} == {"both", "goose"}
    only = build(listings).search(SearchQuery(q="swan", ordering="relevance", day=DAY)).hits
    common = build(listings).search(SearchQuery(q="goose", ordering="relevance", day=DAY)).hits
    assert only[0].score > common[0].score


def test_words_are_made_plain():
    assert fold("Lymph-Drainage  nach Dr. Födi!") == "lymph drainage nach dr fodi"
    assert fold("LYMPHŒDÈME") == "lymphoedeme"
    assert fold("Łódź straße Ørsted") == "lodz strasse orsted"
    assert fold("Mu\u0308nchen") == fold("M\u00fcnchen") == "munchen"
    assert plain("Köln") == "koln"
    assert stem("narbe") == stem("narben")
    assert stem("linfatico") == stem("linfaticas")
    assert stem("lipo") != stem("lips")
    assert stem("12345") == "12345"


NONSENSE = st.text(max_size=60) | st.text("aeiou -,.'()0123456789\ud800\u0308\u00df", max_size=60)


@settings(deadline=None)
@given(NONSENSE, NONSENSE)
def test_a_listing_is_found_by_its_own_words_whatever_they_are(text, further):
    index = build([dataclasses.replace(LISTING, text=text)])
    own = [word for word in fold(text).split() if len(word) > 1 and word not in LITTLE_WORDS]
    for word in own:
        assert index.search(SearchQuery(q=word, day=DAY)).total == 1
    assert index.search(SearchQuery(q=further, day=DAY)).total in (0, 1)
    assert len(index.suggest(further, 3)) <= 3
