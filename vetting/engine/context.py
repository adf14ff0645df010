"""How a mention is meant: asserted, denied, contrasted, asked, somebody else's.

After ConText: a cue has a direction, a reach and words that end it. What differs is the domain:
advertisements deny by contrast, quote myths, answer their own questions and speak of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .affirmed import denied_until, exceptions_in, is_excepted, is_turned, untrue_from
from .denials import (
    before_speaker,
    denied_behind,
    lists_on,
    passing_speakers,
    subject_start,
    with_before,
)
from .labels import denied_before, label_end, said_instead, told_not
from .lexicon import STOP, Cue, Lexicon
from .results import told_by
from .scan import Mention
from .segment import Sentence
from .text import fold

# The first of these that covers a mention decides.
PRIORITY = (
    "other_person",
    "other_service",
    "refuted",
    "negated",
    "contrast",
    "question",
    "conditional",
    "past",
    "hypothetical",
    "advice",
)
_RANK = {kind: rank for rank, kind in enumerate(PRIORITY)}
# A plan of the service comes before a condition: "we plan a room for cups, if you would like it".
_PLANNED = _RANK["question"]
_TRAINING_ONLY = frozenset({"advice", "hypothetical"})
_PEOPLE_AND_PAST = frozenset({"other_person", "past"})
_SUPPOSING = frozenset({"conditional", "question"})
_LISTING = frozenset({"negated", "refuted"})
_SERVICE_ONLY = frozenset({"other_service"})
_DENYING = frozenset({"negated", "refuted"})
# So many letters of what is not true are looked at.
_CLAIMED = 120
# Marks that end the reach of a cue, as a stop word does.
BREAKS = (":", " – ", " — ", " - ")
_CLAUSE_ENDS = frozenset(",.;:!?)")
# How close to its beginning a sentence answers with "No," (labels such as "A:" come before).
_ANSWER_STARTS = 6
# Letters that what is contrasted takes at least.
_CONTRASTED = 10
# "If it doesn't feel deep" denies nothing; "would not" does: so close stand the two words.
_SUPPOSED = 5
_SUBJECTS = frozenset({"mld", "own"})


@dataclass(slots=True)
class Scope:
    """A stretch of text and the standing of what is said in it.

    ``against_only``: "hardly deep" denies depth, but "hardly stretch" is still a stretch.
    ``training_only``: "my aunt taught me" says whose training it is, not whose hands.
    ``service_only``: "I threw out my cups and took the course" says nothing of the course.
    ``claims_only``: "lymph's job is to clear toxins" sells nothing, but can be untrue of lymph.
    ``it``: a pronoun stands for what is denied: "we never use them".
    """

    start: int
    end: int
    kind: str
    against_only: bool = False
    back: bool = False
    training_only: bool = False
    service_only: bool = False
    claims_only: bool = False
    it: bool = False


def scopes_of(
    sentence: Sentence,
    cues: list[Mention],
    mentions: list[Mention],
    clean: str,
    folded: str,
    dashes: Sequence[str],
    lexicon: Lexicon,
) -> list[Scope]:
    """Return the scopes that the cues of a sentence open.

    ``cues`` also has the stop words; ``dashes`` are the marks of ``BREAKS`` that the text has.
    """
    scopes: list[Scope] = []
    denied = denied_before(sentence, clean, lexicon) if ":" in dashes else None
    if denied is not None:
        scopes.append(Scope(sentence.start, denied, "negated", back=True))
    stops: list[Mention] = []
    opening: list[Mention] = []
    for mention in cues:
        (stops if mention[2] == STOP else opening).append(mention)
    exceptions = exceptions_in(stops, folded, lexicon) if stops and opening else ()
    denial: Mention | None = None
    lifted: set[int] = set()
    untrue = 0
    for start, end, name in opening:
        cue = lexicon.cues[name]
        if cue.direction == "forward":
            if cue.kind in _PEOPLE_AND_PAST:
                limit = back = min(end + cue.reach, sentence.end)
                if cue.kind == "other_person":
                    back = _self_after(end, limit, stops, clean, lexicon)
                elif not lexicon.openers["nots"].isdisjoint(folded[start:end].split()):
                    # "what it can no longer do, and our hands do"
                    back = limit = _stop_after(end, limit, stops, clean, dashes)
                scopes.append(_told(end, back, cue))
                if back < limit and cue.only is None and not cue.carries:
                    scopes.append(Scope(back, limit, cue.kind, service_only=True))
                continue
            if cue.kind == "contrast":
                if denial is not None and folded[start:end] in lexicon.openers["than"]:
                    # "No usamos más que ventosas."
                    continue
                limit = _contrast_end(end, sentence, stops, mentions, clean, dashes, lexicon)
                scopes.append(Scope(end, limit, cue.kind))
                continue
            if clean[end] == "," and (
                clean[end - 2 : end] in ("'t", "’t")
                or (
                    start - sentence.start < _ANSWER_STARTS
                    and clean[start:end].lower() in lexicon.openers["no"]
                )
            ):
                # "No, it is gentle" and "it goes where they won't, deep" deny nothing that follows.
                continue
            if cue.kind in _DENYING:
                this = (start, end, name)
                if denial is not None and is_turned(
                    denial, this, untrue, sentence, clean, folded, lexicon
                ):
                    _turn(scopes, start, mentions)
                    continue
                denial = this
                untrue = untrue_from(start, end, sentence, folded, lexicon)
                if untrue and cue.kind == "negated":
                    # "It is not true that our hands press": who does it ends nothing here.
                    limit = _claim_end(untrue, sentence, stops, clean, dashes, lexicon)
                    scopes.append(Scope(untrue, limit, cue.kind))
                    continue
            if cue.kind == "negated" and not (
                exceptions and is_excepted(end, sentence, exceptions, mentions, folded, lexicon)
            ):
                behind = denied_behind((start, end, name), sentence, stops, clean, folded, lexicon)
                if behind is not None:
                    low, high, it = behind
                    scopes.append(Scope(low, high, "negated", True, back=low < start, it=it))
            labeled = ":" in dashes and (
                label_end(start, end, sentence, mentions, clean, cue.only, lexicon)
                or (cue.kind == "negated" and told_not(end, sentence, clean, lexicon))
            )
            if labeled:
                # "Not here: cups, scrapers" denies the tools, and no light hands beside them.
                against = cue.kind == "negated"
                scopes.append(
                    Scope(labeled, sentence.end, cue.kind, cue.only == "against" or against)
                )
                continue
            limit = min(end + cue.reach, sentence.end)
            ends = stops
            if cue.kind == "hypothetical":
                ends = [stop for stop in stops if _word(clean, stop) not in lexicon.possessives]
            elif stops and cue.kind in _LISTING:
                ends = [one for one in stops if not lists_on(one, mentions, clean, folded, lexicon)]
            after = end
            if stops and cue.kind in _SUPPOSING:
                after = _past_subject(end, stops)
                if after > end:
                    comma = clean.find(",", after, limit)
                    limit = comma if comma > 0 else limit
            limit = _stop_after(after, limit, ends, clean, dashes)
            kind = cue.kind
            if kind == "negated":
                kind, limit = denied_until(
                    start, end, limit, sentence, exceptions, mentions, folded, lexicon
                )
                if kind == "asserted":
                    lifted.add(end)
                    continue
            scopes.append(
                Scope(
                    end,
                    limit,
                    kind,
                    cue.only == "against",
                    claims_only=cue.only == "claims",
                )
            )
        elif cue.direction == "sentence":
            until = sentence.end
            if cue.kind == "negated" and ":" in dashes:
                until = said_instead(end, sentence, mentions, clean)
            span = told_by(cue.kind, (start, end), until, sentence, clean, folded, lexicon)
            scopes.append(_told(*span, cue))
        elif cue.direction == "back":
            if (
                cue.kind == "negated"
                and folded[end + 1 : folded.find(" ", end + 1)] in lexicon.openers["just"]
            ):
                # "Dazu gehören nicht nur Gläser."
                continue
            if cue.kind == "contrast":
                low, it = with_before(start, end, sentence, clean, folded, lexicon)
                scopes.append(Scope(low, end, cue.kind, back=True, it=it))
                continue
            if cue.kind == "negated" and lexicon.openers["the"]:
                low = _back(start, sentence, (), clean, dashes, cue.reach, lexicon)
                until = before_speaker(start, low, folded, lexicon) - 2
                low = subject_start(low, until, stops, (), clean, folded, lexicon)
            else:
                ends = passing_speakers(cue.kind, stops, clean, folded, lexicon)
                low = _back(start, sentence, ends, clean, dashes, cue.reach, lexicon)
            scopes.append(
                Scope(low, end, cue.kind, back=True, training_only=cue.only == "training")
            )
        elif _ends_clause(clean, end):
            low = _back(start, sentence, stops, clean, dashes, cue.reach, lexicon)
            low = max(low, clean.rfind(",", low, start) + 1)
            scopes.append(Scope(low, end, cue.kind, back=True))
    if lifted:
        scopes = [one for one in scopes if not (one.back and one.end in lifted)]
    return scopes


def _claim_end(
    position: int,
    sentence: Sentence,
    stops: list[Mention],
    clean: str,
    dashes: Sequence[str],
    lexicon: Lexicon,
) -> int:
    """Return where what is not true ends; who is said to do it does not end it."""
    who = lexicon.selves | lexicon.possessives | lexicon.people
    ends = [stop for stop in stops if _word(clean, stop) not in who]
    return _stop_after(position, min(position + _CLAIMED, sentence.end), ends, clean, dashes)


def _turn(scopes: list[Scope], start: int, mentions: list[Mention]) -> None:
    """Let a denial that turns another one affirm what follows: "no drainage without cups".

    The service that is named between the two is affirmed too. What begins with the second of them,
    such as "without pressure", is what is not so.
    """
    for scope in [one for one in scopes if one.kind in _DENYING and one.start < start < one.end]:
        served = any(one[2] in _SUBJECTS and scope.start <= one[0] < start for one in mentions)
        if served and not scope.back:
            scopes.remove(scope)
        else:
            scope.end = start
    scopes.append(Scope(start, start + 1, "refuted"))


def _past_subject(end: int, stops: list[Mention]) -> int:
    """ "If she says that it is forced": who is spoken of ends no condition."""
    return next((stop[1] for stop in stops if stop[0] == end + 1), end)


def standing(start: int, scopes: list[Scope], whose: bool) -> str:
    """Return the status of a mention that begins at ``start``.

    Advice on whom to choose, and plans, matter where the question is whose training it is
    (``whose``); they do not change what hands do. For which service does not change training.
    """
    best = "asserted"
    rank = len(PRIORITY)
    supposed = opened = start
    for scope in scopes:
        if (
            scope.start <= start < scope.end
            and (whose or not scope.training_only)
            and not (whose and scope.service_only)
        ):
            kind = scope.kind
            if kind == "conditional":
                if whose and scope.back:
                    continue
                supposed = start if scope.back else scope.start
            elsewhere = kind in (_SERVICE_ONLY if whose else _TRAINING_ONLY)
            order = _PLANNED if elsewhere else _RANK[kind]
            if order < rank and (scope.service_only or not elsewhere):
                best, rank = kind, order
                opened = scope.start
    if best == "negated" and supposed + _SUPPOSED < opened:
        return "conditional"
    return best


def _told(start: int, end: int, cue: Cue) -> Scope:
    return Scope(
        start,
        end,
        cue.kind,
        cue.only == "against",
        training_only=cue.only == "training",
        service_only=cue.only in ("service", "against"),
    )


def _word(clean: str, mention: Mention) -> str:
    return fold(clean[mention[0] : mention[1]]).strip()


def _self_after(
    position: int, limit: int, stops: list[Mention], clean: str, lexicon: Lexicon
) -> int:
    """Return where the speaker comes back: "my sister trained there, and I took it"."""
    for stop in stops:
        if position <= stop[0] < limit and _word(clean, stop).rsplit(None, 1)[-1] in lexicon.selves:
            return stop[0]
    return limit


def is_verb_denied(start: int, partners: Sequence[Mention], scopes: list[Scope], soon: int) -> bool:
    """ "Fat does not leave through the lymph": what the head is said to do is denied."""
    return any(
        scope.kind == "negated" and start < scope.start <= at < scope.start + soon
        for at, _, _ in partners
        for scope in scopes
    )


def spares(scope: Scope, start: int, clean: str) -> bool:
    """Say whether a denial leaves a light touch alone: "No oil, light strokes"."""
    if scope.kind != "negated":
        return False
    if scope.back:
        return scope.against_only or clean.find(",", start, scope.end) >= 0
    return scope.start <= start and (scope.against_only or clean.find(",", scope.start, start) >= 0)


def _ends_clause(clean: str, end: int) -> bool:
    following = clean[end : end + 6].lower()
    return following[:1] in _CLAUSE_ENDS or following.startswith((" und ", " oder ", " noch "))


def _stop_after(
    position: int, limit: int, stops: list[Mention], clean: str, dashes: Sequence[str]
) -> int:
    for stop in stops:
        if stop[0] >= position:
            limit = min(limit, stop[0])
            break
    for mark in dashes:
        at = clean.find(mark, position, limit)
        if at >= 0:
            limit = at
    return limit


def _back(
    position: int,
    sentence: Sentence,
    stops: Sequence[Mention],
    clean: str,
    dashes: Sequence[str],
    reach: int,
    lexicon: Lexicon,
) -> int:
    low = max(sentence.start, position - reach)
    for start, end, _ in stops:
        if low <= start < position - 2:
            low = end
    for mark in dashes:
        # "Cups, boots: none of that" denies what stands before the mark.
        at = clean.rfind(mark, low, max(low, position - len(mark) - 1))
        if at >= 0 and _first(clean, at + len(mark) - 1, sentence) not in lexicon.openers["such"]:
            low = at
    return low


def _first(clean: str, comma: int, sentence: Sentence) -> str:
    """Return the first word after a comma in scanning letters, or nothing."""
    words = clean[comma + 1 : sentence.end].split(None, 1)
    return fold(words[0]) if words else ""


def _contrast_end(
    position: int,
    sentence: Sentence,
    stops: list[Mention],
    mentions: list[Mention],
    clean: str,
    dashes: Sequence[str],
    lexicon: Lexicon,
) -> int:
    """A contrast ends at the comma after which the service itself is spoken of.

    "Unlike massage, which works on muscle, it is light": what is said of the other goes with it.
    """
    end = clean.find(",", position, sentence.end)
    if end < 0:
        return _stop_after(position, sentence.end, stops, clean, dashes)
    if _first(clean, end, sentence) in lexicon.openers["relative"]:
        after = clean.find(",", end + 1, sentence.end)
        end = after if after >= 0 else sentence.end
    for start, _, name in mentions:
        if name in _SUBJECTS and start > position:
            comma = clean.rfind(",", position, start)
            if comma > end and start - comma < 30:
                end = comma
    colon = clean.find(":", position + _CONTRASTED, end)
    if colon >= 0:
        # "Our answer to rough work: a light touch."
        end = colon
    # "Unlike deep tissue work it is light, slow and dull": the subject comes before the comma.
    return _stop_after(position + _CONTRASTED, end, stops, clean, ())
