"""How the match of a rule stands: asserted, or what the scopes around it make of it."""

from collections.abc import Sequence

from .context import Scope, is_verb_denied, spares, standing
from .hits import Hit
from .indexed import Indexed
from .scan import Mention

# So close behind a denial stands the verb that it denies.
_DENIED_VERB = 7
# How soon after a denial stands what it denies of the head of a rule.
_AT_ONCE = 24
# Of what stands beside a training these are as much its own: "Walchsee, if I pass the exam".
_TELLING = frozenset({"school", "exam"})
# How far behind "our therapists are" the training stands that they claim.
_CLAIM = 60


def status_of(
    one: Indexed,
    start: int,
    partners: Sequence[Mention],
    scopes: list[Scope],
    clean: str,
    own_claims: Sequence[Mention],
) -> str:
    """Return the status of a match whose head begins at ``start``, before it is bound to a service."""
    if not one.whose:
        over = [scope for scope in scopes if scope.start <= start < scope.end]
        if over and one.supports:
            over = [scope for scope in over if not spares(scope, start, clean)]
        elif over and one.untrue:
            over = [scope for scope in over if not scope.claims_only]
        status = standing(start, over, False) if over else "asserted"
        if status == "conditional" and one.supports and any(scope.offered for scope in over):
            # "We do not stretch the skin, unless you insist" does not.
            return "negated"
        if status == "asserted" and one.rule.polarity < 0:
            soon = _AT_ONCE if one.untrue else _DENIED_VERB
            if is_verb_denied(start, partners, scopes, soon):
                return "negated"
        return status
    status = standing(start, scopes, True)
    for partner in partners:
        if status == "asserted" and partner[2] in _TELLING:
            status = standing(partner[0], scopes, True)
    if status == "advice" and _speaks_up(start, own_claims):
        return standing(start, [scope for scope in scopes if scope.kind != "advice"], True)
    return status


def _speaks_up(start: int, own_claims: Sequence[Mention]) -> bool:
    """Say whether somebody claims a training outright, whatever else the sentence advises."""
    return any(0 <= start - end < _CLAIM for _, end, _ in own_claims)


def note_offered(hits: Sequence[Hit], scopes: Sequence[Scope]) -> None:
    """Note what an exception to its denial offers: "no machine unless you ask"."""
    for scope in scopes:
        if scope.offered:
            for hit in hits:
                if hit.status == "conditional" and scope.start < hit.end <= scope.end:
                    hit.offered = True
