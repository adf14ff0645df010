"""A sorted list of words or names in one block of bytes: exact, by beginning, and by likeness.

A million Python strings would cost a hundred megabytes; one block and an array of offsets cost a tenth.
"""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import OSA

_LETTERS = np.zeros(256, dtype=np.uint32)
for _code in range(256):
    _LETTERS[_code] = 1 << (_code - 97 if 97 <= _code <= 122 else 26 + _code % 6)
_LETTERS[10] = 0


class SortedKeys:
    """Keys sorted as UTF-8 bytes; a key may stand several times."""

    def __init__(self, block: bytes) -> None:
        """`block`: the sorted keys, each ended by a line feed."""
        self._block = block
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == 10)
        self._starts = np.zeros(len(ends) + 1, dtype=np.int64)
        self._starts[1:] = ends + 1
        self._lengths = np.zeros(0, dtype=np.int32)
        self._letters: np.ndarray | None = None

    @classmethod
    def of(cls, keys: Iterable[str]) -> "SortedKeys":
        """From keys already sorted by their UTF-8 bytes, none holding a line feed."""
        return cls("".join(f"{key}\n" for key in keys).encode())

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def exact(self, key: str) -> slice:
        """The numbers of all entries equal to `key`."""
        wanted = key.encode()
        return slice(self._left(wanted), self._left(wanted + b"\n"))

    def beginning(self, prefix: str) -> slice:
        """The numbers of all entries that begin with `prefix`."""
        wanted = prefix.encode()
        return slice(self._left(wanted), self._left(wanted + b"\xff"))

    def similar(self, word: str, distance: int) -> list[tuple[int, int]]:
        """(edits, number) of entries at most `distance` edits away, fewest edits first.

        An edit is a letter added, lost, changed, or swapped with its neighbor (optimal string
        alignment). One edit changes at most two letters of the set of letters, so comparing those
        sets and the lengths leaves few entries to measure.
        """
        if self._letters is None:
            self._lengths = (np.diff(self._starts) - 1).astype(np.int32)
            self._letters = self._letter_sets()
        encoded = word.encode()
        own = np.bitwise_or.reduce(_LETTERS[np.frombuffer(encoded, dtype=np.uint8)])
        near = np.bitwise_count(self._letters ^ own) <= 2 * distance
        near &= np.abs(self._lengths - len(encoded)) <= distance
        found = []
        for number in np.flatnonzero(near).tolist():
            edits = OSA.distance(word, self[number], score_cutoff=distance)
            if edits <= distance:
                found.append((edits, number))
        return sorted(found)

    def _letter_sets(self) -> np.ndarray:
        if not len(self):
            return np.zeros(0, dtype=np.uint32)
        letters = _LETTERS[np.frombuffer(self._block, dtype=np.uint8)]
        return np.bitwise_or.reduceat(letters, self._starts[:-1])

    def _bytes(self, number: int) -> bytes:
        return self._block[self._starts[number] : self._starts[number + 1] - 1]

    def _left(self, wanted: bytes) -> int:
        return bisect_left(range(len(self)), wanted, key=self._bytes)
