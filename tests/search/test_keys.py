"""The block of sorted keys answers like a plain list."""

from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.keys import SortedKeys

WORDS = st.lists(st.text("abcdefz", min_size=1, max_size=9), max_size=25)


def keys_of(words: list[str]) -> tuple[SortedKeys, list[str]]:
    ordered = sorted(words)
    return SortedKeys.of(ordered), ordered


def edits(one: str, two: str) -> int:
    """Optimal string alignment by the book: the whole table."""
    table = [
        [max(i, j) if not i * j else 0 for j in range(len(two) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(two) + 1):
            changed = one[i - 1] != two[j - 1]
            best = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + changed)
            if i > 1 and j > 1 and one[i - 1] == two[j - 2] and one[i - 2] == two[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


@settings(deadline=None)
@given(WORDS, st.text("abcdefz", min_size=1, max_size=4))
def test_exact_and_beginning(words, wanted):
    keys, ordered = keys_of(words)
    assert list(range(len(ordered)))[keys.exact(wanted)] == [
        number for number, word in enumerate(ordered) if word == wanted
    ]
    assert list(range(len(ordered)))[keys.beginning(wanted)] == [
        number for number, word in enumerate(ordered) if word.startswith(wanted)
    ]
    assert [keys[number] for number in range(len(keys))] == ordered


@settings(deadline=None)
@given(WORDS, st.text("abcdefz", min_size=1, max_size=9), st.integers(1, 2))
def test_similar_misses_no_word_within_the_distance(words, wanted, distance):
    keys, ordered = keys_of(words)
    near = [(edits(wanted, word), number) for number, word in enumerate(ordered)]
    assert keys.similar(wanted, distance) == sorted(pair for pair in near if pair[0] <= distance)


def test_accented_keys_sort_and_begin_as_bytes():
    keys = SortedKeys.of(sorted(["ab", "aé", "az", "日本"], key=str.encode))
    assert [keys[number] for number in range(*keys.beginning("a").indices(len(keys)))] == [
        "ab",
        "az",
        "aé",
    ]
    assert keys[keys.exact("日本").start] == "日本"
