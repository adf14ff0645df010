"""Labels that deny: "Not here: cups", "What it isn't: a cleanse", "That it melts fat: no"."""

import re
from collections.abc import Sequence

from .lexicon import Lexicon
from .scan import Mention
from .segment import Sentence
from .text import fold

# A label's cue stands so near its beginning, and its colon so near the cue.
_LABEL_STARTS = 4
# What it may name itself, such as "Not done in our treatment:".
_LABEL_WORDS = frozenset({"contact", "style", "own", "session", "using", "mld", "lymph", "treats"})
_LABEL_SHORTEST = 4
_LABEL_ENDS = 24
# "That it melts fat: no", "also no", and no more words.
_SHORT_ANSWER = 2
# "Of all that, in my lymph drainage, nothing": so many words at most, and so soon what is meant.
_NONE_OF_IT = 14
_SOON = 4
_ANSWER_END = re.compile("[.,;!]")


def denied_before(sentence: Sentence, clean: str, lexicon: Lexicon) -> int | None:
    """Return where what "That it melts fat: no" denies ends, or None where nothing is denied so."""
    at = clean.find(":", sentence.start, sentence.end)
    if at < 0:
        return None
    answer = fold(_ANSWER_END.split(clean[at + 1 : sentence.end], maxsplit=1)[0]).split()
    if 0 < len(answer) <= _SHORT_ANSWER and answer[-1] in lexicon.openers["no"]:
        return at
    return at if _is_none_of_it(fold(clean[at + 1 : sentence.end]).split(), lexicon) else None


def _is_none_of_it(words: Sequence[str], lexicon: Lexicon) -> bool:
    """ "Cups, boards: none of that in my room", "of all that, in my room, nothing"."""
    naught, those = lexicon.openers["naught"], lexicon.openers["those"]
    if not 1 < len(words) <= _NONE_OF_IT or those.isdisjoint(words[:_SOON]):
        return False
    if words[-1] in naught:
        return True
    place = next(n for n, word in enumerate(words) if word in those)
    following = words[place + 1 : place + 2]
    return words[0] in naught and lexicon.openers["where"].issuperset(following)


def label_end(
    start: int,
    end: int,
    sentence: Sentence,
    mentions: list[Mention],
    clean: str,
    only: str | None,
    lexicon: Lexicon,
) -> int:
    """Return where what a label such as "Not here:" is put before begins, or 0."""
    if clean[end] == ":" and end < sentence.end:
        # "What this is not: a cleanse", "What it lacks: a machine"; but "Soft? No: we go deep",
        # "Stroking does little: we go deep", and "What doctors don't tell, we do: it melts fat".
        said = fold(clean[start:end]).strip()
        plain = said.rsplit(" ", 1)[-1] in lexicon.openers["nots"]
        if said == "not" or (only is None and not plain and said not in lexicon.openers["no"]):
            return end + 1
    if start - sentence.start > _LABEL_STARTS or end - start < _LABEL_SHORTEST:
        return 0
    colon = clean.find(":", end, min(end + _LABEL_ENDS, sentence.end))
    if colon < 0 or "," in clean[start:colon]:
        return 0
    if not lexicon.openers["fear"].isdisjoint(fold(clean[end:colon]).split()):
        # "Do not worry: our hands know the way."
        return 0
    if any(end <= one[0] < colon and one[2] not in _LABEL_WORDS for one in mentions):
        return 0
    return colon + 1


def told_not(end: int, sentence: Sentence, clean: str, lexicon: Lexicon) -> int:
    """Return where what stands after "What it isn't:" begins, or 0.

    "What we never promise: a flat belly", but not "What few know: it melts fat".
    """
    colon = clean.find(":", end, min(end + _LABEL_ENDS, sentence.end))
    if colon < 0 or not lexicon.openers["undone"].issuperset(fold(clean[end:colon]).split()):
        return 0
    said = fold(clean[sentence.start : end]).lstrip()
    return colon + 1 if said.startswith(tuple(lexicon.openers["what"])) else 0


def said_instead(end: int, sentence: Sentence, mentions: list[Mention], clean: str) -> int:
    """Return where a denial of its sentence ends: "Expect no kneading: our strokes are light".

    "What you will not find here: cups" names nothing before its colon.
    """
    colon = clean.find(":", end, sentence.end)
    if colon > 0 and any(end <= one[0] < colon and one[2] not in _LABEL_WORDS for one in mentions):
        return colon
    return sentence.end
