"""Rules over concepts that meet in one sentence, bound to the service they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .beside import beside
from .binding import (
    SERVICES,
    Named,
    Place,
    Service,
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
from .segment import Sentence
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
        # CLT is a therapist, and in some countries the name of the therapy.
        therapy = any("clt_therapy" in passage.names for passage in passages)
        text = _Text(
            self.by_head,
            lexicon,
            main_topic(passages),
            any(not _LYMPH.isdisjoint(passage.names) for passage in passages),
            frozenset({"clt"} if therapy else ()),
            any(doubts(passage, lexicon) for passage in passages),
            any(advises(passage, lexicon) for passage in passages),
        )
        for passage in passages:
            if (
                text.found
                and passage.kind not in HEADS
                and text.found[-1].field + 1 == passage.field
            ):
                retract_title(passage, text.found, lexicon)
            _Reading.of(passage, text).read()
        return text.found, text.named


@dataclass(slots=True)
class _Text:
    """All fields of a listing: what they are about, and what has been found so far.

    ``doubting``: a title speaks of myths. ``advising``: one tells how to find a therapist.
    """

    by_head: Mapping[str, tuple[Indexed, ...]]
    lexicon: Lexicon
    main: str
    claims_lymph: bool
    ambiguous: frozenset[str]
    doubting: bool
    advising: bool
    found: list[Hit] = field(default_factory=list)
    named: Named = field(default_factory=lambda: Named(0, 0, 0))


@dataclass(slots=True)
class _Reading:
    """A passage while it is read, and what may still be made of the sentences before.

    ``apart``, ``timed``, ``labelled`` and ``told`` say of lines and sentences which service they
    sell or speak of. ``asked`` are hits that wait for an answer, ``latest`` those of the sentence
    before, ``before`` those of the last one that had any, ``last`` its number; ``tools`` are loose
    ones, ``general`` is about massage at large, ``home`` about what to do there, and ``joined``
    before a semicolon.
    """

    passage: Passage
    text: _Text
    place: Place
    apart: bool
    timed: frozenset[int]
    labelled: frozenset[int]
    told: dict[int, str]
    thread: Thread = field(default_factory=Thread)
    turning: Turning = field(default_factory=Turning)
    asked: list[Hit] = field(default_factory=list)
    quoted: bool = False
    heading: bool = False
    latest: list[Hit] = field(default_factory=list)
    before: list[Hit] = field(default_factory=list)
    last: int = 0
    tools: list[Hit] = field(default_factory=list)
    general: list[Hit] = field(default_factory=list)
    home: list[Hit] = field(default_factory=list)
    joined: list[Hit] = field(default_factory=list)

    @classmethod
    def of(cls, passage: Passage, text: _Text) -> "_Reading":
        """Return the reading of a passage before its first sentence."""
        main, lexicon = text.main, text.lexicon
        told = beside(passage, main, lexicon)
        timed = labelled = frozenset[int]()
        if main != "lymph":
            told = by_person(passage, lexicon) | told
            timed, labelled = timed_lines(passage), labelled_lines(passage)
        # where two services are told apart, what is done is done as the one it is told of
        around = "none" if told else main
        topic = first_topic(passage, main)
        place = Place(passage, 0, topic, around, text.claims_lymph, lexicon, text.ambiguous, None)
        return cls(passage, text, place, sells_apart(passage), timed, labelled, told)

    def read(self) -> None:
        """Read sentence by sentence."""
        passage, lexicon = self.passage, self.text.lexicon
        for index, sentence in enumerate(passage.sentences):
            self._come_to(index, sentence)
            by_name, cues = passage.by_name[index], passage.cues[index]
            if not by_name:
                self.joined = []
                if cues:
                    self.thread.begin(passage, sentence, cues, lexicon)
                continue
            self.place.index = index
            seldom = not _SELDOM.isdisjoint(by_name)
            self._find_place(index, by_name, seldom)
            scopes = self._scopes(index, sentence)
            asking = sentence.mark == "?" and "known" not in by_name
            if asking:
                scopes.append(Scope(sentence.start, sentence.end, "question"))
            if not TOLD.isdisjoint(by_name):
                scopes += self._whose(index, sentence)
            services = [] if by_name.keys().isdisjoint(SERVICES) else services_in(by_name, scopes)
            new = matches(self.text.by_head, self.place, by_name, services, scopes)
            self._stand(new, index, services, scopes, seldom)
            self._ask(new, sentence, asking)
            self._leave(new, index, seldom)
            self._remember(new, index, asking, seldom)
            if services:
                topic = note_services(services, scopes, self.place.topic, self.text.named)
                self.place.topic = "other" if self.told.get(index) == "other" else topic

    def _come_to(self, index: int, sentence: Sentence) -> None:
        """Let a sentence answer, except or take back what the one before it said."""
        passage, lexicon = self.passage, self.text.lexicon
        turning = self.turning
        if turning.said and not lexicon.verdicts.isdisjoint(sentence.words):
            turning.come_to(passage, sentence, index, lexicon)
        if self.asked and sentence.words:
            answer = answer_of(passage, sentence, lexicon, self.quoted)
            if answer is None and self.heading:
                taken_for_granted(self.asked)
            else:
                answered(self.asked, answer)
            self.asked = []
        if self.latest:
            look_back(self.latest, sentence, lexicon)
            self.latest = []
        self.thread.follow(passage, sentence, index, lexicon)
        if index in self.timed:
            self.place.topic = "other"

    def _find_place(self, index: int, by_name: Mapping[str, object], seldom: bool) -> None:
        """Say which service a sentence sells or takes up, and what it makes of what was named."""
        passage, place, lexicon = self.passage, self.place, self.text.lexicon
        if self.apart or self.labelled:
            place.sold = "other" if index in self.labelled else menu_topic(passage, index)
            place.topic = place.sold or place.topic
        elif self.told:
            place.sold = self.told.get(index)
            place.topic = place.sold or place.topic
        settled = (
            seldom
            and not LOOKS_BACK.isdisjoint(by_name)
            and looks_back(passage, index, self.before, self.text.found, lexicon)
        )
        if not settled and self.tools and is_taken_up(passage, index, lexicon):
            taken_up(self.tools)
        if seldom and "own_method" in by_name and place.claims_lymph and place.topic == "other":
            place.topic = "lymph"

    def _scopes(self, index: int, sentence: Sentence) -> list[Scope]:
        """Return what the cues of a sentence open; "we never use them" disowns what was named."""
        passage, cues = self.passage, self.passage.cues[index]
        if not cues:
            return []
        scopes = scopes_of(
            sentence,
            cues,
            passage.mentions[index],
            passage.clean,
            passage.folded,
            passage.dashes,
            self.text.lexicon,
        )
        if (
            self.before
            and index - self.last <= _SOON
            and names_none(passage.by_name[index])
            and any(one.it for one in scopes)
        ):
            # "Some bring cups. In lymph drainage we never use them."
            disowned(self.before)
        return scopes

    def _whose(self, index: int, sentence: Sentence) -> list[Scope]:
        passage = self.passage
        scopes = told_elsewhere(passage, index, self.text.lexicon)
        if self.text.advising and passage.kind not in HEADS and is_nobodys(passage.by_name[index]):
            scopes.append(over(sentence.start, sentence.end, "advice"))
        return scopes

    def _stand(
        self,
        new: list[Hit],
        index: int,
        services: list[Service],
        scopes: list[Scope],
        seldom: bool,
    ) -> None:
        """Give hits the standing that their sentence as a whole, or the thread, gives them."""
        passage, lexicon = self.passage, self.text.lexicon
        sentence, by_name = passage.sentences[index], passage.by_name[index]
        if new and is_unreal(sentence, lexicon):
            not_real(new)
        if scopes:
            note_offered(new, scopes)
        if self.thread.kind is not None:
            self.thread.colors(new)
        if seldom and "later" in by_name and new:
            leave_plans(passage, sentence, new, lexicon)
        if passage.cues[index]:
            self.thread.begin(passage, sentence, passage.cues[index], lexicon)
        if seldom:
            if scopes and not _OFFERS.isdisjoint(by_name):
                offer(new, passage, index, services, scopes, self.place.topic, lexicon)
            if "kept_apart" in by_name and is_for_home(passage, index, lexicon):
                meant_for_home([*self.joined, *new])
        if len(new) > 1:
            outweighed(new)

    def _ask(self, new: list[Hit], sentence: Sentence, asking: bool) -> None:
        """Note what a sentence asks, or quotes, and so waits for an answer."""
        passage, lexicon = self.passage, self.text.lexicon
        if asking:
            if first_word(passage, sentence) in lexicon.openers["ask"]:
                taken_for_granted(new)
            self.asked = [hit for hit in new if hit.status == "question"]
            self.quoted = False
            self.heading = is_own_heading(passage, sentence, lexicon)
        elif is_quoted(passage, sentence):
            # "It melts fat." No, it does not.
            self.asked = [hit for hit in new if hit.status == "asserted"]
            self.quoted, self.heading = True, False
            if self.text.doubting:
                answered(self.asked, "no")
            if passage.quoted_until(sentence.end) > sentence.end + _QUOTE_END:
                # who is quoted goes on, and answers nobody
                self.asked = []

    def _leave(self, new: list[Hit], index: int, seldom: bool) -> None:
        """Leave to massage at large, to the home and to tools what is said of those."""
        passage, lexicon = self.passage, self.text.lexicon
        sentence, by_name = passage.sentences[index], passage.by_name[index]
        if self.general and turns(passage, index, lexicon):
            contrasted(self.general, new)
        self.general = new if new and is_general(passage, index, lexicon) else []
        if "mld" not in by_name:
            self.joined = new if sentence.mark == ";" else []
            self.home = new if seldom and "kept_apart" in by_name else []
            return
        if self.home:
            left_at_home(self.home, new)
        hand = by_hand_from(passage, index, lexicon)
        if hand is not None:
            left_to_tools(self.joined, sentence.start)
            left_to_tools(new, hand)
        self.joined = self.home = []

    def _remember(self, new: list[Hit], index: int, asking: bool, seldom: bool) -> None:
        """Keep the hits of a sentence, for the text and for the sentences behind it."""
        passage, found = self.passage, self.text.found
        if self.text.doubting and new and not asking and is_tale(passage, index):
            all_untrue(new, passage.field, passage.sentences[index].start)
        if new:
            self.turning.note(passage, index, new, self.text.lexicon)
            self.before, self.last = new, index
        found += new
        if seldom and "all_untrue" in passage.by_name[index]:
            refute_paragraph(passage, index, found)
        self.latest = new
        self.tools = [hit for hit in new if is_loose(hit)] if self.place.sold is None else []


def index_rules(rubric: Rubric) -> Reader:
    """Return a reader whose rules are found by the concept at their head."""
    return Reader(rubric, by_head(rubric))
