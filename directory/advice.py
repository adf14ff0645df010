"""Advice on a working copy, from whoever offers it: directory asks, and does not know who answers."""

from collections.abc import Callable
from dataclasses import dataclass

from directory.content import ListingContent


@dataclass(frozen=True, kw_only=True)
class CriterionAdvice:
    """How one criterion reads now. `level` is meets, partial, absent or contradicts."""

    criterion: str
    level: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PassageAdvice:
    """A passage of a field and what it does: supports, against or not_counted."""

    field: str
    quote: str
    mark: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Advice, not a decision. `missing` says what would help; `unread` why nothing could be said."""

    criteria: tuple[CriterionAdvice, ...]
    passages: tuple[PassageAdvice, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    unread: str = ""


Advisor = Callable[[ListingContent], Advice]

_advisors: list[Advisor] = []


def offer(advisor: Advisor) -> None:
    """Register the advisor; called once, when its app is ready."""
    _advisors[:] = [advisor]


def advice_on(content: ListingContent) -> Advice | None:
    """What the advisor says of a working copy, or None when nobody advises."""
    return _advisors[0](content) if _advisors else None
