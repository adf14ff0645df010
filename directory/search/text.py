"""From written text to comparable words: case, accents, ligatures and endings off."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_STEMMERS = tuple(snowballstemmer.stemmer(language) for language in ("english", "german"))
for _stemmer in _STEMMERS:
    # stem() remembers by itself; the stemmer's own memory costs more time than it saves
    _stemmer.maxCacheSize = 0
_SHORTEST_STEM = 4


def words(text: str) -> list[str]:
    """The words of a text as written, case off. Punctuation and underscores part words."""
    if text.isascii():
        return _WORD.findall(text.casefold())
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """A word without accents and ligatures: "Lymphœdème" gives "lymphoedeme"."""
    if word.isascii():
        return word.casefold()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a plain word; words with a digit stay whole.

    One chain for every language, because neither a listing nor a search says which it is in: the
    English then the German Snowball stemmer, then a last a, e or o off, which joins the Romance
    genders. Short stems stay whole, so "lipo" and "lips" do not meet.
    """
    if not word.isalpha():
        return word
    for stemmer in _STEMMERS:
        word = stemmer.stemWord(word)
    if len(word) > _SHORTEST_STEM and word[-1] in "aeo":
        return word[:-1]
    return word


def fold(text: str) -> str:
    """Words made plain and joined by one blank: a key to look names up by."""
    return " ".join(plain(word) for word in words(text))
