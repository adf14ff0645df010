"""Sentences about the other of two services: "Besides lymph drainage we offer wood therapy"."""

from collections.abc import Mapping

from .binding import OTHER
from .lexicon import Lexicon
from .passage import Passage, first_word
from .scan import Mention
from .segment import Sentence

_LYMPH = frozenset({"mld", "lymph"})
# What may head a sentence as a service, and is no effect.
_SERVICES = OTHER - {"sculpt", "muscle"}
# A package is one service: "besides the drainage by hand it combines ...".
_ONE = frozenset({"combine", "in_turn"})
# What another treatment may be called.
_OFFERS = frozenset({"session", "style", "treats"})
_TWO = 2
# So close to the beginning of its sentence stands what "besides" is said of, or what "for" names.
_BESIDE = 45
_AIM = 30
# "The lymph drainage is": what heads a sentence stands behind an article at most.
_ARTICLE = 5
# "We also do lymph drainage": so few words stand between at most.
_ALSO = 4
# How many sentences ago the two services were named, or the other aim.
_NAMED_AGO = 3
_AIM_AGO = 2
# "Bei der Lymphdrainage dagegen": so soon a sentence says that it turns to something else.
_TURNS = 6


def beside(passage: Passage, main: str, lexicon: Lexicon) -> dict[int, str]:
    """Return for sentences that speak of one of two services which it is, lymph or other.

    Only a passage that names lymph work and something else can have such sentences.
    """
    found: dict[int, str] = {}
    if len(passage.sentences) < _TWO:
        return found
    openers = lexicon.openers
    named = "mld" in passage.names
    if not passage.names.isdisjoint(OTHER):
        if any(f" {word} " in passage.folded for word in openers["another"]):
            _another(passage, lexicon, found)
        if named:
            if main == "none":
                _also(passage, lexicon, found)
            _headed(passage, lexicon, found)
            if any(f" {word} " in passage.folded for word in openers["latter"]):
                _counted(passage, lexicon, found)
    if not named:
        return found
    for index, names in enumerate(passage.by_name):
        if "mld" in names:
            word = first_word(passage, passage.sentences[index])
            if word in openers["aim"]:
                _aimed(passage, index, word, lexicon, found)
            elif word in openers["besides"] and _is_besides(passage, index):
                found[index] = "other"
    return found


def _is_besides(passage: Passage, index: int) -> bool:
    """Say whether the lymph work is what there is something else besides.

    "Besides the hands, our lymph drainage has rollers" tells what that is made of.
    """
    by_name = passage.by_name[index]
    if "mld" not in by_name or not _ONE.isdisjoint(by_name):
        return False
    start, named = passage.sentences[index].start, by_name["mld"][0][0]
    return named - start <= _BESIDE and "," not in passage.clean[start:named]


def _also(passage: Passage, lexicon: Lexicon, found: dict[int, str]) -> None:
    """ "Waxing on Mondays. Laser on Fridays. We also do lymph drainage": that comes last, and apart."""
    first = next(n for n, names in enumerate(passage.by_name) if not _LYMPH.isdisjoint(names))
    named = passage.by_name[first].get("mld", ())
    if not first or not named:
        return
    start = passage.sentences[first].start
    words = passage.folded[start : named[0][0]].split()[-_ALSO:]
    if not lexicon.openers["also"].isdisjoint(words):
        found.update(dict.fromkeys(range(first), "other"))


def _aimed(
    passage: Passage, index: int, word: str, lexicon: Lexicon, found: dict[int, str]
) -> None:
    """ "For stiff backs I use my elbow. For lymph drainage the hand only rests": two services."""
    if not _names_lymph_first(passage, index):
        return
    for other in range(max(0, index - _AIM_AGO), index):
        if _opens(passage, other, word):
            found.update(dict.fromkeys(range(other, index), "other"))
            found[index] = "lymph"
            return
    for other in range(index + 1, min(index + 1 + _AIM_AGO, len(passage.sentences))):
        if not _opens(passage, other, word):
            continue
        sentence = passage.sentences[other]
        words = sentence.words[:_TURNS]
        if not lexicon.openers["unlike"].isdisjoint(words):
            found[other] = "other"
            return


def _opens(passage: Passage, index: int, word: str) -> bool:
    """Say whether a sentence that names no lymph work opens with a word."""
    return (
        _LYMPH.isdisjoint(passage.by_name[index])
        and first_word(passage, passage.sentences[index]) == word
    )


