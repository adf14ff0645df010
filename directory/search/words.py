"""A search's free text as units: stems and concepts, misspelled words put right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial

from directory.search.keys import SortedKeys
from directory.search.postings import Group
from directory.search.text import plain, stem, words
from directory.search.vocabulary import load_concepts

_LITTLE = """
    a an and at by for from in near of on or the to with
    am an bei das der die ein eine für im in mit nahe und von zu
    a au aux avec chez d dans de des du en et l la le les ou par pour près un une
    con cerca de del el en la las los o para por un una y
    ao as com da das de do dos e em na no nas nos o os ou para perto por um uma
"""
LITTLE_WORDS = frozenset(plain(word) for word in _LITTLE.split())
"""Words of five languages that a search may hold and a listing may lack."""

_SHORTEST_FUZZY = 4
_LONG_WORD = 8
_SEVERAL = "|"
"""Stands for a word with several readings: no stem, so part of no phrase."""
PUT_RIGHT = 256
"""Misspelled words that are remembered with what they are taken for."""
_MOST_PUT_RIGHT = 6
"""Further unknown words stay unknown: each costs a look through all words."""


@dataclass(frozen=True)
class Lexicon:
    """What an index knows of words: whether any listing has a unit, and its lists of plain words."""

    has: Callable[[str], bool]
    lists: tuple[SortedKeys, ...]

    @cached_property
    def like(self) -> Callable[[str], Group]:
        """The known words nearest to an unknown one; itself when there is none. Remembered, because
        it is a look through all words, and many make the same mistakes."""
        return lru_cache(maxsize=PUT_RIGHT)(partial(_like, lexicon=self))


def groups_of(text: str, lexicon: Lexicon) -> tuple[Group, ...]:
    """What a listing must have, all of it, to match `text`; empty for no text.

    An unknown word that resembles nothing, and a text of little words only, stay as a unit nobody
    has, so they find nothing rather than everything.
    """
    readings: list[Group] = []
    looks_left = _MOST_PUT_RIGHT
    for word in map(plain, words(text)):
        reading: Group = (word,)
        if looks_left and not _is_known(word, lexicon):
            reading = lexicon.like(word)
            looks_left -= 1
        readings.append(reading)
    stems = [stem(reading[0]) if len(reading) == 1 else _SEVERAL for reading in readings]
    concepts = load_concepts()
    groups: dict[Group, None] = {}
    at = 0
    while at < len(readings):
        phrases = concepts.at(stems, at)
        if phrases:
            concept, length = phrases[-1]
            groups[(concept,)] = None
            at += length
            continue
        if not _is_little(readings[at]):
            groups[tuple(dict.fromkeys(map(stem, readings[at])))] = None
        at += 1
    if not groups and text.strip():
        return (("",),)
    return tuple(groups)


def _is_little(reading: Group) -> bool:
    return reading[0] in LITTLE_WORDS or (len(reading[0]) == 1 and "a" <= reading[0] <= "z")


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return word in load_concepts().words or word in LITTLE_WORDS or lexicon.has(stem(word))


def _like(word: str, lexicon: Lexicon) -> Group:
    if len(word) < _SHORTEST_FUZZY or not word.isalpha():
        return (word,)
    distance = 2 if len(word) >= _LONG_WORD else 1
    vocabulary = _vocabulary_words()
    found = [(edits, vocabulary[number]) for edits, number in vocabulary.similar(word, distance)]
    for known in lexicon.lists:
        found += [(edits, known[number]) for edits, number in known.similar(word, distance)]
    return _nearest(found, lexicon) or (word,)


def _nearest(found: Iterable[tuple[int, str]], lexicon: Lexicon) -> Group:
    best: list[str] = []
    least = None
    for edits, word in sorted(set(found)):
        if least is not None and edits > least:
            break
        if word in load_concepts().words:
            return (word,)
        if lexicon.has(stem(word)):
            best.append(word)
            least = edits
    return tuple(best)


@cache
def _vocabulary_words() -> SortedKeys:
    return SortedKeys.of(sorted(word for word in load_concepts().words if word.isascii()))
