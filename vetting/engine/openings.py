"""What the first words of a sentence say about it: an answer, or massage at large."""

import re
from collections.abc import Sequence

from .affirmed import opens_exception
from .hits import Hit, is_refused, offered
from .lexicon import Lexicon
from .passage import Passage, first_word
from .segment import Sentence
from .text import fold
from .whose import HEADS

# "Absolutely not" is so long at most.
_STRONG_NO = 30
# "It does not" and "that too is nonsense" deny within so many words.
_DENIAL = 4
# "The one exception": an exception is opened within so many.
_EXCEPTION = 4
# "My Vodder certificate?" is so long at most.
_HEADING = 45
# What names the own service.
_OWN = frozenset({"mld", "lymph", "own"})
_OURS = frozenset({"mld", "lymph", "own_claim"})
# "The LDM": what opens a sentence stands behind an article at most.
_ARTICLE = 5
# "Not in our house." has so many words at most.
_TITLE_NO = 5
_PAUSES = frozenset([*",.!;:)–—-", ""])
# "12. – "
_NUMBERED = 6
# Whom a condition is said to stands within so many words.
_SAID = 4
_FIRST = 1
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
        opening = sentence.words[:_DENIAL]
        if not lexicon.openers["denies"].isdisjoint(opening):
            return "no"
    word = first_word(passage, sentence)
    answer = next((kind for kind in ("yes", "no") if word in lexicon.openers[kind]), None)
    if answer == "yes" and _is_strong_no(passage, sentence, lexicon):
        return "no"
    if answer is None and _says_surely(passage, sentence, lexicon):
        return "yes"
    return answer


def _says_surely(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a word or two and a pause say yes: "Always." "Of course." "We do, on the thighs."

    "Always soft" says nothing of what was asked.
    """
    words = sentence.words[:2]
    end = sentence.start
    for at, word in enumerate(words):
        end = passage.folded.index(word, end) + len(word)
        if " ".join(words[: at + 1]) in lexicon.openers["surely"]:
            return passage.clean[end : end + 2].lstrip()[:1] in _PAUSES
    return False


def denies_title(passage: Passage, lexicon: Lexicon) -> bool:
    """Say whether a text begins by denying its title: "We melt fat!", and then "No, we do not." """
    sentence = next(
        (one for one in passage.sentences if passage.folded[one.start : one.end].strip()), None
    )
    if sentence is None or sentence.mark == "?":
        return False
    words = passage.folded[sentence.start : sentence.end].split(None, _TITLE_NO)
    if words[0] not in lexicon.openers["no"]:
        return False
    end = passage.folded.index(words[0], sentence.start) + len(words[0])
    # "No, never", "Not with us." but not "No appointment is needed"
    alone = passage.clean[end : end + 2].lstrip()[:1] in _PAUSES
    return alone or (len(words) <= _TITLE_NO and not lexicon.openers["self"].isdisjoint(words))


def is_tale(passage: Passage, index: int) -> bool:
    """Say whether a sentence opens a line of a list of tales that goes on: "2. It melts fat. No." """
    if index + 1 == len(passage.sentences):
        return False
    clean, sentence = passage.clean, passage.sentences[index]
    line = clean[max(0, clean.rfind("\n", 0, sentence.start + 1)) : sentence.start + 1].strip()
    after = passage.sentences[index + 1].start
    return (
        0 < len(line) <= _NUMBERED
        and not any(map(str.isalpha, line))
        and "\n" not in clean[sentence.end : after + 2]
    )


def look_back(last: Sequence[Hit], sentence: Sentence, lexicon: Lexicon) -> None:
    """Give what the sentence before said the standing that this one gives it."""
    if lexicon.exceptions.isdisjoint(sentence.words[:_EXCEPTION]):
        return
    status = opens_exception(sentence, lexicon)
    if status is not None:
        offered([hit for hit in last if is_refused(hit)], status)


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
    words = sentence.words
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


def is_unreal(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence supposes what is not: "If force were enough, a roller would do".

    "If you want cups, ..." supposes what may well be.
    """
    words = sentence.words
    openers = lexicon.openers
    if not words or words[0] not in openers["if"] or not openers["asked"].isdisjoint(words[:_SAID]):
        return False
    moods = tuple(openers["would"])
    return any(word.endswith(moods) for word in words[_FIRST:])


def is_for_home(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells the reader what to do at home, on a page that has a service.

    "She will show you how to do it at home" does, "At home visits we use cups" does not.
    """
    by_name = passage.by_name[index]
    if "own" not in passage.names or not _OURS.isdisjoint(by_name):
        return False
    ours = lexicon.selves | lexicon.voice | lexicon.possessives
    return not any(passage.folded[low:high] in ours for low, high, _ in by_name.get("own", ()))
