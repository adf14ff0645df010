"""How a mention is meant: asserted, denied, contrasted, asked, somebody else's.

After ConText: a cue has a direction, a reach and words that end it. What differs is the domain:
advertisements deny by contrast, quote myths, answer their own questions and speak of others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .denials import before_speaker, denied_behind, passing_speakers, subject_start
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
_TRAINING_ONLY = frozenset({"advice", "hypothetical"})
_PEOPLE_AND_PAST = frozenset({"other_person", "past"})
_SERVICE_ONLY = frozenset({"other_service"})
# Marks that end the reach of a cue, as a stop word does.
BREAKS = (":", " – ", " — ", " - ")
_CLAUSE_ENDS = frozenset(",.;:!?)")
# How close to its beginning a sentence answers with "No," (labels such as "A:" come before).
_ANSWER_STARTS = 6
# Letters that what is contrasted takes at least.
_CONTRASTED = 10
# "If it doesn't feel deep" denies nothing; "would not" does: so close stand the two words.
_SUPPOSED = 5
# A label's cue stands so near its beginning, and its colon so near the cue.
_LABEL_STARTS = 4
# What it may name itself, such as "Not done in our treatment:".
_LABEL_WORDS = frozenset({"contact", "style", "own", "session", "using", "mld", "lymph", "treats"})
_LABEL_SHORTEST = 4
_LABEL_ENDS = 24
# "That it melts fat: no", "also no", and no more words.
_SHORT_ANSWER = 2
_ANSWER_END = re.compile("[.,;!]")
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
    denied = _denied_before(sentence, clean, dashes, lexicon)
    if denied is not None:
        scopes.append(Scope(sentence.start, denied, "negated", back=True))
    stops: list[Mention] = []
    opening: list[Mention] = []
    for mention in cues:
        (stops if mention[2] == STOP else opening).append(mention)
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
            if cue.kind == "negated":
                behind = denied_behind((start, end, name), sentence, stops, clean, folded, lexicon)
                if behind is not None:
                    low, high, it = behind
                    scopes.append(Scope(low, high, "negated", True, back=low < start, it=it))
            labeled = ":" in dashes and (
                _labeled(start, end, sentence, mentions, clean, cue.only, lexicon)
                or (cue.kind == "negated" and _told_not(end, sentence, clean, lexicon))
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
            after = end
            if cue.kind == "conditional" and stops:
                after = _past_subject(end, stops)
                if after > end:
                    comma = clean.find(",", after, limit)
                    limit = comma if comma > 0 else limit
            limit = _stop_after(after, limit, ends, clean, dashes)
            scopes.append(
                Scope(
                    end,
                    limit,
                    cue.kind,
                    cue.only == "against",
                    claims_only=cue.only == "claims",
                )
            )
        elif cue.direction == "sentence":
            until = sentence.end
            if cue.kind == "negated" and ":" in dashes:
                until = _said_instead(end, sentence, mentions, clean)
            span = told_by(cue.kind, (start, end), until, sentence, clean, folded, lexicon)
            scopes.append(_told(*span, cue))
        elif cue.direction == "back":
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
    return scopes


def _denied_before(
    sentence: Sentence, clean: str, dashes: Sequence[str], lexicon: Lexicon
) -> int | None:
    """Return where what "That it melts fat: no" denies ends, or None where nothing is denied so."""
    if ":" not in dashes:
        return None
    at = clean.find(":", sentence.start, sentence.end)
    if at < 0:
        return None
    answer = fold(_ANSWER_END.split(clean[at + 1 : sentence.end], maxsplit=1)[0]).split()
    return at if 0 < len(answer) <= _SHORT_ANSWER and answer[-1] in lexicon.openers["no"] else None


def _past_subject(end: int, stops: list[Mention]) -> int:
    """ "If she says that it is forced": who is spoken of ends no condition."""
    return next((stop[1] for stop in stops if stop[0] == end + 1), end)


def _labeled(
    start: int,
    end: int,
    sentence: Sentence,
    mentions: list[Mention],
    clean: str,
    only: str | None,
    lexicon: Lexicon,
) -> int:
    """Return where what a label such as "Not here:" is put before begins, or 0."""
    if clean[end] == ":" and end < sentence.end:
        # "What this is not: a cleanse", "What it lacks: a machine"; but "Soft? No: we go deep",
        # "Stroking does little: we go deep", and "What doctors don't tell, we do: it melts fat".
        said = fold(clean[start:end]).strip()
        plain = said.rsplit(" ", 1)[-1] in lexicon.openers["nots"]
        if said == "not" or (only is None and not plain and said not in lexicon.openers["no"]):
            return end + 1
    if start - sentence.start > _LABEL_STARTS or end - start < _LABEL_SHORTEST:
        return 0
    colon = clean.find(":", end, min(end + _LABEL_ENDS, sentence.end))
    if colon < 0 or "," in clean[start:colon]:
        return 0
    if any(end <= one[0] < colon and one[2] not in _LABEL_WORDS for one in mentions):
        return 0
    return colon + 1


def _told_not(end: int, sentence: Sentence, clean: str, lexicon: Lexicon) -> int:
    """Return where what stands after "What it isn't:" begins, or 0.

    "What we never promise: a flat belly", but not "What few know: it melts fat".
    """
    colon = clean.find(":", end, min(end + _LABEL_ENDS, sentence.end))
    if colon < 0 or not lexicon.openers["undone"].issuperset(fold(clean[end:colon]).split()):
        return 0
    said = fold(clean[sentence.start : end]).lstrip()
    return colon + 1 if said.startswith(tuple(lexicon.openers["what"])) else 0


def _said_instead(end: int, sentence: Sentence, mentions: list[Mention], clean: str) -> int:
    """Return where a denial of its sentence ends: "Expect no kneading: our strokes are light".

    "What you will not find here: cups" names nothing before its colon.
    """
    colon = clean.find(":", end, sentence.end)
    if colon > 0 and any(end <= one[0] < colon and one[2] not in _LABEL_WORDS for one in mentions):
        return colon
    return sentence.end


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
            if _RANK[kind] < rank and kind not in (_SERVICE_ONLY if whose else _TRAINING_ONLY):
                best, rank = kind, _RANK[kind]
                opened = scope.start
    if best == "negated" and supposed + _SUPPOSED < opened:
        return "conditional"
    return best


def _told(start: int, end: int, cue: Cue) -> Scope:
    return Scope(
        start,
        end,
        cue.kind,
        training_only=cue.only == "training",
        service_only=cue.only == "service",
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
