"""Sentences, as spans of the scanned text."""

import re
from dataclasses import dataclass

from .lexicon import Lexicon

_BREAK = re.compile(r"[.!?]+(?=[\s\"”’»)\]]|$)|[;\n•·|▪◦●✓✔★]|\s[-–—*]\s(?=[A-ZÄÖÜÉÈÀ])")


@dataclass(slots=True)
class Sentence:
    """``start`` and ``end`` are positions in the scanned text; ``mark`` is what ended it."""

    start: int
    end: int
    mark: str


def sentences(clean: str, lexicon: Lexicon) -> list[Sentence]:
    """Split text where a thought ends; ``Dr. Vodder`` and wrapped lines stay whole."""
    found: list[Sentence] = []
    start = 0
    for match in _BREAK.finditer(clean):
        at, mark = match.start(), match.group()
        if mark == "." and _abbreviated(clean, at, lexicon):
            continue
        if mark == "\n" and _wrapped(clean, match.end()):
            continue
        if at > start:
            found.append(Sentence(start, at, mark.strip()[:1] if "?" not in mark else "?"))
        start = match.end()
    if start < len(clean):
        found.append(Sentence(start, len(clean), ""))
    return found


def _abbreviated(clean: str, at: int, lexicon: Lexicon) -> bool:
    word = clean[max(0, at - 12) : at].rsplit(None, 1)[-1:]
    return bool(word) and word[0].lstrip("(\"'“").lower() in lexicon.abbreviations


def _wrapped(clean: str, at: int) -> bool:
    following = clean[at : at + 1]
    return following.islower()
