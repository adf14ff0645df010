"""How a mention is meant: asserted, denied, contrasted, asked, somebody else's.

After ConText: a cue has a direction, a reach and words that end it. What differs is the domain:
advertisements deny by contrast, quote myths, answer their own questions and speak of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .affirmed import (
    denied_until,
    exceptions_in,
    is_excepted,
    is_needed,
    is_turned,
    never_said,
    untrue_from,
)
from .denials import (
    before_speaker,
    denied_behind,
    lists_on,
    passing_speakers,
    subject_start,
    with_before,
    with_behind,
)
from .labels import denied_before, label_end, said_instead, told_not
from .lexicon import STOP, Cue, Lexicon
from .reach import (
    claim_end,
    contrast_end,
    ends_clause,
    past_subject,
    reach_back,
    self_after,
    stop_after,
    word_of,
)
from .results import told_by
from .scan import Mention
from .segment import Sentence

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
# Marks that end the reach of a cue, as a stop word does.
BREAKS = (":", " – ", " — ", " - ")
# How close to its beginning a sentence answers with "No," (labels such as "A:" come before).
_ANSWER_STARTS = 6
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
    ``offered``: an exception opens what is denied: "no machine unless you ask".
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
    offered: bool = False


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
                    back = self_after(end, limit, stops, clean, lexicon)
                elif not lexicon.openers["nots"].isdisjoint(folded[start:end].split()):
                    # "what it can no longer do, and our hands do"
                    back = limit = stop_after(end, limit, stops, clean, dashes)
                scopes.append(_told(end, back, cue))
                if back < limit and cue.only is None and not cue.carries:
                    scopes.append(Scope(back, limit, cue.kind, service_only=True))
                continue
            if cue.kind == "contrast":
                if denial is not None and folded[start:end] in lexicon.openers["than"]:
                    # "No usamos más que ventosas."
                    continue
                limit = contrast_end(end, sentence, stops, mentions, clean, dashes, lexicon)
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
                    _turn(scopes, denial, start, mentions)
                    lifted.add(end)
                    continue
                if denial is not None and is_needed(
                    denial, this, sentence, mentions, folded, lexicon
                ):
                    before = denial[1]
                    scopes = [one for one in scopes if one.start != before]
                    continue
                denial = this
                if cue.kind == "negated" and never_said(this, sentence, folded, lexicon):
                    scopes.append(Scope(sentence.start, start, "negated", back=True))
                    continue
                untrue = untrue_from(start, end, sentence, folded, lexicon)
                if untrue and cue.kind == "negated":
                    # "It is not true that our hands press": who does it ends nothing here.
                    limit = claim_end(untrue, sentence, stops, clean, dashes, lexicon)
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
                ends = [stop for stop in stops if word_of(clean, stop) not in lexicon.possessives]
            elif stops and cue.kind in _LISTING:
                ends = [one for one in stops if not lists_on(one, mentions, clean, folded, lexicon)]
            after = end
            if stops and cue.kind in _SUPPOSING:
                after = past_subject(end, stops)
                if after > end:
                    comma = clean.find(",", after, limit)
                    limit = comma if comma > 0 else limit
            limit = stop_after(after, limit, ends, clean, dashes)
            kind = cue.kind
            if kind == "negated" and (exceptions or not lexicon.lifting.isdisjoint(sentence.words)):
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
                    offered=kind != cue.kind,
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
                at = with_behind(end, sentence, folded, lexicon) if low == start else 0
                if at:
                    limit = contrast_end(at, sentence, stops, mentions, clean, dashes, lexicon)
                    scopes.append(Scope(at, limit, cue.kind))
                continue
            if cue.kind == "negated" and lexicon.openers["the"]:
                low = reach_back(start, sentence, (), clean, dashes, cue.reach, lexicon)
                until = before_speaker(start, low, folded, lexicon) - 2
                low = subject_start(low, until, stops, (), clean, folded, lexicon)
            else:
                ends = passing_speakers(cue.kind, stops, clean, folded, lexicon)
                low = reach_back(start, sentence, ends, clean, dashes, cue.reach, lexicon)
            scopes.append(
                Scope(low, end, cue.kind, back=True, training_only=cue.only == "training")
            )
        elif ends_clause(clean, end):
            low = reach_back(start, sentence, stops, clean, dashes, cue.reach, lexicon)
            low = max(low, clean.rfind(",", low, start) + 1)
            scopes.append(Scope(low, end, cue.kind, back=True))
    if lifted:
        scopes = [one for one in scopes if not (one.back and one.end in lifted)]
    return scopes


def _turn(scopes: list[Scope], denial: Mention, start: int, mentions: list[Mention]) -> None:
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
    scopes[:] = [
        one
        for one in scopes
        # "We no longer work without cups" tells of no past.
        if not (one.back and denial[0] < one.end <= start)
        and not (one.kind == "past" and denial[0] < one.start <= start)
    ]
    scopes.append(Scope(start, start + 1, "refuted"))


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
