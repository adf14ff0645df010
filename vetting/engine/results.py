"""Clauses that tell how far a thing goes: "so light that some people ask whether I have begun"."""

from .lexicon import Lexicon
from .segment import Sentence

# What others say, ask or think of a touch tells how light it is.
_FELT = frozenset({"other_person", "question", "refuted", "conditional", "advice"})
# So many words stand between "that" and what they say.
_REACH = 8


def told_by(
    kind: str,
    cue: tuple[int, int],
    until: int,
    sentence: Sentence,
    clean: str,
    folded: str,
    lexicon: Lexicon,
) -> tuple[int, int]:
    """Return where what a cue of a whole sentence says begins and ends: a clause of it, or all.

    "The touch is so light that some people doubt it, and it stays on the skin": what they doubt is
    one thing, and what the touch is like another.
    """
    start, end = cue
    if kind not in _FELT:
        return sentence.start, until
    words = folded[sentence.start : start].split()
    result, degree = lexicon.openers["result"], lexicon.openers["degree"]
    if result.isdisjoint(words[-_REACH:]):
        return sentence.start, until
    last = max(n for n, word in enumerate(words) if word in result)
    if degree.isdisjoint(words[:last]):
        return sentence.start, until
    comma = clean.find(",", end, until)
    begin = folded.rfind(f" {words[last]} ", sentence.start, start + 1) + 1
    return begin, comma if comma > 0 else until
