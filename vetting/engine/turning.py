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
_VERDICT_LETTERS = 80
_OWN_WORDS = 1
_VERDICT_ENDS = frozenset(".,:;!?–—-")
# "In place of that" has so many words.
_INSTEAD_WORDS = 4
_DEPTH = frozenset({"deep", "muscle", "knead"})
_SAID = ("asserted", "question")
_ASKED_FOR = ("conditional", "other_person")


@dataclass(slots=True)
class Turning:
    """The last sentences of a passage that say something, each by its number.

    ``begun`` is the touch by which a treatment is said to begin.
    """

    said: list[tuple[int, Sequence[Hit]]] = field(default_factory=list)
    begun: list[tuple[int, Hit]] = field(default_factory=list)

    def come_to(self, passage: Passage, sentence: Sentence, index: int, lexicon: Lexicon) -> None:
        """Take back what the sentence before said, where this one calls it untrue."""
        if not self.said or self.said[-1][0] != index - 1:
            return
        if _is_called_untrue(passage, sentence, lexicon):
            for hit in self.said[-1][1]:
                if hit.status in _SAID:
                    hit.status = "refuted"

    def note(self, passage: Passage, index: int, new: Sequence[Hit], lexicon: Lexicon) -> None:
        """Look back from what a sentence says at what the ones before it said."""
        touch = [
            hit for hit in new if hit.rule.criterion == "technique" and hit.status == "asserted"
        ]
        if self.said and touch:
            self._look_back(passage, index, touch, lexicon)
        if touch:
            self._begin(passage, index, touch, lexicon)
        if new:
            self.said = [*self.said[1 - _BACK :], (index, new)]

    def _look_back(
        self, passage: Passage, index: int, touch: Sequence[Hit], lexicon: Lexicon
    ) -> None:
        """ "They stroke. Instead, we press": the first is what the second is not."""
        polarity = touch[0].rule.polarity
        if (
            self.said[-1][0] != index - 1
            or any(hit.rule.polarity != polarity for hit in touch)
            or not _opens_instead(passage, index, lexicon)
        ):
            return
        for hit in self.said[-1][1]:
            if (
                hit.rule.criterion == "technique"
                and hit.status == "asserted"
                and hit.rule.polarity != polarity
            ):
                hit.status = "contrast"

    def _begin(self, passage: Passage, index: int, touch: Sequence[Hit], lexicon: Lexicon) -> None:
        """ "It starts with light circles and ends with the elbow": the circles are no promise."""
        sentence = passage.sentences[index]
        deep = [hit for hit in touch if hit.rule.polarity < 0 and hit.rule.family in _DEPTH]
        words = passage.folded[sentence.start : sentence.end].split()
        begins = not lexicon.openers["begins"].isdisjoint(words)
        # "First lightly, then with the knuckles"
        if begins or (deep and not lexicon.openers["first"].isdisjoint(words)):
            self.begun += [
                (index, hit)
                for hit in touch
                if hit.rule.polarity > 0 and (not deep or hit.start < deep[0].start)
            ]
        if deep and not self._is_on_request():
            for at, hit in self.begun:
                if index - at <= _BACK:
                    hit.status = "contrast"
            self.begun = []

    def _is_on_request(self) -> bool:
        """ "If you want it deeper, tell me; I have ended on the elbows": it need not go deep."""
        return bool(self.said) and any(
            hit.status in _ASKED_FOR and hit.rule.polarity < 0 for hit in self.said[-1][1]
        )


def _opens_instead(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    sentence = passage.sentences[index]
    words = passage.folded[sentence.start : sentence.end].split(None, _INSTEAD_WORDS)
    instead = lexicon.openers["instead"]
    return any(" ".join(words[: n + 1]) in instead for n in range(_INSTEAD_WORDS))


def _is_called_untrue(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is a verdict on what was said: "None of it is true", "Wrong"."""
    openers = lexicon.openers
    end = min(sentence.end, sentence.start + _VERDICT_LETTERS)
    words = passage.folded[sentence.start : end].split()[:_VERDICT_WORDS]
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
