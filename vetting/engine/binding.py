"""Which service a sentence speaks of: the lymph work, or another one on the same page."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .context import Scope, standing
from .lexicon import Lexicon
from .passage import Passage, first_word
from .scan import Mention
from .whose import HEADS

# Where a service is named, which (lymph or other), and whether by its full name.
Service = tuple[int, str, bool]

SERVICES = {"mld": "lymph", "lymph": "lymph", "other_mod": "other"}
_LISTED = frozenset(
    {"mld", "other_mod", "wood", "cups", "gua_sha", "machine", "device", "brush", "extra"}
)
OTHER = frozenset(
    {"other_mod", "wood", "gua_sha", "cups", "machine", "sculpt", "brush", "muscle", "pneumatic"}
)
_TOUCH = frozenset({"light", "featherlight", "heavy", "skin"})
# "Our gentle lymph drainage": fewer words stand between.
_OURS = 2
_HOW = frozenset({"using", "combine"})
# What a tool may be said to work on, and words for what it does with it.
_FLOW = frozenset({"lymph_noun", "lymph_flow", "lymph_system"})
_WORKS = frozenset({"guide", "remove", "push", "promote", "promote_work", "stimulate", "flush"})
_UNDONE = frozenset({"negated", "refuted", "other_person", "other_service", "past", "contrast"})
_UNNAMED = frozenset({"negated", "contrast"})
_LYMPH_WORK = frozenset({"mld", "lymph"})
# "HOT STONES, 75 min." heads a line of a menu that has so many of them.
_TIMED_HEAD = 40
# So long is the label of an offer at most: "Manual Lymph Drainage, 60 min:".
_LABEL = 48
_TIMED_LINES = 3
# Two other offers and the lymph work have a label each.
_LABELS = 3
# How far from its beginning a line of a menu names what it sells.
_LINE_HEAD = 30
_ITEM = 14
# A longer line that ends like a sentence is one.
_LINE_WORDS = 12
# "Pressotherapy is a mechanical lymph drainage" says so in so few words.
_IS_A_WORDS = 3
_TOOLS = ("machine", "pneumatic", "wood", "gua_sha", "cups", "brush")
# A row of services has so many kinds of tools or work.
_ROW_TOOLS = 3
# How far into a sentence the words stand that disown what was named before it.
_DISOWNED = 100
_SHORT = 11
# So close to the beginning of its clause stands the lymph work that is done by hand, and so many
# words behind it the hand.
_CLAUSE_HEAD = 34
_HAND_WORDS = 9
# What makes the hand a second thing beside the tool.
_BOTH = frozenset({*_TOOLS, "device", "combine", "in_turn", "addon", "other_mod"})


@dataclass(slots=True)
class Named:
    """How often lymph work is claimed or denied, and how often other work is named."""

    claimed: int
    denied: int
    other: int


@dataclass(slots=True)
class Place:
    """Where the reading is: a sentence of a passage, and what the text is about there.

    ``sold`` is what the line of a menu sells, where the sentence is such a line.
    """

    passage: Passage
    index: int
    topic: str
    main: str
    claims_lymph: bool
    lexicon: Lexicon
    ambiguous: frozenset[str]
    sold: str | None


def sells_apart(passage: Passage) -> bool:
    """Say whether a passage is a menu with lymph work in one line and other work in another."""
    if "\n" not in passage.clean or passage.names.isdisjoint(OTHER):
        return False
    sold = {menu_topic(passage, index) for index in range(len(passage.sentences))}
    return {"lymph", "other"} <= sold


def timed_lines(passage: Passage) -> frozenset[int]:
    """Return the heads of the lines of a menu that say how long a thing takes and name no lymph.

    "HOT STONES, 75 min." Where none of the lines offers lymph work there is nothing to tell apart.
    """
    if "mld" not in passage.names or "\n" not in passage.clean:
        return frozenset()
    clean = passage.clean
    heads = [
        index
        for index, one in enumerate(passage.sentences)
        if _opens_line(clean, one.start) and _is_timed(clean[one.start : one.end][:_TIMED_HEAD])
    ]
    others = [one for one in heads if _LYMPH_WORK.isdisjoint(passage.by_name[one])]
    if len(heads) < _TIMED_LINES or len(others) == len(heads):
        return frozenset()
    return frozenset(others)


def labelled_lines(passage: Passage) -> frozenset[int]:
    """Return the sentences of a price list in one paragraph that sell something other than lymph work.

    "Wood Therapy 45: rollers for hips. Pressotherapy 30: boots. Manual Lymph Drainage 60: ..."
    """
    if "mld" not in passage.names or passage.clean.count(":") < _LABELS:
        return frozenset()
    others: list[int] = []
    lymph = False
    for index, one in enumerate(passage.sentences):
        colon = passage.clean.find(":", one.start, min(one.end, one.start + _LABEL))
        names = {name for start, _, name in passage.mentions[index] if start < colon}
        if not names.isdisjoint(_LYMPH_WORK):
            lymph = True
        elif not names.isdisjoint(OTHER):
            others.append(index)
    return frozenset(others) if lymph and len(others) > 1 else frozenset()


def _is_timed(head: str) -> bool:
    words = head.lower().split()
    return any(
        one.isdigit() and other.startswith("min") for one, other in itertools.pairwise(words)
    )


def menu_topic(passage: Passage, index: int) -> str | None:
    """Return what a line of a menu sells, lymph or other, or None where there is no such line."""
    mentions = passage.mentions[index]
    sentence = passage.sentences[index]
    if not mentions or not _opens_line(passage.clean, sentence.start):
        return None
    said = passage.clean[sentence.start : sentence.end]
    if said.rstrip().endswith(":") or (sentence.mark == "." and len(said.split()) > _LINE_WORDS):
        return None
    by_name = passage.by_name[index]
    if "mld" in by_name or "lymph" in by_name:
        named = min(one[0] for name in ("mld", "lymph") for one in by_name.get(name, ()))
        return "lymph" if named - sentence.start <= _ITEM else None
    for start, _, name in mentions:
        if start - sentence.start > _LINE_HEAD:
            return None
        if name in OTHER:
            return "other"
    return None


def _opens_line(clean: str, start: int) -> bool:
    before = clean[max(0, start - 6) : start].rstrip(" .)-–—*•·▪◦●✓✔★0123456789")
    return not before or before.endswith("\n")


def is_disowning(passage: Passage, index: int) -> bool:
    """Say whether a sentence sends what the one before it named to another service.

    "They live in the sports room." A short "I don't" has to end its clause.
    """
    sentence = passage.sentences[index]
    return any(
        start - sentence.start < _DISOWNED
        and (end - start > _SHORT or passage.clean[end : end + 1] in (".", ";", ",", "!", ":"))
        for start, end, _ in passage.by_name[index]["disown"]
    )


def by_hand_from(passage: Passage, index: int, lexicon: Lexicon) -> int | None:
    """Return where the clause begins that says that the lymph work is done by hand, or None.

    "Cups are for backs, our lymph drainage is done by hand."
    """
    by_name = passage.by_name[index]
    if "mld" not in by_name:
        return None
    sentence = passage.sentences[index]
    start, end, _ = min(by_name["mld"])
    begin = max(sentence.start, passage.clean.rfind(",", sentence.start, start) + 1)
    if start - begin > _CLAUSE_HEAD:
        return None
    if any(one[0] >= begin for name in _BOTH & by_name.keys() for one in by_name[name]):
        return None
    words = passage.folded[end : sentence.end].split(None, _HAND_WORDS)[:_HAND_WORDS]
    return None if lexicon.openers["hands"].isdisjoint(words) else begin


def names_none(by_name: Mapping[str, list[Mention]]) -> bool:
    """Say whether a sentence names no tool itself, so that "them" are those named before."""
    return by_name.keys().isdisjoint(_TOOLS)


def is_taken_up(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence says of what the one before it named that it works on lymph.

    "I use cups. They move the lymph." What it denies, and what it has for a sight or for others, is
    not said.
    """
    if first_word(passage, passage.sentences[index]) not in lexicon.openers["things"]:
        return False
    by_name = passage.by_name[index]
    if by_name.keys().isdisjoint(_FLOW) or by_name.keys().isdisjoint(_WORKS) or "disown" in by_name:
        return False
    return not any(
        name in lexicon.cues and lexicon.cues[name].kind in _UNDONE
        for _, _, name in passage.cues[index]
    )


