"""A match of a rule, and what the sentence around it makes of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .rubric import Rule

# What hands do, and what a tool may do in their place.
_HANDS = frozenset({"skin", "strokes", "rhythm"})
_BY_TOOLS = frozenset({"tool", "compressive"})
# In a text of so many letters a single word is seldom what it is about: of 48 public pages, 29.
_LONG_TEXT = 600
# Where these are promised more than once, what is said once is what they are sold by.
_SOLD_BY = {
    "tool": frozenset({"weight_loss_claim", "sculpting"}),
    "compressive": frozenset({"fluid_pushing_claim"}),
}


@dataclass(slots=True)
class Hit:
    """A rule that matched in a field; offsets are into the scanned text.

    ``aside``: the sentence calls it an extra, or the last minutes of something else. ``offered``: it
    is done in the lymph work where somebody asks for it.
    """

    rule: Rule
    status: str
    field: int
    start: int
    end: int
    number: int | None
    aside: bool
    offered: bool = False


def answered(asked: Sequence[Hit], answer: str | None) -> None:
    """Give the findings of a question the standing that its answer gives them."""
    if answer is not None:
        for hit in asked:
            hit.status = "asserted" if answer == "yes" else "negated"


def taken_for_granted(hits: Sequence[Hit]) -> None:
    """ "How can so light a touch help?" takes the light touch for granted."""
    for hit in hits:
        if hit.status == "question" and hit.rule.polarity > 0:
            hit.status = "asserted"


def disowned(hits: Sequence[Hit]) -> None:
    """Take what speaks against a text out where the next sentence says that it is for others."""
    for hit in hits:
        if hit.rule.polarity < 0 and hit.status in ("asserted", "question"):
            hit.status = "other_service"


def ended(hits: Sequence[Hit], start: int) -> None:
    """ "I worked with cups for years. Not any more": what hands did they do no longer."""
    for hit in hits:
        told = hit.start >= start and hit.status == "asserted"
        if told and hit.rule.criterion in ("technique", "red_flag"):
            hit.status = "past"


def kept_up(hits: Sequence[Hit]) -> None:
    """ "My old boss had us use cups. I kept it": what was done then is done today."""
    for hit in hits:
        if hit.status in ("past", "other_person"):
            hit.status = "asserted"


def adopted(found: Sequence[Hit], field: int) -> None:
    """ "Ana: 'She went deep.' That is how we work": what is quoted is what the service does."""
    for hit in found:
        if hit.field == field and hit.rule.polarity < 0 and hit.status == "void:testimonial":
            hit.status = "asserted"


def all_untrue(found: Sequence[Hit], field: int, start: int) -> None:
    """ "It melts fat, it cleans the blood. None of it is true": nobody claims what goes before."""
    for hit in reversed(found):
        if hit.field != field or hit.start < start:
            return
        if hit.rule.polarity < 0 and hit.status in ("asserted", "conditional"):
            hit.status = "refuted"


def contrasted(before: Sequence[Hit], hits: Sequence[Hit]) -> None:
    """ "Massage works on muscle. This moves the skin": the first is what the second is not."""
    said = [hit for hit in hits if hit.rule.criterion == "technique" and hit.status == "asserted"]
    if said and all(hit.rule.polarity > 0 for hit in said):
        for hit in before:
            if hit.rule.polarity < 0 and hit.status == "asserted":
                hit.status = "contrast"


def left_at_home(before: Sequence[Hit], hits: Sequence[Hit]) -> None:
    """ "At home a brush is fine. Lymph drainage is done by hand": it is not done with the brush."""
    if any(hit.rule.polarity < 0 and hit.status in hit.rule.counts for hit in hits):
        return
    for hit in before:
        if hit.rule.polarity < 0 and hit.status == "asserted":
            hit.status = "other_service"


def meant_for_home(hits: Sequence[Hit]) -> None:
    """ "Between visits you can brush your skin at home": no tool of the service."""
    for hit in hits:
        if hit.rule.family in _BY_TOOLS and hit.status in ("asserted", "conditional"):
            hit.status = "other_service"


def not_real(hits: Sequence[Hit]) -> None:
    """ "If force were enough, a roller would do": nobody uses one."""
    for hit in hits:
        if hit.rule.polarity < 0 and hit.status in ("asserted", "conditional"):
            hit.status = "contrast"


def left_to_tools(hits: Sequence[Hit], until: int) -> None:
    """ "Cups are for backs, lymph drainage is done by hand": it is not done with the cups."""
    said = [hit for hit in hits if hit.end <= until and hit.status == "asserted"]
    if any(hit.rule.family == "tool" for hit in said):
        for hit in said:
            if hit.rule.polarity < 0 and hit.rule.criterion == "technique":
                hit.status = "other_service"


def is_refused(hit: Hit) -> bool:
    """Say whether a hit is a tool or a way of working that its own sentence denies."""
    return hit.status == "negated" and hit.rule.polarity < 0 and hit.rule.criterion == "technique"


def offered(denied: Sequence[Hit], status: str) -> None:
    """ "We use no cups. Unless you ask": give what is denied the standing of its exception."""
    for hit in denied:
        hit.status = status
        hit.offered = True


def is_loose(hit: Hit) -> bool:
    """Say whether a hit is a tool that its own sentence does not tie to the lymph work."""
    return (
        hit.status == "other_service"
        and hit.rule.family == "tool"
        and hit.rule.criterion == "technique"
    )


def taken_up(tools: Sequence[Hit]) -> None:
    """Count a tool of which the next sentence says that it moves lymph."""
    for hit in tools:
        hit.status = "asserted"


def outweighed(hits: Sequence[Hit]) -> None:
    """Take back the support that a sentence gives to a tool, or to what it makes little of.

    "Cups pull the skin up gently" says nothing of hands; "a light touch is too slow for us"
    does not offer one.
    """
    against = {
        hit.rule.family
        for hit in hits
        if hit.rule.polarity < 0
        and not hit.aside
        and hit.rule.criterion == "technique"
        and hit.status in hit.rule.counts
    }
    if "dismissed" in against:
        _take_back(hits, "refuted", None)
    elif "tool" in against:
        _take_back(hits, "other_service", _HANDS)


def _take_back(hits: Sequence[Hit], status: str, families: frozenset[str] | None) -> None:
    for hit in hits:
        rule = hit.rule
        if rule.polarity < 1 or rule.criterion != "technique" or hit.status not in rule.counts:
            continue
        if families is None or rule.family in families:
            hit.status = status


def said_in_passing(
    hits: Sequence[Hit], counted: Sequence[Hit], heads: Collection[int], letters: int
) -> bool:
    """Say whether a long text says one thing against its technique, once and not in its title.

    ``heads`` are the fields that are titles. A tool that the text asks about too ("What is
    cupping?") is what it is about.
    """
    against = [h for h in counted if h.rule.criterion == "technique" and h.rule.polarity < 0]
    if letters < _LONG_TEXT or len(against) != 1 or against[0].field in heads:
        return False
    family = against[0].rule.family
    claims = _SOLD_BY.get(family, frozenset())
    sold = [hit for hit in counted if hit.rule.flag in claims]
    if len(sold) > 1 or any(hit.field in heads for hit in sold):
        return False
    return family != "tool" or not any(
        hit.rule.family == family and hit.status == "question" for hit in hits
    )
