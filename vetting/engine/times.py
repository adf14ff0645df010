"""When a thing was done: what a sentence tells of the years before, and where it comes to today.

"Until 2019 I worked with cups, since then by hand": the first half says nothing of the service.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from .lexicon import Lexicon
from .passage import Passage
from .segment import Sentence

_WORD = re.compile(r"\S+")
# The first words are found in so many letters; a span of time takes so many words at most, and a
# year so many digits.
_OPENING = 24
_SPAN = 6
_YEAR = 4
# "I do that no longer" has so many words at most.
_OVER = 7


def opens_with_time(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence may begin with a span of time, by its first word alone."""
    return bool(sentence.words) and sentence.words[0] in lexicon.times


def past_until(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where a sentence ends to tell of what was, or 0 where it tells of nothing past.

    "For nine years I scraped", "from 1996 to 2011 we sold cups", "when I began, it was all thumbs",
    and "until 2019" or "until last May cups were part of it", whoever did what.
    """
    openers = lexicon.openers
    folded = passage.folded
    opening = folded[sentence.start : sentence.start + _OPENING].lstrip()
    first = opening.split(" ", 1)[0]
    begun = opening.startswith(tuple(openers["begun"]))
    if not begun and first not in openers["span"] and first not in openers["until"]:
        return 0
    found = list(_WORD.finditer(folded, sentence.start, sentence.end))
    words = [one.group() for one in found]
    place = next((at for at, word in enumerate(words) if word in openers["now"]), len(words))
    if not begun:
        begin = words[1:_SPAN]
        dated = any(word.isdecimal() and len(word) == _YEAR for word in begin)
        dated = dated or not openers["ago"].isdisjoint(begin)
        if not dated and openers["years"].isdisjoint(begin):
            return 0
        ended = dated and first in openers["until"]
        if not ended and not has_done(words[:place], lexicon):
            return 0
    return sentence.end if place == len(words) else found[place].start()


def has_done(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether the words have one who speaks of the service and right beside what was done.

    Where verbs say who does it, the verb is enough.
    """
    own, did = lexicon.openers["self"], lexicon.openers["did"]
    if lexicon.openers["clitics"]:
        return not did.isdisjoint(words)
    return any(
        (one in own and other in did) or (one in did and other in own)
        for one, other in pairwise(words)
    )


def is_over(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a short sentence ends what the one before it told: "I used cups. No longer."

    What is named beside it is done no longer, and what is done today goes on: "Others rub. I no
    longer do" says nothing of "today I rub".
    """
    if index == 0 or not is_short(passage, index, "ceased"):
        return False
    before = passage.sentences[index - 1]
    words = before.words
    now = lexicon.openers["now"]
    # "since 2012" is no word for today
    return before.mark != "?" and not any(
        one in now and not other.isdecimal() for one, other in pairwise([*words, ""])
    )


def is_short(passage: Passage, index: int, name: str) -> bool:
    """Say whether a short sentence ends with a concept, and asks nothing."""
    sentence = passage.sentences[index]
    return (
        sentence.mark != "?"
        and sentence.end - passage.by_name[index][name][-1][1] <= 1
        and len(sentence.words) <= _OVER
    )
