"""What changed: nothing is lost, nothing invented, and every kind of field is compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import drafts
from tests import factories
from vetting.diffing import changes, compare

WORDS = st.lists(
    st.sampled_from(["Slow circles.", "No oil!", "Why?", "A wood roller.", "a line\n", "Ü ß."]),
    max_size=8,
).map(" ".join)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(WORDS, WORDS)
def test_the_pieces_give_back_both_texts(before, after):
    pieces = compare(before, after)
    assert squeezed("".join(p.text for p in pieces if p.sign != "removed")) == squeezed(after)
    assert squeezed("".join(p.text for p in pieces if p.sign != "added")) == squeezed(before)


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.sign for piece in compare(text, text)} <= {"same"}


def test_only_the_sentence_that_changed_is_marked():
    pieces = compare("Flat hands. No oil. Slow.", "Flat hands. Much oil. Slow.")
    assert [(piece.sign, piece.text) for piece in pieces] == [
        ("same", "Flat hands."),
        ("removed", "No oil."),
        ("added", "Much oil."),
        ("same", "Slow."),
    ]


@pytest.fixture
def content(db):
    return drafts.snapshot(factories.make_draft())


CHANGED = {
    "name": ("Name", {"name": "Ines Novak"}),
    "website": ("Website", {"website": "https://example.org/"}),
    "languages": ("Languages", {"languages": ("fr",)}),
    "conditions": ("For", {"conditions": ("lipedema",)}),
    "delivery": ("How", {"delivery": ()}),
    "accepts_new": ("New patients", {"accepts_new": False}),
    "insurance": ("Insurance", {"insurance": True}),
    "headline": ("Headline", {"headline": "Other words"}),
    "training_note": ("Training, in my words", {"training_note": ""}),
}


@pytest.mark.parametrize("field", CHANGED)
def test_each_field_is_compared(content, field):
    label, values = CHANGED[field]
    answer = changes(content, replace(content, **values), {})
    assert [change.label for change in answer.fields] == [label]
    assert answer.compared > 10


@pytest.mark.parametrize(
    ("part", "values", "label"),
    [
        ("services", {"price": "70.00"}, "Service: Manual lymphatic drainage"),
        ("services", {"duration_minutes": 45}, "Service: Manual lymphatic drainage"),
        ("services", {"description": "Deep work."}, "Service: Manual lymphatic drainage"),
        ("services", {"method": "foeldi"}, "Service: Manual lymphatic drainage"),
        ("locations", {"line": "15 Harbour Row"}, "Location: Freiburg im Breisgau"),
        ("locations", {"step_free": True}, "Location: Freiburg im Breisgau"),
        ("qualifications", {"hours_total": 500.0}, "Paper: Manual lymphatic drainage and CDT"),
        ("qualifications", {"identifier": "X"}, "Paper: Manual lymphatic drainage and CDT"),
        ("qualifications", {"scope": "healthy"}, "Paper: Manual lymphatic drainage and CDT"),
        ("qualifications", {"expires": None}, None),
    ],
)
def test_each_part_of_the_menu_and_the_papers_is_compared(content, part, values, label):
    entries = getattr(content, part)
    other = replace(content, **{part: (replace(entries[0], **values), *entries[1:])})
    assert [change.label for change in changes(content, other, {}).fields] == (
        [label] if label else []
    )


def test_a_renamed_service_is_one_removed_and_one_added(content):
    other = replace(content, services=(replace(content.services[0], name="MLD"),))
    signs = {
        change.label: {piece.sign for piece in change.pieces}
        for change in changes(content, other, {}).fields
    }
    assert signs == {
        "Service: MLD": {"added"},
        "Service: Manual lymphatic drainage": {"removed"},
    }


def test_two_services_of_one_name_are_both_compared(content):
    twice = replace(content, services=(*content.services, content.services[0]))
    assert [change.label for change in changes(content, twice, {}).fields] == [
        "Service: Manual lymphatic drainage (2)"
    ]


def test_terms_are_shown_by_their_label(content):
    other = replace(content, conditions=("lipedema",))
    labels = {("condition", "lipedema"): "Lipedema", ("condition", "lymphedema"): "Lymphedema"}
    texts = [piece.text for piece in changes(content, other, labels).fields[0].pieces]
    assert texts == ["Lymphedema", "Lipedema"]
