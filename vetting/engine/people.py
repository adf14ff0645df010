"""Words that are names where they stand: "Anna Wood", "rua da Oliveira", "12 Oak Street"."""

import re

from .lexicon import NAMED, Lexicon
from .scan import Mention

_BEFORE = re.compile(r"(\S+) +(?:(\S+) +)?$")
# How far before a name the words are looked at.
_SPAN = 40
# "Prof.": so long is a title with its point.
_TITLE = 5


def without_names(
    terms: list[Mention], cues: list[Mention], clean: str, lexicon: Lexicon
) -> tuple[list[Mention], list[Mention]]:
    """Return terms and cues without the terms that name somebody or a street, and without those marks.

    Which words may be names is told by ``names`` of a language, and what makes an address of them
    by ``streets``.
    """
    named = {(start, end) for start, end, name in cues if name == NAMED}
    names = {spot for spot in named if _is_name(*spot, clean, lexicon)}
    if names:
        terms = [one for one in terms if one[:2] not in names]
    return terms, [one for one in cues if one[2] != NAMED]


def _is_name(start: int, end: int, clean: str, lexicon: Lexicon) -> bool:
    if not _is_capital(clean[start:end]):
        return False
    following = clean[end + 1 : end + 1 + _SPAN].split(None, 1)[:1]
    if following and clean[end] == " " and _bare(following[0]) in lexicon.streets:
        return True
    found = _BEFORE.search(clean, max(0, start - _SPAN), start)
    if found is None:
        return False
    second, first = found.group(1), found.group(2)
    nearest = first if first is not None else second
    # "Anna Wood", "A. Wood" and "Dr. Wood", but not "Cups, Wood", "Our Oak" nor the end of a sentence
    joined = nearest[-1].isalpha() or (nearest[-1] == "." and len(nearest) <= _TITLE)
    joined = joined and _bare(nearest) not in lexicon.function_words
    return (joined and _is_capital(nearest)) or not lexicon.streets.isdisjoint(
        (_bare(second), _bare(nearest))
    )


def _is_capital(word: str) -> bool:
    """ "Wood" or "A.", and no word of a text in capitals, which says nothing of names."""
    return word[:1].isupper() and (word[1:2].islower() or word[1:] == ".")


def _bare(word: str) -> str:
    return word.strip(".,;:!?()").lower()
