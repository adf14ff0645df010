"""Sentences, as spans of the scanned text."""

import re
from dataclasses import dataclass

from .lexicon import Lexicon
from .text import Scannable, fold

LONGEST_SENTENCE = 800
_MARK = re.compile(r"[.!?;\n•·|▪◦●✓✔★]+")
_DASHED = re.compile(r"[-–—*](?<=\s.)(?=\s[A-ZÄÖÜÉÈÀ])")
_STOPS = frozenset(".!?")
# German closes with the marks that English opens with.
_CLOSERS = frozenset(" \n\"'”’»)]“‘")


@dataclass(slots=True)
class Sentence:
    """``start`` and ``end`` are positions in the scanned text; ``mark`` is what ended it.

    ``words`` are its words in scanning letters.
    """

    start: int
    end: int
    mark: str
    words: list[str]


def sentences(text: Scannable, lexicon: Lexicon) -> list[Sentence]:
    """Split text where a thought ends; ``Dr. Vodder`` and wrapped lines stay whole."""
    folded, clean = text.folded, text.clean
    found: list[Sentence] = []
    start = 0
    endings = lexicon.endings
    for at, after in _breaks(clean):
        mark = clean[at]
        if mark == "." and after == at + 1:
            tail = folded[at - 2 : at]
            if (tail in endings or tail[-1:] in endings) and _abbreviated(clean, at, lexicon):
                continue
        elif mark == "\n" and after == at + 1 and clean[after : after + 1].islower():
            continue
        if at > start:
            if at - start > LONGEST_SENTENCE:
                start = _cut(text, start, at, found)
            asks = after > at + 1 and "?" in clean[at:after]
            found.append(Sentence(start, at, "?" if asks else mark, folded[start:at].split()))
        start = after
    if start < len(clean) - 1:
        start = _cut(text, start, len(clean), found)
        found.append(Sentence(start, len(clean), "", folded[start:].split()))
    return found


def _cut(text: Scannable, start: int, end: int, found: list[Sentence]) -> int:
    """Cut what no person would write as one sentence, so that none takes long to read."""
    folded, clean = text.folded, text.clean
    while end - start > LONGEST_SENTENCE:
        at = clean.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        at = at if at > 0 else start + LONGEST_SENTENCE
        found.append(Sentence(start, at, "", folded[start:at].split()))
        start = at
    return start


def _breaks(clean: str) -> list[tuple[int, int]]:
    """Return the spans of the marks where sentences may end."""
    found = []
    for match in _MARK.finditer(clean):
        span = at, after = match.span()
        closes = clean[after] in _CLOSERS or (clean[after] == "“" and clean[after + 1] == " ")
        if closes or clean[at] not in _STOPS or clean[after - 1] not in _STOPS:
            found.append(span)
    if " - " in clean or " – " in clean or " — " in clean or "* " in clean:
        found += [match.span() for match in _DASHED.finditer(clean)]
        found.sort()
    return found


def _abbreviated(clean: str, at: int, lexicon: Lexicon) -> bool:
    found = clean[max(0, at - 12) : at].rsplit(None, 1)
    if not found:
        return False
    word = fold(found[-1].lstrip("(\"'“"))
    if word not in lexicon.abbreviations:
        return False
    # "No. 5" is short for number, and "I always say no. We stroke" ends a thought; a "No." that is
    # the whole answer denies what follows it
    following = clean[at + 1 : at + 3].strip()[:1]
    return (
        word not in lexicon.function_words
        or len(found) == 1
        or not found[0][-1:].isalnum()
        or following.islower()
        or following.isdecimal()
    )
