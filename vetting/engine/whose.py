"""Whose training a sentence speaks of: somebody's own, or anybody's."""

from collections.abc import Mapping, Sequence

from .context import Scope
from .lexicon import Lexicon
from .passage import Passage, first_word
from .scan import Mention

# Kinds of fields that name what a listing is about.
HEADS = ("title", "headline")
# How far before a trained person the article may stand.
_PHRASE = 60
_PHRASE_WORDS = 5
_PEOPLE = ("cred", "clt", "trained_adj")
# Concepts that name a training.
TRAINING = frozenset({"school", "register", "cred", "clt", "trained", "course", "hours_long"})
# "Four weeks in May" is told of a training too.
TOLD = TRAINING | {"course_long"}
# Those of them that name one course or paper, and not just any.
_NAMED = TRAINING - {"trained", "course"}
_COUNTED = _NAMED | {"course_long"}
# What begins to tell of another training than the one that is planned.
_PLANNED = frozenset({"own", "school", "register", "cred", "clt"})
# What names a training of its own.
_SCHOOLED = frozenset({"school", "register", "cred", "clt"})
# "I'm not." denies what stands before it; "I don't do nails" does not.
_SHORT_DENIAL = 40
_ENDS = frozenset(".,;:!\n")
# So near its beginning a title says that it is about those who work here.
_INTRODUCES = 4


def whose(
    mentions: Sequence[Mention],
    start: int,
    by_name: Mapping[str, Sequence[Mention]],
    passage: Passage,
    vague: bool,
    lexicon: Lexicon,
) -> str:
    """Return the status of a training that nothing else in its sentence makes doubtful.

    ``mentions`` are the head of a rule and its partners, ``start`` is where the sentence begins. A
    course in a title is one on offer, and so is a training without a school (``vague``). "See a
    certified therapist" is advice.
    """
    if passage.kind in HEADS and (vague or mentions[0][2] == "course"):
        return "hypothetical"
    adjectives = {one[0] for one in by_name.get("trained_adj", ())}
    for at, _, name in mentions:
        if (name in _PEOPLE or at in adjectives) and _is_anybody(
            at, start, passage.folded, passage.clean, lexicon
        ):
            return "advice"
    return "asserted"


def advises(passage: Passage, lexicon: Lexicon) -> bool:
    """Say whether a title tells how to find or become a therapist, or offers a course.

    "Who treats you" introduces those who work here.
    """
    if passage.kind not in HEADS or any(
        start <= _INTRODUCES
        for by_name in passage.by_name[:1]
        for start, _, _ in by_name.get("own_claim", ())
    ):
        return False
    return "on_offer" in passage.names or any(
        name in lexicon.cues and lexicon.cues[name].kind == "advice"
        for cues in passage.cues
        for _, _, name in cues
    )


def is_nobodys(by_name: Mapping[str, Sequence[Mention]]) -> bool:
    """Say whether a sentence names a school, a paper or hours, and nobody whose they are."""
    return "own" not in by_name and not by_name.keys().isdisjoint(_COUNTED)


def _is_anybody(at: int, start: int, folded: str, clean: str, lexicon: Lexicon) -> bool:
    """Say whether an indefinite article opens the phrase, and nobody is or has what it names."""
    before = folded[max(start, at - _PHRASE) : at].split()
    for back, word in enumerate(reversed(before[-_PHRASE_WORDS:]), 1):
        if word in lexicon.being:
            return False
        if word in lexicon.articles:
            found = folded.rfind(f" {word} ", 0, at)
            introduced = before[-back - 1] if back < len(before) else ""
            in_apposition = found > 0 and clean[found - 1] == ","
            return not in_apposition and introduced not in lexicon.being
    return False


