"""The public figures: how fresh, how quick, how often overturned, how far readers agree, how well reached.

Everything is counted anew from the tables. A figure of fewer than LEAST is not shown: two of three is no
percentage.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from statistics import median

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from directory.publishing import (
    Freshness,
    count_messages,
    count_states,
    count_websites,
    freshness,
)
from vetting import seconding
from vetting.models import Decision, Report, ReviewCase

Outcome = Decision.Outcome

LEAST = 20
"""What a figure is counted from at least; one case more or less then moves a share by 5 points."""

PERIOD_DAYS = 365
"""Length of the period that is looked back on, in days."""

KEPT_SECONDS = 900
"""Seconds for which figures once counted are shown again."""

CACHE_KEY = "vetting.figures:1"
"""The number goes up when a field is added: what an older release counted is then not read."""

SAYS = {
    Outcome.VERIFIED: "true_mld",
    Outcome.CHANGES_REQUESTED: "unclear",
    Outcome.HONEST_NOT_MLD: "not_mld",
    Outcome.NOT_VERIFIED: "not_mld",
}
"""A person's decision on a text, to the verdict of the engine that would be the same answer."""

VERDICTS = ("true_mld", "unclear", "not_mld")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`value` is a share from 0 to 1, days, or kappa from -1 to 1, as `unit` says.

    `n` is what it was counted from, between `since` (None: from the beginning; the same day: as it
    stands) and `until`. `value` is None when n is below LEAST, or when chance explains all of a kappa.
    """

    code: str
    unit: str
    value: float | None
    n: int
    since: date | None
    until: date

    @property
    def too_few(self) -> bool:
        return self.n < LEAST


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All of them. `states` counts listings by state; `table` counts (engine, person), {} if too few."""

    counted_at: datetime
    figures: tuple[Figure, ...]
    states: Mapping[str, int]
    public: int
    table: Mapping[tuple[str, str], int]


def figures_now() -> Figures:
    """The figures, counted at most KEPT_SECONDS ago. No query when they are kept, twelve otherwise."""
    found = cache.get(CACHE_KEY)
    if found is None:
        found = count(timezone.now())
        cache.set(CACHE_KEY, found, KEPT_SECONDS)
    return found


def count(now: datetime) -> Figures:
    """Count everything as it is at `now`."""
    period = _Period(until=timezone.localdate(now), start=now - timedelta(days=PERIOD_DAYS))
    fresh = freshness(period.until)
    table = engine_table(period.start)
    enough = sum(table.values()) >= LEAST
    return Figures(
        counted_at=now,
        figures=(
            *_of_freshness(fresh, period),
            *_of_waiting(now, period),
            *_of_appeals(period),
            *_of_engine(table, period),
            *_of_second_readings(period),
            *_of_reach(period),
        ),
        states=count_states(period.until),
        public=fresh.public,
        table=table if enough else {},
    )


def engine_table(since: datetime) -> dict[tuple[str, str], int]:
    """(engine's verdict, person's decision) to how many texts decided since. One query.

    Only texts that the engine had read before: otherwise there are not two answers.
    """
    decided = Decision.objects.filter(
        decided_at__gte=since,
        outcome__in=Decision.TEXT_OUTCOMES,
        case__kind__in=ReviewCase.TEXT_KINDS,
        software=True,
    )
    pairs = decided.order_by().values_list("engine_verdict", "outcome").annotate(Count("pk"))
    return {(verdict, outcome): number for verdict, outcome, number in pairs}


