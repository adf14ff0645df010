"""Denials that stand behind what they deny: "Cupping is not done here", "we never use them".

A negation, a verb of doing or offering, and what ties the two to something before them: a passive,
a pronoun, or an object that stands first. Which words these are is told in the openers of a language.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from .lexicon import Lexicon
from .scan import Mention
from .segment import Sentence

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile("[,;:()]")
# So many words of its clause are looked at before a negation, and behind it.
_BEFORE = 7
_BEHIND = 6
# How near the verb stands behind its negation.
_NEAR = 4
# "You will not find in my bag: cups": the verb that opens a list comes so soon.
_SOON = 2
# An item of a list has so many words at most.
_ITEM = 4
# What is listed behind a denial, and what ends an item of a list.
_ITEMS = frozenset(
    {"wood", "cups", "gua_sha", "machine", "brush", "device", "pneumatic", "other_mod"}
)
_ITEM_ENDS = frozenset(",.;:!?)")
# So many letters has the verb before "I" at most.
_VERB = 12
# Letters before a negation and behind it that are looked at.
_SPAN = 120

# Letters before "nothing in common" in which "with" is looked for.
_TOGETHER = 260

# A word and where it begins.
_Word = tuple[str, int]


class Denial(NamedTuple):
    """Where what is denied begins and ends.

    ``it``: a pronoun stands for it, so that it may be named in the sentence before.
    """

    start: int
    end: int
    it: bool


def denied_behind(
    cue: Mention,
    sentence: Sentence,
    stops: Sequence[Mention],
    clean: str,
    folded: str,
    lexicon: Lexicon,
) -> Denial | None:
    """Return what a negation denies that stands before it, or in a list behind a colon."""
    start, end, _ = cue
    told = folded[start:end].split()
    openers = lexicon.openers
    if not told or (
        told[-1] not in openers["nots"]
        # "Schröpfgläser nehme ich keine."
        and not (told[-1] in openers["none"] and (clean[end] in ",.;:!?)" or end == sentence.end))
    ):
        return None
    handled = openers["handled"]
    if handled.isdisjoint(sentence.words) and openers["nothing"].isdisjoint(sentence.words):
        return None
    low = _clause_start(clean, start, sentence)
    close = _CLAUSE_END.search(clean, end, min(end + _SPAN, sentence.end))
    until = close.start() if close else min(end + _SPAN, sentence.end)
    said = folded[end:until].split()[:_BEHIND]
    if (
        handled.isdisjoint(said)
        and openers["nothing"].isdisjoint(said)
        and handled.isdisjoint(folded[low:start].split())
    ):
        return None
    before = _words(folded, low, start)[-_BEFORE:]
    behind = _words(folded, end, until)[:_BEHIND]
    place = next((n for n, (word, _) in enumerate(behind[:_NEAR]) if word in handled), None)
    ahead = max((n for n, (word, _) in enumerate(before) if word in handled), default=None)
    if any(word in openers["nothing"] for word, _ in behind):
        # "Por la cicatriz no tiene que salir nada."
        return Denial(_begins(start, sentence, stops, clean, folded, lexicon), end, False)
    if place is None and ahead is None:
        return None
    if (
        close
        and close.group() == ":"
        and len(behind) < _BEHIND
        and openers["fear"].isdisjoint(said)
        and ((place is not None and place < _SOON) or (place is None and len(behind) < _SOON))
    ):
        return Denial(close.end(), sentence.end, False)
    following: Sequence[str] = ()
    if place is not None:
        following = folded[behind[place][1] : until + 1].split(None, 3)[1:3]
        tied = _tied_behind(start, told, before, behind, place, following, lexicon)
    else:
        tied = _tied_before(before[ahead:], behind, lexicon)
    if tied is None:
        return None
    at, it = tied
    if low > sentence.start and clean[low - 1] == "," and len(before) < _SOON and place is not None:
        # "Le mot détox, vous ne l'entendrez pas": what is meant may be named just before.
        named = folded[sentence.start : low - 1].split()
        meant = it or not openers["them"].isdisjoint([word for word, _ in behind[:place]])
        if meant and len(named) <= _ITEM and openers["upon"].isdisjoint(following[:1]):
            return Denial(sentence.start, end, False)
    if it and not openers["jointly"].isdisjoint(folded[low:until].split()):
        # "Both cost the same, and I never do them together."
        return None
    return Denial(_begins(at, sentence, stops, clean, folded, lexicon), end, it)


def _tied_behind(
    start: int,
    told: Sequence[str],
    before: Sequence[_Word],
    behind: Sequence[_Word],
    place: int,
    following: Sequence[str],
    lexicon: Lexicon,
) -> tuple[int, bool] | None:
    """Return where a denial with its verb behind it begins, and whether a pronoun is denied."""
    openers = lexicon.openers
    if not openers["yet"].isdisjoint(following[:1]):
        # "never done without asking"
        return None
    if behind[place][0] in openers["wins"] and before:
        # "Cups never convinced us", "Gläser haben mich nie überzeugt"
        auxiliary = (pos for word, pos in before if word in openers["has"])
        return next(auxiliary, start), False
    between = [word for word, _ in behind[:place]]
    if not openers["them"].isdisjoint(between):
        return start, _at_all(following, lexicon)
    if not openers["it"].isdisjoint(following[:1]):
        return start, _at_all(following[1:], lexicon)
    if not openers["passive"].isdisjoint([*told, *between]):
        at = start
    else:
        at = next((pos for word, pos in reversed(before) if word in openers["passive"]), -1)
    if at >= 0:
        subject = [word for word, pos in before if pos < at]
        if not subject and following:
            # "I am trained in it, no se toca el vientre": what is denied stands behind the verb.
            return None
        # "They are not part of this."
        it = len(subject) == 1 and (
            subject[0] in openers["things"] or subject[0] in openers["they"]
        )
        return at, it and _at_all(following, lexicon)
    if place == 0 and len(behind) == 1 and not openers["clitics"]:
        # "A certificate I do not have": the verb has no other object.
        who = next((n for n, (word, _) in enumerate(before) if word in lexicon.selves), 0)
        if who and before[0][0] not in openers["where"] | openers["with"] | openers["and"]:
            return before[who][1], False
    if place == 0 and len(behind) == 1 and openers["clitics"]:
        # "Ventosas no usamos", "ventosas eu não uso"
        named = before and before[-1][0] in lexicon.selves
        return before[-1][1] if named else start, False
    return None


def _at_all(following: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether what is denied is denied altogether.

    "We never use them cold" and "they are not used on the belly" say that they are used.
    """
    # "nous ne les utilisons jamais": the second half of a negation
    words = [word for word in following if word not in lexicon.openers["nots"]][:1]
    return lexicon.function_words.issuperset(words) and lexicon.openers["upon"].isdisjoint(words)