def told_elsewhere(passage: Passage, index: int, lexicon: Lexicon) -> list[Scope]:
    """Return what the sentences around one say of the training it names.

    "My teacher was strict. She held the diploma." "I trained in 2004. It has run out."
    """
    by_name = passage.by_name[index]
    sentence = passage.sentences[index]
    found = []
    gone = by_name.get("gone")
    if gone is not None and _is_of_others(passage, index, lexicon):
        # "Ana, who trained with Vodder, has retired."
        found.append(over(sentence.start, gone[-1][0], "other_person"))
    if index > 0 and _goes_on_planning(passage, index, lexicon):
        found.append(over(sentence.start, sentence.end, "hypothetical"))
    if "lapse" in by_name:
        found.append(over(sentence.start, by_name["lapse"][0][1], "past"))
    if _is_carried(passage, index, lexicon) or _was_theirs(passage, index, lexicon):
        found.append(over(sentence.start, _self(passage, index, lexicon), "other_person"))
    if "gone" in by_name:
        left = by_name["gone"][0][0]
        if lexicon.selves.isdisjoint(passage.folded[sentence.start : left].split()):
            # "Ana, a CLT, left us in May."
            found.append(over(sentence.start, left, "other_person"))
    if _is_part_of_a_plan(passage, index, lexicon):
        found.append(over(sentence.start, sentence.end, "hypothetical"))
    if index + 1 < len(passage.sentences):
        after = _told_after(passage, index + 1, lexicon)
        if after is not None:
            found.append(over(sentence.start, sentence.end, after))
    return found


def _is_of_others(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether nobody speaks for themselves in a sentence: "I trained there and moved away"."""
    by_name = passage.by_name[index]
    return "own_claim" not in by_name and not any(
        not lexicon.selves.isdisjoint(passage.folded[start:end].split())
        for start, end, _ in by_name.get("own", ())
    )


def _goes_on_planning(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence goes on about a course that the one before it only plans.

    "I have enrolled at the school. It is four weeks, with an exam at the end."
    """
    if not _SCHOOLED.isdisjoint(passage.by_name[index]):
        return False
    return not TRAINING.isdisjoint(passage.by_name[index - 1]) and any(
        name in lexicon.cues and lexicon.cues[name].kind == "hypothetical"
        for _, _, name in passage.cues[index - 1]
    )


def _self(passage: Passage, index: int, lexicon: Lexicon) -> int:
    """Return where the speaker comes back in a sentence, or its end."""
    for start, end, _ in passage.by_name[index].get("own", ()):
        if passage.folded[start:end] in lexicon.selves:
            return start
    return passage.sentences[index].end


def over(start: int, end: int, kind: str) -> Scope:
    """Return a scope that says whose the trainings in a stretch of text are, and no more."""
    return Scope(start, end, kind, back=True, training_only=True)


def _is_carried(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence goes on about somebody else, who was named before it."""
    while index > 0 and first_word(passage, passage.sentences[index]) in lexicon.people:
        index -= 1
        if "kin" in passage.by_name[index]:
            return True
    return False


def _was_theirs(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells what somebody was who is gone: "Ana left us. She was a CLT"."""
    if index == 0 or "gone" not in passage.by_name[index - 1]:
        return False
    sentence = passage.sentences[index]
    opening = sentence.words[:2]
    return not lexicon.openers["was"].isdisjoint(opening)


def _is_part_of_a_plan(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether hours that nobody has go on about a plan: "I enrol in May. Four weeks, 160 hours." """
    if index == 0 or not _PLANNED.isdisjoint(passage.by_name[index]):
        return False
    return not TRAINING.isdisjoint(passage.by_name[index - 1]) and any(
        name in lexicon.cues
        and lexicon.cues[name].kind == "hypothetical"
        and lexicon.cues[name].only is None
        for _, _, name in passage.cues[index - 1]
    )


def _told_after(passage: Passage, index: int, lexicon: Lexicon) -> str | None:
    names = passage.by_name[index]
    if not TRAINING.isdisjoint(names):
        # "The certificate has run out" is about the one that was named before.
        lapsed = "lapse" in names and _NAMED.isdisjoint(names)
        return "past" if lapsed else None
    sentence = passage.sentences[index]
    if any(
        passage.clean[end] in _ENDS and start - sentence.start < _SHORT_DENIAL
        for start, end, _ in names.get("not_me", ())
    ):
        return "negated"
    if "gone" in names and first_word(passage, sentence) in lexicon.people:
        return "other_person"
    return "past" if "lapse" in names else None
