"""Rules over concepts that meet in one sentence, bound to the service they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass

from .context import Scope, scopes_of, standing
from .lexicon import Lexicon
from .rubric import Rubric, Rule
from .scan import Mention, number_before
from .segment import Sentence, sentences

# A rule, the concepts of its second and third slot, and those that forbid it.
Indexed = tuple[Rule, frozenset[str] | None, frozenset[str] | None, frozenset[str] | None]
_MARKERS = "~|"

_LYMPH = frozenset({"mld", "lymph", "node", "lymph_system", "school"})
_SERVICES = {"mld": "lymph", "lymph": "lymph", "other_mod": "other"}
_MEASURES = {
    "hours": (40, "hours_short", "hours_long"),
    "mmhg": (46, "measure_low", "measure_high"),
    "grams": (46, "measure_low", "measure_high"),
    "ounces": (12, "measure_low", "measure_high"),
}
LONGEST_SPAN = 140
_LISTED = ("mld", "other_mod", "wood", "cups", "gua_sha", "machine", "device", "brush")
_TOUCH = frozenset({"light", "featherlight", "heavy", "skin", "own"})
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
    cues: list[list[Mention]]
    void: dict[int, str]


def read_passage(
    field: int, kind: str, folded: str, clean: str, mentions: list[Mention], lexicon: Lexicon
) -> Passage:
    """Split a scanned field into sentences with their mentions."""
    parts = sentences(clean, lexicon)
    shared: list[list[Mention]] = [[] for _ in parts]
    cues: list[list[Mention]] = [[] for _ in parts]
    if parts:
        position, here, limit = 0, shared[0], parts[0].end
        for mention in mentions:
            start, end, name = mention
            while start >= limit and position + 1 < len(parts):
                position += 1
                here, limit = shared[position], parts[position].end
            if end > limit + 1:
                continue
            if name[0] in _MARKERS:
                cues[position].append(mention)
            else:
                here.append(_measured(mention, folded) if name in _MEASURES else mention)
    return Passage(field, kind, folded, clean, parts, shared, cues, {})


def _measured(mention: Mention, folded: str) -> Mention:
    number = number_before(folded, mention[0])
    if number is None:
        return mention
    limit, low, high = _MEASURES[mention[2]]
    return (mention[0], mention[1], low if number < limit else high)


@dataclass(slots=True)
class Named:
    """How often lymph work is claimed or denied, and how often other work is named."""

    claimed: int
    denied: int
    other: int


@dataclass(slots=True)
class Place:
    """Where the reading is: a sentence of a passage, and what the text is about there."""

    passage: Passage
    index: int
    topic: str
    main: str
    claims_lymph: bool


@dataclass(slots=True)
class Reader:
    """Applies the rules of a rubric to passages, carrying the topic from sentence to sentence."""

    rubric: Rubric
    by_head: Mapping[str, tuple[Indexed, ...]]

    def hits(self, passages: list[Passage], lexicon: Lexicon) -> tuple[list[Hit], Named]:
        """Return every rule match with its status, in reading order, and the services named."""
        claims_lymph = any(
            name in _LYMPH
            for passage in passages
            for mentions in passage.mentions
            for _, _, name in mentions
        )
        main = _main_topic(passages)
        found: list[Hit] = []
        named = Named(0, 0, 0)
        for passage in passages:
            place = Place(passage, 0, _first_topic(passage, main), main, claims_lymph)
            asked: list[Hit] = []
            for index, sentence in enumerate(passage.sentences):
                if asked:
                    _settle(asked, _answer(passage, sentence, lexicon))
                    asked = []
                mentions = passage.mentions[index]
                if not mentions:
                    continue
                place.index = index
                cues = passage.cues[index]
                scopes = scopes_of(sentence, cues, mentions, passage.clean, lexicon) if cues else []
                if sentence.mark == "?":
                    scopes.append(Scope(sentence.start, sentence.end, "question"))
                new = self._match(place, mentions, scopes)
                if sentence.mark == "?":
                    _take_for_granted(new, _first_word(passage, sentence), lexicon)
                    asked = [hit for hit in new if hit.status == "question"]
                found += new
                place.topic = _note_services(mentions, scopes, place.topic, named)
        return found, named

    def _match(self, place: Place, mentions: list[Mention], scopes: list[Scope]) -> list[Hit]:
        by_name: dict[str, list[Mention]] = {}
        for mention in mentions:
            name = mention[2]
            if name in by_name:
                by_name[name].append(mention)
            else:
                by_name[name] = [mention]
        present = by_name.keys()
        passage = place.passage
        void = passage.void.get(place.index)
        menu = "mld" in by_name and _is_menu(passage, place.index, by_name)
        found: list[Hit] = []
        by_head = self.by_head
        for name, heads in by_name.items():
            for rule, first, second, unless in by_head.get(name, ()):
                if first is not None and present.isdisjoint(first):
                    continue
                if second is not None and present.isdisjoint(second):
                    continue
                if unless is not None and not present.isdisjoint(unless):
                    continue
                if rule.field is not None and rule.field != passage.kind:
                    continue
                hit = None
                for head in heads:
                    partners = _partners(rule, head, by_name) if first is not None else []
                    if partners is None:
                        continue
                    status = void or _standing(rule, head, partners, scopes, passage)
                    if rule.bound and status == "asserted":
                        about = _about(head[0], mentions, place.topic)
                        if menu or not _is_bound(about, place):
                            status = "other_service"
                    if hit is None or (status in rule.counts and hit.status not in rule.counts):
                        span = _span(head, partners) if partners else head[:2]
                        hit = Hit(rule, status, passage.field, *span, _hours(passage, head))
                if hit is not None and (hit.status in rule.counts or not rule.quiet):
                    found.append(hit)
        return _heaviest(found) if len(found) > 1 else found


def _hours(passage: Passage, head: Mention) -> int | None:
    if head[2] in ("hours_long", "hours_short"):
        return number_before(passage.folded, head[0])
    return None


def _settle(asked: list[Hit], answer: str | None) -> None:
    """Give the findings of a question the standing that its answer gives them."""
    if answer is not None:
        for hit in asked:
            hit.status = "asserted" if answer == "yes" else "negated"


def _take_for_granted(hits: list[Hit], opener: str, lexicon: Lexicon) -> None:
    """ "How can so light a touch help?" takes the light touch for granted."""
    if opener in lexicon.openers["ask"]:
        for hit in hits:
            if hit.status == "question" and hit.rule.polarity > 0:
                hit.status = "asserted"


def _standing(
    rule: Rule, head: Mention, partners: list[Mention], scopes: list[Scope], passage: Passage
) -> str:
    start, end, _ = head
    clean = passage.clean
    if clean[start - 1] in _QUOTES and clean[end] in _QUOTES:
        return "refuted"
    if not scopes:
        return "asserted"
    if rule.criterion != "training":
        near = scopes
        if rule.polarity > 0 and rule.criterion == "technique":
            near = [scope for scope in scopes if not _spares(scope, start, clean)]
        return standing(start, near, False)
    status = standing(start, scopes, True)
    for partner in partners:
        if status == "asserted" and partner[2] == "school":
            status = standing(partner[0], scopes, True)
    return status


def _spares(scope: Scope, start: int, clean: str) -> bool:
    """Say whether a denial leaves a light touch alone: "No oil, light strokes"."""
    if scope.kind != "negated":
        return False
    if scope.back:
        return clean.find(",", start, scope.end) >= 0
    return scope.start <= start and (scope.against_only or clean.find(",", scope.start, start) >= 0)


def _heaviest(hits: list[Hit]) -> list[Hit]:
    """Keep one hit of a family in a sentence: the one that counts most, or comes first."""
    best: dict[tuple[str, str, str | None], Hit] = {}
    for hit in hits:
        rule = hit.rule
        key = (rule.criterion, rule.family, rule.flag)
        other = best.get(key)
        if other is None or _rank(hit) > _rank(other):
            best[key] = hit
    return sorted(best.values(), key=_order)


def _rank(hit: Hit) -> tuple[bool, int, int]:
    return (hit.status in hit.rule.counts, hit.rule.weight, -hit.start)


def _order(hit: Hit) -> tuple[int, int, str]:
    return (hit.start, hit.end, hit.rule.id)


def index_rules(rubric: Rubric) -> Reader:
    """Return a reader whose rules are found by the concept at their head."""
    by_head: dict[str, list[Indexed]] = {}
    for rule in rubric.rules:
        first, second = (*(frozenset(slot) for slot in rule.slots[1:]), None, None)[:2]
        unless = frozenset(rule.unless) or None
        for name in rule.slots[0]:
            by_head.setdefault(name, []).append((rule, first, second, unless))
    return Reader(rubric, {name: tuple(rules) for name, rules in by_head.items()})


def _partners(rule: Rule, head: Mention, by_name: dict[str, list[Mention]]) -> list[Mention] | None:
    """Return the nearest mention for each further slot, or None when one is missing."""
    start, end, _ = head
    found: list[Mention] = []
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
        found.append(best[1])
    return found


def _span(head: Mention, partners: list[Mention]) -> tuple[int, int]:
    low = min(head[0], *(partner[0] for partner in partners))
    high = max(head[1], *(partner[1] for partner in partners))
    return (low, high) if high - low <= LONGEST_SPAN else head[:2]


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


def _is_bound(about: str, place: Place) -> bool:
    if about == "lymph":
        return True
    return place.claims_lymph and (about == "none" or place.main == "other")


def _is_menu(passage: Passage, index: int, by_name: dict[str, list[Mention]]) -> bool:
    """A list of services describes none of them: "lymphatic drainage, deep tissue, cupping"."""
    if not by_name.keys().isdisjoint(_TOUCH):
        return False
    sentence = passage.sentences[index]
    commas = passage.clean.count(",", sentence.start, sentence.end)
    named = sum(len(by_name.get(name, ())) for name in _LISTED)
    if "other_mod" in by_name:
        return commas > 0 and named > 2
    return commas > 1 and named > 1 and "using" not in by_name


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


def _note_services(mentions: list[Mention], scopes: list[Scope], topic: str, named: Named) -> str:
    """Count the services a sentence names, and return what the text is about after it."""
    for start, _, name in mentions:
        about = _SERVICES.get(name)
        if about is None:
            continue
        status = standing(start, scopes, True) if scopes else "asserted"
        if about == "other":
            named.other += 1
        elif status in ("negated", "contrast"):
            named.denied += 1
        else:
            named.claimed += 1
        if status == "asserted":
            topic = about
    return topic


def _first_word(passage: Passage, sentence: Sentence) -> str:
    return next(iter(passage.folded[sentence.start : sentence.end].split(None, 1)), "")


def _answer(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> str | None:
    word = _first_word(passage, sentence)
    return next((kind for kind in ("yes", "no") if word in lexicon.openers[kind]), None)