def _names_lymph_first(passage: Passage, index: int) -> bool:
    named = passage.by_name[index].get("mld", ())
    start = passage.sentences[index].start
    return any(one[0] - start <= _AIM for one in named)


def _headed(passage: Passage, lexicon: Lexicon, found: dict[int, str]) -> None:
    """ "Cupping is for backs. Lymph drainage is for swelling": what heads a sentence is its topic."""
    opened = [
        index
        for index, mentions in enumerate(passage.mentions)
        if mentions and mentions[0][0] - passage.sentences[index].start <= _ARTICLE
    ]
    lymph = [index for index in opened if not _LYMPH.isdisjoint(passage.by_name[index])]
    others = [index for index in opened if not _SERVICES.isdisjoint(passage.by_name[index])]
    other = _by_how(passage, [index for index in others if index not in lymph], lexicon)
    if other:
        for how, named in _by_how(passage, lymph, lexicon).items():
            if how in other:
                found.update(dict.fromkeys(named, "lymph"))
                found.update(dict.fromkeys(other[how], "other"))


def _by_how(passage: Passage, indexes: list[int], lexicon: Lexicon) -> dict[str, list[int]]:
    """Return the sentences that a service heads, by what follows it."""
    found: dict[str, list[int]] = {}
    for index in indexes:
        sentence = passage.sentences[index]
        head = _head(passage, index, sentence)
        how = _how(passage, head[1], sentence.end, lexicon) if head is not None else ""
        if how:
            found.setdefault(how, []).append(index)
    return found


def _how(passage: Passage, end: int, until: int, lexicon: Lexicon) -> str:
    """Return what follows the service that heads a sentence: a verb, or the end of a label."""
    following = passage.folded[end:until].split(None, 1)[:1]
    if passage.clean[end] == ":" or not following:
        return ":"
    if following[0] not in lexicon.being:
        return ""
    return "is" if following[0] in lexicon.openers["passive"] else following[0]


def _head(passage: Passage, index: int, sentence: Sentence) -> Mention | None:
    """Return the service that a sentence begins with, the longest of its names."""
    mentions = passage.mentions[index]
    lymph = not _LYMPH.isdisjoint(passage.by_name[index])
    best = None
    for one in mentions:
        if one[0] - sentence.start > _ARTICLE:
            break
        if one[2] in _LYMPH or (one[2] in _SERVICES and not lymph):
            best = one if best is None or one[1] > best[1] else best
    return best


def _another(passage: Passage, lexicon: Lexicon, found: dict[int, str]) -> None:
    """ "The other treatment is wood therapy": it is not the lymph work, which is not named."""
    for index, sentence in enumerate(passage.sentences):
        words = sentence.words[:3]
        if words and (words[0] in lexicon.openers["definite"] or words[0] == "l"):
            words = words[1:]
        if len(words) < _TWO or words[0] not in lexicon.openers["another"]:
            continue
        by_name = passage.by_name[index]
        if OTHER.isdisjoint(by_name) or not _LYMPH.isdisjoint(by_name):
            continue
        end = passage.folded.find(words[1], sentence.start)
        named = any(
            one[0] in (end, end - 1) for n in _OFFERS & by_name.keys() for one in by_name[n]
        )
        if named and words[1] not in lexicon.openers["hands"]:
            found[index] = "other"


def _counted(passage: Passage, lexicon: Lexicon, found: dict[int, str]) -> None:
    """ "The former digs into knots. The latter moves the skin": two services, named in turn."""
    former: dict[int, bool] = {}
    for index, sentence in enumerate(passage.sentences):
        words = sentence.words[:2]
        if len(words) > 1 and (words[0] in lexicon.openers["definite"]):
            words = words[1:]
        if words and words[0] in lexicon.openers["former"]:
            former[index] = True
        elif words and words[0] in lexicon.openers["latter"]:
            former[index] = False
    if len(set(former.values())) < 2:
        return
    first = min(former)
    for named in range(first - 1, max(-1, first - 1 - _NAMED_AGO), -1):
        order = _in_turn(passage.by_name[named])
        if order is not None:
            found.update({at: order[0] if one else order[1] for at, one in former.items()})
            return


def _in_turn(by_name: Mapping[str, list[Mention]]) -> tuple[str, str] | None:
    """Return which of lymph work and other work a sentence names first."""
    lymph = [one[0] for name in _LYMPH & by_name.keys() for one in by_name[name]]
    other = [one[0] for name in OTHER & by_name.keys() for one in by_name[name]]
    if not lymph or not other:
        return None
    return ("lymph", "other") if min(lymph) < min(other) else ("other", "lymph")
