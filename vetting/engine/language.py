"""Which language a text is in, and whether there is enough prose to read."""

from collections.abc import Mapping, Sequence

from .lexicon import Lexicon

ENOUGH_WORDS = 8
ENOUGH_SHARE = 0.16


def detect(words: Sequence[str], lexicons: Mapping[str, Lexicon]) -> tuple[str | None, float]:
    """Return the best language for folded words and the share of its function words."""
    best, share = None, 0.0
    if not words:
        return best, share
    for code in sorted(lexicons):
        found = share_of(words, lexicons[code])
        if found > share:
            best, share = code, found
    return best, share


def share_of(words: Sequence[str], lexicon: Lexicon) -> float:
    """Return the share of the words that are function words of a language."""
    known = lexicon.function_words
    return sum(map(known.__contains__, words)) / len(words) if words else 0.0