def nearest_rank(values: list[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed."""
    return sorted(values)[ceil(share * len(values)) - 1]


class Span(StrEnum):
    """The time that a figure is about: as it stands today, looked back on, or since the beginning."""

    DAY = "day"
    YEAR = "year"
    EVER = "ever"


@dataclass(frozen=True, kw_only=True)
class _Period:
    """What is looked back on; makes figures that say so."""

    start: datetime
    until: date

    def figure(
        self, code: str, unit: str, n: int, value: float | None, span: Span = Span.YEAR
    ) -> Figure:
        since = {Span.DAY: self.until, Span.YEAR: timezone.localdate(self.start), Span.EVER: None}
        return Figure(
            code=code,
            unit=unit,
            value=value if n >= LEAST else None,
            n=n,
            since=since[span],
            until=self.until,
        )

    def share(self, code: str, part: int, whole: int, span: Span = Span.YEAR) -> Figure:
        return self.figure(code, "share", whole, part / whole if whole else None, span)


def _of_freshness(fresh: Freshness, period: _Period) -> tuple[Figure, ...]:
    in_date = fresh.public + fresh.left
    return (
        period.share("confirmed_within_90_days", fresh.within_90, fresh.public, Span.DAY),
        period.share("confirmed_within_120_days", fresh.within_120, fresh.public, Span.DAY),
        period.figure("days_since_confirmed", "days", fresh.public, fresh.median_days, Span.DAY),
        period.share("left_unconfirmed", fresh.left, in_date, Span.DAY),
    )


def _of_waiting(now: datetime, period: _Period) -> tuple[Figure, ...]:
    decided = Decision.objects.filter(
        decided_at__gte=period.start,
        outcome__in=Decision.TEXT_OUTCOMES,
        case__kind__in=ReviewCase.TEXT_KINDS,
    ).values_list("case__opened_at", "case__due_at", "decided_at")
    rows = list(decided)
    days = [(answered - sent) / timedelta(days=1) for sent, _due, answered in rows]
    waiting = ReviewCase.objects.filter(kind__in=ReviewCase.TEXT_KINDS).exclude(
        state=ReviewCase.State.CLOSED
    )
    late = waiting.aggregate(late=Count("pk", filter=Q(due_at__lt=now)), all=Count("pk"))
    return (
        period.figure("review_days_median", "days", len(days), median(days) if days else None),
        period.figure(
            "review_days_p90", "days", len(days), nearest_rank(days, 0.9) if days else None
        ),
        period.share(
            "review_in_time", sum(answered <= due for _, due, answered in rows), len(rows)
        ),
        period.share("waiting_late", late["late"], late["all"], Span.DAY),
    )


def _of_appeals(period: _Period) -> tuple[Figure, ...]:
    answers = Decision.objects.filter(
        decided_at__gte=period.start, outcome__in=(Outcome.UPHELD, Outcome.OVERTURNED)
    ).values_list("outcome", "decided_at", "case__appeal__due_on")
    rows = list(answers)
    overturned = sum(outcome == Outcome.OVERTURNED for outcome, _at, _due in rows)
    kept = sum(timezone.localdate(at) <= due for _outcome, at, due in rows)
    closed = Report.objects.filter(closed_at__gte=period.start)
    reports = list(closed.values_list("closed_at", "due_on"))
    answered = sum(timezone.localdate(at) <= due for at, due in reports)
    return (
        period.share("appeals_overturned", overturned, len(rows)),
        period.share("appeals_in_time", kept, len(rows)),
        period.share("reports_in_time", answered, len(reports)),
    )


def _of_engine(table: Mapping[tuple[str, str], int], period: _Period) -> tuple[Figure, ...]:
    pairs: Counter[tuple[str, str]] = Counter()
    for (verdict, outcome), number in table.items():
        pairs[verdict, SAYS[Outcome(outcome)]] += number
    total = sum(pairs.values())
    same = sum(number for (engine, person), number in pairs.items() if engine == person)
    return (
        period.share("engine_same", same, total),
        period.figure("engine_kappa", "kappa", total, seconding.kappa(pairs)),
    )


def _of_second_readings(period: _Period) -> tuple[Figure, ...]:
    found = seconding.agreement()
    return (
        period.share("second_same", found.same, found.pairs, Span.EVER),
        period.figure("second_kappa", "kappa", found.pairs, found.kappa, Span.EVER),
    )


def _of_reach(period: _Period) -> tuple[Figure, ...]:
    seen, letters = count_websites(period.until), count_messages(period.start)
    return (
        period.share("websites_answering", seen.part, seen.whole, Span.DAY),
        period.share("messages_delivered", letters.part, letters.whole),
    )
