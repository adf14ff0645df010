"""Whose training a sentence speaks of: somebody's own, or anybody's."""

from collections.abc import Mapping, Sequence

from .lexicon import Lexicon
from .scan import Mention

# Kinds of fields that name what a listing is about.
HEADS = ("title", "headline")
# How far before a trained person the article may stand.
_PHRASE = 60
_PHRASE_WORDS = 5
_PEOPLE = ("cred", "clt", "trained_adj")


def whose(
    head: Mention,
    by_name: Mapping[str, Sequence[Mention]],
    folded: str,
    clean: str,
    kind: str,
    vague: bool,
    lexicon: Lexicon,
) -> str:
    """Return the status of a training that nothing else in its sentence makes doubtful.

    A course in a title is one on offer, and so is a training without a school (``vague``). "See a
    certified therapist" is advice.
    """
    start, _, name = head
    if kind in HEADS and (vague or name == "course"):
        return "hypothetical"
    if name not in _PEOPLE and all(one[0] != start for one in by_name.get("trained_adj", ())):
        return "asserted"
    return "advice" if _is_anybody(start, folded, clean, lexicon) else "asserted"


def _is_anybody(start: int, folded: str, clean: str, lexicon: Lexicon) -> bool:
    """Say whether an indefinite article opens the phrase, and nobody is or has what it names."""
    before = folded[max(0, start - _PHRASE) : start].split()
    for back, word in enumerate(reversed(before[-_PHRASE_WORDS:]), 1):
        if word in lexicon.being:
            return False
        if word in lexicon.articles:
            at = folded.rfind(f" {word} ", 0, start)
            introduced = before[-back - 1] if back < len(before) else ""
            in_apposition = at > 0 and clean[at - 1] == ","
            return not in_apposition and introduced not in lexicon.being
    return False
