"""Denials that affirm: an exception to them, a second denial, a denial of what is said.

"No cups unless you ask for them" offers cups, "no session without the roller" always has it, "it is
not true that we use no wood" says that wood is used, and "on days when we do not scrape" that on
others it is done. Which words these are is told in the openers of a language.
"""

from collections.abc import Sequence

from .lexicon import Lexicon
from .scan import Mention
from .segment import Sentence

# Letters behind a denial, and before it, in which "true that" is looked for.
_SAID = 60
# So many words stand between the two denials of "no session ends without the roller" at most.
_APART = 7
# "We do not hesitate", "wir scheuen uns nicht": the verb stands in so many letters.
_VERB = 24
# "No lymph drainage": the object of a denial begins so soon.
_OBJECT = 16
# "Nous n'utilisons donc que": words between the halves at most.
_RESTRICTED = 6
# "The days on which we do not": words between the days and the denial.
_DAYS = 5
_BEFORE_DAYS = 48
# A stop may begin with the comma before an exception.
_SAME = 2
# "I have never claimed that": so near stands the verb of saying.
_SOON = 3
# "Unless you count the table" is no exception: so soon stands the verb.
_JOKE = 4
_MARKS = ",;:()"


def denied_until(
    start: int,
    end: int,
    limit: int,
    sentence: Sentence,
    exceptions: Sequence[Mention],
    mentions: Sequence[Mention],
    folded: str,
    lexicon: Lexicon,
) -> tuple[str, int]:
    """Return how what a denial covers stands after all, and where that ends."""
    lack = lexicon.openers["lack"]
    before = folded[folded.rfind(" ", 0, start - 1) + 1 : start - 1]
    if before in lack or folded[end + 1 : folded.find(" ", end + 1)] in lack:
        # "The cups are never missing", "es fehlen nie die Gläser"
        return "asserted", limit
    shrinks = lexicon.openers["shrink"]
    low = max(sentence.start, start - _VERB)
    if not shrinks.isdisjoint(sentence.words) and not shrinks.isdisjoint(
        [*folded[end : min(limit, end + _VERB)].split()[:2], *folded[low:start].split()[-2:]]
    ):
        # "We do not hesitate to use cups", "wir scheuen uns nicht"
        return "asserted", limit
    if exceptions and limit < sentence.end:
        kind = _exception_to(limit, sentence, exceptions, mentions, folded, lexicon)
        if kind is not None:
            return kind, limit
    if _days_without(start, sentence, folded, lexicon):
        return "conditional", limit
    if folded[start:end] in lexicon.openers["without"]:
        limit = _with_after(end, limit, folded, lexicon)
    return "negated", _restricted_at(start, end, limit, folded, lexicon)


def _with_after(end: int, limit: int, folded: str, lexicon: Lexicon) -> int:
    """Return where "without" ends: "without oil and with cups"."""
    for first in lexicon.openers["and"]:
        for second in lexicon.openers["with"]:
            at = folded.find(f" {first} {second} ", end, limit)
            limit = at if at >= 0 else limit
    return limit


def never_said(cue: Mention, sentence: Sentence, folded: str, lexicon: Lexicon) -> bool:
    """ "That it melts fat I have never claimed": what is said first is denied."""
    openers = lexicon.openers
    if not sentence.words or sentence.words[0] not in openers["that"]:
        return False
    opening = folded[sentence.start : cue[0]].split()
    if len(opening) < _SOON:
        return False
    said = [*opening[-_SOON:], *folded[cue[1] : sentence.end].split(None, _SOON)[:_SOON]]
    return not openers["truth"].isdisjoint(said)


