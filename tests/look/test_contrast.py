"""Words and controls can be told from what they stand on, in light and in dark."""

import pytest

from tests.look.colors import DARK, DARK_BY_SWITCH, LIGHT, contrast

WORDS = 4.5
CONTROLS = 3.0

WORD_PAIRS = [
    (ink, ground)
    for ink in ("ink", "ink-2", "lymph", "madder", "ochre", "slate")
    for ground in ("paper", "sheet")
] + [
    ("ink", "shade"),
    ("ink-2", "shade"),
    ("lymph-deep", "paper"),
    ("lymph-deep", "sheet"),
    ("on-lymph", "lymph"),
    ("on-lymph", "lymph-deep"),
    ("ink", "lymph-tint"),
    ("ink", "madder-tint"),
    ("ink", "ochre-tint"),
    ("lymph", "lymph-tint"),
    ("madder", "madder-tint"),
    ("lymph", "shade"),
    ("madder", "shade"),
    ("slate", "shade"),
    ("paper", "ink"),
    ("ink", "map-land"),
    ("lymph", "map-land"),
]
LABELS_OF_THE_PLATE = [
    ("pl-ink", layer)
    for layer in ("pl-ground", "pl-epi", "pl-derm", "pl-fat", "pl-fascia", "pl-muscle")
]
CONTROL_PAIRS = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("pl-vessel", "pl-lymph"),
    ("pl-fluid", "pl-derm"),
]


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORD_PAIRS + LABELS_OF_THE_PLATE)
def test_words_stand_out(mode, ink, ground):
    assert contrast(mode[ink], mode[ground]) >= WORDS


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_controls_and_shapes_stand_out(mode, line, ground):
    assert contrast(mode[line], mode[ground]) >= CONTROLS


def test_both_ways_to_dark_give_the_same_colors():
    assert DARK == DARK_BY_SWITCH


def test_the_formula_knows_its_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
