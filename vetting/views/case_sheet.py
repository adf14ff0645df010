"""The case sheet: everything a moderator reads before deciding, as plain values for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django_countries import countries

from directory.clearance import Clearance, Quote
from directory.evidence import NUMERALS, Row, edition, word_of
from directory.publishing import DocumentFacts, Facts, facts_of, term_labels
from directory.states import ListingState
from vetting import issuing
from vetting.assessing import latest_checks
from vetting.clearing import cleared_findings
from vetting.copies import Copy, copies_of
from vetting.diffing import Changes, changes
from vetting.duplicates import Duplicate, duplicates_of
from vetting.edits import Edit, EditedCriterion, edit_of
from vetting.engine import BENCHMARK_HOURS, Course
from vetting.forms import CRITERIA
from vetting.models import Assessment, Check, ContactLog, Decision, ReviewCase
from vetting.registers import Register, registers_for
from vetting.statements import SCOPE_WORDS, passages_of, proposed
from vetting.versions import shown_rubric
from vetting.views.case_history import HistoryLine, history_lines

OUTCOME_SHAPES = {
    Check.Outcome.CONFIRMED: "disc",
    Check.Outcome.DOCUMENT_SEEN: "half",
    Check.Outcome.NOT_CONFIRMED: "diamond",
}
PAPER_KINDS = {
    "training": "MLD or CDT training",
    "licence": "Professional licence",
    "insurance": "Liability insurance",
    "membership": "Membership",
}
"""Kinds of papers in the order in which the case page shows them."""

HOLD_WORDS = {
    "incision": ("Incision", "The text speaks of draining fluid through an incision."),
    "cure_claim": ("Cure claim", "The text promises a cure."),
    "scope_beyond_training": (
        "Beyond training",
        "The offer goes beyond what the named training covers.",
    ),
    "duplicate": (
        "Near-duplicate",
        "Most of the wording stands in an earlier listing of somebody else.",
    ),
}
"""Hold to its name in the queue and its sentence on the case page."""

UNREAD_WORDS = {
    "too_little_text": "there is too little of it.",
    "too_long": "it is longer than the engine reads.",
    "language_not_read": "it is in a language that the rubric does not cover.",
}
"""Why the engine did not read a text, after a colon."""

VERDICT_WORDS = {
    "true_mld": ("Describes MLD", "disc"),
    "unclear": ("Unclear", "half"),
    "not_mld": ("Does not describe MLD", "diamond"),
}
STATE_SHAPES = {
    ListingState.PAUSED: "uprights",
    ListingState.STALE: "clock",
    ListingState.EXPIRED: "stroke",
    ListingState.SUSPENDED: "diamond",
    ListingState.WITHDRAWN: "bar",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A word and its shape."""

    word: str
    shape: str


