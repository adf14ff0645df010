"""What only a title says: catchwords and warnings that the text has to bear out."""

from collections.abc import Sequence

from .answers import ListingText
from .hits import Hit
from .lexicon import Lexicon
from .passage import Passage
from .whose import HEADS

_VERSUS = frozenset({"vs", "versus"})
_CUTS = (("incision_drain",), ("incision",))
# Who does something else than the service, or says that it is not so.
_FOREIGN = frozenset({"other_person", "refuted", "negated"})
# Families of rules of which a title alone says too little.
_APART = {"other_service"}
_HINTS = frozenset({"deep", "muscle", "push"})


def leave_warnings(hits: list[Hit], text: ListingText) -> None:
    """A title alone may name drainage through cuts to warn of it."""
    named = [hit for hit in hits if hit.rule.slots[0] in _CUTS and hit.status == "asserted"]
    if all(text.fields[hit.field].kind in HEADS for hit in named):
        for hit in named:
            hit.status = "question"


def leave_choices(hits: list[Hit], passages: Sequence[Passage], lexicon: Lexicon) -> None:
    """ "Hands or machine?": a title that sets a tool against hands names a choice, not a service."""
    choice, hands = lexicon.openers["choice"], lexicon.openers["hands"]
    for passage in passages:
        words = passage.folded.split() if passage.kind in HEADS else ()
        against_hands = not (choice.isdisjoint(words) or hands.isdisjoint(words))
        against_lymph = "mld" in passage.names and not _VERSUS.isdisjoint(words)
        if not (against_hands or against_lymph):
            continue
        for hit in hits:
            if hit.field == passage.field and hit.rule.polarity < 0 and hit.status == "asserted":
                hit.status = "question"


def leave_catchwords(hits: list[Hit], text: ListingText, titled_lymph: bool) -> None:
    """ "Strong hands, soft job": what a title that names no lymph work hints at has to be said.

    A tool that the text has as an extra, or keeps for others, is no more than that in the title.
    """
    titled = _claimed_by_titles(hits, text)
    if titled_lymph or not titled:
        return
    below = [hit for hit in hits if text.fields[hit.field].kind not in HEADS]
    said = {hit.rule.family for hit in below if hit.status == "asserted"}
    central = {hit.rule.family for hit in below if hit.status == "asserted" and not hit.aside}
    named = {hit.rule.family for hit in below}
    for hit in titled:
        family = hit.rule.family
        if family not in said and (family in _HINTS or family in named):
            hit.status = "question"
        hit.aside = family in said and family not in central


def _claimed_by_titles(hits: list[Hit], text: ListingText) -> list[Hit]:
    """Return what titles say against a text."""
    heads = {at for at, field in enumerate(text.fields) if field.kind in HEADS}
    if not heads:
        return []
    return [
        hit
        for hit in hits
        if hit.field in heads and hit.rule.polarity < 0 and hit.status == "asserted"
    ]


def leave_foreign(hits: list[Hit], text: ListingText) -> None:
    """What a title names and the text gives to others alone is none of the service.

    "Suction cups for lymph?" above "In videos salons use suction cups. It harms the vessels."
    """
    titled = _claimed_by_titles(hits, text)
    for hit in titled:
        below = {
            one.status
            for one in hits
            if _is_like(one, hit) and text.fields[one.field].kind not in HEADS
        }
        if below and below <= _FOREIGN:
            hit.status = "question"


def _is_like(one: Hit, other: Hit) -> bool:
    """Say whether two hits name the same: by their flag, or where they have none by their rule."""
    if one.rule.flag is None or other.rule.flag is None:
        return one.rule is other.rule
    return one.rule.flag == other.rule.flag


def leave_neighbours(hits: list[Hit], passages: Sequence[Passage], lexicon: Lexicon) -> None:
    """ "Cupping and lymph drainage": where the text keeps the two apart, its title does not mix them."""
    for passage in passages:
        if passage.kind not in HEADS or "mld" not in passage.names or ":" in passage.dashes:
            # "Facial drainage: gua sha" says what it is done with
            continue
        listed = "," in passage.clean or "&" in passage.clean
        if not listed and lexicon.openers["joins"].isdisjoint(passage.folded.split()):
            continue
        for hit in hits:
            if hit.field == passage.field and hit.rule.polarity < 0 and hit.status == "asserted":
                below = {
                    one.status for one in hits if one.rule.flag == hit.rule.flag and one is not hit
                }
                if below == _APART:
                    hit.status = "question"
