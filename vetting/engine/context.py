"""How a mention is meant: asserted, denied, contrasted, asked, somebody else's.

After ConText: a cue has a direction, a reach and words that end it. What differs is the domain:
advertisements deny by contrast, quote myths, answer their own questions and speak of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .scan import Mention

# The first of these that covers a mention decides.
PRIORITY = (
    "other_person",
    "other_service",
    "refuted",
    "negated",
    "contrast",
    "question",
    "conditional",
    "past",
    "hypothetical",
    "advice",
)
_RANK = {kind: rank for rank, kind in enumerate(PRIORITY)}
# A plan of the service comes before a condition: "we plan a room for cups, if you would like it".
_PLANNED = _RANK["question"]
_TRAINING_ONLY = frozenset({"advice", "hypothetical"})
_SERVICE_ONLY = frozenset({"other_service"})
# Marks that end the reach of a cue, as a stop word does.
BREAKS = (":", " – ", " — ", " - ")
# "If it doesn't feel deep" denies nothing; "would not" does: so close stand the two words.
_SUPPOSED = 5


@dataclass(slots=True)
class Scope:
    """A stretch of text and the standing of what is said in it.

    ``against_only``: "hardly deep" denies depth, but "hardly stretch" is still a stretch.
    ``training_only``: "my aunt taught me" says whose training it is, not whose hands.
    ``service_only``: "I threw out my cups and took the course" says nothing of the course.
    ``claims_only``: "lymph's job is to clear toxins" sells nothing, but can be untrue of lymph.
    ``it``: a pronoun stands for what is denied: "we never use them".
    ``offered``: an exception opens what is denied: "no machine unless you ask".
    """

    start: int
    end: int
    kind: str
    against_only: bool = False
    back: bool = False
    training_only: bool = False
    service_only: bool = False
    claims_only: bool = False
    it: bool = False
    offered: bool = False


def standing(start: int, scopes: list[Scope], whose: bool) -> str:
    """Return the status of a mention that begins at ``start``.

    Advice on whom to choose, and plans, matter where the question is whose training it is
    (``whose``); they do not change what hands do. For which service does not change training.
    """
    best = "asserted"
    rank = len(PRIORITY)
    supposed = opened = start
    for scope in scopes:
        if (
            scope.start <= start < scope.end
            and (whose or not scope.training_only)
            and not (whose and scope.service_only)
        ):
            kind = scope.kind
            if kind == "conditional":
                if whose and scope.back:
                    continue
                supposed = start if scope.back else scope.start
            elsewhere = kind in (_SERVICE_ONLY if whose else _TRAINING_ONLY)
            order = _PLANNED if elsewhere else _RANK[kind]
            if order < rank and (scope.service_only or not elsewhere):
                best, rank = kind, order
                opened = scope.start
    if best == "negated" and supposed + _SUPPOSED < opened:
        return "conditional"
    return best


def is_verb_denied(start: int, partners: Sequence[Mention], scopes: list[Scope], soon: int) -> bool:
    """ "Fat does not leave through the lymph": what the head is said to do is denied."""
    return any(
        scope.kind == "negated" and start < scope.start <= at < scope.start + soon
        for at, _, _ in partners
        for scope in scopes
    )


def spares(scope: Scope, start: int, clean: str) -> bool:
    """Say whether a denial leaves a light touch alone: "No oil, light strokes"."""
    if scope.kind != "negated":
        return False
    if scope.back:
        return scope.against_only or clean.find(",", start, scope.end) >= 0
    return scope.start <= start and (scope.against_only or clean.find(",", scope.start, start) >= 0)