@dataclass(frozen=True, kw_only=True)
class CriterionRow:
    """One criterion: as approved, as the engine reads it now; `hours` of training shown.

    `edit` is there for an edit of an approved text: what changed, or that the criterion stands.
    """

    name: str
    numeral: str
    title: str
    approved: Verdict | None
    engine: Verdict | None
    sentence: str
    hours: float | None
    edit: EditedCriterion | None = None


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """One paper with its course of the map, its documents and its standing check."""

    id: str
    title: str
    kind: str
    says: str
    number: str
    good_in: str
    register_url: str
    expires: date | None
    course: Course | None
    comparison: str
    registers: tuple[Register, ...]
    documents: tuple[DocumentFacts, ...]
    check: Check | None
    outcome: Verdict
    schools: tuple[issuing.Standing, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All of a case. `engine_read` is False while no assessment is stored; `blind` shows no reading."""

    facts: Facts
    stamp: Verdict
    engine_read: bool
    unread_reason: str
    verdict: Verdict | None
    holds: tuple[str, ...]
    contradictions: tuple[str, ...]
    advice: tuple[str, ...]
    rubric_version: str
    rows: tuple[Row, ...]
    criteria: tuple[CriterionRow, ...]
    edit: Edit | None
    levels: dict[str, str]
    papers: tuple[PaperRow, ...]
    training_checked: bool
    scopes: tuple[str, ...]
    changes: Changes | None
    history: tuple[HistoryLine, ...]
    passages: tuple[tuple[str, Quote], ...]
    quoted: tuple[str, ...]
    duplicates: tuple[Duplicate, ...]
    copies: tuple[Copy, ...]
    contacts: tuple[ContactLog, ...]
    blind: bool = False


def sheet_of(case: ReviewCase) -> Sheet:
    """Read a case. Nothing is written; ten queries or so, however long the listing is.

    A second reading is blind: no engine, no first answer, nothing of what happened.
    """
    facts = facts_of(case.revision_id)
    blind = case.kind == ReviewCase.Kind.SECOND and case.state != ReviewCase.State.CLOSED
    if blind:
        facts = replace(facts, clearance=None, approved=None, approved_number=None)
    assessment = None if blind else Assessment.objects.filter(revision_id=case.revision_id).first()
    output = assessment.output if assessment else {}
    checks = latest_checks(facts.content)
    edit = edit_of(facts, assessment) if assessment else None
    return Sheet(
        facts=facts,
        stamp=Verdict(word="Second reading", shape="ring") if blind else _stamp(facts),
        engine_read=blind or assessment is not None,
        unread_reason=UNREAD_WORDS.get(output.get("unread_reason") or "", ""),
        verdict=verdict_of(assessment.verdict) if assessment else None,
        holds=tuple(HOLD_WORDS[hold][1] for hold in output.get("holds", ())),
        contradictions=tuple(output.get("contradictions", ())),
        advice=tuple(output.get("advice", ())),
        rubric_version=assessment.rubric_version if assessment else "",
        rows=edition(facts.content.passages(), cleared_findings(assessment) if assessment else ()),
        criteria=tuple(_criterion(name, assessment, facts.clearance, edit) for name in CRITERIA),
        edit=edit,
        levels=_levels(assessment, edit),
        papers=tuple(_papers(case, facts, checks)),
        training_checked=any(
            paper.kind == "training" and _stands(checks.get(paper.id))
            for paper in facts.content.qualifications
        ),
        scopes=_scopes(facts, checks),
        changes=changes(facts.approved, facts.content, term_labels())
        if facts.approved and facts.approved_number != facts.revision_number
        else None,
        history=() if blind else tuple(history_lines(facts)),
        passages=tuple(passages_of(facts, assessment)),
        quoted=tuple(proposed(facts, assessment)),
        duplicates=duplicates_of(case),
        copies=copies_of(assessment, facts.content) if assessment else (),
        contacts=tuple(ContactLog.objects.filter(listing_id=case.listing_id)[:30]),
        blind=blind,
    )


def verdict_of(code: str) -> Verdict | None:
    """The engine's verdict on a text, in words; None while there is none."""
    if code not in VERDICT_WORDS:
        return None
    word, shape = VERDICT_WORDS[code]
    return Verdict(word=word, shape=shape)


def _stamp(facts: Facts) -> Verdict:
    if facts.clearance is None:
        return Verdict(word="Never public so far", shape="ring")
    if facts.listing_state != ListingState.VERIFIED:
        word = facts.listing_state.replace("_", " ")
        return Verdict(word=f"The listing is {word}", shape=STATE_SHAPES[facts.listing_state])
    if facts.approved_number == facts.revision_number:
        return Verdict(word="This text is public", shape="mark")
    return Verdict(word="The approved text stays public", shape="half")


def level_verdict(decision: Decision | None, criterion: str) -> Verdict | None:
    """What the deciding moderator read of a criterion; None when nothing is noted."""
    level = decision.levels.get(criterion) if decision else None
    return _level(level) if level else None


def _levels(assessment: Assessment | None, edit: Edit | None) -> dict[str, str]:
    """What is proposed for each criterion: the engine's reading, or the person's where it stands."""
    if assessment is None:
        return {}
    read = {name: item["level"] for name, item in assessment.criteria.items()}
    return read | {name: one.level for name, one in (edit.standing if edit else {}).items()}


def _criterion(
    name: str, assessment: Assessment | None, clearance: Clearance | None, edit: Edit | None
) -> CriterionRow:
    engine = assessment.criteria.get(name) if assessment else None
    approved = (
        next((one for one in clearance.criteria if one.criterion == name), None)
        if clearance
        else None
    )
    return CriterionRow(
        name=name,
        numeral=NUMERALS[name],
        title=name.capitalize(),
        approved=_level(approved.level, checked=approved.checked) if approved else None,
        engine=_level(engine["level"]) if engine else None,
        sentence=engine["summary"] if engine else "",
        hours=engine["hours"] if engine else None,
        edit=next((one for one in edit.criteria if one.criterion == name), None) if edit else None,
    )


def _level(level: str, *, checked: bool = False) -> Verdict:
    word, shape = word_of(level, checked=checked)
    return Verdict(word=word, shape=shape)


def _papers(case: ReviewCase, facts: Facts, checks: dict[str, Check]) -> Iterable[PaperRow]:
    courses = {course.id: course for course in shown_rubric().courses}
    kinds = list(PAPER_KINDS)
    for paper in sorted(facts.content.qualifications, key=lambda paper: kinds.index(paper.kind)):
        check = checks.get(paper.id)
        course = courses.get(paper.course)
        yield PaperRow(
            id=paper.id,
            title=paper.title or paper.issuer or PAPER_KINDS[paper.kind],
            kind=PAPER_KINDS[paper.kind],
            says=_says(paper),
            number=paper.identifier,
            good_in=", ".join(
                part for part in (paper.region, countries.name(paper.country)) if part
            ),
            register_url=paper.register_url,
            expires=paper.expires,
            course=course,
            comparison=_comparison(paper, course),
            registers=registers_for(paper, facts.content, course.school if course else ""),
            documents=tuple(one for one in facts.documents if one.qualification_id == paper.id),
            check=check,
            outcome=Verdict(
                word=check.get_outcome_display(), shape=OUTCOME_SHAPES[Check.Outcome(check.outcome)]
            )
            if check
            else Verdict(word="Not checked", shape="ring"),
            schools=issuing.standing_of(case=case, paper=paper, name=facts.content.name),
        )


def _says(paper) -> str:
    parts = [paper.issuer]
    if paper.hours_total is not None:
        parts.append(f"{paper.hours_total:g} h")
    if paper.hours_theory is not None and paper.hours_practical is not None:
        parts.append(f"{paper.hours_theory:g} theory, {paper.hours_practical:g} practice")
    if paper.scope:
        parts.append(SCOPE_WORDS.get(paper.scope, paper.scope))
    parts += [
        f"{what} {_day(day)}"
        for what, day in (
            ("issued", paper.issued),
            ("renewed", paper.renewed),
            ("ends", paper.expires),
        )
        if day
    ]
    return ", ".join(part for part in parts if part)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _comparison(paper, course: Course | None) -> str:
    if paper.kind != "training":
        return ""
    hours = paper.hours_total
    if hours is None and course is not None:
        hours = course.hours_total
    if hours is None:
        return f"No hours stated; the benchmark is {BENCHMARK_HOURS} h."
    if hours < BENCHMARK_HOURS:
        return f"{hours:g} h, below the benchmark of {BENCHMARK_HOURS} h."
    return f"{hours:g} h, at or above the benchmark of {BENCHMARK_HOURS} h."


def _stands(check: Check | None) -> bool:
    return check is not None and check.outcome != Check.Outcome.NOT_CONFIRMED


def _scopes(facts: Facts, checks: dict[str, Check]) -> tuple[str, ...]:
    stated = {
        paper.scope
        for paper in facts.content.qualifications
        if paper.kind == "training" and _stands(checks.get(paper.id))
    }
    if "compromised" in stated:
        return ("healthy", "compromised")
    return ("healthy",) if "healthy" in stated else ()
