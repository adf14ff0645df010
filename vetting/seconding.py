"""Blind second readings: how often two moderators, who see neither each other nor the engine, agree."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vetting import queueing
from vetting.models import Decision, ReviewCase, SecondReading


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """`pairs` read twice, of which `same` have the same outcome; `kappa` is Cohen's, None if undefined.

    `waiting` are still to be read. `table` counts (first outcome, second outcome).
    """

    pairs: int
    same: int
    kappa: float | None
    waiting: int
    table: Mapping[tuple[str, str], int]

    @property
    def share(self) -> float | None:
        return self.same / self.pairs if self.pairs else None


def sample(decision: Decision) -> SecondReading | None:
    """Open a second reading of a decision about a text, if it is drawn; in the caller's transaction."""
    if not decision.case.about_text or not drawn(decision):
        return None
    case = queueing.open_case(
        revision_id=decision.case.revision_id,
        kind=ReviewCase.Kind.SECOND,
        why="Drawn for a second reading. The first answer stands meanwhile and is not shown.",
        not_by=decision.decided_by_id,
    )
    return SecondReading.objects.create(
        case=case, decision=decision, first_by=decision.decided_by_id
    )


def drawn(decision: Decision) -> bool:
    """Every "not verified", and a share of "verified" by a keyed hash of the decision."""
    if decision.outcome == Decision.Outcome.NOT_VERIFIED:
        return True
    draw = salted_hmac("vetting.second", str(decision.pk)).digest()
    return (
        decision.outcome == Decision.Outcome.VERIFIED
        and int.from_bytes(draw[:8]) / 2**64 < settings.SECOND_READING_SHARE
    )


def agreement() -> Agreement:
    """How far first and second readings agree. Two queries."""
    pairs = list(
        SecondReading.objects.exclude(outcome="").values_list("decision__outcome", "outcome")
    )
    table = Counter(pairs)
    return Agreement(
        pairs=len(pairs),
        same=sum(count for (first, second), count in table.items() if first == second),
        kappa=kappa(table),
        waiting=SecondReading.objects.filter(outcome="").count(),
        table=dict(table),
    )


def kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of a table of paired answers; None without pairs, or when chance explains all.

    kappa = (p_o - p_e) / (1 - p_e), with p_o the share of equal pairs and p_e the share expected from
    the two margins (Cohen 1960, Educational and Psychological Measurement 20:37).
    """
    total = sum(table.values())
    if total == 0:
        return None
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    observed = sum(count for (one, other), count in table.items() if one == other) / total
    expected = sum(first[name] * second[name] for name in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def record(
    *, reading: SecondReading, outcome: str, levels: Mapping[str, str], note: str, actor: User
) -> None:
    """Write down the second answer of the moderator who holds the case. The first one stays in force."""
    SecondReading.objects.filter(pk=reading.pk, outcome="").update(
        outcome=outcome,
        levels=dict(levels),
        note=note,
        read_by=actor,
        read_at=timezone.now(),
    )
