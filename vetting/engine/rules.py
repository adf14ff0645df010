"""Rules over concepts that meet in one sentence, bound to the service they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass

from .beside import beside
from .binding import (
    SERVICES,
    Named,
    Place,
    by_hand_from,
    first_topic,
    is_taken_up,
    labelled_lines,
    main_topic,
    menu_topic,
    names_none,
    note_services,
    sells_apart,
    services_in,
    timed_lines,
)
from .context import Scope
from .hindsight import LOOKS_BACK, leave_plans, looks_back, refute_paragraph, retract_title
from .hits import (
    Hit,
    all_untrue,
    answered,
    contrasted,
    disowned,
    is_loose,
    left_at_home,
    left_to_tools,
    meant_for_home,
    not_real,
    outweighed,
    taken_for_granted,
    taken_up,
)
from .indexed import Indexed, by_head
from .lexicon import Lexicon
from .matching import matches
from .offers import offer
from .openings import (
    answer_of,
    doubts,
    is_for_home,
    is_general,
    is_own_heading,
    is_tale,
    is_unreal,
    look_back,
    turns,
)
from .passage import Passage, first_word, is_quoted
from .rubric import Rubric
from .scoping import scopes_of
from .status import note_offered
from .therapists import by_person
from .thread import Thread
from .turning import Turning
from .whose import HEADS, TOLD, advises, is_nobodys, over, told_elsewhere

# What says that something is done on request, or in an exception.
_OFFERS = frozenset({"offered", "wish", "some_days"})
# What few sentences have, and what then makes more of them: asked for at once.
_SELDOM = LOOKS_BACK | _OFFERS | {"later", "kept_apart", "all_untrue", "own_method"}
_LYMPH = frozenset({"mld", "lymph", "node", "lymph_system", "school"})
# "We never use them" speaks of what was named so few sentences ago.
_SOON = 2
# A quotation that ends with its sentence has so many letters behind it at most.
_QUOTE_END = 2


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
            apart = sells_apart(passage)
            timed = timed_lines(passage) if main != "lymph" else frozenset()
            labelled = labelled_lines(passage) if main != "lymph" else frozenset()
            told = beside(passage, main, lexicon)
            if main != "lymph":
                told = by_person(passage, lexicon) | told
            # where two services are told apart, what is done is done as the one it is told of
            around = "none" if told else main
            place = Place(passage, 0, topic, around, claims_lymph, lexicon, ambiguous, None)
            asked: list[Hit] = []
            quoted = heading = False
            before: list[Hit] = []
            last = 0
            tools: list[Hit] = []
            thread = Thread()
            general: list[Hit] = []
            home: list[Hit] = []
            joined: list[Hit] = []
            if found and passage.kind not in HEADS and found[-1].field + 1 == passage.field:
                retract_title(passage, found, lexicon)
            turning = Turning()
            latest: list[Hit] = []
            for index, sentence in enumerate(passage.sentences):
                if turning.said and not lexicon.verdicts.isdisjoint(sentence.words):
                    turning.come_to(passage, sentence, index, lexicon)
                if asked and passage.folded[sentence.start : sentence.end].strip():
                    answer = answer_of(passage, sentence, lexicon, quoted)
                    if answer is None and heading:
                        taken_for_granted(asked)
                    else:
                        answered(asked, answer)
                    asked = []
                by_name = passage.by_name[index]
                cues = passage.cues[index]
                if latest:
                    look_back(latest, sentence, lexicon)
                    latest = []
                thread.follow(passage, sentence, index, lexicon)
                if index in timed:
                    place.topic = "other"
                if not by_name:
                    joined = []
                    if cues:
                        thread.begin(passage, sentence, cues, lexicon)
                    continue
                place.index = index
                seldom = not _SELDOM.isdisjoint(by_name)
                if apart or labelled:
                    place.sold = "other" if index in labelled else menu_topic(passage, index)
                    place.topic = place.sold or place.topic
                elif told:
                    place.sold = told.get(index)
                    place.topic = place.sold or place.topic
                settled = (
                    seldom
                    and not LOOKS_BACK.isdisjoint(by_name)
                    and looks_back(passage, index, before, found, lexicon)
                )
                if not settled and tools and is_taken_up(passage, index, lexicon):
                    taken_up(tools)
                if seldom and "own_method" in by_name and claims_lymph and place.topic == "other":
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
                if (
                    scopes
                    and before
                    and index - last <= _SOON
                    and names_none(by_name)
                    and any(one.it for one in scopes)
                ):
                    # "Some bring cups. In lymph drainage we never use them."
                    disowned(before)
                asking = sentence.mark == "?" and "known" not in by_name
                if asking:
                    scopes.append(Scope(sentence.start, sentence.end, "question"))
                if not TOLD.isdisjoint(by_name):
                    scopes += told_elsewhere(passage, index, lexicon)
                    if advising and passage.kind not in HEADS and is_nobodys(by_name):
                        scopes.append(over(sentence.start, sentence.end, "advice"))
                services = (
                    [] if by_name.keys().isdisjoint(SERVICES) else services_in(by_name, scopes)
                )
                new = matches(self.by_head, place, by_name, services, scopes)
                if new and is_unreal(sentence, lexicon):
                    not_real(new)
                if scopes:
                    note_offered(new, scopes)
                if thread.kind is not None:
                    thread.colors(new)
                if seldom and "later" in by_name and new:
                    leave_plans(passage, sentence, new, lexicon)
                if cues:
                    thread.begin(passage, sentence, cues, lexicon)
                if seldom:
                    if scopes and not _OFFERS.isdisjoint(by_name):
                        offer(new, passage, index, services, scopes, place.topic, lexicon)
                    if "kept_apart" in by_name and is_for_home(passage, index, lexicon):
                        meant_for_home([*joined, *new])
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
                    home = new if seldom and "kept_apart" in by_name else []
                if doubting and new and not asking and is_tale(passage, index):
                    all_untrue(new, passage.field, sentence.start)
                if new:
                    turning.note(passage, index, new, lexicon)
                found += new
                if seldom and "all_untrue" in by_name:
                    refute_paragraph(passage, index, found)
                if new:
                    before, last = new, index
                latest = new
                tools = [hit for hit in new if is_loose(hit)] if place.sold is None else []
                if services:
                    place.topic = note_services(services, scopes, place.topic, named)
                    if told.get(index) == "other":
                        place.topic = "other"
        return found, named


def index_rules(rubric: Rubric) -> Reader:
    """Return a reader whose rules are found by the concept at their head."""
    return Reader(rubric, by_head(rubric))
