"""The labeled texts that ship with the rubric are answered as labeled, or known to be open."""

import pytest

from vetting.engine import load_rubric
from vetting.engine.proof import judge_exemplar, read_exemplars

RUBRIC = load_rubric()
EXEMPLARS = read_exemplars(RUBRIC.version)


@pytest.mark.parametrize("exemplar", EXEMPLARS, ids=lambda exemplar: exemplar.id)
def test_exemplar(exemplar):
    answer = judge_exemplar(exemplar, RUBRIC)
    wrong = tuple(sorted(key for key, want in exemplar.expect.items() if answer[key] != want))
    assert wrong == exemplar.open


def test_there_are_enough_in_every_language():
    counts = {}
    for exemplar in EXEMPLARS:
        counts[exemplar.language] = counts.get(exemplar.language, 0) + 1
    assert sum(counts.values()) >= 300
    assert set(counts) == set(RUBRIC.languages)
    assert min(counts.values()) >= 40


def test_no_exemplar_is_answered_with_the_opposite_verdict():
    opposite = {"true_mld": "not_mld", "not_mld": "true_mld"}
    crossed = [
        exemplar.id
        for exemplar in EXEMPLARS
        if judge_exemplar(exemplar, RUBRIC)["verdict"] == opposite.get(exemplar.expect["verdict"])
    ]
    assert crossed == []


def test_few_exemplars_are_open():
    assert sum(bool(exemplar.open) for exemplar in EXEMPLARS) <= 0.1 * len(EXEMPLARS)
