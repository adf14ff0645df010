"""One pass over a field: which terms stand where."""

import re

from .lexicon import MASK, Lexicon

Mention = tuple[int, int, str]

_NUMBER = re.compile(r"(\d{1,4})(?: (?:bis|to|a|o|und|and|\d{1,4}))*$")


def scan(folded: str, lexicon: Lexicon) -> list[Mention]:
    """Return (start, end, name) for every term, sorted; terms inside a mask are left out."""
    found: list[Mention] = []
    masks: list[tuple[int, int]] = []
    names, open_ended = lexicon.names, lexicon.open_ended
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(folded, overlapping=True):
        end = folded.find(" ", end) if open_ended[pattern] else end - 1
        meant = names[pattern]
        if len(meant) == 1 and meant[0] != MASK:
            found.append((start + 1, end, meant[0]))
            continue
        for name in meant:
            if name == MASK:
                masks.append((start + 1, end))
            else:
                found.append((start + 1, end, name))
    if masks:
        found = [mention for mention in found if not _inside(mention, masks)]
    found.sort()
    return found


def _inside(mention: Mention, masks: list[tuple[int, int]]) -> bool:
    start, end, _ = mention
    return any(low <= start and end <= high and high - low > end - start for low, high in masks)


def number_before(folded: str, start: int) -> int | None:
    """Return the number that stands right before ``start``: 160 in ``160 hours``."""
    match = _NUMBER.search(folded[max(0, start - 14) : start].rstrip())
    return int(match.group(1)) if match else None
