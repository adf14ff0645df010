"""Where a text turns: what it says now makes something else of what it said a sentence before.

"Cellulite is old lymph. Neither half is true." "For your back I press. For lymph drainage I do not."
"It begins with light circles. Then I go down to the muscle." "They stroke. Instead, we press."
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
# So close to its beginning a sentence names the lymph work that it is about.
_FRONT = 34
# "In place of that" has so many words.
_INSTEAD_WORDS = 4
_DEPTH = frozenset({"deep", "muscle", "knead"})
_SAID = ("asserted", "question")
_ASKED_FOR = ("conditional", "other_person")
_LYMPH_WORK = frozenset({"mld", "lymph"})


@dataclass(slots=True)
class Turning:
    """The last sentences of a passage that say something, and what they open with.

    ``front`` is the last sentence that opened with what its work is for, without naming lymph
    work; ``begun`` is the touch by which a treatment is said to begin.
    """

    said: list[tuple[int, Sequence[Hit]]] = field(default_factory=list)
    front: int | None = None
    begun: list[tuple[int, Hit]] = field(default_factory=list)

    def come_to(self, passage: Passage, sentence: Sentence, index: int, lexicon: Lexicon) -> None:
        """Take back what the sentence before said, where this one calls it untrue."""
        if (
            not self.said
            or self.said[-1][0] != index - 1
            or lexicon.verdicts.isdisjoint(sentence.words[:_VERDICT_WORDS])
        ):
            return
        if _is_called_untrue(passage, sentence, lexicon):
            for hit in self.said[-1][1]:
                if hit.status in _SAID:
                    hit.status = "refuted"

    def note(self, passage: Passage, index: int, new: Sequence[Hit], lexicon: Lexicon) -> None:
        """Look back from what a sentence says at what the ones before it said."""
        words = passage.sentences[index].words
        touch = [hit for hit in new if _is_touch(hit)] if new else []
        if self.said and touch:
            self._look_back(passage, index, touch, words, lexicon)
        if touch:
            self._begin(passage, index, touch, lexicon)
        fronted = bool(words) and words[0] in lexicon.openers["front"]
        if fronted or self.front is not None:
            if not _LYMPH_WORK.isdisjoint(passage.by_name[index]):
                self.front = None
            elif fronted:
                self.front = index
        if new:
            self.said.append((index, new))
            if len(self.said) > _BACK:
                del self.said[0]

    def _look_back(
        self,
        passage: Passage,
        index: int,
        touch: Sequence[Hit],
        words: Sequence[str],
        lexicon: Lexicon,
    ) -> None:
        instead = bool(words) and words[0] in lexicon.heads["instead"]
        polarity = touch[0].rule.polarity
        if (self.front is None and not instead) or any(
            hit.rule.polarity != polarity for hit in touch
        ):
            return
        if instead and self.said[-1][0] == index - 1 and _opens_instead(words, lexicon):
            for hit in self.said[-1][1]:
                if _is_touch(hit) and hit.rule.polarity != polarity:
                    hit.status = "contrast"
        front = self.front
        if (
            front is not None
            and index - front <= _BACK
            and words
            and words[0] in lexicon.openers["front"]
            and any(
                one[0] - passage.sentences[index].start <= _FRONT
                for one in passage.by_name[index].get("mld", ())
            )
        ):
            for at, hits in self.said:
                for hit in hits:
                    if at >= front and (_is_touch(hit) or _is_claim(hit)):
                        hit.status = "other_service"

    def _begin(self, passage: Passage, index: int, touch: Sequence[Hit], lexicon: Lexicon) -> None:
        """ "It starts with light circles and ends with the elbow": the circles are no promise."""
        sentence = passage.sentences[index]
        deep = [hit for hit in touch if hit.rule.polarity < 0 and hit.rule.family in _DEPTH]
        begins = not lexicon.openers["begins"].isdisjoint(sentence.words)
        if begins:
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


def _is_touch(hit: Hit) -> bool:
    return hit.rule.criterion == "technique" and hit.status == "asserted"


def _is_claim(hit: Hit) -> bool:
    return hit.rule.criterion == "red_flag" and hit.status == "asserted"


def _opens_instead(words: Sequence[str], lexicon: Lexicon) -> bool:
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
