"""How far a cue reaches: to a stop, a mark, the end of its clause, or where the speaker comes back."""

from collections.abc import Sequence

from .lexicon import Lexicon
from .scan import Mention
from .segment import Sentence
from .text import fold

# Letters that what is contrasted takes at least.
_CONTRASTED = 10
# "Where they", "où l'on": in so many letters before its subject a clause tells of others.
_RELATIVE = 12
# So many letters of what is not true are looked at.
_CLAIMED = 120
_SUBJECTS = frozenset({"mld", "own"})
_CLAUSE_ENDS = frozenset(",.;:!?)")


def past_subject(end: int, stops: list[Mention]) -> int:
    """ "If she says that it is forced": who is spoken of ends no condition."""
    return next((stop[1] for stop in stops if stop[0] == end + 1), end)


def claim_end(
    position: int,
    sentence: Sentence,
    stops: list[Mention],
    clean: str,
    dashes: Sequence[str],
    lexicon: Lexicon,
) -> int:
    """Return where what is not true ends; who is said to do it does not end it."""
    who = lexicon.selves | lexicon.possessives | lexicon.people
    ends = [stop for stop in stops if word_of(clean, stop) not in who]
    return stop_after(position, min(position + _CLAIMED, sentence.end), ends, clean, dashes)


def word_of(clean: str, mention: Mention) -> str:
    return fold(clean[mention[0] : mention[1]]).strip()


def self_after(
    position: int, limit: int, stops: list[Mention], clean: str, lexicon: Lexicon
) -> int:
    """Return where the speaker comes back: "my sister trained there, and I took it"."""
    for stop in stops:
        if (
            position <= stop[0] < limit
            and word_of(clean, stop).rsplit(None, 1)[-1] in lexicon.selves
        ):
            return stop[0]
    return limit


def ends_clause(clean: str, end: int) -> bool:
    following = clean[end : end + 6].lower()
    return following[:1] in _CLAUSE_ENDS or following.startswith((" und ", " oder ", " noch "))


def stop_after(
    position: int, limit: int, stops: list[Mention], clean: str, dashes: Sequence[str]
) -> int:
    for stop in stops:
        if stop[0] >= position:
            limit = min(limit, stop[0])
            break
    for mark in dashes:
        at = clean.find(mark, position, limit)
        if at >= 0:
            limit = at
    return limit


def reach_back(
    position: int,
    sentence: Sentence,
    stops: Sequence[Mention],
    clean: str,
    dashes: Sequence[str],
    reach: int,
    lexicon: Lexicon,
) -> int:
    low = max(sentence.start, position - reach)
    for start, end, _ in stops:
        if low <= start < position - 2:
            low = end
    for mark in dashes:
        # "Cups, boots: none of that" denies what stands before the mark.
        at = clean.rfind(mark, low, max(low, position - len(mark) - 1))
        if at >= 0 and _first(clean, at + len(mark) - 1, sentence) not in lexicon.openers["such"]:
            low = at
    return low


def _first(clean: str, comma: int, sentence: Sentence) -> str:
    """Return the first word after a comma in scanning letters, or nothing."""
    words = clean[comma + 1 : sentence.end].split(None, 1)
    return fold(words[0]) if words else ""


def contrast_end(
    position: int,
    sentence: Sentence,
    stops: list[Mention],
    mentions: list[Mention],
    clean: str,
    dashes: Sequence[str],
    lexicon: Lexicon,
) -> int:
    """A contrast ends at the comma after which the service itself is spoken of.

    "Unlike massage, which works on muscle, it is light": what is said of the other goes with it.
    """
    end = clean.find(",", position, sentence.end)
    if end < 0:
        return stop_after(position, sentence.end, stops, clean, dashes)
    while end < sentence.end and _goes_on(clean, end, sentence, lexicon):
        after = clean.find(",", end + 1, sentence.end)
        end = after if after >= 0 else sentence.end
    for start, _, name in mentions:
        if name in _SUBJECTS and start > position:
            comma = clean.rfind(",", position, start)
            if comma > end and start - comma < 30:
                end = comma
    colon = clean.find(":", position + _CONTRASTED, end)
    if colon >= 0:
        # "Our answer to rough work: a light touch."
        end = colon
    # "Unlike deep tissue work it is light, slow and dull": the subject comes before the comma, but
    # "unlike places where they press" has one of its own.
    ends = [stop for stop in stops if not _is_of_others(stop[0], clean, lexicon)]
    return stop_after(position + _CONTRASTED, end, ends, clean, ())


def _goes_on(clean: str, comma: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    """ "Unlike places where they press, where they scrape": each of these is told of the others."""
    return _first(clean, comma, sentence) in lexicon.openers["relative"]


def _is_of_others(at: int, clean: str, lexicon: Lexicon) -> bool:
    before = fold(clean[max(0, at - _RELATIVE) : at]).split()[-2:]
    return not lexicon.openers["relative"].isdisjoint(before)
