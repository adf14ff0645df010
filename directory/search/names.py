"""The names of a segment's documents: shown whole, found by the beginning of any of their words."""

from collections.abc import Sequence

import numpy as np

from directory.search.keys import SortedKeys
from directory.search.text import fold


class Names:
    """One block of bytes, because as many Python strings would take four times the room."""

    def __init__(self, names: Sequence[str]) -> None:
        """`names[n]` is the name of document n."""
        encoded = [name.encode() for name in names]
        self._block = b"".join(encoded)
        self._ends = np.cumsum([len(name) for name in encoded], dtype=np.uint32)
        entries = [(key, number) for number, name in enumerate(names) for key in _keys(name)]
        keys = [key for key, _number in entries]
        # by the keys alone, which sorts several times faster than pairs do
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = SortedKeys.of(keys[at] for at in order)
        self._documents = np.array([entries[at][1] for at in order], dtype=np.uint32)

    def beginning(self, prefix: str) -> list[tuple[int, str]]:
        """(document, name) where a word of the folded name, and what follows it, begins so."""
        documents = self._documents[self._keys.beginning(prefix)].tolist()
        return [(document, self._name(document)) for document in documents]

    def _name(self, document: int) -> str:
        start = self._ends[document - 1] if document else 0
        return self._block[start : self._ends[document]].decode()


def _keys(name: str) -> set[str]:
    """The name from each of its words on, so that "kel" finds "Anna Keller"."""
    parts = fold(name).split(" ")
    return {" ".join(parts[at:]) for at in range(len(parts)) if parts[at]}