def _tied_before(
    words: Sequence[_Word], behind: Sequence[_Word], lexicon: Lexicon
) -> tuple[int, bool] | None:
    """The same where the verb stands before its negation, as ``words`` do: "verwenden wir nicht"."""
    (_, at), *rest = words
    between = [word for word, _ in rest]
    pronouns = lexicon.openers["it"]
    if not between or (between[0] not in lexicon.selves and between[0] not in pronouns):
        return None
    if not pronouns.isdisjoint(between):
        # "In der Lymphdrainage verwenden wir sie nicht."
        return at, _at_all([word for word, _ in behind], lexicon)
    # "Holzroller benutzen wir in der Praxis nicht."
    return (at, False) if len(behind) < _SOON else None


def _words(folded: str, low: int, high: int) -> list[_Word]:
    return [(match.group(), match.start()) for match in _WORD.finditer(folded, low, high)]


def _clause_start(clean: str, at: int, sentence: Sentence) -> int:
    low = max(sentence.start, at - _SPAN)
    return max([low, *(clean.rfind(mark, low, at) + 1 for mark in ",;:()")])


def before_speaker(at: int, low: int, folded: str, lexicon: Lexicon) -> int:
    """Return where "I" begins that stands right before a position, or the position.

    "Papers I do not have": who has none is no part of what is denied. "My paper has run out, and I do
    not renew it" begins anew with its speaker.
    """
    words = folded[low:at].rsplit(None, 2)[-2:]
    if not words or words[-1] not in lexicon.selves or words[0] in lexicon.openers["and"]:
        return at
    return at - len(words[-1]) - 1


def passing_speakers(
    kind: str, stops: list[Mention], clean: str, folded: str, lexicon: Lexicon
) -> list[Mention]:
    """Return the stops of a plan, or of a course broken off, that reaches back over who speaks.

    "Den Kurs habe ich abgebrochen": the verb stands before "ich", and the course before both. Its
    clause begins behind a comma.
    """
    if kind != "hypothetical":
        return stops
    passed = []
    for stop in stops:
        start, end, name = stop
        before = folded[max(0, start - _VERB) : start].rsplit(None, 1)[-1:]
        if folded[start:end].strip() in lexicon.selves and not lexicon.being.isdisjoint(before):
            comma = max(0, clean.rfind(",", 0, start))
            stop = (comma, comma + 1, name)
        passed.append(stop)
    return passed


