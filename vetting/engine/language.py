"""Which language a text is in, and whether there is enough prose to read."""

from collections.abc import Collection, Mapping, Sequence

ENOUGH_WORDS = 5
ENOUGH_SHARE = 0.16
# A declared language is believed on less: price lists have few small words.
DECLARED_SHARE = 0.04
_BEGINNING = 30


def detect(words: Sequence[str], known: Mapping[str, Collection[str]]) -> tuple[str | None, float]:
    """Return the best language for folded words and the share of its function words."""
    best, share = None, 0.0
    for code in sorted(known):
        found = share_of(words, known[code])
        if found > share:
            best, share = code, found
    return best, share


def share_of(words: Sequence[str], known: Collection[str]) -> float:
    """Return the share of the words that are among the known ones, 0 to 1."""
    return sum(map(known.__contains__, words)) / len(words) if words else 0.0


def has_share(words: Sequence[str], known: Collection[str], share: float) -> bool:
    """Say whether at least that share of the words is known; mostly their beginning tells."""
    if not words:
        return share <= 0
    begun = sum(map(known.__contains__, words[:_BEGINNING])) / len(words)
    return begun >= share or share_of(words, known) >= share
