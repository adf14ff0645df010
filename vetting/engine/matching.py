"""Which rules match in a sentence, and how each match stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .applies import applies
from .binding import Place, Service, is_bound, is_menu, is_row, spoken_of
from .body import is_body_at_work
from .context import Scope
from .hits import Hit
from .indexed import Indexed
from .scan import Mention, number_before
from .slots import (
    is_beside_mld,
    is_in_guillemets,
    is_listed,
    is_of_another_trade,
    is_of_something_else,
    is_on_the_menu,
    partners_of,
    span_of,
)
from .status import status_of
from .whose import whose

_HOURS = frozenset({"hours_long", "hours_short"})
_OTHER_TRADES = frozenset({"other_mod", "other_trade"})
_APART = frozenset({"move", "motion", "junk"})
# What is light beside these is light itself.
_SOFT = frozenset({"light", "featherlight", "calm"})
_SOFT_OF = frozenset({"soft_thing", "feels_after"})
# A row of services names so many things at least.
_ROW = 4
# A single term in quotation marks is quoted at arm's length.
_QUOTES = frozenset("\"'“”‘’„«»")

ByName = Mapping[str, list[Mention]]
# How a match stands, with its head and what fills its further slots.
_Match = tuple[str, Mention, tuple[Mention, ...]]


@dataclass(slots=True)
class _Said:
    """A sentence: where it stands, what it names, and what stands over all of it.

    ``mixed``: it combines other work with lymph work, so that all of it is one service. ``menu``:
    it lists services and describes none. ``void``: it claims nothing, and why. ``soft``: it has
    words for things that may be soft themselves.
    """

    place: Place
    by_name: ByName
    services: list[Service]
    scopes: list[Scope]
    mixed: bool
    menu: bool
    void: str | None
    soft: bool


def matches(
    by_head: Mapping[str, tuple[Indexed, ...]],
    place: Place,
    by_name: dict[str, list[Mention]],
    services: list[Service],
    scopes: list[Scope],
) -> list[Hit]:
    """Return the matches in a sentence in reading order, of each family the one that counts most."""
    said = _said(place, by_name, services, scopes)
    unmet = by_name.keys().isdisjoint
    ambiguous = place.ambiguous
    field = place.passage.field
    aside = "addon" in by_name
    best: dict[int, tuple[tuple[bool, int, int], Hit]] = {}
    for name, heads in by_name.items():
        rules = by_head.get(name)
        if rules is None or name in ambiguous:
            continue
        for one in rules:
            first = one.first
            if first is not None and unmet(first):
                continue
            rule = one.rule
            held = best.get(one.family)
            if held is not None and held[0][0] and held[0][1] > rule.weight:
                # what counts more was said before
                continue
            if not one.simple and not applies(one, place, unmet):
                continue
            match = _best_of(heads, one, said)
            if match is None:
                continue
            status, head, partners = match
            counts = status in rule.counts
            if not counts and rule.quiet:
                continue
            start, end, _ = span_of(head, partners) if partners else head
            rank = (counts, rule.weight, -start)
            if held is None or rank > held[0]:
                number = number_before(place.passage.folded, head[0]) if name in _HOURS else None
                best[one.family] = (rank, Hit(rule, status, field, start, end, number, aside))
    found = [hit for _, hit in best.values()]
    if len(found) > 1:
        found.sort(key=_order)
    return found


def _said(
    place: Place,
    by_name: dict[str, list[Mention]],
    services: list[Service],
    scopes: list[Scope],
) -> _Said:
    passage, index = place.passage, place.index
    # "Our lymph sessions combine deep tissue and cups" speaks of one service.
    mixed = "combine" in by_name and any(about == "lymph" for _, about, _ in services)
    menu = (
        index in passage.priced
        or (
            not mixed
            and "mld" in by_name
            and "offered" not in by_name
            and is_menu(passage, index, by_name, place.lexicon)
        )
        or (len(by_name) >= _ROW and is_row(passage, index, place.lexicon))
    )
    soft = not by_name.keys().isdisjoint(_SOFT_OF)
    return _Said(place, by_name, services, scopes, mixed, menu, passage.void.get(index), soft)


def _best_of(heads: Sequence[Mention], one: Indexed, said: _Said) -> _Match | None:
    """Return the first match that counts, or else the first."""
    counts = one.rule.counts
    found: _Match | None = None
    for head in heads:
        partners = _fitting(head, one, said)
        if partners is None:
            continue
        status = _standing(head, partners, one, said)
        if status in counts:
            return status, head, partners
        if found is None:
            found = status, head, partners
    return found


def _fitting(head: Mention, one: Indexed, said: _Said) -> tuple[Mention, ...] | None:
    """Return what fills the further slots of a rule, or None where the words mean something else."""
    rule, by_name, name = one.rule, said.by_name, head[2]
    passage = said.place.passage
    partners: tuple[Mention, ...] = ()
    if one.first is not None:
        filled = partners_of(rule, one.further, head, by_name.get)
        if filled is None:
            return None
        partners = filled
        if name in _APART and is_listed(head, partners[0], passage.clean):
            return None
        if rule.family == "vague" and is_on_the_menu(
            head, partners[0], by_name, passage.folded, said.place.lexicon
        ):
            return None
    if (
        name in _HOURS
        and not by_name.keys().isdisjoint(_OTHER_TRADES)
        and is_of_another_trade(head, by_name)
    ):
        return None
    if (
        said.soft
        and one.supports
        and name in _SOFT
        and is_of_something_else(head, by_name, passage.clean)
    ):
        return None
    return partners


def _standing(head: Mention, partners: tuple[Mention, ...], one: Indexed, said: _Said) -> str:
    """Return how a match stands: by its sentence, then by the service it is told of."""
    if said.void is not None:
        return said.void
    start, end, _ = head
    place, rule = said.place, one.rule
    passage = place.passage
    if (passage.quotes or passage.clean[start - 1] in _QUOTES) and _is_at_arms_length(
        start, end, one, said
    ):
        status = "refuted"
    elif said.scopes:
        claims = said.by_name.get("own_claim") or ()
        status = status_of(one, start, partners, said.scopes, place.passage.clean, claims)
    else:
        status = "asserted"
    if status == "conditional" and rule.bound and place.sold == "other":
        return "other_service"
    if status != "asserted":
        return status
    if one.supports and place.sold == "other":
        return "other_service"
    if rule.bound:
        return status if _is_of_lymph_work(start, one, said) else "other_service"
    if one.whose:
        return whose(
            (head, *partners),
            place.passage.sentences[place.index].start,
            said.by_name,
            place.passage,
            rule.family == "vague",
            place.lexicon,
        )
    return status


def _is_at_arms_length(start: int, end: int, one: Indexed, said: _Said) -> bool:
    """Say whether a text does not say itself what it has in quotation marks.

    A stroke or a tool between marks is named so.
    """
    passage, family = said.place.passage, one.rule.family
    clean = passage.clean
    if family == "strokes":
        return False
    if family != "tool" and clean[start - 1] in _QUOTES and clean[end] in _QUOTES:
        return True
    return bool(passage.quotes) and (
        is_in_guillemets(clean, start, end)
        or (one.rule.polarity < 0 and passage.is_arms_length(start))
    )


def _is_of_lymph_work(start: int, one: Indexed, said: _Said) -> bool:
    """Say whether what is done is done as lymph work, and not by the body itself."""
    place, services = said.place, said.services
    if place.sold == "other" or (said.menu and not is_beside_mld(start, said.by_name)):
        return False
    about = "lymph" if said.mixed else spoken_of(start, services, place.topic)
    if not is_bound(about, place, services) and not (one.unbound and not services):
        return False
    return not (one.cleans or one.pushes) or not is_body_at_work(
        place.passage, place.index, start, place.lexicon, one.pushes
    )


def _order(hit: Hit) -> tuple[int, int, str]:
    return (hit.start, hit.end, hit.rule.id)