def subject_start(
    low: int,
    high: int,
    stops: Sequence[Mention],
    passed: Collection[str],
    clean: str,
    folded: str,
    lexicon: Lexicon,
) -> int:
    """Return where the subject that ends before ``high`` begins: behind the last stop.

    A stop that ends in an article may go on with a list, "las ventosas y la madera no se usan": then
    it begins with the first of it. ``passed`` are stops that end nothing.
    """
    the, handled = lexicon.openers["the"], lexicon.openers["handled"]
    joined = -1
    for start, end, _ in stops:
        if not low <= start < high:
            continue
        said = folded[start:end].split()
        if " ".join(said) in passed:
            continue
        if the.isdisjoint(said[-1:]):
            low, joined = end, -1
            continue
        item = _words(folded, max(low, joined, clean.rfind(",", low, start - 1) + 1), start)
        first = next((n for n in range(len(item) - 1, -1, -1) if item[n][0] in the), None)
        if joined < 0 and first is not None and 0 < len(item) - first <= _ITEM:
            low = end if first and item[first - 1][0] in handled else item[first][1]
        elif not 0 < len(item) <= _ITEM or not handled.isdisjoint([word for word, _ in item]):
            low = end
        joined = -1 if low == end else end
    return low


def _begins(
    at: int,
    sentence: Sentence,
    stops: Sequence[Mention],
    clean: str,
    folded: str,
    lexicon: Lexicon,
) -> int:
    """Return where the subject of a denial begins: behind a stop, and behind another verb.

    "Cups, boards and stones are not used" denies the whole list; "cups are moved, oil is not used"
    denies the oil.
    """
    low = max(sentence.start, at - _SPAN)
    at = before_speaker(at, low, folded, lexicon)
    low = subject_start(low, at - 1, stops, lexicon.possessives, clean, folded, lexicon)
    passive, handled = lexicon.openers["passive"], lexicon.openers["handled"]
    said = _words(folded, low, at)
    for word, position in reversed(said):
        # "Deeper work is not needed": what stands right before is no verb, and "e" is "and" as well.
        verb = word in passive or (word in handled and (word, position) != said[-1])
        if verb and len(word) > 1:
            comma = clean.find(",", position, at)
            low = comma + 1 if comma > 0 else position + len(word)
            break
    comma = clean.rfind(",", low, at)
    while comma > low:
        before = clean.rfind(",", low, comma)
        if len(clean[before + 1 if before > 0 else low : comma].split()) > _ITEM:
            # no item of a list: "the cups glide over the skin, oil is not used"
            return comma + 1
        comma = before
    return low


def with_before(
    start: int, end: int, sentence: Sentence, clean: str, folded: str, lexicon: Lexicon
) -> tuple[int, bool]:
    """Return where begins what something "has nothing in common" with, where that stands before it.

    "It has with cups and stones nothing to do", as German says, and "with cups it has nothing in
    common". Also whether a pronoun has nothing in common with it, so that the sentence before named
    what is meant. Where nothing stands before it, the place is ``start``.
    """
    withs, has = lexicon.openers["with"], lexicon.openers["has"]
    following = folded[end : sentence.end].split(None, 1)[:1]
    if following and following[0] in withs:
        return start, False
    words = [
        (found.group(), found.start())
        for found in _WORD.finditer(folded, max(sentence.start, start - _TOGETHER), start)
    ]
    having = max((n for n, (word, _) in enumerate(words) if word in has), default=-1)
    told = folded[start:end].split()
    if having < 0 and has.isdisjoint(told):
        return start, False
    subject = [word for word, _ in words[having + 1 : having + 2]]
    it = bool(subject) and subject[0] in lexicon.openers["things"]
    behind = next((at for word, at in words[having + 1 :] if word in withs), None)
    if having >= 0 and behind is not None:
        return behind, it
    heads = [
        at
        for n, (word, at) in enumerate(words)
        if word in withs and (n == 0 or clean[words[n - 1][1] : at].rstrip()[-1:] in ",;:()")
    ]
    return (heads[0] if heads else start), it


def lists_on(
    stop: Mention, mentions: Sequence[Mention], clean: str, folded: str, lexicon: Lexicon
) -> bool:
    """Say whether a list goes on behind a stop that ends in an article: "evite las copas y el rodillo".

    Where a verb follows, something new is told: "no copas, y el rodillo ayuda".
    """
    said = folded[stop[0] : stop[1]].split()
    if len(said) < 2 - (clean[stop[0]] == ",") or said[-1] not in lexicon.openers["definite"]:
        return False
    end = max(
        (one[1] for one in mentions if stop[1] <= one[0] <= stop[1] + 1 and one[2] in _ITEMS),
        default=0,
    )
    if not end:
        return False
    following = folded[end : end + _SPAN].split(None, 1)[:1]
    return clean[end] in _ITEM_ENDS or not following or following[0] in lexicon.openers["joins"]


def with_behind(end: int, sentence: Sentence, folded: str, lexicon: Lexicon) -> int:
    """Return where "with" stands later: "it has nothing in common, nothing at all, with cups"."""
    until = min(end + _SPAN, sentence.end)
    found = [folded.find(f" {word} ", end + 1, until) for word in lexicon.openers["with"]]
    return min((at for at in found if at >= 0), default=0)