def services_in(by_name: Mapping[str, list[Mention]], scopes: list[Scope]) -> list[Service]:
    """Return the services a sentence names, in reading order.

    "No deep tissue work" names none, and neither does "unlike deep tissue work".
    """
    named = sorted([one for name in SERVICES if name in by_name for one in by_name[name]])
    return [
        (start, SERVICES[name], name == "mld")
        for start, _, name in named
        if name != "other_mod" or standing(start, scopes, False) not in _UNNAMED
    ]


def spoken_of(position: int, services: list[Service], topic: str) -> str:
    """Return the service spoken of: the last one named before, else the next, else the topic."""
    about = None
    for start, named, _ in services:
        if start > position:
            return about or named
        about = named
    return about or topic


def is_bound(about: str, place: Place, services: list[Service]) -> bool:
    """Say whether what is done is done as lymph work.

    A page headed by other work that claims to be lymph work does that work as lymph work, except
    where it names the other work alone.
    """
    if about in ("lymph", "none"):
        return True
    if not place.claims_lymph or place.main != "other":
        return False
    return not services or any(named == "lymph" for _, named, _ in services)


def is_menu(
    passage: Passage, index: int, by_name: dict[str, list[Mention]], lexicon: Lexicon
) -> bool:
    """A list of services describes none of them: "lymphatic drainage, deep tissue, cupping"."""
    if not by_name.keys().isdisjoint(_TOUCH) or _is_a_drainage(passage, by_name, lexicon):
        return False
    if "own" in by_name and (
        "other_mod" not in by_name
        or not _HOW.isdisjoint(by_name)
        or _is_ours(passage, by_name, lexicon)
    ):
        return False
    if "in_turn" in by_name:
        # "Radiofrequency, ultrasound, then lymphatic drainage" is one service.
        return False
    sentence = passage.sentences[index]
    colon = passage.clean.find(":", sentence.start, sentence.end)
    if colon > 0 and "other_mod" not in by_name and by_name["mld"][-1][0] < colon:
        # "What I sell as lymph drainage: cups, scrapers" says what one service is made of.
        return False
    commas = passage.clean.count(",", sentence.start, sentence.end)
    named = sum([_apart(by_name[name]) for name in by_name.keys() & _LISTED])
    if "other_mod" in by_name or "extra" in by_name:
        return commas > 0 and named > 2
    return commas > 1 and named > 1 and "using" not in by_name


