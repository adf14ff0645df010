"""Whose doings a text goes on to tell, after a sentence that spoke of somebody else.

"The girl next door does it for thirty. She uses cups." Here and in a quotation, and in a list under
a heading such as "Not done here:", what is meant stays the same until the text turns away from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .hits import Hit
from .lexicon import STOP, Lexicon
from .passage import Passage
from .scan import Mention
from .segment import Sentence
from .times import has_done, opens_with_time, past_until

# A label such as "They:" ends so close to its beginning.
_LABEL = 12
# How long a heading of a list is at most.
_HEADING = 60
_LISTED = frozenset({"negated", "refuted", "other_person", "other_service", "past"})
_LYMPH = frozenset({"mld", "lymph"})
_OWN = frozenset({"own"})
# "In each room there were": the verb comes so soon.
_THERE = 5
_BULLETS = "-–—*•·▪◦●✗✘✖❌0123456789."


@dataclass(slots=True)
class Thread:
    """What the text goes on about: a status, and the position at which it ends at the latest.

    ``listed`` is a list under a heading, which a line without a bullet ends. ``today`` is where a
    sentence that tells of what was comes to what is.
    """

    kind: str | None = None
    until: int = 0
    listed: bool = False
    today: int = 0

    def follow(self, passage: Passage, sentence: Sentence, index: int, lexicon: Lexicon) -> None:
        """Come to a sentence: the thread goes on, ends, or a new one begins with it."""
        if self.kind is not None:
            self.go_on(passage, sentence, index, lexicon)
        if ":" in passage.dashes:
            self.label(passage, sentence, lexicon)
        if opens_with_time(sentence, lexicon):
            self.recall(passage, sentence, lexicon)

    def go_on(self, passage: Passage, sentence: Sentence, index: int, lexicon: Lexicon) -> None:
        """Let the thread end where a sentence turns to something else."""
        if self.listed:
            # What to look for in a therapist speaks of lymph work in every line, and never of "us".
            ends = _OWN if self.kind == "advice" else _LYMPH
            if not _is_item(passage.clean, sentence) or ends & passage.by_name[index].keys():
                self.kind = None
            return
        if sentence.start < self.until:
            return
        words = sentence.words
        if not words:
            return
        openers = lexicon.openers
        if self.kind == "past":
            goes_on = (
                self.today == passage.sentences[index - 1].end
                and openers["now"].isdisjoint(words)
                and (
                    has_done(words[:2], lexicon)
                    or words[0] in openers["they"]
                    or _goes_on_there(passage, index, words, lexicon)
                )
            )
            self.today = sentence.end
        else:
            goes_on = words[0] in openers["they"] and openers["self"].isdisjoint(words)
        if not goes_on:
            self.kind = None

    def begin(
        self, passage: Passage, sentence: Sentence, cues: Sequence[Mention], lexicon: Lexicon
    ) -> None:
        """Note what the next sentences are about, where this one says so."""
        clean = passage.clean
        heading = sentence.end - sentence.start <= _HEADING and _opens_list(clean, sentence)
        for start, _, name in cues:
            if name == STOP:
                continue
            cue = lexicon.cues[name]
            if cue.carries:
                self.kind, self.listed, self.today = cue.kind, False, sentence.end
                self.until = passage.quoted_until(start)
                return
            advises = cue.kind == "advice"
            if heading and (advises or (cue.kind in _LISTED and cue.only != "training")):
                self.kind, self.listed, self.until = cue.kind, True, 0
                return

    def label(self, passage: Passage, sentence: Sentence, lexicon: Lexicon) -> None:
        """ "They: squeeze. Scrape." speaks of others to the end of its line, or to "We:"."""
        clean = passage.clean
        colon = clean.find(":", sentence.start, sentence.start + _LABEL)
        if colon < 0:
            return
        words = passage.folded[sentence.start : colon].split()
        if len(words) == 1 and words[0] in lexicon.openers["self"]:
            self.kind = None
        elif len(words) == 1 and words[0] in lexicon.openers["they"]:
            end = clean.find("\n", colon)
            self.kind, self.listed, self.until = (
                "other_person",
                False,
                end if end > 0 else len(clean),
            )

    def recall(self, passage: Passage, sentence: Sentence, lexicon: Lexicon) -> None:
        """ "For nine years I scraped" and "Until 2011 we sold cups" tell of what was."""
        today = past_until(passage, sentence, lexicon)
        if today:
            self.kind, self.listed, self.until, self.today = "past", False, 0, today

    def colors(self, hits: Sequence[Hit]) -> None:
        """Give what this sentence says the standing of what the text goes on about."""
        kind = self.kind
        if kind is None:
            return
        for hit in hits:
            rule = hit.rule
            against = rule.polarity < 0
            if (hit.status != "asserted" and not (against and hit.status == "conditional")) or (
                rule.criterion == "anatomy" and not against
            ):
                continue
            if kind == "past" and not self.listed:
                # what was learned is not lost, and what comes behind "today" is done today
                if rule.criterion != "training" and hit.start < self.today:
                    hit.status = kind
                continue
            if kind == "advice":
                # "Look for someone who is:" says whose the trainings under it are, and no more.
                if rule.criterion == "training":
                    hit.status = kind
                continue
            if against or not self.listed:
                hit.status = kind


def _goes_on_there(passage: Passage, index: int, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a sentence tells how it was where somebody worked: "Cups were in each room"."""
    openers = lexicon.openers
    return (
        not (openers["was"] | openers["were"]).isdisjoint(words[:_THERE])
        and openers["self"].isdisjoint(words)
        and _LYMPH.isdisjoint(passage.by_name[index])
    )


def _opens_list(clean: str, sentence: Sentence) -> bool:
    said = clean[sentence.start : sentence.end].rstrip()
    if said.endswith(":"):
        return True
    # an item is no heading of the items after it
    return (
        sentence.mark == "\n"
        and clean[sentence.end + 1 : sentence.end + 4].lstrip()[:1] in "-–—*•"
        and not _is_item(clean, sentence)
    )


def _is_item(clean: str, sentence: Sentence) -> bool:
    start = sentence.start
    before = clean[max(0, start - 6) : start].rstrip(" ")
    said = clean[start : start + 4].lstrip()
    return said[:1] in _BULLETS or before[-1:] in _BULLETS
