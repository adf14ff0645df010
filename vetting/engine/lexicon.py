"""The words of one language, compiled for a single scan.

Terms are literals, never patterns: a trailing ``*`` lets a word go on. One automaton finds all
concepts, context cues and masks of a language at once.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

MASK = "!"
STOP = "|"
# Stands beside a unit, so that the scan knows to look at the number before it.
MEASURE = "#"
# Kinds of words: a whole one or the beginning of one, a beginning, a word of a cue.
KNOWN, STEM, CUE_WORD = 1, 2, 4
# Stands for a word that may be a name: "Oliveira", "Wood".
NAMED = "@"
# Stands for a word that means something else where it is written small.
NOUN = "^"
# First words by which an answer or a question is known, who goes on about others ("they"), who
# speaks of the service itself ("self"). A sentence that opens with massage in general ("massage")
# is no sentence about the service where the next one turns to that ("turn"). "They move lymph" may
# speak of things named before it ("things"). "For nine years I pressed" ("span", "years", "did"),
# "until 2011" ("until"), "until last May" ("ago") and "when I began" ("begun") tell of what was, up to a word for today ("now"); "there were" ("were")
# goes on with it. "In May we will" ("will") tells of what is not yet done,
# "soon you will" ("you") of what it is like. "What it isn't:" opens with "what", and
# "What we do not offer:" names with "undone" what is not done. "Cups are not used", "we never use
# them": a negation ("nots"), a verb of doing or offering ("handled"), a passive or an object pronoun
# before the verb ("them") or behind it ("it"); "never without asking" ("yet") denies nothing. Where
# verbs say who does it ("clitics"), an object may stand before the negation ("Ventosas no uso"), and
# "no ... nada" denies all before it. "They are not used on the belly" ("upon") says that they are used.
# "Harder, please", guests beg: a verb of asking ("begs") and who is not named ("somebody").
# "Las ventosas y la madera no se usan": a stop that ends in an article ("the") may go on with a list.
# Of what a denial affirms ("except" to "lack") affirmed.py tells.
# "Cups, rollers: such tools have no place here" ("such") speaks of what stands before the mark.
# "Besides lymph drainage we have cups" ("besides"), "For backs I go deep. For lymph drainage ..." ("aim",
# "unlike"), "The former goes deep, the latter ..." ("former", "latter") and "The other treatment"
# ("another") speak of two services. "If force were enough, a roller would do" ("if", "would") supposes
# what is not, but "if you want cups" ("asked") may be so.
# "None of it ("nought") is true ("right")" and "That is wrong ("untrue")" take back what was said, and
# so does "Instead ("instead"), we press". "It begins ("begins") with light circles" is no promise where
# the text then goes deep, nor is "First ("first") lightly, then deep". What is not done on the same day
# ("jointly") is done. In "so ("degree") light that ("result") some ask" it is light.
# "Always", "of course", "we do" ("surely") say yes before a pause.
OPENERS = (
    *("yes", "no", "denies", "ask", "they", "self", "massage", "turn", "things"),
    *("span", "until", "ago", "begun", "years", "did", "now", "relative", "was", "choice", "hands"),
    *("what", "undone", "were", "will", "begs", "somebody", "surely", "you"),
    *("nots", "handled", "passive", "them", "it", "yet"),
    *("clitics", "nothing", "upon", "the", "such", "none", "wins", "with", "has"),
    *("except", "unless", "when", "where", "counting", "that", "truth", "without", "and", "can"),
    *("days", "on_which", "half", "than", "naught", "those", "lack", "just", "shrink"),
    *("complete", "exception", "fear"),
    *(
        "besides",
        "aim",
        "unlike",
        "former",
        "latter",
        "another",
        "definite",
        "joins",
        "ours",
        "two",
    ),
    *("if", "asked", "would", "also"),
    *("nought", "right", "untrue", "instead", "begins", "first", "jointly", "result", "degree"),
)
# Units: below the limit a measure means the first, from it on the second.
MEASURES = {
    "hours": (40, "hours_short", "hours_long"),
    "mmhg": (46, "measure_low", "measure_high"),
    "grams": (46, "measure_low", "measure_high"),
    "ounces": (12, "measure_low", "measure_high"),
}


@dataclass(frozen=True)
class Cue:
    """A word that changes how its neighbours are meant.

    ``direction`` is forward, back, final (back, from the end of a clause) or sentence; ``reach``
    is in characters; ``only`` is "against" where what supports a text is not denied by it,
    "training" where it says whose training it is and nothing about the hands, and "service" where
    it says what the hands did and nothing about training, and "claims" where it says what the body
    does by itself, which is no claim of the service but may be untrue. After one that ``carries`` the sentences
    that follow speak of the same.
    """

    kind: str
    direction: str
    reach: int
    only: str | None
    carries: bool


# What a pattern of the automaton stands for: plain, concepts, marks, closed. Plain has the name where
# it is one concept and nothing more. Marks are ``!`` for a mask that hides the terms inside it, ``|``
# for a word that ends a cue's reach, ``#`` for a unit, or a cue number as ``~12``. A closed pattern
# ends with the blank it was found with. No named tuple: those are taken apart at half the speed.
Meaning = tuple[str | None, tuple[str, ...], tuple[str, ...], bool]


@dataclass(frozen=True)
class Memory:
    """What the repair of slips found out about words before. It never changes an answer."""

    sound: set[str] = field(default_factory=set)
    repairs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """Compiled words of one language.

    ``meant`` has for each pattern of the automaton where in ``meanings`` it stands. ``endings`` are
    the last two letters of the abbreviations, ``heads`` the first words of the openers of each kind,
    ``verdicts`` the last words of those that call a thing true or untrue, ``lifting`` the words
    beside which a denial may affirm, ``times`` the first words of spans of time, and ``exceptions``
    those that a sentence may begin an exception with.
    ``streets`` are words beside which a term is part of an address.
    ``unaccented`` are cues and stops of one word that no accent belongs to, ``accented`` those that
    one does belong to. ``shortened`` lists, by the two letters at their ends, the long words that one
    with a letter left out may be meant for.
    ``words`` has the kinds of each word of the terms, ``KNOWN``, ``STEM`` and ``CUE_WORD`` added up.
    """

    code: str
    name: str
    function_words: frozenset[str]
    abbreviations: frozenset[str]
    endings: frozenset[str]
    openers: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[str]]
    verdicts: frozenset[str]
    lifting: frozenset[str]
    times: frozenset[str]
    exceptions: frozenset[str]
    articles: frozenset[str]
    being: frozenset[str]
    voice: frozenset[str]
    people: frozenset[str]
    selves: frozenset[str]
    possessives: frozenset[str]
    cues: Mapping[str, Cue]
    words: Mapping[str, int]
    unaccented: frozenset[str]
    accented: frozenset[str]
    benign: frozenset[str]
    streets: frozenset[str]
    shortened: Mapping[str, tuple[str, ...]] = field(repr=False)
    automaton: AhoCorasick = field(repr=False)
    meant: "array[int]" = field(repr=False)
    meanings: tuple[Meaning, ...] = field(repr=False)
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)


class Lexicons(Mapping[str, Lexicon]):
    """The words of each language, compiled when a text in that language is first read.

    Each of ``builders`` may raise RubricError where the words of its language are wrong; what it
    holds is let go afterwards.
    """

    def __init__(self, builders: Mapping[str, Callable[[], Lexicon]]) -> None:
        self._builders = dict(builders)
        self._built: dict[str, Lexicon | None] = dict.fromkeys(sorted(builders))

    def __getitem__(self, code: str) -> Lexicon:
        found = self._built[code]
        if found is None:
            build = self._builders.get(code)
            if build is None:
                # another thread came first
                return self[code]
            found = self._built[code] = build()
            self._builders.pop(code, None)
        return found

    def __contains__(self, code: object) -> bool:
        return code in self._built

    def __iter__(self) -> Iterator[str]:
        return iter(self._built)

    def __len__(self) -> int:
        return len(self._built)
