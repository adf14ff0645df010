"""Two people with a trade each: "Mia glides cups over backs. Jo does the lymph drainage"."""

from .binding import OTHER
from .lexicon import Lexicon
from .passage import Passage
from .text import fold

# What only who does the lymph work has to do with.
_LYMPH = frozenset({"mld", "lymph", "school"})
# What tells that somebody does other work, or works otherwise.
_WORK = OTHER | {"deep_phrase", "heavy", "device", "light", "featherlight"}
# "Venue de Colombie": what these follow is no name.
_OF = frozenset({"of", "to", "von", "mit", "de", "d", "à", "tout", "por", "con", "com"})
# Two people have two sentences at least.
_TWO = 2


def by_person(passage: Passage, lexicon: Lexicon) -> dict[int, str]:
    """Return which sentences tell of somebody who does other work than the lymph work.

    There are none where lymph work is named before anybody is: then all of them do it.
    """
    if passage.names.isdisjoint(_LYMPH) or passage.names.isdisjoint(_WORK):
        return {}
    if all(lexicon.openers["two"].isdisjoint(one.words) for one in passage.sentences):
        return {}
    lymph = [index for index, names in enumerate(passage.by_name) if not _LYMPH.isdisjoint(names)]
    clean = passage.clean
    if not lymph or not any(
        _named(clean[one.start : one.end], lexicon) for one in passage.sentences[: lymph[0] + 1]
    ):
        return {}
    owners = _owners(passage, lexicon)
    drains = {owners.get(index) for index in lymph}
    if drains == {None} and not any("own" in passage.by_name[index] for index in lymph):
        return {}
    others = {
        owner
        for index, owner in owners.items()
        if owner not in drains and not _WORK.isdisjoint(passage.by_name[index])
    }
    return {index: "other" for index, owner in owners.items() if owner in others}


def _owners(passage: Passage, lexicon: Lexicon) -> dict[int, str]:
    """Return whom each sentence tells of: who was named at its beginning, or last before it."""
    found: dict[int, str] = {}
    owner = ""
    for index, sentence in enumerate(passage.sentences):
        name = _named(passage.clean[sentence.start : sentence.end], lexicon)
        words = sentence.words[:1]
        if name:
            owner = name
        elif not words or words[0] not in lexicon.openers["they"]:
            owner = ""
        if owner:
            found[index] = owner
    return found


def _named(said: str, lexicon: Lexicon) -> str:
    """Return the name that a sentence begins with, behind an article at most, or nothing."""
    words = said.split(None, 3)[:3]
    if len(words) > 1 and words[0].lower() in lexicon.openers["definite"]:
        words = words[1:]
    if len(words) < _TWO:
        return ""
    word = words[0]
    if not (word[0].isupper() and word.isalpha() and word[1:].islower()):
        return ""
    plain, following = fold(word), words[1].lower()
    if plain in lexicon.function_words or plain in lexicon.words:
        return ""
    return "" if following in lexicon.openers["joins"] or following in _OF else word
