"""Rules over concepts that meet in one sentence, bound to the service they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass

from .context import Scope, scopes_of, standing
from .lexicon import Lexicon
from .rubric import Rubric, Rule
from .scan import Mention, number_before
from .segment import Sentence, sentences

# Support may be asserted by a question that takes it for granted: "How can so light a touch help?"
_TAKEN_FOR_GRANTED = "ask"
_SERVICES = {"mld": "lymph", "lymph": "lymph", "other_mod": "other"}
_MEASURES = {
    "hours": (40, "hours_short", "hours_long"),
    "mmhg": (46, "measure_low", "measure_high"),
    "grams": (46, "measure_low", "measure_high"),
    "ounces": (12, "measure_low", "measure_high"),
}
LONGEST_SPAN = 140
_LISTED = ("mld", "other_mod", "wood", "cups", "gua_sha", "machine", "brush")
_TOUCH = frozenset({"light", "featherlight", "heavy", "skin", "own"})
# Advice on whom to choose, and plans, say whose training it is; they do not change what hands do.
_TRAINING_ONLY = frozenset({"advice", "hypothetical"})
# A single term in quotation marks is quoted at arm's length.
_QUOTES = frozenset("\"'“”‘’„«»")


@dataclass(slots=True)
class Hit:
    """A rule that matched in a field; offsets are into the scanned text."""

    rule: Rule
    status: str
    field: int
    start: int
    end: int
    number: int | None


@dataclass(slots=True)
class Passage:
    """A field as read: its sentences and the terms in each."""

    field: int
    kind: str
    folded: str
    clean: str
    sentences: list[Sentence]
    mentions: list[list[Mention]]
    void: dict[int, str]


def read_passage(
    field: int, kind: str, folded: str, clean: str, mentions: list[Mention], lexicon: Lexicon
) -> Passage:
    """Split a scanned field into sentences with their mentions."""
    parts = sentences(clean, lexicon)
    shared: list[list[Mention]] = [[] for _ in parts]
    position = 0
    for mention in mentions:
        while position + 1 < len(parts) and mention[0] >= parts[position].end:
            position += 1
        if mention[1] <= parts[position].end + 1 if parts else False:
            shared[position].append(_measured(mention, folded))
    return Passage(field, kind, folded, clean, parts, shared, {})


def _measured(mention: Mention, folded: str) -> Mention:
    measure = _MEASURES.get(mention[2])
    if measure is None:
        return mention
    number = number_before(folded, mention[0])
    if number is None:
        return mention
    limit, low, high = measure
    return (mention[0], mention[1], low if number < limit else high)


@dataclass(slots=True)
class Reader:
    """Applies the rules of a rubric to passages, carrying the topic from sentence to sentence."""

    rubric: Rubric
    by_head: Mapping[str, tuple[Rule, ...]]

    def hits(self, passages: list[Passage], lexicon: Lexicon) -> list[Hit]:
        """Return every rule match with its status, in reading order."""
        claims_lymph = any(
            name in ("mld", "lymph", "node", "lymph_system")
            for passage in passages
            for mentions in passage.mentions
            for _, _, name in mentions
        )
        main = _main_topic(passages)
        found: list[Hit] = []
        for passage in passages:
            topic = _first_topic(passage, main)
            answered: list[Hit] = []
            for index, sentence in enumerate(passage.sentences):
                mentions = passage.mentions[index]
                answer = _answer(passage, sentence, lexicon) if answered else None
                for hit in answered:
                    hit.status = {"yes": "asserted", "no": "negated"}.get(answer, hit.status)
                answered = []
                if not mentions:
                    continue
                scopes = scopes_of(sentence, mentions, passage.clean, lexicon)
                if sentence.mark == "?":
                    scopes.append(Scope(sentence.start, sentence.end, "question"))
                new = self._match(passage, index, mentions, scopes, topic, main, claims_lymph)
                if sentence.mark == "?":
                    granted = _first_word(passage, sentence) in lexicon.openers[_TAKEN_FOR_GRANTED]
                    for hit in new:
                        if granted and hit.status == "question" and hit.rule.polarity > 0:
                            hit.status = "asserted"
                    answered = [hit for hit in new if hit.status == "question"]
                found += new
                topic = _last_topic(mentions, scopes, topic)
        return found

    def _match(
        self,
        passage: Passage,
        index: int,
        mentions: list[Mention],
        scopes: list[Scope],
        topic: str,
        main: str,
        claims_lymph: bool,
    ) -> list[Hit]:
        by_name: dict[str, list[Mention]] = {}
        for mention in mentions:
            by_name.setdefault(mention[2], []).append(mention)
        menu = _is_menu(passage, index, by_name)
        found: list[Hit] = []
        for name, heads in by_name.items():
            for rule in self.by_head.get(name, ()):
                if rule.unless and not by_name.keys().isdisjoint(rule.unless):
                    continue
                hit = None
                for head in heads:
                    span = _span(rule, head, by_name)
                    if span is None:
                        continue
                    status = passage.void.get(index) or _standing(rule, head, scopes, passage)
                    if status == "asserted" and rule.bound:
                        about = _about(head[0], mentions, topic)
                        if menu or not _is_bound(about, main, claims_lymph):
                            status = "other_service"
                    if hit is None or (status in rule.counts and hit.status not in rule.counts):
                        number = None
                        if name in ("hours_long", "hours_short"):
                            number = number_before(passage.folded, head[0])
                        hit = Hit(rule, status, passage.field, *span, number)
                if hit is not None and (hit.status in rule.counts or not rule.quiet):
                    found.append(hit)
        return _heaviest(found)


def _standing(rule: Rule, head: Mention, scopes: list[Scope], passage: Passage) -> str:
    if passage.clean[head[0] - 1] in _QUOTES and passage.clean[head[1]] in _QUOTES:
        return "refuted"
    if rule.criterion == "training":
        return standing(head[0], scopes)
    return standing(head[0], [scope for scope in scopes if scope.kind not in _TRAINING_ONLY])


def _heaviest(hits: list[Hit]) -> list[Hit]:
    """Keep one hit of a family in a sentence: the one that counts most, or comes first."""
    best: dict[tuple[str, str, str | None], Hit] = {}
    for hit in hits:
        rule = hit.rule
        key = (rule.criterion, rule.family, rule.flag)
        other = best.get(key)
        if other is None or _rank(hit) > _rank(other):
            best[key] = hit
    return sorted(best.values(), key=lambda hit: (hit.start, hit.end, hit.rule.id))


def _rank(hit: Hit) -> tuple[bool, int, int]:
    return (hit.status in hit.rule.counts, hit.rule.weight, -hit.start)


def index_rules(rubric: Rubric) -> Reader:
    """Return a reader whose rules are found by the concept at their head."""
    by_head: dict[str, list[Rule]] = {}
    for rule in rubric.rules:
        for name in rule.slots[0]:
            by_head.setdefault(name, []).append(rule)
    return Reader(rubric, {name: tuple(rules) for name, rules in by_head.items()})


def _span(rule: Rule, head: Mention, by_name: dict[str, list[Mention]]) -> tuple[int, int] | None:
    start, end = head[0], head[1]
    low, high = start, end
    for slot in rule.slots[1:]:
        best = None
        for name in slot:
            for other in by_name.get(name, ()):
                after = other[0] >= start
                gap = other[0] - end if after else start - other[1]
                if rule.ordered and other[0] < end:
                    continue
                if (
                    gap <= (rule.window if after else rule.window_back)
                    and other != head
                    and (best is None or gap < best[0])
                ):
                    best = (gap, other)
        if best is None:
            return None
        low, high = min(low, best[1][0]), max(high, best[1][1])
    if high - low > LONGEST_SPAN:
        return start, end
    return low, high


def _about(position: int, mentions: list[Mention], topic: str) -> str:
    before = after = None
    for start, _, name in mentions:
        about = _SERVICES.get(name)
        if about is None:
            continue
        if start <= position:
            before = about
        elif after is None:
            after = about
    return before or after or topic


def _is_bound(about: str, main: str, claims_lymph: bool) -> bool:
    if about == "lymph":
        return True
    return claims_lymph and (about == "none" or main == "other")


def _is_menu(passage: Passage, index: int, by_name: dict[str, list[Mention]]) -> bool:
    """A list of services describes none of them: "lymphatic drainage, deep tissue, cupping"."""
    if "mld" not in by_name or "other_mod" not in by_name:
        return False
    named = sum(len(by_name.get(name, ())) for name in _LISTED)
    if named < 3 or not by_name.keys().isdisjoint(_TOUCH):
        return False
    sentence = passage.sentences[index]
    return passage.clean.count(",", sentence.start, sentence.end) >= 2


def _main_topic(passages: list[Passage]) -> str:
    for passage in passages:
        if passage.kind in ("title", "headline"):
            names = {name for mentions in passage.mentions for _, _, name in mentions}
            if names & {"mld", "lymph"}:
                return "lymph"
            if names & {"other_mod", "wood", "gua_sha", "cups", "machine", "sculpt"}:
                return "other"
    return "none"


def _first_topic(passage: Passage, main: str) -> str:
    if passage.kind == "services":
        names = {name for mentions in passage.mentions for _, _, name in mentions}
        return "lymph" if names & {"mld", "lymph"} else "other"
    return main


def _last_topic(mentions: list[Mention], scopes: list[Scope], topic: str) -> str:
    for start, _, name in mentions:
        about = _SERVICES.get(name)
        if about is not None and standing(start, scopes) == "asserted":
            topic = about
    return topic


def services_named(passages: list[Passage], lexicon: Lexicon) -> dict[str, int]:
    """Count how often lymph work is named and claimed, named and denied, and other work named."""
    counts = {"claimed": 0, "denied": 0, "other": 0}
    for passage in passages:
        for sentence, mentions in zip(passage.sentences, passage.mentions, strict=True):
            scopes = None
            for start, _, name in mentions:
                if name == "other_mod":
                    counts["other"] += 1
                elif name in ("mld", "lymph"):
                    if scopes is None:
                        scopes = scopes_of(sentence, mentions, passage.clean, lexicon)
                    denied = standing(start, scopes) in ("negated", "contrast")
                    counts["denied" if denied else "claimed"] += 1
    return counts


def _first_word(passage: Passage, sentence: Sentence) -> str:
    return next(iter(passage.folded[sentence.start : sentence.end].split(None, 1)), "")


def _answer(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> str | None:
    word = _first_word(passage, sentence)
    return next((kind for kind in ("yes", "no") if word in lexicon.openers[kind]), None)
