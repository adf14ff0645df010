"""What the first words of a sentence say about it: an answer, or massage at large."""

import re

from .lexicon import Lexicon
from .passage import Passage, first_word
from .segment import Sentence
from .text import fold
from .whose import HEADS

# "Absolutely not" is so long at most.
_STRONG_NO = 30
# "It does not" and "that too is nonsense" deny within so many words.
_DENIAL = 4
# "My Vodder certificate?" is so long at most.
_HEADING = 45
# What names the own service.
_OWN = frozenset({"mld", "lymph", "own"})
# "The LDM": what opens a sentence stands behind an article at most.
_ARTICLE = 5
_PAUSE = re.compile("[,.;!:–—-]")


def doubts(passage: Passage, lexicon: Lexicon) -> bool:
    """Say whether a head speaks of myths, so that what the text quotes is not its own."""
    return passage.kind in HEADS and any(
        name in lexicon.cues and lexicon.cues[name].kind == "refuted"
        for cues in passage.cues
        for _, _, name in cues
    )


def answer_of(
    passage: Passage, sentence: Sentence, lexicon: Lexicon, quoted: bool = False
) -> str | None:
    """Return "yes" or "no", where a sentence begins with an answer.

    To what somebody is ``quoted`` with, "It does not" is an answer too.
    """
    if quoted:
        opening = passage.folded[sentence.start : sentence.end].split(None, _DENIAL)[:_DENIAL]
        if not lexicon.openers["denies"].isdisjoint(opening):
            return "no"
    word = first_word(passage, sentence)
    answer = next((kind for kind in ("yes", "no") if word in lexicon.openers[kind]), None)
    if answer == "yes" and _is_strong_no(passage, sentence, lexicon):
        return "no"
    return answer


def is_own_heading(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a question asks nothing: "My Vodder certificate? From 2017, 160 hours."."""
    return (
        sentence.end - sentence.start <= _HEADING
        and first_word(passage, sentence) in lexicon.possessives
    )


def is_general(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence is about massage at large: "A massage goes into the muscle"."""
    if not _OWN.isdisjoint(passage.by_name[index]):
        return False
    sentence = passage.sentences[index]
    words = passage.folded[sentence.start : sentence.end].split(None, 2)
    opening = lexicon.openers["massage"]
    return words[0] in opening or " ".join(words[:2]) in opening


def turns(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence turns from massage at large to the own service."""
    sentence = passage.sentences[index]
    return first_word(passage, sentence) in lexicon.openers["turn"] or any(
        one[0] - sentence.start <= _ARTICLE for one in passage.by_name[index].get("mld", ())
    )


def _is_strong_no(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """ "Absolutely not, and never will." """
    end = min(sentence.end, sentence.start + _STRONG_NO)
    words = _PAUSE.split(passage.clean[sentence.start : end].strip(), maxsplit=1)[0].split()
    return 1 < len(words) <= 3 and fold(words[-1]) in lexicon.openers["no"]
