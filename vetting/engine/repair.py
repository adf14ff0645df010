"""Words put right before the scan: letters swapped, left out, doubled, spaced or replaced.

Only words that are no term themselves, and that lie one slip away from a term, are touched. The
quote of a finding stays as it was typed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from .lexicon import CUE_WORD, KNOWN, STEM, Lexicon
from .text import Rewritten, Scannable

_LEET = (str.maketrans("0134578", "oieastb"), str.maketrans("0134578", "oleastb"))
# Four letters that each stand alone; most texts are spared the closer look.
_ROW = re.compile(r" \w \w \w \w ")
_SPACED = re.compile(r"(?<= )(?:[^\W_] ){3,}[^\W_](?= )")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_SPACED_LETTERS = 3
_SHORTEST_SWAP = 5
_SHORTEST_SLIP = 7
_MEMORY = 50_000

Replacement = tuple[int, int, str]


def repair(scannable: Scannable, words: Sequence[str], lexicon: Lexicon) -> Scannable:
    """Return a scannable text with its slips put right, or the same one when there are none."""
    if _ROW.search(scannable.folded) and sum(map(_LETTERS.__contains__, words)) > _SPACED_LETTERS:
        found = _join_spaced(scannable.folded, lexicon)
        if found:
            scannable = rewrite(scannable, found, "spaced")
            words = scannable.folded.split()
    memory = lexicon.memory
    if memory.sound.issuperset(words):
        return scannable
    if len(memory.sound) > _MEMORY:
        memory.sound.clear()
    repairs = memory.repairs
    if len(repairs) > _MEMORY:
        repairs.clear()
    unique = set(words)
    for word in unique.difference(memory.sound, repairs):
        better = _repaired(word, lexicon)
        if better is None:
            memory.sound.add(word)
        else:
            repairs[word] = better
    slips = repairs.keys() & unique
    if not slips:
        return scannable
    return rewrite(scannable, _places(scannable.folded, slips, repairs), "slips")


def is_slip(word: str, lexicon: Lexicon) -> bool:
    """Say whether a folded word would be put right."""
    return _repaired(word, lexicon) is not None


def _places(folded: str, slips: Iterable[str], repairs: Mapping[str, str]) -> list[Replacement]:
    found = []
    for word in slips:
        at = folded.find(f" {word} ")
        while at >= 0:
            end = at + 1 + len(word)
            found.append((at + 1, end, repairs[word]))
            at = folded.find(f" {word} ", end)
    found.sort()
    return found


def rewrite(scannable: Scannable, found: Sequence[Replacement], trick: str) -> Scannable:
    """Replace spans of the scanned text and keep the way back to the raw one."""
    folded: list[str] = []
    clean: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int | None]] = []
    position = length = 0
    for start, end, better in found:
        folded += (scannable.folded[position:start], better)
        clean += (scannable.clean[position:start], better)
        starts += (length, length + start - position)
        pieces += ((position, None), (start, end))
        length += start - position + len(better)
        position = end
    folded.append(scannable.folded[position:])
    clean.append(scannable.clean[position:])
    starts.append(length)
    pieces.append((position, None))
    tricks = {**dict(scannable.tricks), trick: len(found)}
    return Scannable(
        scannable.raw,
        "".join(folded),
        "".join(clean),
        Rewritten(scannable, starts, pieces),
        tuple(sorted(tricks.items())),
    )


def _repaired(word: str, lexicon: Lexicon) -> str | None:
    """Return the term word that was meant, or None to leave the word alone."""
    if _known(word, lexicon) or word in lexicon.benign:
        return None
    if not word.isalpha():
        return _without_digits(word, lexicon)
    if len(word) < _SHORTEST_SWAP:
        swaps = [_swapped(word, at) for at in range(len(word) - 1)] if len(word) > 2 else []
        meant = KNOWN if len(word) == _SHORTEST_SWAP - 1 else CUE_WORD
        return next((swap for swap in swaps if lexicon.words.get(swap, 0) & meant), None)
    for at in range(len(word) - 1):
        swap = _swapped(word, at)
        if swap != word and _known(swap, lexicon):
            return swap
    if len(word) < _SHORTEST_SLIP - 1:
        return None
    # The last letter is left alone: there a difference is an ending, not a slip.
    for at in range(len(word) - 1):
        shorter = word[:at] + word[at + 1 :]
        if len(shorter) >= _SHORTEST_SLIP - 1 and lexicon.words.get(shorter, 0) & KNOWN:
            return shorter
    for longer in lexicon.shortened.get(word[0] + word[-1], ()):
        if len(longer) != len(word) + 1:
            continue
        at = next((at for at, letter in enumerate(word) if longer[at] != letter), len(word))
        if longer[at + 1 :] == word[at:]:
            return longer
    return None


def _without_digits(word: str, lexicon: Lexicon) -> str | None:
    """Read digits as the letters they stand for: ``str0ng``; a number with a unit stays."""
    if word.isdigit() or len(word) < 2 or not word.isalnum():
        return None
    for table in _LEET:
        plain = word.translate(table)
        if not plain.isalpha():
            return None
        few = sum(char.isalpha() for char in word) < 2
        if lexicon.words.get(plain, 0) & CUE_WORD or (not few and _known(plain, lexicon)):
            return plain
    return None


def _known(word: str, lexicon: Lexicon) -> bool:
    kinds = lexicon.words.get
    if kinds(word, 0) & KNOWN or word in lexicon.function_words:
        return True
    return any(kinds(word[:size], 0) & STEM for size in range(4, len(word) + 1))


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _join_spaced(folded: str, lexicon: Lexicon) -> list[Replacement]:
    found = []
    for match in _SPACED.finditer(folded):
        letters = match.group().replace(" ", "")
        parts = _split(letters, lexicon)
        if parts is not None:
            found.append((match.start(), match.end(), " ".join(parts)))
    return found


def _split(letters: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Split a run of letters into known words, the fewest there are."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 20), end):
            before = best[start]
            if before is None or not _spellable(letters[start:end], lexicon):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, letters[start:end])
    return best[-1]


def _spellable(word: str, lexicon: Lexicon) -> bool:
    if len(word) == 1:
        return word in ("a", "i", "e", "o", "y")
    return bool(lexicon.words.get(word, 0) & KNOWN) or word in lexicon.function_words
