"""Runs of consecutive numbers, many at once."""

import numpy as np


def runs(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """All numbers from each start to before its stop, one run after the other."""
    lengths = stops - starts
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths)
