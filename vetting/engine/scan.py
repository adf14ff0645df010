"""One pass over a field: which terms stand where."""

import re
from bisect import bisect_left

from .lexicon import MARKERS, MASK, MEASURES, Lexicon

Mention = tuple[int, int, str]

_NUMBER = re.compile(r"(\d{1,4})(?: (?:bis|to|a|o|und|and|\d{1,4}))*$")


def scan(folded: str, lexicon: Lexicon) -> tuple[list[Mention], list[Mention]]:
    """Return (start, end, name) for every term, and for every cue and stop word, both sorted.

    What stands inside a mask is left out.
    """
    terms: list[Mention] = []
    cues: list[Mention] = []
    masks: list[tuple[int, int]] = []
    measured = False
    plain, names = lexicon.plain, lexicon.names
    find, add = folded.find, terms.append
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(folded, overlapping=True):
        # A closed term ends with the blank it was found with, an open one at the next blank.
        name = plain[pattern]
        if name is not None:
            add((start + 1, find(" ", end - 1), name))
            continue
        end = find(" ", end - 1)
        for name in names[pattern]:
            if name[0] in MARKERS:
                cues.append((start + 1, end, name))
            elif name == MASK:
                masks.append((start + 1, end))
            else:
                measured = measured or name in MEASURES
                add((start + 1, end, name))
    terms.sort()
    cues.sort()
    for low, high in masks:
        _hide(terms, low, high)
        _hide(cues, low, high)
    if measured:
        terms = [_measured(term, folded) if term[2] in MEASURES else term for term in terms]
    return terms, cues


def _hide(found: list[Mention], low: int, high: int) -> None:
    """Take out what lies inside a mask and is shorter than the mask."""
    first = bisect_left(found, (low,))
    last = bisect_left(found, (high,), first)
    if first < last:
        found[first:last] = [
            one for one in found[first:last] if one[1] > high or one[1] - one[0] >= high - low
        ]


def _measured(mention: Mention, folded: str) -> Mention:
    number = number_before(folded, mention[0])
    if number is None:
        return mention
    limit, low, high = MEASURES[mention[2]]
    return (mention[0], mention[1], low if number < limit else high)


def number_before(folded: str, start: int) -> int | None:
    """Return the number that stands right before ``start``: 160 in ``160 hours``."""
    match = _NUMBER.search(folded[max(0, start - 14) : start].rstrip())
    return int(match.group(1)) if match else None
