"""Rules over concepts that meet in one sentence, bound to the service they speak of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .binding import (
    SERVICES,
    Named,
    Place,
    Service,
    by_hand_from,
    first_topic,
    is_bound,
    is_disowning,
    is_menu,
    is_row,
    is_taken_up,
    labelled_lines,
    main_topic,
    menu_topic,
    names_none,
    note_services,
    sells_apart,
    services_in,
    spoken_of,
    timed_lines,
)
from .body import is_body_at_work
from .context import Scope, scopes_of
from .hits import (
    Hit,
    answered,
    contrasted,
    disowned,
    is_loose,
    left_at_home,
    left_to_tools,
    outweighed,
    taken_for_granted,
    taken_up,
)
from .indexed import Indexed, by_head
from .lexicon import Lexicon
from .openings import answer_of, doubts, is_general, is_own_heading, look_back, turns
from .passage import Passage, first_word, is_quoted
from .rubric import Rubric
from .scan import Mention, number_before
from .slots import is_listed, is_of_something_else, is_on_the_menu, partners_of, span_of
from .status import note_offered, status_of
from .thread import Thread
from .whose import HEADS, TRAINING, advises, is_nobodys, over, told_elsewhere, whose

_LYMPH = frozenset({"mld", "lymph", "node", "lymph_system", "school"})
_HOURS = frozenset({"hours_long", "hours_short"})
_APART = frozenset({"move", "motion", "junk"})
# What is light beside these is light itself.
_SOFT = frozenset({"light", "featherlight", "calm"})
_SOFT_OF = frozenset({"soft_thing", "feels_after"})
# A row of services names so many things at least.
_ROW = 4
# What is spoken of so in the sentence before is not taken up.
_DENYING = frozenset({"negated", "refuted", "other_person", "contrast"})
# A quotation that ends with its sentence has so many letters behind it at most.
_QUOTE_END = 2
# A single term in quotation marks is quoted at arm's length.
_QUOTES = frozenset("\"'“”‘’„«»")


@dataclass(slots=True)
class Reader:
    """Applies the rules of a rubric to passages, carrying the topic from sentence to sentence."""

    rubric: Rubric
    by_head: Mapping[str, tuple[Indexed, ...]]

    def hits(self, passages: list[Passage], lexicon: Lexicon) -> tuple[list[Hit], Named]:
        """Return every rule match with its status, in reading order, and the services named."""
        claims_lymph = any(not _LYMPH.isdisjoint(passage.names) for passage in passages)
        main = main_topic(passages)
        # CLT is a therapist, and in some countries the name of the therapy.
        therapy = any("clt_therapy" in passage.names for passage in passages)
        ambiguous = frozenset({"clt"} if therapy else ())
        doubting = any(doubts(passage, lexicon) for passage in passages)
        advising = any(advises(passage, lexicon) for passage in passages)
        found: list[Hit] = []
        named = Named(0, 0, 0)
        for passage in passages:
            topic = first_topic(passage, main)
            place = Place(passage, 0, topic, main, claims_lymph, lexicon, ambiguous, None)
            apart = sells_apart(passage)
            timed = timed_lines(passage) if main != "lymph" else frozenset()
            labelled = labelled_lines(passage) if main != "lymph" else frozenset()
            asked: list[Hit] = []
            quoted = heading = False
            before: list[Hit] = []
            tools: list[Hit] = []
            thread = Thread()
            general: list[Hit] = []
            home: list[Hit] = []
            joined: list[Hit] = []
            last: list[Hit] = []
            for index, sentence in enumerate(passage.sentences):
                if asked:
                    answer = answer_of(passage, sentence, lexicon, quoted)
                    if answer is None and heading:
                        taken_for_granted(asked)
                    else:
                        answered(asked, answer)
                    asked = []
                by_name = passage.by_name[index]
                cues = passage.cues[index]
                if last:
                    look_back(last, passage, sentence, lexicon)
                    last = []
                thread.follow(passage, sentence, index, lexicon)
                if index in timed:
                    place.topic = "other"
                if not by_name:
                    joined = []
                    if cues:
                        thread.begin(passage, sentence, cues, lexicon)
                    continue
                place.index = index
                if apart or labelled:
                    place.sold = "other" if index in labelled else menu_topic(passage, index)
                    place.topic = place.sold or place.topic
                if before and "disown" in by_name and is_disowning(passage, index):
                    disowned(before)
                elif tools and is_taken_up(passage, index, lexicon):
                    taken_up(tools)
                if "own_method" in by_name and claims_lymph and place.topic == "other":
                    place.topic = "lymph"
                mentions = passage.mentions[index]
                scopes = (
                    scopes_of(
                        sentence,
                        cues,
                        mentions,
                        passage.clean,
                        passage.folded,
                        passage.dashes,
                        lexicon,
                    )
                    if cues
                    else []
                )
                if scopes and before and names_none(by_name) and any(one.it for one in scopes):
                    # "Some bring cups. In lymph drainage we never use them."
                    disowned(before)
                asking = sentence.mark == "?" and "known" not in by_name
                if asking:
                    scopes.append(Scope(sentence.start, sentence.end, "question"))
                if not TRAINING.isdisjoint(by_name):
                    scopes += told_elsewhere(passage, index, lexicon)
                    if advising and passage.kind not in HEADS and is_nobodys(by_name):
                        scopes.append(over(sentence.start, sentence.end, "advice"))
                services = (
                    [] if by_name.keys().isdisjoint(SERVICES) else services_in(by_name, scopes)
                )
                new = self._match(place, by_name, services, scopes)
                if scopes:
                    note_offered(new, scopes)
                if thread.kind is not None:
                    thread.colors(new)
                if cues:
                    thread.begin(passage, sentence, cues, lexicon)
                if len(new) > 1:
                    outweighed(new)
                if asking:
                    if first_word(passage, sentence) in lexicon.openers["ask"]:
                        taken_for_granted(new)
                    asked = [hit for hit in new if hit.status == "question"]
                    quoted = False
                    heading = is_own_heading(passage, sentence, lexicon)
                elif is_quoted(passage, sentence):
                    # "It melts fat." No, it does not.
                    asked = [hit for hit in new if hit.status == "asserted"]
                    quoted, heading = True, False
                    if doubting:
                        answered(asked, "no")
                    if passage.quoted_until(sentence.end) > sentence.end + _QUOTE_END:
                        # who is quoted goes on, and answers nobody
                        asked = []
                if general and turns(passage, index, lexicon):
                    contrasted(general, new)
                general = new if new and is_general(passage, index, lexicon) else []
                if home and "mld" in by_name:
                    left_at_home(home, new)
                if "mld" in by_name:
                    hand = by_hand_from(passage, index, lexicon)
                    if hand is not None:
                        left_to_tools(joined, sentence.start)
                        left_to_tools(new, hand)
                    joined = home = []
                else:
                    joined = new if sentence.mark == ";" else []
                    home = new if "kept_apart" in by_name else []
                found += new
                before = new or before
                last = new
                tools = [hit for hit in new if is_loose(hit)] if place.sold is None else []
                if services:
                    place.topic = note_services(services, scopes, place.topic, named)
        return found, named

    def _match(
        self,
        place: Place,
        by_name: dict[str, list[Mention]],
        services: list[Service],
        scopes: list[Scope],
    ) -> list[Hit]:
        """Return the matches in a sentence, of each family the one that counts most."""
        unmet = by_name.keys().isdisjoint
        get = by_name.get
        by_head = self.by_head
        claims = get("own_claim") or ()
        passage = place.passage
        clean = passage.clean
        void = passage.void.get(place.index)
        quotes = passage.quotes
        aside = "addon" in by_name
        soft = None if unmet(_SOFT_OF) else by_name
        # "Our lymph sessions combine deep tissue and cups" speaks of one service.
        mixed = "combine" in by_name and any(about == "lymph" for _, about, _ in services)
        menu = (
            place.index in passage.priced
            or (
                not mixed
                and "mld" in by_name
                and is_menu(passage, place.index, by_name, place.lexicon)
            )
            or (len(by_name) >= _ROW and is_row(passage, place.index, place.lexicon))
        )
        ambiguous = place.ambiguous
        best: dict[int, tuple[tuple[bool, int, int], Hit]] = {}
        for name, heads in by_name.items():
            rules = by_head.get(name)
            if rules is None or name in ambiguous:
                continue
            for one in rules:
                first = one.first
                if first is not None and unmet(first):
                    continue
                rule = one.rule
                held = best.get(one.family)
                if held is not None and held[0][0] and held[0][1] > rule.weight:
                    # what counts more was said before
                    continue
                if not one.simple and not _applies(one, place, unmet):
                    continue
                match = None
                counts = False
                elsewhere = soft if one.supports and name in _SOFT else None
                for head in heads:
                    start, end, _ = head
                    partners = (
                        partners_of(rule, one.further, head, get) if first is not None else ()
                    )
                    if partners is None or (
                        partners and name in _APART and is_listed(head, partners[0], clean)
                    ):
                        continue
                    if (
                        rule.family == "vague"
                        and partners
                        and is_on_the_menu(
                            head, partners[0], by_name, passage.folded, place.lexicon
                        )
                    ):
                        continue
                    if elsewhere is not None and is_of_something_else(head, elsewhere, clean):
                        continue
                    if void is not None:
                        status = void
                    # a stroke or a tool between marks is named so, and not held at arm's length
                    elif rule.family != "strokes" and (
                        (
                            rule.family != "tool"
                            and clean[start - 1] in _QUOTES
                            and clean[end] in _QUOTES
                        )
                        or (
                            quotes
                            and (
                                _in_guillemets(clean, start, end)
                                or (rule.polarity < 0 and passage.is_arms_length(start))
                            )
                        )
                    ):
                        status = "refuted"
                    elif scopes:
                        status = status_of(one, start, partners, scopes, clean, claims)
                    else:
                        status = "asserted"
                    if status == "asserted":
                        if one.supports and place.sold == "other":
                            status = "other_service"
                        elif rule.bound:
                            about = "lymph" if mixed else spoken_of(start, services, place.topic)
                            if (
                                (menu and not _beside_mld(start, by_name))
                                or place.sold == "other"
                                or not (
                                    is_bound(about, place, services)
                                    or (one.unbound and not services)
                                )
                            ) or (
                                (one.cleans or one.pushes)
                                and is_body_at_work(
                                    passage, place.index, start, place.lexicon, one.pushes
                                )
                            ):
                                status = "other_service"
                        elif one.whose:
                            status = whose(
                                (head, *partners),
                                passage.sentences[place.index].start,
                                by_name,
                                passage,
                                rule.family == "vague",
                                place.lexicon,
                            )
                    counts = status in rule.counts
                    if counts or match is None:
                        match = status, head, partners
                        if counts:
                            break
                if match is None or not (counts or not rule.quiet):
                    continue
                status, head, partners = match
                start, end, _ = span_of(head, partners) if partners else head
                rank = (counts, rule.weight, -start)
                if held is None or rank > held[0]:
                    number = _hours(passage, head) if name in _HOURS else None
                    best[one.family] = (
                        rank,
                        Hit(rule, status, passage.field, start, end, number, aside),
                    )
        found = [hit for _, hit in best.values()]
        if len(found) > 1:
            found.sort(key=_order)
        return found


def _applies(one: Indexed, place: Place, unmet: Callable[[frozenset[str]], bool]) -> bool:
    """Say whether a rule's third slot is there, no concept forbids it, and the field is its own.

    What it needs in the sentence before must be there too.
    """
    if one.second is not None and unmet(one.second):
        return False
    if one.unless is not None and not unmet(one.unless):
        return False
    if one.after is not None and not _follows(one.after, place):
        return False
    return one.rule.field is None or one.rule.field == place.passage.kind


def _follows(names: frozenset[str], place: Place) -> bool:
    """ "Toxins gather in the tissue. Our hands wash them out": the first says what "them" are."""
    index = place.index - 1
    passage, cues = place.passage, place.lexicon.cues
    return (
        index >= 0
        and not names.isdisjoint(passage.by_name[index])
        and not any(
            name in cues and cues[name].kind in _DENYING for _, _, name in passage.cues[index]
        )
    )


def _in_guillemets(clean: str, start: int, end: int) -> bool:
    """Say whether a term stands alone in « », which have blanks inside in French."""
    return clean[max(0, start - 2)] == "«" and clean[end : end + 2].lstrip()[:1] == "»"


def _beside_mld(start: int, by_name: dict[str, list[Mention]]) -> bool:
    """Say whether what a menu lists belongs to the lymph work itself: "lymph drainage detox"."""
    return any(end + 1 == start for _, end, _ in by_name.get("mld", ()))


def _hours(passage: Passage, head: Mention) -> int | None:
    return number_before(passage.folded, head[0])


def _order(hit: Hit) -> tuple[int, int, str]:
    return (hit.start, hit.end, hit.rule.id)


def index_rules(rubric: Rubric) -> Reader:
    """Return a reader whose rules are found by the concept at their head."""
    return Reader(rubric, by_head(rubric))
