"""Which mentions fill the slots of a rule, and which only stand beside one another."""

from collections.abc import Callable, Mapping, Sequence

from .lexicon import Lexicon
from .rubric import Rule
from .scan import Mention

LONGEST_SPAN = 140
_LIST_MARKS = frozenset(",;.")
_ASIDE = 8
# So close behind a noun stands what it is like, and "light" behind "your legs feel".
_BESIDE = 2
_FELT = 14
_MARKS = frozenset(",;.:!?()\n")
_LEARNED = frozenset({"trained", "course"})


def partners_of(
    rule: Rule,
    further: Sequence[Sequence[str]],
    head: Mention,
    get: Callable[[str], list[Mention] | None],
) -> tuple[Mention, ...] | None:
    """Return the nearest mention for each of the ``further`` slots, or None when one is missing."""
    start, end, _ = head
    window, back, ordered = rule.window, rule.window_back, rule.ordered
    found: tuple[Mention, ...] = ()
    for slot in further:
        nearest = None
        least = window + back + 1
        for name in slot:
            others = get(name)
            if others is None:
                continue
            for other in others:
                at = other[0]
                if at >= start:
                    gap = at - end
                    if gap > window or (ordered and gap < 0):
                        continue
                else:
                    gap = start - other[1]
                    if gap > back or ordered:
                        continue
                if gap < least and (at != start or other[1] != end):
                    nearest, least = other, gap
        if nearest is None:
            return None
        found += (nearest,)
    return found


def is_of_something_else(
    head: Mention, by_name: Mapping[str, Sequence[Mention]], clean: str
) -> bool:
    """Say whether it is something else that is light: "soft music", "your legs feel light"."""
    start, end, _ = head
    for at, until, name in (*by_name.get("soft_thing", ()), *by_name.get("feels_after", ())):
        before = _BESIDE if name == "soft_thing" else _FELT
        if 0 < start - until <= before:
            between = clean[until:start]
        elif name == "soft_thing" and 0 < at - end <= _BESIDE:
            between = clean[end:at]
        else:
            continue
        if _MARKS.isdisjoint(between):
            return True
    return False


def is_listed(head: Mention, partner: Mention, clean: str) -> bool:
    """Say whether two words stand in a list only: "watch the skin, move", "to the nodes, waste"."""
    first, second = (head, partner) if head[0] < partner[0] else (partner, head)
    if head[2] == "junk":
        return second[0] - first[1] > _ASIDE and "," in clean[first[1] : second[0]]
    neighbors = second[0] == first[1] + 2 and clean[first[1]] == ","
    return neighbors and clean[second[1] : second[1] + 1] in _LIST_MARKS


def is_on_the_menu(
    head: Mention,
    partner: Mention,
    by_name: Mapping[str, Sequence[Mention]],
    folded: str,
    lexicon: Lexicon,
) -> bool:
    """Say whether what stands behind a training is offered, and not what was learned.

    "I hold a diploma in nursing, and my practice offers facials and lymph drainage."
    """
    if head[2] not in _LEARNED:
        return False
    low, high = head[1], partner[0]
    speaks = lexicon.selves | lexicon.voice | lexicon.possessives
    own = [
        start
        for start, end, _ in by_name.get("own", ())
        if low < start < high and folded[start:end] in speaks
    ]
    return bool(own) and any(own[0] < one[0] < high for one in by_name.get("other_mod", ()))


def span_of(head: Mention, partners: Sequence[Mention]) -> Mention:
    """Return the head reaching from the first to the last mention, or as it is where that is long."""
    low, high, name = head
    for at, until, _ in partners:
        if at < low:
            low = at
        if until > high:
            high = until
    return (low, high, name) if high - low <= LONGEST_SPAN else head


def in_guillemets(clean: str, start: int, end: int) -> bool:
    """Say whether a term stands alone in « », which have blanks inside in French."""
    return clean[max(0, start - 2)] == "«" and clean[end : end + 2].lstrip()[:1] == "»"


def beside_mld(start: int, by_name: Mapping[str, Sequence[Mention]]) -> bool:
    """Say whether what a menu lists belongs to the lymph work itself: "lymph drainage detox"."""
    return any(end + 1 == start for _, end, _ in by_name.get("mld", ()))
