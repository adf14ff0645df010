"""What the body does by itself: a text may tell of it and claim nothing for a service."""

from collections.abc import Mapping, Sequence

from .lexicon import Lexicon
from .passage import Passage, first_word
from .scan import Mention

_ORGANS = ("lymph_system", "node", "vessel", "lymph_noun", "channel")
# Lymph that is pushed is what is worked on.
_PUSHERS = ("lymph_system", "node", "vessel", "channel")
# Who or what does the work where one of these is named.
_WORKERS = frozenset(
    {"mld", "other_mod", "machine", "device", "pneumatic", "cups", "gua_sha", "brush", "wood"}
    | {"session"}
)
# Before an organ these make it what is worked on.
_DEEDS = ("promote", "stimulate")
# So many words at most stand before the subject of a sentence: "all of the small".
_BEFORE_SUBJECT = 4
# So close behind "our" stands the hand or the method that is owned.
_OWNED = 16
# So many letters after "Lymph" show whether a name goes on, or a heading in capitals.
_NAME = 40


def is_body_at_work(
    passage: Passage, index: int, start: int, lexicon: Lexicon, pushes: bool = False
) -> bool:
    """Say whether what stands at ``start`` is told of the lymph system itself.

    "The lymphatic system filters toxins" and "It removes waste" after such a sentence are. "MLD
    stimulates the lymphatic system to remove toxins" is a claim. ``pushes`` asks for who pushes
    the fluid: "the vessels push the lymph on", but not "the lymph is pushed on".
    """
    if not pushes and _is_left_to_filters(passage, index, start, lexicon):
        return True
    organs = _PUSHERS if pushes else _ORGANS
    if _is_about_organs(passage, index, start, lexicon, organs):
        return True
    by_name = passage.by_name[index]
    return (
        index > 0
        and first_word(passage, passage.sentences[index]) in lexicon.openers["things"]
        and not _is_somebodys_work(passage, by_name, lexicon)
        and "stimulate" not in by_name
        and _is_about_organs(passage, index - 1, passage.sentences[index].start, lexicon, organs)
    )


def _is_left_to_filters(passage: Passage, index: int, start: int, lexicon: Lexicon) -> bool:
    """Say whether the liver or the kidneys do what stands at ``start``, and no hand helps them.

    "Your liver gets rid of toxins; my hands do not", but not "our drainage helps the liver".
    """
    by_name = passage.by_name[index]
    filters = by_name.get("blood_filter")
    if filters is None:
        return False
    begin = passage.sentences[index].start
    first = min(filters)
    opening = passage.folded[begin : first[0]].split()
    return (
        first[1] <= start
        and len(opening) <= _BEFORE_SUBJECT
        and not any(
            one[1] <= start
            for name in (*_WORKERS, *_DEEDS, "contact")
            for one in by_name.get(name, ())
        )
        and not any(
            one[1] <= start and passage.folded[one[0] : one[1]] in lexicon.selves
            for one in by_name.get("own", ())
        )
    )


def _is_somebodys_work(
    passage: Passage, by_name: Mapping[str, Sequence[Mention]], lexicon: Lexicon
) -> bool:
    """Say whether somebody or a tool does the work. "It rids us of toxins": "us" does nothing."""
    if not _WORKERS.isdisjoint(by_name):
        return True
    for start, end, _ in by_name.get("own", ()):
        said = passage.folded[start:end]
        if " " in said or (
            said in (lexicon.selves | lexicon.voice | lexicon.possessives)
            and not (said in lexicon.possessives and _is_of_the_body(by_name, end))
        ):
            return True
    return False


def _is_of_the_body(by_name: Mapping[str, Sequence[Mention]], end: int) -> bool:
    """Say whether what is owned is the body's: "our lymph system", and "it is our defense"."""
    if any(end < one[0] <= end + _OWNED for one in by_name.get("contact", ())):
        # "our gentle hands" work
        return False
    return any(one[0] <= end + 1 for name in _ORGANS for one in by_name.get(name, ()))


def _is_name(passage: Passage, index: int, mention: Mention) -> bool:
    """Say whether lymph is part of a name in capitals: "book the Lymph Rinse", "Lymph Burn is"."""
    start, end, _ = mention
    clean = passage.clean
    if clean[start:end] != "Lymph" or not clean[end + 1 : end + 2].isupper():
        return False
    before = clean[passage.sentences[index].start : start].split()
    if before:
        return before[-1].islower()
    after = clean[end : end + _NAME].split()
    return len(after) > 1 and after[1].islower()


def _is_about_organs(
    passage: Passage, index: int, before: int, lexicon: Lexicon, names: Sequence[str]
) -> bool:
    """Say whether the lymph system is the subject of a sentence, and nobody works on it."""
    by_name = passage.by_name[index]
    if _is_somebodys_work(passage, by_name, lexicon):
        return False
    organs: list[Mention] = [
        one
        for name in names
        for one in by_name.get(name, ())
        if one[1] <= before and not (name == "lymph_noun" and _is_name(passage, index, one))
    ]
    if not organs:
        return False
    starts = {one[0] for one in organs}
    first = min(starts)
    if any(one[1] <= before for one in by_name.get("stimulate", ())):
        # "the lymphatic system is stimulated, so toxins leave"
        return False
    if any(one[1] <= first for name in _DEEDS for one in by_name.get(name, ())):
        # "it stimulates the lymphatic system"
        return False
    # what the vessels push is lymph, and names no service either
    if names is _PUSHERS:
        starts |= {one[0] for one in by_name.get("lymph_noun", ())}
    if any(one[0] not in starts for one in by_name.get("lymph", ())):
        # "lymph drainage" names a service, "lymph system" does not
        return False
    begin = passage.sentences[index].start
    # "It works day and night: the lymph system takes up waste"
    begin = max(begin, passage.clean.rfind(":", begin, first) + 1)
    opening = passage.folded[begin:first].split()
    # "it brings the lymph into flow": the system is not what does it
    if (
        len(opening) > 1
        and opening[0] in lexicon.openers["things"]
        and opening[1] not in lexicon.being
    ):
        return False
    return len(opening) <= _BEFORE_SUBJECT and "move" not in by_name
