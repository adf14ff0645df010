"""Marked text: the practitioner's words cut at the evidence, with numbered notes. Pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from directory.clearance import ClearedCriterion, ClearedFinding
from directory.content import TextPassage
from directory.kept_words import in_words

SUPPORTS, AGAINST, NOT_COUNTED = "supports", "against", "not_counted"

NUMERALS = {"technique": "I", "training": "II", "anatomy": "III"}
LEVELS = {
    "meets": (gettext_lazy("Shown"), "disc"),
    "partial": (gettext_lazy("Partly shown"), "half"),
    "absent": (gettext_lazy("Not shown"), "ring"),
    "contradicts": (gettext_lazy("Speaks against"), "diamond"),
}
"""The word and the shape of each level; the same on every page."""

TITLES = {
    "technique": gettext_lazy("Technique"),
    "training": gettext_lazy("Training"),
    "anatomy": gettext_lazy("Anatomy"),
}

LEADS = {
    (SUPPORTS, "technique"): gettext_noop("Supports technique."),
    (SUPPORTS, "training"): gettext_noop("Supports training."),
    (SUPPORTS, "anatomy"): gettext_noop("Supports anatomy."),
    (SUPPORTS, "red_flag"): gettext_noop("Supports safety."),
    (SUPPORTS, "trick"): gettext_noop("Supports the text."),
    (AGAINST, "technique"): gettext_noop("Speaks against technique."),
    (AGAINST, "training"): gettext_noop("Speaks against training."),
    (AGAINST, "anatomy"): gettext_noop("Speaks against anatomy."),
    (AGAINST, "red_flag"): gettext_noop("Speaks against safety."),
    (AGAINST, "trick"): gettext_noop("Speaks against the text."),
}
"""The first words of a note, by its mark and criterion."""


WHY_NOT = {
    "negated": gettext_noop("The text says that this is not so."),
    "refuted": gettext_noop("The text calls this untrue, or does not say it itself."),
    "contrast": gettext_noop("The text sets its own work apart from this."),
    "question": gettext_noop("The text only asks."),
    "conditional": gettext_noop("This stands under a condition."),
    "other_service": gettext_noop("This is said of another service."),
    "other_person": gettext_noop("This is said of somebody else."),
    "past": gettext_noop("This is said of what was."),
    "hypothetical": gettext_noop("This is a plan or a wish."),
    "advice": gettext_noop("This is advice to the reader."),
    "void:duplicate": gettext_noop("The words stand in an earlier listing of somebody else."),
    "void:copied": gettext_noop("The words are those of the published criteria."),
    "void:stuffing": gettext_noop("Terms stand in a row here, without sentences."),
    "void:injection": gettext_noop("The words are addressed to the reader of this directory."),
    "void:menu": gettext_noop("The words stand in a menu or a footer of a page."),
    "void:testimonial": gettext_noop("The words are somebody else's praise."),
}
"""What is added to a note whose words count for nothing, by the finding's status."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A run of text. `mark` is supports, against, not_counted or None; `note` its number or None."""

    text: str
    mark: str | None = None
    note: int | None = None


@dataclass(frozen=True, kw_only=True)
class Note:
    """The answer in the margin: "Supports technique." and one sentence, with the rubric's clause."""

    number: int
    mark: str
    criterion: str
    lead: str
    sentence: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One paragraph of a field with its notes. `label` names the field on its first paragraph only."""

    label: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class CriterionView:
    """One of the three columns of the panel; `passages` counts its marks that count."""

    criterion: str
    numeral: str
    title: str
    word: str
    shape: str
    sentence: str
    passages: int
    hours: float | None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The evidence panel: three criteria, and the words that show them."""

    criteria: tuple[CriterionView, ...]
    passages: tuple[Row, ...]
    rubric_version: str


