"""Which red flags the words raise."""

from .answers import ListingText
from .hits import Hit
from .whose import HEADS

# What a service is made of that works so: what is told of such work beside it is told of it.
_MADE_OF = frozenset({"tool", "deep"})


def flags_of(hits: list[Hit]) -> frozenset[str]:
    """Return the red flags of hits, by name."""
    return frozenset([hit.rule.flag for hit in hits if hit.rule.flag is not None])


def with_what_they_need(hits: list[Hit]) -> list[Hit]:
    """Leave out flags that need another family which nothing raises: a muscle eased by no tool."""
    families = {
        hit.rule.family
        for hit in hits
        if hit.rule.flag is not None and (hit.offered or hit.status in hit.rule.flag_counts)
    }
    return [
        hit
        for hit in hits
        if hit.rule.flag is None or hit.rule.needs is None or hit.rule.needs in families
    ]


def raised_by(hits: list[Hit], text: ListingText) -> list[Hit]:
    """Return the hits that raise a flag.

    What only a title says and the text denies does not, nor what the title itself denies. Where the
    lymph work is done with tools or deep, what is claimed of such work is claimed of it.
    """
    flagged = [hit for hit in hits if hit.rule.flag is not None]
    raised = [hit for hit in flagged if hit.offered or hit.status in hit.rule.flag_counts]
    if not raised:
        return []
    denied = {hit.rule.flag for hit in flagged if hit.status == "negated"}
    below = {hit.rule.flag for hit in raised if text.fields[hit.field].kind not in HEADS}
    refused = {
        hit.rule.flag
        for hit in flagged
        if hit.status in ("negated", "contrast") and text.fields[hit.field].kind in HEADS
    }
    standing = [
        hit
        for hit in raised
        if hit.rule.flag not in refused and (hit.rule.flag in below or hit.rule.flag not in denied)
    ]
    if _MADE_OF.isdisjoint([hit.rule.family for hit in standing]):
        return standing
    return standing + [
        hit
        for hit in flagged
        if hit.status == "other_service"
        and hit.rule.criterion == "red_flag"
        and hit.rule.flag not in refused | denied
    ]
