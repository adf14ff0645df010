"""Whether a rule applies where its head and its second slot stand."""

from collections.abc import Callable

from .binding import Place
from .indexed import Indexed

# What is spoken of so in the sentence before is not taken up.
_DENYING = frozenset({"negated", "refuted", "other_person", "contrast"})


def applies(one: Indexed, place: Place, unmet: Callable[[frozenset[str]], bool]) -> bool:
    """Say whether a rule's third slot is there, no concept forbids it, and the field is its own.

    What it needs in the sentence before must be there too.
    """
    if one.second is not None and unmet(one.second):
        return False
    if one.unless is not None and not unmet(one.unless):
        return False
    if one.after is not None and not _follows(one.after, place):
        return False
    return one.rule.field is None or one.rule.field == place.passage.kind


def _follows(names: frozenset[str], place: Place) -> bool:
    """ "Toxins gather in the tissue. Our hands wash them out": the first says what "them" are."""
    index = place.index - 1
    passage, cues = place.passage, place.lexicon.cues
    return (
        index >= 0
        and not names.isdisjoint(passage.by_name[index])
        and not any(
            name in cues and cues[name].kind in _DENYING for _, _, name in passage.cues[index]
        )
    )