def _is_ours(passage: Passage, by_name: Mapping[str, list[Mention]], lexicon: Lexicon) -> bool:
    """ "Our gentle drainage" is one service, "our house offers drainage, facials" a list of them."""
    return any(
        passage.folded[low:high] in lexicon.possessives
        and low < start
        and len(passage.folded[high:start].split()) < _OURS
        for low, high, _ in by_name["own"]
        for start, _, _ in by_name["mld"]
    )


def _is_a_drainage(passage: Passage, by_name: dict[str, list[Mention]], lexicon: Lexicon) -> bool:
    """Say whether a tool is said to be lymph work: "Pressotherapy is a lymph drainage".

    "Madeiroterapia drenante" is one service too, where nothing else is named beside it.
    """
    alone = len(by_name.keys() & OTHER) == 1
    for name in _TOOLS:
        for _, end, _ in by_name.get(name, ()):
            for start, _, _ in by_name["mld"]:
                if alone and start == end + 1 and passage.clean[end] == " ":
                    return True
                between = passage.folded[end:start].split() if start > end else []
                if 0 < len(between) <= _IS_A_WORDS and not lexicon.being.isdisjoint(between):
                    return True
    return False


def _apart(mentions: Sequence[Mention]) -> int:
    """Count mentions; one inside another ("drainage" in "lymph drainage") is the same one."""
    count = reached = 0
    for start, end, _ in sorted(mentions):
        if end > reached:
            count += start >= reached
            reached = end
    return count


def is_row(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """ "Home Cavitation Gua Sha Wood Therapy Lymph" is a row of links and says nothing."""
    by_name = passage.by_name[index]
    if _LISTED.isdisjoint(by_name) or len(by_name.keys() & _LISTED) < _ROW_TOOLS:
        return False
    if passage.kind in HEADS:
        return False
    if not by_name.keys().isdisjoint(_TOUCH) or "own" in by_name:
        return False
    sentence = passage.sentences[index]
    if ":" in passage.clean[sentence.start : sentence.end]:
        return False
    words = sentence.words
    return lexicon.function_words.isdisjoint(words)


def main_topic(passages: list[Passage]) -> str:
    for passage in passages:
        if passage.kind in HEADS:
            names = passage.names
            if names & {"mld", "lymph"}:
                return "lymph"
            if names & OTHER:
                return "other"
    return "none"


def first_topic(passage: Passage, main: str) -> str:
    if passage.kind == "services":
        return "lymph" if passage.names & {"mld", "lymph"} else "other"
    return main


def note_services(services: list[Service], scopes: list[Scope], topic: str, named: Named) -> str:
    """Count the services a sentence names, and return what the text is about after it."""
    for start, about, full in services:
        status = standing(start, scopes, True) if scopes else "asserted"
        if about == "other":
            named.other += 1
        elif status not in ("negated", "contrast", "refuted"):
            named.claimed += 1
        elif full and (status != "refuted" or _denies(start, scopes)):
            named.denied += 1
        if status == "asserted":
            topic = about
    return topic


def _denies(start: int, scopes: list[Scope]) -> bool:
    return any(one.kind == "negated" and one.start <= start < one.end for one in scopes)
