"""Which scopes the cues of a sentence open, and what a later cue makes of an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .affirmed import (
    denied_until,
    exceptions_in,
    is_excepted,
    is_needed,
    is_turned,
    never_said,
    untrue_from,
)
from .context import Scope
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

_PEOPLE_AND_PAST = frozenset({"other_person", "past"})
_SUPPOSING = frozenset({"conditional", "question"})
_DENYING = frozenset({"negated", "refuted"})
# How close to its beginning a sentence answers with "No," (labels such as "A:" come before).
_ANSWER_STARTS = 6
_SUBJECTS = frozenset({"mld", "own"})


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
    stops: list[Mention] = []
    opening: list[Mention] = []
    for mention in cues:
        (stops if mention[2] == STOP else opening).append(mention)
    exceptions = exceptions_in(stops, folded, lexicon) if stops and opening else ()
    scoping = _Scoping(sentence, mentions, stops, exceptions, clean, folded, dashes, lexicon)
    denied = denied_before(sentence, clean, lexicon) if ":" in dashes else None
    if denied is not None:
        scoping.scopes.append(Scope(sentence.start, denied, "negated", back=True))
    for mention in opening:
        scoping.open(mention, lexicon.cues[mention[2]])
    lifted = scoping.lifted
    if lifted:
        return [one for one in scoping.scopes if not (one.back and one.end in lifted)]
    return scoping.scopes


@dataclass(slots=True)
class _Scoping:
    """A sentence while its cues are read in order.

    ``denial`` is the last denial, and ``untrue`` where "it is not true that" ends, or 0. What ends
    where a denial affirms after all (``lifted``) is not denied.
    """

    sentence: Sentence
    mentions: list[Mention]
    stops: list[Mention]
    exceptions: Sequence[Mention]
    clean: str
    folded: str
    dashes: Sequence[str]
    lexicon: Lexicon
    scopes: list[Scope] = field(default_factory=list)
    denial: Mention | None = None
    untrue: int = 0
    lifted: set[int] = field(default_factory=set)

    def open(self, mention: Mention, cue: Cue) -> None:
        """Open what a cue opens, by its direction."""
        if cue.direction == "forward":
            self._forward(mention, cue)
        elif cue.direction == "sentence":
            self._all(mention, cue)
        elif cue.direction == "back":
            self._back(mention, cue)
        elif ends_clause(self.clean, mention[1]):
            start, end, _ = mention
            low = self._reach_back(start, self.stops, cue)
            low = max(low, self.clean.rfind(",", low, start) + 1)
            self.scopes.append(Scope(low, end, cue.kind, back=True))

    def _forward(self, mention: Mention, cue: Cue) -> None:
        if cue.kind in _PEOPLE_AND_PAST:
            self._others_or_past(mention, cue)
        elif cue.kind == "contrast":
            self._contrast(mention, cue)
        elif not self._only_answers(mention) and not (
            cue.kind in _DENYING and self._is_settled(mention, cue)
        ):
            if cue.kind == "negated":
                self._deny_behind(mention)
            if not self._label(mention, cue):
                self._cover(mention, cue)

    def _others_or_past(self, mention: Mention, cue: Cue) -> None:
        """Cover what others do, to where the speaker comes back, or what was."""
        start, end, _ = mention
        limit = back = min(end + cue.reach, self.sentence.end)
        if cue.kind == "other_person":
            back = self_after(end, limit, self.stops, self.clean, self.lexicon)
        elif not self.lexicon.openers["nots"].isdisjoint(self.folded[start:end].split()):
            # "what it can no longer do, and our hands do"
            back = limit = stop_after(end, limit, self.stops, self.clean, self.dashes)
        self.scopes.append(_told(end, back, cue))
        if back < limit and cue.only is None and not cue.carries:
            self.scopes.append(Scope(back, limit, cue.kind, service_only=True))

    def _contrast(self, mention: Mention, cue: Cue) -> None:
        start, end, _ = mention
        if self.denial is not None and self.folded[start:end] in self.lexicon.openers["than"]:
            # "No usamos más que ventosas."
            return
        self.scopes.append(Scope(end, self._contrast_end(end), cue.kind))

    def _only_answers(self, mention: Mention) -> bool:
        """ "No, it is gentle" and "it goes where they won't, deep" deny nothing that follows."""
        start, end, _ = mention
        clean = self.clean
        return clean[end] == "," and (
            clean[end - 2 : end] in ("'t", "’t")
            or (
                start - self.sentence.start < _ANSWER_STARTS
                and clean[start:end].lower() in self.lexicon.openers["no"]
            )
        )

    def _is_settled(self, mention: Mention, cue: Cue) -> bool:
        """Say whether a denial turns one before it, or denies a clause of its own, and nothing else."""
        start, end, _ = mention
        sentence, folded, lexicon = self.sentence, self.folded, self.lexicon
        denial = self.denial
        if denial is not None:
            if is_turned(denial, mention, self.untrue, sentence, self.clean, folded, lexicon):
                self._turn(denial, start)
                self.lifted.add(end)
                return True
            if is_needed(denial, mention, sentence, self.mentions, folded, lexicon):
                self.scopes = [one for one in self.scopes if one.start != denial[1]]
                return True
        self.denial = mention
        if cue.kind == "negated" and never_said(mention, sentence, folded, lexicon):
            self.scopes.append(Scope(sentence.start, start, "negated", back=True))
            return True
        self.untrue = untrue_from(start, end, sentence, folded, lexicon)
        if self.untrue and cue.kind == "negated":
            # "It is not true that our hands press": who does it ends nothing here.
            limit = claim_end(self.untrue, sentence, self.stops, self.clean, self.dashes, lexicon)
            self.scopes.append(Scope(self.untrue, limit, cue.kind))
            return True
        return False

    def _turn(self, denial: Mention, start: int) -> None:
        """Let a denial that turns another one affirm what follows: "no drainage without cups".

        The service that is named between the two is affirmed too. What begins with the second of
        them, such as "without pressure", is what is not so.
        """
        scopes = self.scopes
        for scope in [
            one for one in scopes if one.kind in _DENYING and one.start < start < one.end
        ]:
            served = any(
                one[2] in _SUBJECTS and scope.start <= one[0] < start for one in self.mentions
            )
            if served and not scope.back:
                scopes.remove(scope)
            else:
                scope.end = start
        self.scopes = [
            one
            for one in scopes
            # "We no longer work without cups" tells of no past.
            if not (one.back and denial[0] < one.end <= start)
            and not (one.kind == "past" and denial[0] < one.start <= start)
        ]
        self.scopes.append(Scope(start, start + 1, "refuted"))

    def _deny_behind(self, mention: Mention) -> None:
        """Cover what stands before its denial, unless an exception follows: "cups are not used"."""
        start, end, _ = mention
        sentence, folded, lexicon = self.sentence, self.folded, self.lexicon
        if self.exceptions and is_excepted(
            end, sentence, self.exceptions, self.mentions, folded, lexicon
        ):
            return
        behind = denied_behind(mention, sentence, self.stops, self.clean, folded, lexicon)
        if behind is not None:
            low, high, it = behind
            self.scopes.append(Scope(low, high, "negated", True, back=low < start, it=it))

    def _label(self, mention: Mention, cue: Cue) -> bool:
        """Cover what a label is put before, and say whether the cue is one.

        "Not here: cups, scrapers" denies the tools, and no light hands beside them.
        """
        if ":" not in self.dashes:
            return False
        start, end, _ = mention
        sentence, clean, lexicon = self.sentence, self.clean, self.lexicon
        denies = cue.kind == "negated"
        begin = label_end(start, end, sentence, self.mentions, clean, cue.only, lexicon) or (
            denies and told_not(end, sentence, clean, lexicon)
        )
        if begin:
            self.scopes.append(
                Scope(begin, sentence.end, cue.kind, cue.only == "against" or denies)
            )
        return bool(begin)

    def _cover(self, mention: Mention, cue: Cue) -> None:
        """Cover what follows a cue, as far as it reaches, and as a denial stands after all."""
        start, end, _ = mention
        sentence, lexicon = self.sentence, self.lexicon
        kind, limit = cue.kind, self._limit(end, cue)
        if kind == "negated" and (
            self.exceptions or not lexicon.lifting.isdisjoint(sentence.words)
        ):
            kind, limit = denied_until(
                start, end, limit, sentence, self.exceptions, self.mentions, self.folded, lexicon
            )
            if kind == "asserted":
                self.lifted.add(end)
                return
        self.scopes.append(
            Scope(
                end,
                limit,
                kind,
                cue.only == "against",
                claims_only=cue.only == "claims",
                offered=kind != cue.kind,
            )
        )

    def _limit(self, end: int, cue: Cue) -> int:
        """Return how far a cue reaches forward."""
        clean, folded, lexicon = self.clean, self.folded, self.lexicon
        limit = min(end + cue.reach, self.sentence.end)
        ends = self.stops
        after = end
        if ends and cue.kind in _DENYING:
            ends = [one for one in ends if not lists_on(one, self.mentions, clean, folded, lexicon)]
        elif cue.kind == "hypothetical":
            ends = [one for one in ends if word_of(clean, one) not in lexicon.possessives]
        elif ends and cue.kind in _SUPPOSING:
            after = past_subject(end, ends)
            if after > end:
                comma = clean.find(",", after, limit)
                limit = comma if comma > 0 else limit
        return stop_after(after, limit, ends, clean, self.dashes)

    def _all(self, mention: Mention, cue: Cue) -> None:
        """Cover the sentence, or the clause of it that the cue is about."""
        start, end, _ = mention
        sentence, clean, folded = self.sentence, self.clean, self.folded
        until = sentence.end
        if cue.kind == "negated" and ":" in self.dashes:
            until = said_instead(end, sentence, self.mentions, clean)
        span = told_by(cue.kind, (start, end), until, sentence, clean, folded, self.lexicon)
        self.scopes.append(_told(*span, cue))

    def _back(self, mention: Mention, cue: Cue) -> None:
        """Cover what stands before a cue."""
        start, end, _ = mention
        folded, lexicon = self.folded, self.lexicon
        if cue.kind == "contrast":
            self._has_nothing_with(mention, cue)
            return
        denies = cue.kind == "negated"
        if denies and folded[end + 1 : folded.find(" ", end + 1)] in lexicon.openers["just"]:
            # "Dazu gehören nicht nur Gläser."
            return
        if denies and lexicon.openers["the"]:
            low = self._reach_back(start, (), cue)
            until = before_speaker(start, low, folded, lexicon) - 2
            low = subject_start(low, until, self.stops, (), self.clean, folded, lexicon)
        else:
            ends = passing_speakers(cue.kind, self.stops, self.clean, folded, lexicon)
            low = self._reach_back(start, ends, cue)
        self.scopes.append(
            Scope(low, end, cue.kind, back=True, training_only=cue.only == "training")
        )

    def _has_nothing_with(self, mention: Mention, cue: Cue) -> None:
        """ "With cups it has nothing in common", "it has nothing in common with cups"."""
        start, end, _ = mention
        low, it = with_before(start, end, self.sentence, self.clean, self.folded, self.lexicon)
        self.scopes.append(Scope(low, end, cue.kind, back=True, it=it))
        at = with_behind(end, self.sentence, self.folded, self.lexicon) if low == start else 0
        if at:
            self.scopes.append(Scope(at, self._contrast_end(at), cue.kind))

    def _contrast_end(self, at: int) -> int:
        return contrast_end(
            at, self.sentence, self.stops, self.mentions, self.clean, self.dashes, self.lexicon
        )

    def _reach_back(self, start: int, stops: Sequence[Mention], cue: Cue) -> int:
        return reach_back(
            start, self.sentence, stops, self.clean, self.dashes, cue.reach, self.lexicon
        )


def _told(start: int, end: int, cue: Cue) -> Scope:
    return Scope(
        start,
        end,
        cue.kind,
        cue.only == "against",
        training_only=cue.only == "training",
        service_only=cue.only in ("service", "against"),
    )
