"""Where a text turns: what it says now makes something else of what it said a sentence before.

"Cellulite is old lymph. Neither half is true." "It begins with light circles. Then I go down to the
muscle." "They stroke. Instead, we press."
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .hits import Hit
from .lexicon import Lexicon
from .passage import Passage
from .segment import Sentence

# What is said so many sentences back is not taken up again.
_BACK = 4
# A verdict on what was said comes within so many words, and with one word of its own at most.
_VERDICT_WORDS = 8
_OWN_WORDS = 1
_VERDICT_ENDS = frozenset(".,:;!?–—-")
# "In place of that" has so many words.
_INSTEAD_WORDS = 4
_DEPTH = frozenset({"deep", "muscle", "knead"})
_SAID = ("asserted", "question")
_ASKED_FOR = ("conditional", "other_person")


@dataclass(slots=True)
class Turning:
    """The last sentences of a passage that say something, each by its number."""

    said: list[tuple[int, Sequence[Hit]]] = field(default_factory=list)

    def come_to(self, passage: Passage, sentence: Sentence, index: int, lexicon: Lexicon) -> None:
        """Take back what the sentence before said, where this one calls it untrue."""
        if not self.said or self.said[-1][0] != index - 1:
            return
        before = self.said[-1][1]
        if any(hit.rule.polarity < 0 for hit in before) and _is_called_untrue(
            passage, sentence, lexicon
        ):
            for hit in before:
                if hit.status in _SAID:
                    hit.status = "refuted"

    def note(self, passage: Passage, index: int, new: Sequence[Hit], lexicon: Lexicon) -> None:
        """Look back from what a sentence says at what the ones before it said."""
        words = passage.sentences[index].words
        if self.said and words and words[0] in lexicon.heads["instead"]:
            self._replace(passage, index, new, lexicon)
        self.said.append((index, new))
        if len(self.said) > _BACK:
            del self.said[0]
        deep = [hit for hit in new if hit.rule.family in _DEPTH and _is_deep(hit)]
        if deep and not self._is_on_request():
            self._outgrow(passage, index, deep[0].start, lexicon)

    def _replace(self, passage: Passage, index: int, new: Sequence[Hit], lexicon: Lexicon) -> None:
        """ "They stroke. Instead, we press": the first is what the second is not."""
        at, before = self.said[-1]
        signs = {hit.rule.polarity for hit in new if _is_touch(hit)}
        if at != index - 1 or len(signs) != 1:
            return
        others = [hit for hit in before if _is_touch(hit) and hit.rule.polarity not in signs]
        if others and _opens_instead(passage, index, lexicon):
            for hit in others:
                hit.status = "contrast"

    def _outgrow(self, passage: Passage, index: int, deep: int, lexicon: Lexicon) -> None:
        """ "It starts with light circles and ends with the elbow": the circles are no promise.

        ``deep`` is where the sentence at ``index`` goes deep.
        """
        begins, first = lexicon.openers["begins"], lexicon.openers["first"]
        for at, hits in self.said:
            if index - at > _BACK:
                continue
            sentence = passage.sentences[at]
            words = sentence.words
            # "First lightly, then with the knuckles", in one sentence
            if begins.isdisjoint(words) and (at < index or first.isdisjoint(words)):
                continue
            for hit in hits:
                if _is_touch(hit) and hit.rule.polarity > 0 and (at < index or hit.start < deep):
                    hit.status = "contrast"

    def _is_on_request(self) -> bool:
        """ "If you want it deeper, tell me; I have ended on the elbows": it need not go deep."""
        return len(self.said) > 1 and any(
            hit.status in _ASKED_FOR and hit.rule.polarity < 0 for hit in self.said[-2][1]
        )


def _is_touch(hit: Hit) -> bool:
    return hit.status == "asserted" and hit.rule.criterion == "technique"


def _is_deep(hit: Hit) -> bool:
    return hit.rule.polarity < 0 and _is_touch(hit)


def _opens_instead(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    words = passage.sentences[index].words[:_INSTEAD_WORDS]
    instead = lexicon.openers["instead"]
    return any(" ".join(words[: n + 1]) in instead for n in range(_INSTEAD_WORDS))


def _is_called_untrue(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is a verdict on what was said: "None of it is true", "Wrong"."""
    openers = lexicon.openers
    words = sentence.words[:_VERDICT_WORDS]
    untrue, verdicts, nought = openers["untrue"], openers["right"], openers["nought"]
    verdicts |= untrue
    at = next(
        (
            n
            for n, word in enumerate(words)
            if word in verdicts or (n and f"{words[n - 1]} {word}" in verdicts)
        ),
        None,
    )
    if at is None:
        return False
    before = words[:at]
    inverted = (
        before[:1] and before[0] in lexicon.being and not openers["things"].isdisjoint(before[1:2])
    )
    mark = _mark_behind(passage, sentence, words[: at + 1], nought)
    # "Myth: it melts fat" calls untrue what follows, and "Ist es nicht richtig, ..." supposes it
    if mark not in _VERDICT_ENDS or (mark == ":" and not before) or (mark == "," and inverted):
        return False
    denied = not nought.isdisjoint(before) or not nought.isdisjoint(words[at + 1 : at + 2])
    if denied == (words[at] in untrue):
        return False
    own = [word for word in before if word not in lexicon.function_words and word not in nought]
    # "Neither half is true", but not "It goes wrong"
    return not own or (len(own) <= _OWN_WORDS and not lexicon.being.isdisjoint(before))


def _mark_behind(
    passage: Passage, sentence: Sentence, words: Sequence[str], nought: frozenset[str]
) -> str:
    """Return the letter behind the first words of a sentence, and behind a denial after them.

    "Stimmt nicht." The end of the sentence is a full stop.
    """
    position = sentence.start
    for word in words:
        position = passage.folded.find(word, position) + len(word)
    following = passage.folded[position : sentence.end].split(None, 1)[:1]
    if following and following[0] in nought:
        position = passage.folded.find(following[0], position) + len(following[0])
    return passage.clean[position : sentence.end].lstrip(" ")[:1] or "."
