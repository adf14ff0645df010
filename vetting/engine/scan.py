"""One pass over a field: which terms stand where."""

import re
from bisect import bisect_left

from .lexicon import MASK, MEASURE, MEASURES, Lexicon

Mention = tuple[int, int, str]

# "2,200 hours" are of a whole trade, and of no course in lymph drainage.
TOO_MANY = 900
_NUMBER = re.compile(r"(\d{1,4})(?: (?:bis|to|a|o|und|and|\d{1,4}))*$")
_THOUSANDS = re.compile(r"(?:^| )(\d) (\d{3})$")


def scan(folded: str, lexicon: Lexicon) -> tuple[list[Mention], list[Mention]]:
    """Return (start, end, name) for every term, and for every cue and stop word, both sorted.

    What stands inside a mask is left out.
    """
    terms: list[Mention] = []
    marks: list[Mention] = []
    meant, meanings = lexicon.meant, lexicon.meanings
    find, add, mark = folded.find, terms.append, marks.append
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(folded, overlapping=True):
        plain, concepts, marks_meant, closed = meanings[meant[pattern]]
        # A closed term ends with the blank it was found with, an open one at the next blank.
        start, end = start + 1, end - 1 if closed else find(" ", end)
        if plain is not None:
            add((start, end, plain))
            continue
        for name in concepts:
            add((start, end, name))
        for name in marks_meant:
            mark((start, end, name))
    terms.sort()
    marks.sort()
    kinds = {name for _, _, name in marks}
    if any(name[0] == MASK for name in kinds):
        masks = [one for one in marks if one[2][0] == MASK]
        marks = [one for one in marks if one[2][0] != MASK]
        for low, high, name in masks:
            _hide(terms, low, high, name[1:])
            if name == MASK:
                _hide(marks, low, high, "")
    if MEASURE in kinds:
        marks = [one for one in marks if one[2] != MEASURE]
        terms = [_measured(term, folded) if term[2] in MEASURES else term for term in terms]
    return terms, marks


def _hide(found: list[Mention], low: int, high: int, only: str) -> None:
    """Take out what lies inside a mask and is shorter than it; a guard hides ``only`` one name."""
    first = bisect_left(found, (low,))
    last = bisect_left(found, (high,), first)
    if first < last:
        found[first:last] = [
            one
            for one in found[first:last]
            if one[1] > high or one[1] - one[0] >= high - low or (only and one[2] != only)
        ]


def _measured(mention: Mention, folded: str) -> Mention:
    number = number_before(folded, mention[0])
    if number is None:
        return mention
    limit, low, high = MEASURES[mention[2]]
    if number >= TOO_MANY:
        return (mention[0], mention[1], MEASURE)
    return (mention[0], mention[1], low if number < limit else high)


def number_before(folded: str, start: int) -> int | None:
    """Return the number that stands right before ``start``: 160 in ``160 hours``."""
    before = folded[max(0, start - 14) : start].rstrip()
    thousands = _THOUSANDS.search(before)
    if thousands:
        return int(thousands.group(1) + thousands.group(2))
    match = _NUMBER.search(before)
    return int(match.group(1)) if match else None
