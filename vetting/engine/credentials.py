"""What the records of training show, on a given day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .answers import Credential
from .rubric import BENCHMARK_HOURS, Course

SUBSTANTIAL_HOURS = 40
TEXT_CAP = 40
MEETS = 70
_CLAIMED = 30
_SHORT = 60


@dataclass(frozen=True)
class Standing:
    """The records summed up: score 0 to 100, clock hours, widest scope, and what to say."""

    score: int
    hours: float | None
    scope: str | None
    checked: bool
    lapsed: bool


def standing_of(
    credentials: Sequence[Credential], courses: Mapping[str, Course], as_of: date
) -> Standing:
    """Sum up training records. Rejected records and other kinds do not count."""
    training = [one for one in credentials if one.kind == "training" and one.status != "rejected"]
    best, hours, lapsed = 0, None, False
    scopes: set[str] = set()
    for one in training:
        course = courses.get(one.course or "")
        shown = hours_of(one, course)
        if shown is not None:
            hours = shown if hours is None else max(hours, shown)
        if scope := one.scope or (course.scope if course else None):
            scopes.add(scope)
        missed = _missed_periods(one, course, as_of)
        lapsed = lapsed or missed > 0
        best = max(best, _base(one, shown) * max(2, 4 - missed) // 4)
    scope = "compromised" if "compromised" in scopes else next(iter(scopes), None)
    checked = any(one.status == "checked" for one in training)
    return Standing(best, hours, scope, checked, lapsed)


def hours_of(one: Credential, course: Course | None) -> float | None:
    """Return the clock hours of a record: its own, or those of its course."""
    if one.hours_total is not None:
        return one.hours_total
    parts = [part for part in (one.hours_theory, one.hours_practical) if part is not None]
    if parts:
        return sum(parts)
    return course.hours_total if course else None


def _base(one: Credential, hours: float | None) -> int:
    if one.status != "checked":
        return _CLAIMED
    if hours is None or hours < SUBSTANTIAL_HOURS:
        return _SHORT
    return 100 if hours >= BENCHMARK_HOURS else MEETS


def _missed_periods(one: Credential, course: Course | None, as_of: date) -> int:
    if one.expires is not None and one.expires < as_of:
        return 1 + (as_of - one.expires).days // 730
    years = course.renewal_years if course else None
    last = one.renewed or one.issued
    if not years or last is None or one.expires is not None:
        return 0
    return max(0, int((as_of - last).days / (365.25 * years)))
