"""One scan finds every term once."""

import pytest

from vetting.engine import load_rubric
from vetting.engine.scan import scan
from vetting.engine.text import prepare

RUBRIC = load_rubric()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Ich knete den Rücken.", "knead"),
        ("fr", "On étire la peau.", "move"),
        ("es", "Estiro la piel.", "move"),
        ("pt", "A mão estica a pele.", "move"),
        ("en", "We knead the back.", "knead"),
    ],
)
def test_a_word_that_two_terms_of_a_concept_find_is_found_once(language, text, name):
    terms, _ = scan(prepare(text).folded, RUBRIC.lexicons[language])
    assert [one[2] for one in terms].count(name) == 1


def test_a_longer_phrase_is_found_beside_the_word_it_begins_with():
    terms, _ = scan(prepare("Estiramiento suave de la piel.").folded, RUBRIC.lexicons["es"])
    spans = {one[:2] for one in terms if one[2] in ("move", "featherlight")}
    assert len(spans) == 2
