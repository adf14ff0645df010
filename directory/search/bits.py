"""Sets of document numbers as bits, 64 to a word."""

import numpy as np

SPARSE = 8
"""Where fewer than one word in this many has a bit, only those words are looked at."""

CHUNK = 8
"""Sets that are counted at once."""


def of_flags(flags: np.ndarray) -> np.ndarray:
    """From one boolean per document."""
    packed = np.packbits(flags, bitorder="little")
    padded = np.zeros(-(-len(flags) // 64) * 8, dtype=np.uint8)
    padded[: len(packed)] = packed
    return padded.view(np.uint64)


def of_numbers(numbers: np.ndarray, size: int) -> np.ndarray:
    """From document numbers below `size`."""
    flags = np.zeros(size, dtype=bool)
    flags[numbers] = True
    return of_flags(flags)


def numbers(bitset: np.ndarray) -> np.ndarray:
    """The document numbers, ascending."""
    words = np.flatnonzero(bitset)
    if len(words) * SPARSE > len(bitset):
        return _numbers(bitset)
    found = _numbers(bitset[words])
    return words[found >> 6] * 64 + (found & 63)


def _numbers(bitset: np.ndarray) -> np.ndarray:
    flags = np.unpackbits(bitset.view(np.uint8), bitorder="little")
    return np.flatnonzero(flags.view(bool))


def holds(bitset: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """Which of these documents are in the set."""
    octets = bitset.view(np.uint8)
    return (octets[documents >> 3] >> (documents & 7).astype(np.uint8)) & 1 == 1


def count(bitset: np.ndarray) -> int:
    """How many documents are in the set."""
    return int(np.bitwise_count(bitset).sum(dtype=np.int64))


def count_each(bitsets: np.ndarray, among: np.ndarray) -> np.ndarray:
    """How many documents of the set `among` are in each of some sets, which are the rows of an array."""
    counts = np.empty(len(bitsets), dtype=np.int64)
    # a few at once: what lies between the steps then stays in the processor's own memory
    both = np.empty((CHUNK, bitsets.shape[1]), dtype=np.uint64)
    ones = np.empty(both.shape, dtype=np.uint8)
    for first in range(0, len(bitsets), CHUNK):
        few = bitsets[first : first + CHUNK]
        held = np.bitwise_and(few, among, out=both[: len(few)])
        found = np.bitwise_count(held, out=ones[: len(few)])
        # wide enough for four billion documents, and twice as fast as 64 bits
        counts[first : first + CHUNK] = found.sum(axis=1, dtype=np.uint32)
    return counts
