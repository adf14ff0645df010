"""A second opinion on a decided verdict: a linear count over all words, that cannot say why.

It never decides. Where it finds the verdict of the rules unlikely, the verdict becomes "unclear",
and a person reads the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isqrt

VERDICTS = ("true_mld", "unclear", "not_mld")
# Those that can be doubted.
DECIDED = ("true_mld", "not_mld")
SHORTEST, LONGEST = 3, 5
# Of fewer words nothing can be counted.
FEWEST = 30
# Words kept with their weights, so that the memory a process takes stays bounded.
KEPT_WORDS = 20_000

# So many lines of a file are taken apart at once: more would take room, and fewer time.
_AT_ONCE = 500

Weights = tuple[int, int, int]
# Three weights in one number take a third of the room, and are added up as one.
_BITS = 32
_HALF = 1 << (_BITS - 1)
_MASK = (1 << _BITS) - 1


@dataclass(frozen=True)
class Opinion:
    """Weights of pieces of words and of pairs of words for each of ``VERDICTS``, in thousandths.

    ``weights`` are packed, three in a number: make them with ``of``.
    ``doubt`` is how far, in thousandths of a natural logarithm, each of ``DECIDED`` may lie behind
    the likeliest verdict before it is doubted.
    """

    bias: Weights
    doubt: tuple[int, int]
    weights: Mapping[str, int] = field(repr=False)
    _words: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, bias: Weights, doubt: tuple[int, int], weights: Mapping[str, Weights]) -> "Opinion":
        """Return an opinion from weights that are not packed yet."""
        return cls(bias, doubt, {name: _packed(*three) for name, three in weights.items()})

    def items(self) -> Iterator[tuple[str, Weights]]:
        """Yield every piece and pair with its three weights."""
        for name, packed in self.weights.items():
            yield name, _unpacked(packed)

    def doubts(self, verdict: str, words: Sequence[str]) -> bool:
        """Say whether a text of these folded words is unlikely to have this verdict.

        A text of fewer than ``FEWEST`` words is never doubted.
        """
        if len(words) < FEWEST:
            return False
        likely = self.lean(words)
        behind = max(likely) - likely[VERDICTS.index(verdict)]
        return behind > self.doubt[DECIDED.index(verdict)]

    def lean(self, words: Sequence[str]) -> Weights:
        """Return how much the words speak for each of ``VERDICTS``, in thousandths.

        Every word and every pair of neighbours counts once, and the sum is divided by the root of
        the number of different words, so that long texts are not surer than short ones.
        """
        once = set(words)
        known, weights = self._words, self.weights
        packed = 0
        for word in once:
            packed += known[word] if word in known else self._weigh(word)
        for pair in weights.keys() & set(map(" ".join, pairwise(words))):
            packed += weights[pair]
        total = _unpacked(packed)
        # The root in hundredths keeps to whole numbers.
        root = isqrt(10_000 * max(1, len(once)))
        first, second, third = (
            known + part * 100 // root for known, part in zip(self.bias, total, strict=True)
        )
        return first, second, third

    def _weigh(self, word: str) -> int:
        weigh = self.weights.get
        packed = sum(weigh(piece, 0) for piece in pieces(word))
        if len(self._words) < KEPT_WORDS:
            self._words[word] = packed
        return packed


def _packed(first: int, second: int, third: int) -> int:
    return first + (second << _BITS) + (third << 2 * _BITS)


def _unpacked(packed: int) -> Weights:
    """Return the three numbers, each of which may be below zero and borrow from the next."""
    first = ((packed + _HALF) & _MASK) - _HALF
    packed = (packed - first) >> _BITS
    second = ((packed + _HALF) & _MASK) - _HALF
    return first, second, (packed - second) >> _BITS


def pieces(word: str) -> Iterator[str]:
    """Yield the word, between marks of its ends, and each different run of three to five letters."""
    marked = f"<{word}>"
    yield marked
    seen = {marked}
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(marked) - length + 1):
            piece = marked[start : start + length]
            if piece not in seen:
                seen.add(piece)
                yield piece


def read_opinion(content: str) -> Opinion:
    """Read a file of weights. Raises ValueError with the line that is wrong.

    The first line is ``doubt`` with a number for each of ``DECIDED``, the second ``bias``; every
    other is a piece or a pair with its three weights, parted by tabs.
    """
    head, _, rows = content.rstrip("\n").partition("\n")
    name, *doubt = head.split("\t")
    if name != "doubt" or not rows.startswith("bias\t"):
        raise ValueError("line 1: 'doubt' and 'bias' must come first")
    if len(doubt) != len(DECIDED):
        raise ValueError(f"line 1: 'doubt' needs {len(DECIDED)} numbers")
    weights: dict[str, int] = {}
    # what is weighed alike shares one number
    once: dict[int, int] = {}
    lines = rows.split("\n")
    try:
        limits = int(doubt[0]), int(doubt[1])
        for start in range(0, len(lines), _AT_ONCE):
            part = lines[start : start + _AT_ONCE]
            cells = "\t".join(part).split("\t")
            if len(cells) != (1 + len(VERDICTS)) * len(part):
                raise ValueError
            # a column at a time, which is several times as fast as a line at a time
            columns = (map(int, cells[at::4]) for at in (1, 2, 3))
            packed = [once.setdefault(one, one) for one in map(_packed, *columns)]
            weights.update(zip(cells[::4], packed, strict=True))
    except ValueError:
        raise ValueError(_wrong_line(rows)) from None
    return Opinion(_unpacked(weights.pop("bias")), limits, weights)


def _wrong_line(rows: str) -> str:
    for place, line in enumerate(rows.split("\n"), 2):
        _, *values = line.split("\t")
        if len(values) != len(VERDICTS):
            return f"line {place}: a piece of a word and three weights are needed"
        if not all(value.lstrip("-").isdecimal() for value in values):
            return f"line {place}: weights must be whole numbers"
    return "line 1: weights must be whole numbers"
