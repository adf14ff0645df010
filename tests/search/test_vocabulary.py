"""The vocabulary file is whole, and says nothing twice."""

import pytest

from directory.search.text import stem
from directory.search.vocabulary import (
    KINDS,
    Concepts,
    VocabularyError,
    load_synonyms,
    load_vocabulary,
)


def codes(kind: str) -> set[str]:
    return {entry.code for entry in load_vocabulary() if entry.kind == kind}


def test_every_kind_has_its_choices():
    assert {"lymphedema", "lipedema", "post-op", "pregnancy", "venous"} <= codes("condition")
    assert {"vodder", "foldi", "leduc", "casley-smith"} <= codes("method")
    assert codes("scope") == {"healthy", "compromised", "cdt"}
    assert codes("delivery") == {"clinic", "home", "hospital"}
    assert {"en", "de", "fr", "es", "pt"} <= codes("language")
    assert {entry.kind for entry in load_vocabulary()} == set(KINDS)


def test_labels_stand_in_five_languages():
    for entry in load_vocabulary():
        assert entry.labels["en"] == entry.label
        if entry.code not in {"ase", "bfi", "gsg"}:
            assert set(entry.labels) == {"en", "de", "fr", "es", "pt"}, entry.code
        assert len(entry.code) <= 40


def test_groups_of_synonyms_have_at_least_two_words():
    assert all(len(group) > 1 for group in load_synonyms())


def test_a_phrase_with_two_meanings_is_refused_by_name():
    with pytest.raises(VocabularyError, match="'Narben' means both =a and =b"):
        Concepts([("=a", ("Narbe",)), ("=b", ("Narben",))])


def test_every_phrase_that_begins_at_a_word_is_seen():
    concepts = Concepts([("=a", ("breast",)), ("=b", ("breast cancer",))])
    breast, cancer, leg = map(stem, ("breast", "cancer", "leg"))
    assert concepts.at([breast, cancer, leg], 0) == [("=a", 1), ("=b", 2)]
    assert concepts.at([breast, leg], 0) == [("=a", 1)]
    assert concepts.at([leg], 0) == []