def opens_exception(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return how what the sentence before denied stands after all, or None.

    "No cups. Unless you ask", "Except on the thighs", "The one exception is the thigh".
    """
    openers = lexicon.openers
    words = sentence.words[:_JOKE]
    if not openers["exception"].isdisjoint(words):
        return "conditional"
    for size in (1, 2, 3):
        said, following = " ".join(words[:size]), words[size : size + 1]
        if said in openers["unless"]:
            return "conditional" if openers["counting"].isdisjoint(words) else None
        if said in openers["except"] and following:
            if following[0] in openers["when"]:
                return "conditional"
            return "asserted" if following[0] in openers["where"] else None
    return None


def exceptions_in(stops: Sequence[Mention], folded: str, lexicon: Lexicon) -> Sequence[Mention]:
    """Return the stops of a sentence that open an exception."""
    words = lexicon.openers["except"]
    return [stop for stop in stops if folded[stop[0] : stop[1]].strip() in words]


def is_excepted(
    end: int,
    sentence: Sentence,
    exceptions: Sequence[Mention],
    mentions: Sequence[Mention],
    folded: str,
    lexicon: Lexicon,
) -> bool:
    """Say whether an exception follows at once: "cups we use none, unless you ask"."""
    return _exception_to(end, sentence, exceptions, mentions, folded, lexicon) is not None


def _exception_to(
    limit: int,
    sentence: Sentence,
    exceptions: Sequence[Mention],
    mentions: Sequence[Mention],
    folded: str,
    lexicon: Lexicon,
) -> str | None:
    """Return how what a denial covers stands where an exception ends it, or None.

    "No cups unless you ask" is conditional, "no cups except on the thighs" asserted; "no tool except
    my hands" and "never deep, except in sports massage" stay denied.
    """
    openers = lexicon.openers
    for low, high, _ in exceptions:
        if low < limit:
            continue
        if low > limit + _SAME:
            return None
        said = folded[low:high].strip()
        following = folded[high : sentence.end].split(None, _JOKE)[:_JOKE]
        if any(one[0] > high and one[2] == "other_mod" for one in mentions):
            return None
        if said in openers["unless"]:
            return "conditional" if openers["counting"].isdisjoint(following) else None
        if not following:
            return None
        if following[0] in openers["when"]:
            return "conditional"
        return "asserted" if following[0] in openers["where"] else None
    return None


def untrue_from(start: int, end: int, sentence: Sentence, folded: str, lexicon: Lexicon) -> int:
    """Return where what is not true begins: "it is not true that cups are used". Else 0."""
    openers = lexicon.openers
    if folded[start:end].rsplit(" ", 1)[-1] in openers["truth"]:
        # "It would be unfair to say", "do not believe": the denial says so itself.
        return end
    if openers["truth"].isdisjoint(sentence.words):
        return 0
    until = min(end + _SAID, sentence.end)
    for word in openers["that"]:
        at = folded.find(f" {word} ", end, until)
        if at < 0:
            continue
        between = folded[end:at].split()
        before = folded[max(sentence.start, start - _SAID) : start].split()
        if len(between) < _JOKE and not openers["truth"].isdisjoint([*before, *between]):
            return at + len(word) + 1
    return 0


def is_turned(
    denial: Mention,
    cue: Mention,
    untrue: int,
    sentence: Sentence,
    clean: str,
    folded: str,
    lexicon: Lexicon,
) -> bool:
    """Say whether a denial only turns one that stands before it.

    "No drainage without cups", but "it does not hurt and works without cups", and "you cannot press
    without closing a vessel" warns. ``untrue`` is where "it is not true that" ends, or 0.
    """
    _, first, _ = denial
    start, end, _ = cue
    openers = lexicon.openers
    if untrue:
        return untrue <= start and _are_near(untrue, start, clean, folded, lexicon)
    before, said = folded[denial[0] : first], folded[start:end]
    shrinks = openers["shrink"]
    if said in shrinks or before in shrinks:
        # "We do not do without cups", "auf Gläser verzichten wir nicht"
        return _are_near(first, start, clean, folded, lexicon)
    without = openers["without"]
    if said not in without or before in without:
        return False
    if not _are_near(first, start, clean, folded, lexicon):
        return False
    low = max([sentence.start, *(clean.rfind(mark, sentence.start, start) + 1 for mark in _MARKS)])
    return openers["can"].isdisjoint(folded[low:start].split())


def is_needed(
    denial: Mention,
    cue: Mention,
    sentence: Sentence,
    mentions: Sequence[Mention],
    folded: str,
    lexicon: Lexicon,
) -> bool:
    """Say whether a denial makes needed what stands behind "without" before it.

    "Without cups there is no lymph drainage", "it would without cups not be complete".
    """
    openers = lexicon.openers
    if folded[denial[0] : denial[1]] not in openers["without"]:
        return False
    end = cue[1]
    opens = not folded[sentence.start : denial[0]].strip()
    if opens and any(one[2] == "mld" and end <= one[0] < end + _OBJECT for one in mentions):
        return True
    return not openers["complete"].isdisjoint(folded[end : sentence.end].split(None, 3)[:3])


def _are_near(low: int, high: int, clean: str, folded: str, lexicon: Lexicon) -> bool:
    words = folded[low:high].split()
    return (
        len(words) <= _APART
        and lexicon.openers["and"].isdisjoint(words)
        and not any(mark in clean[low:high] for mark in _MARKS)
    )


def _restricted_at(start: int, end: int, limit: int, folded: str, lexicon: Lexicon) -> int:
    """Return where a denial ends that only restricts: "nous n'utilisons que la main"."""
    halves = lexicon.openers["half"]
    if folded[start:end] not in halves:
        return limit
    at = end
    for word in folded[end:limit].split(None, _RESTRICTED)[:_RESTRICTED]:
        at = folded.find(word, at)
        if word in lexicon.openers["than"]:
            return at
        if word in lexicon.openers["nots"]:
            break
        at += len(word)
    return limit


def _days_without(start: int, sentence: Sentence, folded: str, lexicon: Lexicon) -> bool:
    """Say whether a denial tells of some days only: "on the days when we do not use the cups"."""
    openers = lexicon.openers
    if openers["days"].isdisjoint(sentence.words):
        return False
    low = max(sentence.start, start - _BEFORE_DAYS)
    before = folded[low:start].split()[-_DAYS:]
    place = next((n for n, word in enumerate(before) if word in openers["days"]), -1)
    return place >= 0 and any(
        word in openers["on_which"] or word in lexicon.selves
        for word in before[place + 1 : place + 2]
    )
