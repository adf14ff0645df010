"""What the advisor says of a working copy, laid out for the panel beside the form."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from directory.advice import Advice, PassageAdvice, advice_on
from directory.content import ListingContent
from directory.evidence import AGAINST, LEVELS, NOT_COUNTED, SUPPORTS, TITLES
from directory.kept_words import in_words

UNREAD = {
    "too_little_text": gettext_lazy("There is too little text to say anything yet."),
    "too_long": gettext_lazy("This is longer than the software reads. A person reads all of it."),
    "language_not_read": gettext_lazy("The software does not read this language. A person does."),
}
PASSAGE_SHAPES = {SUPPORTS: "disc", AGAINST: "diamond", NOT_COUNTED: "ring"}
PASSAGE_WORDS = {
    SUPPORTS: gettext_lazy("Counts:"),
    AGAINST: gettext_lazy("Speaks against it:"),
    NOT_COUNTED: gettext_lazy("Not counted:"),
}
MOST_PASSAGES = 8


@dataclass(frozen=True, kw_only=True)
class Point:
    """One line of advice: a shape, its words, a sentence. `quote` is the passage it is about."""

    shape: str
    lead: str
    sentence: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class AdvicePanel:
    """Advice, not a decision. `unread` says why there is none."""

    criteria: tuple[Point, ...] = ()
    passages: tuple[Point, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: str = ""


def advice_panel(content: ListingContent, fields: tuple[str, ...]) -> AdvicePanel | None:
    """Advice on `content`; passages only of fields whose names begin with one of `fields`.

    None when nobody advises.
    """
    if not content.passages() and not content.qualifications:
        return AdvicePanel(unread=gettext("Nothing is written yet. Advice appears as you save."))
    advice = advice_on(content)
    return None if advice is None else _laid_out(advice, fields)


def _laid_out(advice: Advice, fields: tuple[str, ...]) -> AdvicePanel:
    here = [passage for passage in advice.passages if passage.field.startswith(fields)]
    order = {AGAINST: 0, NOT_COUNTED: 1, SUPPORTS: 2}
    here.sort(key=lambda passage: order[passage.mark])  # what needs a look comes first
    return AdvicePanel(
        criteria=tuple(
            Point(
                shape=LEVELS[item.level][1],
                lead=f"{TITLES[item.criterion]}: {LEVELS[item.level][0]}.",
                sentence=in_words(item.sentence),
            )
            for item in advice.criteria
        ),
        passages=tuple(_point(passage) for passage in here[:MOST_PASSAGES]),
        missing=tuple(in_words(point) for point in advice.missing),
        warnings=tuple(in_words(point) for point in advice.warnings),
        unread=UNREAD.get(advice.unread, advice.unread),
    )


def _point(passage: PassageAdvice) -> Point:
    return Point(
        shape=PASSAGE_SHAPES[passage.mark],
        lead=PASSAGE_WORDS[passage.mark],
        sentence=in_words(passage.sentence),
        quote=passage.quote,
    )
