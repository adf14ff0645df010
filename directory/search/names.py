"""The names of a segment's documents: shown whole, found by the beginning of any of their words."""

from collections.abc import Sequence
from itertools import chain

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
        keys: list[str] = []
        counts: list[int] = []
        folded = _Folded()
        for name in names:
            own = _keys(name, folded)
            keys += own
            counts.append(len(own))
        # by the keys alone, which sorts several times faster than pairs do
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = SortedKeys.of([keys[at] for at in order])
        documents = np.repeat(np.arange(len(names), dtype=np.uint32), counts)
        self._documents = documents[order]

    def beginning(self, prefix: str) -> list[tuple[int, str]]:
        """(document, name) where a word of the folded name, and what follows it, begins so."""
        documents = self._documents[self._keys.beginning(prefix)].tolist()
        return [(document, self._name(document)) for document in documents]

    def _name(self, document: int) -> str:
        start = self._ends[document - 1] if document else 0
        return self._block[start : self._ends[document]].decode()


class _Folded(dict[str, list[str]]):
    """What stands between two blanks of names, as words made plain; most of it stands in many names."""

    def __missing__(self, piece: str) -> list[str]:
        self[piece] = folded = fold(piece).split()
        return folded


def _keys(name: str, folded: _Folded) -> set[str]:
    """The name from each of its words on, so that "kel" finds "Anna Keller"."""
    parts = list(chain.from_iterable([folded[piece] for piece in name.split()]))
    return {" ".join(parts[at:]) for at in range(len(parts))}
