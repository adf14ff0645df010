"""The vocabulary file: the choices of each filter, and the words that mean them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from directory.search.text import plain, stem, words

VOCABULARY_FILE = Path(__file__).resolve().parent.parent / "data" / "vocabulary.toml"

KINDS = ("condition", "method", "language", "scope", "delivery")


@dataclass(frozen=True)
class TermEntry:
    """One choice: `labels` by language tag, `synonyms` in any spelling and language."""

    kind: str
    code: str
    label: str
    labels: Mapping[str, str]
    synonyms: tuple[str, ...]


class VocabularyError(ValueError):
    """The vocabulary file says something twice or not at all; the message names it."""


@cache
def load_vocabulary() -> tuple[TermEntry, ...]:
    """Every term in the order of the file. Raises VocabularyError when the file contradicts itself."""
    entries = tuple(_entry(row) for row in _file()["term"])
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.kind not in KINDS:
            raise VocabularyError(f"{entry.code}: unknown kind {entry.kind!r}")
        if (entry.kind, entry.code) in seen:
            raise VocabularyError(f"{entry.kind} {entry.code} stands twice")
        seen.add((entry.kind, entry.code))
    return entries


@cache
def load_synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same without being a choice of a filter."""
    return tuple(tuple(group["words"]) for group in _file()["synonym"])


@cache
def load_concepts() -> "Concepts":
    """The phrases of vocabulary and synonyms, ready to be found in texts."""
    named = [
        (concept_of(entry.kind, entry.code), (entry.label, *entry.labels.values(), *entry.synonyms))
        for entry in load_vocabulary()
    ]
    named += [(f"=word:{group[0]}", group) for group in load_synonyms()]
    return Concepts(named)


def concept_of(kind: str, code: str) -> str:
    """The name under which a term is indexed. No word can be equal to it."""
    return f"={kind}:{code}"


class Concepts:
    """Phrases that stand for one concept whatever their spelling or language."""

    def __init__(self, named: list[tuple[str, tuple[str, ...]]]) -> None:
        """`named`: (concept, phrases). Raises VocabularyError when two concepts share a phrase."""
        self.words: set[str] = set()
        self._tree: dict = {}
        for concept, phrases in named:
            for phrase in phrases:
                own_words = [plain(word) for word in words(phrase)]
                node = self._tree
                for word in own_words:
                    node = node.setdefault(stem(word), {})
                # No stem is empty, so the concept of a whole phrase stands under the empty one.
                if node.setdefault("", concept) != concept:
                    raise VocabularyError(f"{phrase!r} means both {node['']} and {concept}")
                self.words.update(own_words)

    def at(self, stems: list[str], start: int) -> list[tuple[str, int]]:
        """(concept, length in words) of each phrase beginning at `start`, shortest first."""
        node, found = self._tree, []
        for at in range(start, len(stems)):
            if stems[at] not in node:
                break
            node = node[stems[at]]
            if "" in node:
                found.append((node[""], at - start + 1))
        return found

    def nodes(self) -> Iterator[tuple[int, dict[str, int], str]]:
        """(number, stem → number of the next node, concept or "") of each node; the root is 0."""
        waiting, last = [(0, self._tree)], 0
        while waiting:
            number, node = waiting.pop()
            steps: dict[str, int] = {}
            for word_stem, below in node.items():
                if word_stem:
                    last += 1
                    steps[word_stem] = last
                    waiting.append((last, below))
            yield number, steps, node.get("", "")


def _entry(row: dict) -> TermEntry:
    return TermEntry(
        kind=row["kind"],
        code=row["code"],
        label=row["label"],
        labels=MappingProxyType(dict(row["labels"])),
        synonyms=tuple(row["synonyms"]),
    )


def _file() -> dict:
    with VOCABULARY_FILE.open("rb") as file:
        return tomllib.load(file)
