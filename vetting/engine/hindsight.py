"""What a sentence makes of those before it: disowned, over, kept up, or taken for its own.

And what a plan makes of its own sentence.
"""

from collections.abc import Sequence

from .binding import is_disowning
from .hits import Hit, adopted, all_untrue, answered, disowned, ended, kept_up
from .lexicon import Lexicon
from .openings import denies_title
from .passage import Passage
from .segment import Sentence
from .times import is_over, is_short

# Concepts of which a sentence that looks back has one.
LOOKS_BACK = frozenset({"disown", "ceased", "kept_up", "adopts", "that_untrue"})


def looks_back(
    passage: Passage, index: int, before: Sequence[Hit], found: Sequence[Hit], lexicon: Lexicon
) -> bool:
    """Give what was said before the standing that a sentence gives it, and say whether it did.

    "They live in the sports room." "Not any more." "I kept it." "That is how we work."
    ``before`` are the hits of the last sentence that had any, ``found`` all of them.
    """
    by_name = passage.by_name[index]
    if before and "disown" in by_name and is_disowning(passage, index):
        disowned(before)
    elif before and "ceased" in by_name and is_over(passage, index, lexicon):
        ended(before, passage.sentences[index - 1].start)
    elif before and "kept_up" in by_name:
        kept_up(before)
    elif "adopts" in by_name and not _is_denied(passage, index, lexicon):
        adopted(found, passage.field)
        kept_up([hit for hit in before if hit.rule.polarity < 0])
    elif "that_untrue" in by_name and index and is_short(passage, index, "that_untrue"):
        all_untrue(found, passage.field, passage.sentences[index - 1].start)
    else:
        return False
    return True


def _is_denied(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """ "That is not how we work" takes nothing for its own."""
    start = passage.by_name[index]["adopts"][0][0]
    words = passage.folded[passage.sentences[index].start : start].split()
    return not (lexicon.openers["nots"] | lexicon.openers["no"]).isdisjoint(words)


def leave_plans(passage: Passage, sentence: Sentence, new: Sequence[Hit], lexicon: Lexicon) -> None:
    """ "In May we will work with cups": a sentence that names a later time tells what will be.

    What it promises to come of it is claimed today, and "soon you will feel a light touch" as well.
    """
    words = sentence.words
    if lexicon.openers["will"].isdisjoint(words):
        return
    to_you = not lexicon.openers["you"].isdisjoint(words)
    for hit in new:
        meant = hit.rule.criterion == "technique" and (hit.rule.polarity < 0 or not to_you)
        if meant and hit.status in ("asserted", "conditional"):
            hit.status = "hypothetical"


def refute_paragraph(passage: Passage, index: int, found: Sequence[Hit]) -> None:
    """Take back what a paragraph says up to "none of it is true"."""
    start = passage.clean.rfind("\n", 0, passage.sentences[index].start + 1)
    all_untrue(found, passage.field, start)


def retract_title(passage: Passage, found: Sequence[Hit], lexicon: Lexicon) -> None:
    """Take back what a title claims where the text below begins with "No"."""
    claimed = [hit for hit in found if hit.rule.polarity < 0 and hit.status == "asserted"]
    if claimed and denies_title(passage, lexicon):
        answered(claimed, "no")
