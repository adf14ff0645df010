"""Marked text gives back the practitioner's words, and no mark lies over another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from directory.clearance import ClearedFinding
from directory.content import TextPassage
from directory.evidence import edition

TEXT = "I stretch the skin lightly.\n\nI do not use deep tissue work."


def finding(quote, *, polarity=1, field="approach_hands", text=TEXT, criterion="technique"):
    start = text.index(quote)
    return ClearedFinding(
        criterion=criterion,
        status="asserted" if polarity else "negated",
        polarity=polarity,
        field=field,
        start=start,
        end=start + len(quote),
        quote=quote,
        explain="A sentence.",
        clause="I.1",
    )


def passage(text=TEXT):
    return TextPassage(name="approach_hands", kind="approach", label="Hands", text=text)


def test_each_paragraph_is_a_row_with_its_own_notes():
    rows = edition([passage()], [finding("stretch the skin"), finding("deep tissue", polarity=0)])
    assert ["".join(s.text for s in row.segments) for row in rows] == [
        "I stretch the skin lightly.",
        "I do not use deep tissue work.",
    ]
    assert [(s.text, s.mark, s.note) for s in rows[0].segments] == [
        ("I ", None, None),
        ("stretch the skin", "supports", 1),
        (" lightly.", None, None),
    ]
    assert rows[1].segments[1].mark == "not_counted"
    assert [(n.number, n.lead) for row in rows for n in row.notes] == [
        (1, "Supports technique."),
        (2, "Not counted."),
    ]


def test_what_does_not_count_says_why():
    rows = edition([passage()], [finding("stretch the skin"), finding("deep tissue", polarity=0)])
    assert [note.sentence for row in rows for note in row.notes] == [
        "A sentence.",
        "A sentence. The text says that this is not so.",
    ]


def test_what_counts_under_a_condition_needs_no_excuse():
    found = replace(finding("stretch the skin"), status="conditional")
    ((note,), ()) = [row.notes for row in edition([passage()], [found])]
    assert note.sentence == "A sentence."


def test_the_label_stands_on_the_first_paragraph_only():
    assert [row.label for row in edition([passage()], [])] == ["Hands", ""]


def test_what_speaks_against_wins_over_what_supports_in_the_same_words():
    rows = edition(
        [passage()],
        [finding("stretch the skin"), finding("the skin lightly", polarity=-1)],
    )
    marks = [(s.text, s.mark) for s in rows[0].segments if s.mark]
    assert marks == [("the skin lightly", "against")]
    assert rows[0].notes[0].lead == "Speaks against technique."


def test_a_finding_in_another_field_marks_nothing_here():
    rows = edition([passage()], [finding("stretch the skin", field="about")])
    assert all(segment.mark is None for row in rows for segment in row.segments)


def test_a_safety_finding_says_safety():
    rows = edition([passage()], [finding("deep tissue", polarity=-1, criterion="red_flag")])
    assert rows[1].notes[0].lead == "Speaks against safety."


@st.composite
def texts_with_findings(draw):
    text = draw(st.text(min_size=1, max_size=80))
    findings = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        findings.append(
            ClearedFinding(
                criterion="anatomy",
                status="asserted",
                polarity=draw(st.sampled_from([-1, 0, 1])),
                field="approach_hands",
                start=start,
                end=end,
                quote=text[start:end],
                explain="",
                clause="III.1",
            )
        )
    return text, findings


@given(texts_with_findings())
def test_segments_join_to_the_paragraphs_and_every_mark_has_its_note(case):
    text, findings = case
    rows = edition([passage(text)], findings)
    joined = ["".join(segment.text for segment in row.segments) for row in rows]
    assert joined == [line.rstrip() for line in text.splitlines() if line.rstrip()]
    numbers = [segment.note for row in rows for segment in row.segments if segment.mark]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [note.number for row in rows for note in row.notes] == numbers
    quotes = {finding.quote for finding in findings}
    assert all(s.text in quotes for row in rows for s in row.segments if s.mark)
