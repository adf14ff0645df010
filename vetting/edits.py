"""Which criteria an edit opens again, and which stand as a person confirmed them before.

A criterion opens when its evidence changed: the marked passages that bear on it, what they count for,
or the papers. Hours, prices and a new telephone number open none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from directory.publishing import Facts, ListingContent, published_revision_of
from vetting.assessing import credentials_of, latest_checks, listing_text
from vetting.diffing import ADDED, compare
from vetting.engine import Assessment as EngineAnswer
from vetting.engine import assess, load_rubric
from vetting.models import Assessment, Decision
from vetting.near_duplicates import spans_of

CRITERIA = ("technique", "training", "anatomy")
_ALSO = {"red_flag": "technique", "trick": "technique"}
"""What a finding about no criterion bears on: flags and tricks speak of what hands and tools do."""

_PAPERS = frozenset({"training", "licence"})

Mark = tuple[str, str, int, str]
"""Rule, status, polarity and words of a finding; where in the text it stands does not matter."""


@dataclass(frozen=True, kw_only=True)
class EditedCriterion:
    """A criterion of an edited listing: `level` as it was confirmed, by whom, when, by which decision.

    `because` says what changed; it is empty where the criterion stands.
    """

    criterion: str
    level: str
    confirmed_by: str
    confirmed_on: date
    decision_id: int
    because: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return not self.because


@dataclass(frozen=True, kw_only=True)
class Edit:
    """The three criteria of an edit, and how many changed passages carry no mark of the engine."""

    criteria: tuple[EditedCriterion, ...]
    unmarked: int

    @property
    def opened(self) -> tuple[EditedCriterion, ...]:
        return tuple(one for one in self.criteria if not one.stands)

    @property
    def standing(self) -> dict[str, EditedCriterion]:
        """Those that stand, by name."""
        return {one.criterion: one for one in self.criteria if one.stands}


def edit_of(facts: Facts, assessment: Assessment) -> Edit | None:
    """Compare a waiting text with the approved one; None where there is none to compare with.

    Both are read under the rubric, on the day and with the checks of the waiting text's answer, so
    that only what the owner changed makes a difference.
    """
    if facts.clearance is None or facts.approved is None:
        return None
    if facts.approved_number == facts.revision_number:
        return None
    before = _read_before(facts, assessment)
    confirmed = {one.criterion: one.level for one in facts.clearance.criteria}
    origins = _origins(facts)
    return Edit(
        criteria=tuple(
            EditedCriterion(
                criterion=name,
                level=confirmed[name],
                because=tuple(_because(name, before, assessment, facts)),
                confirmed_by=origins[name].by,
                confirmed_on=origins[name].on,
                decision_id=origins[name].decision_id,
            )
            for name in CRITERIA
            if name in confirmed
        ),
        unmarked=_unmarked(facts.approved, facts.content, assessment),
    )


def stood(facts: Facts, assessment: Assessment, levels: Mapping[str, str]) -> dict[str, int]:
    """Criterion to the decision that confirmed it, where it stands and is read as it was then."""
    edit = edit_of(facts, assessment)
    standing = edit.standing if edit else {}
    return {
        name: one.decision_id for name, one in standing.items() if levels.get(name) == one.level
    }


def _read_before(facts: Facts, assessment: Assessment) -> EngineAnswer:
    published = published_revision_of(facts.listing_id)
    earlier = Assessment.objects.filter(revision_id=published).first()
    return assess(
        listing_text(facts.approved),
        credentials_of(facts.approved, latest_checks(facts.approved)),
        load_rubric(assessment.rubric_version),
        assessment.as_of,
        spans_of(earlier.duplicates) if earlier else (),
    )


def _because(name: str, before: EngineAnswer, assessment: Assessment, facts: Facts) -> list[str]:
    """What changed for a criterion, a sentence each."""
    old = Counter(
        (one.rule, one.status, one.polarity, one.quote)
        for one in before.findings
        if _bears_on(one.criterion, name)
    )
    new = Counter(
        (one["rule"], one["status"], one["polarity"], one["quote"])
        for one in assessment.findings
        if _bears_on(one["criterion"], name)
    )
    told = [f"New: “{quote}”" for quote in _quotes(new - old)]
    told += [f"Gone: “{quote}”" for quote in _quotes(old - new)]
    if name == "training" and _papers(facts.approved) != _papers(facts.content):
        told.append("The papers changed")
    if (before.language, before.read) != (
        assessment.output["language"],
        assessment.output["read"],
    ):
        told.append("The language of the text, or how much of it there is, changed")
    told += [
        f"Held now: {hold.replace('_', ' ')}"
        for hold in assessment.output["holds"]
        if hold not in before.holds and _held_by(hold, name)
    ]
    level = next(one for one in before.criteria if one.criterion == name).text_level
    if not told and level != assessment.criteria[name]["text_level"]:
        told.append("The whole text reads otherwise")
    return told


def _bears_on(criterion: str, name: str) -> bool:
    return _ALSO.get(criterion, criterion) == name


def _held_by(hold: str, name: str) -> bool:
    if hold == "duplicate":
        return True
    return name == ("training" if hold == "scope_beyond_training" else "technique")


def _quotes(marks: Counter[Mark]) -> list[str]:
    return list(dict.fromkeys(" ".join(quote.split()) for _rule, _status, _sign, quote in marks))


def _papers(content: ListingContent) -> set[object]:
    return {paper for paper in content.qualifications if paper.kind in _PAPERS}


def _unmarked(approved: ListingContent, proposed: ListingContent, assessment: Assessment) -> int:
    before = {name: text for name, _kind, text in approved.texts()}
    quotes: dict[str, list[str]] = {}
    for finding in assessment.findings:
        quotes.setdefault(finding["field"], []).append(finding["quote"])
    return sum(
        piece.sign == ADDED and not any(quote in piece.text for quote in quotes.get(name, ()))
        for name, _kind, text in proposed.texts()
        for piece in compare(before.get(name, ""), text)
    )


class _Origin(NamedTuple):
    by: str
    on: date
    decision_id: int


def _origins(facts: Facts) -> dict[str, _Origin]:
    """By whom, when and by which decision each criterion was last read by a person."""
    clearance = facts.clearance
    latest = _Origin(clearance.decided_by, clearance.decided_on, clearance.decision_id)
    found = dict.fromkeys(CRITERIA, latest)
    decision = Decision.objects.filter(pk=clearance.decision_id).first()
    stood_on = decision.stood if decision else {}
    earlier = Decision.objects.in_bulk(set(stood_on.values()))
    for name, pk in stood_on.items():
        if pk in earlier:
            one = earlier[pk]
            found[name] = _Origin(one.decided_by_name, timezone.localdate(one.decided_at), pk)
    return found
