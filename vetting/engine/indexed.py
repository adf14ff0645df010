"""Rules made ready for reading, found by the concept at their head."""

from collections.abc import Mapping
from dataclasses import dataclass

from .rubric import Rubric, Rule


@dataclass(frozen=True, slots=True)
class Indexed:
    """A rule made ready: its further slots, their concepts as sets, and those that forbid it.

    ``family`` numbers the family of rules of which one is kept in a sentence. ``whose`` asks
    whose training it is; ``supports`` is a rule for the technique; ``simple`` ones have two slots
    at most and no further condition; ``after`` are concepts one of which the sentence before has;
    ``untrue`` is a rule for what anatomy does not show, ``cleans`` one for what a service is said
    to clean the body of, and ``pushes`` one for the fluid that it is said to push.
    """

    rule: Rule
    further: tuple[tuple[str, ...], ...]
    first: frozenset[str] | None
    second: frozenset[str] | None
    unless: frozenset[str] | None
    family: int
    whose: bool
    supports: bool
    after: frozenset[str] | None
    simple: bool
    untrue: bool
    unbound: bool
    cleans: bool
    pushes: bool


def by_head(rubric: Rubric) -> Mapping[str, tuple[Indexed, ...]]:
    """Return the rules of a rubric by each concept that may stand at their head."""
    found: dict[str, list[Indexed]] = {}
    families: dict[tuple[str, str, str | None], int] = {}
    for rule in rubric.rules:
        first, second = (*(frozenset(slot) for slot in rule.slots[1:]), None, None)[:2]
        family = (rule.criterion, rule.family, rule.flag)
        one = Indexed(
            rule,
            rule.slots[1:],
            first,
            second,
            frozenset(rule.unless) or None,
            families.setdefault(family, len(families)),
            whose=rule.criterion == "training",
            supports=rule.polarity > 0 and rule.criterion == "technique",
            after=frozenset(rule.after) or None,
            simple=second is None and not rule.unless and not rule.after and rule.field is None,
            untrue=rule.criterion == "anatomy" and rule.polarity < 0,
            unbound="machine" in rule.slots[0]
            or "pneumatic" in rule.slots[0]
            or rule.flag == "detox_claim",
            cleans=rule.flag == "detox_claim",
            pushes=rule.flag == "fluid_pushing_claim",
        )
        for name in rule.slots[0]:
            found.setdefault(name, []).append(one)
    # the heaviest first: what a family counts less need not be looked at
    return {
        name: tuple(sorted(rules, key=lambda one: -one.rule.weight))
        for name, rules in found.items()
    }