def panel_of(
    *,
    criteria: Iterable[ClearedCriterion],
    passages: Iterable[TextPassage],
    findings: Sequence[ClearedFinding],
    rubric_version: str,
) -> Panel:
    """The panel as pages show it, for a published listing or any other text."""
    rows = edition(passages, findings)
    notes = [note for row in rows for note in row.notes if note.mark != NOT_COUNTED]
    return Panel(
        criteria=tuple(
            _column(item, sum(note.criterion == item.criterion for note in notes))
            for item in criteria
        ),
        passages=rows,
        rubric_version=rubric_version,
    )


def word_of(level: str, *, checked: bool = False) -> tuple[str, str]:
    """Word and shape of a level; what a person has checked on paper says so."""
    word, shape = LEVELS[level]
    return (gettext("Checked") if checked and level == "meets" else str(word), shape)


def edition(passages: Iterable[TextPassage], findings: Sequence[ClearedFinding]) -> tuple[Row, ...]:
    """Rows of text and notes, numbered through. Joining all segments gives back every paragraph.

    Marks never overlap: where two findings share words, one that speaks against wins over one that
    supports, that over one not counted, and the earlier over the later.
    """
    rows: list[Row] = []
    number = 0
    for passage in passages:
        chosen = _without_overlap(
            [finding for finding in findings if finding.field == passage.name], passage.text
        )
        label = passage.label
        for start, end in _paragraphs(passage.text):
            inside = [
                finding for finding in chosen if finding.start >= start and finding.end <= end
            ]
            segments, notes, number = _cut(passage.text, start, end, inside, number)
            rows.append(Row(label=label, segments=segments, notes=notes))
            label = ""
    return tuple(rows)


def mark_of(finding: ClearedFinding) -> str:
    """Which of the three marks a finding gets."""
    if finding.polarity == 0:
        return NOT_COUNTED
    return SUPPORTS if finding.polarity > 0 else AGAINST


def lead_of(finding: ClearedFinding) -> str:
    """The first words of a finding's note."""
    mark = mark_of(finding)
    if mark == NOT_COUNTED:
        return gettext("Not counted.")
    return gettext(LEADS[mark, finding.criterion])


def _sentence_of(finding: ClearedFinding) -> str:
    why = WHY_NOT.get(finding.status, "") if mark_of(finding) == NOT_COUNTED else ""
    return f"{in_words(finding.explain)} {gettext(why) if why else ''}".rstrip()


def _column(item: ClearedCriterion, passages: int) -> CriterionView:
    word, shape = word_of(item.level, checked=item.checked)
    return CriterionView(
        criterion=item.criterion,
        numeral=NUMERALS[item.criterion],
        title=str(TITLES[item.criterion]),
        word=word,
        shape=shape,
        sentence=in_words(item.sentence),
        passages=passages,
        hours=item.hours,
    )


def _without_overlap(findings: Sequence[ClearedFinding], text: str) -> list[ClearedFinding]:
    rank = {AGAINST: 0, SUPPORTS: 1, NOT_COUNTED: 2}
    taken: list[ClearedFinding] = []
    for finding in sorted(findings, key=lambda one: (rank[mark_of(one)], one.start, -one.end)):
        if not 0 <= finding.start < finding.end <= len(text):
            continue
        if all(finding.end <= other.start or finding.start >= other.end for other in taken):
            taken.append(finding)
    return sorted(taken, key=lambda one: one.start)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            spans.append((start, start + len(body)))
        start += len(line)
    return spans


def _cut(
    text: str, start: int, end: int, findings: Sequence[ClearedFinding], number: int
) -> tuple[tuple[Segment, ...], tuple[Note, ...], int]:
    segments: list[Segment] = []
    notes: list[Note] = []
    at = start
    for finding in findings:
        if finding.start > at:
            segments.append(Segment(text=text[at : finding.start]))
        number += 1
        mark = mark_of(finding)
        segments.append(Segment(text=text[finding.start : finding.end], mark=mark, note=number))
        notes.append(
            Note(
                number=number,
                mark=mark,
                criterion=finding.criterion,
                lead=lead_of(finding),
                sentence=_sentence_of(finding),
                clause=finding.clause,
            )
        )
        at = finding.end
    if at < end:
        segments.append(Segment(text=text[at:end]))
    return tuple(segments), tuple(notes), number
