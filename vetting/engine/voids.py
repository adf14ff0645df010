"""Words that support nothing: somebody else's, the criteria's own, or a pasted page's menu.

They lose the support that stands in them and no more; what speaks against a text stays, but for
what the criteria themselves warn of.
"""

import re
from collections.abc import Sequence

from .answers import Duplicate, ListingText
from .hits import Hit
from .rubric import Copied
from .text import Scannable, menus_of
from .tricks import copied_passages
from .whose import HEADS

# The field by its place, and the raw code points from where to where.
Span = tuple[int, int, int]

_WORD = re.compile(r"\S+")


def void_support(
    hits: Sequence[Hit], scannables: Sequence[Scannable], spans: Sequence[Span], status: str
) -> None:
    """Take the support out of what stands in the spans, and say so by the status."""
    if not spans:
        return
    for hit in hits:
        if hit.rule.polarity > 0:
            start, end = scannables[hit.field].raw_span(hit.start, hit.end)
            if any(field == hit.field and low < end and start < high for field, low, high in spans):
                hit.status = status


def void_copied(
    hits: Sequence[Hit], scannables: Sequence[Scannable], spans: Sequence[Span]
) -> None:
    """Take out what the published criteria say: support, and what they warn of.

    What speaks against a text and reaches out of the passage is the text's own.
    """
    void_support(hits, scannables, spans, "void:copied")
    for hit in hits:
        start, end = scannables[hit.field].raw_span(hit.start, hit.end)
        if any(field == hit.field and low <= start and end <= high for field, low, high in spans):
            hit.status = "void:copied"


def duplicate_spans(text: ListingText, duplicates: Sequence[Duplicate]) -> list[Span]:
    return [
        (place, one.start, one.end)
        for place, field in enumerate(text.fields)
        for one in duplicates
        if one.field == field.name
    ]


def menu_spans(text: ListingText) -> list[Span]:
    """Return what pasted pages in the fields mark as menu or footer."""
    return [
        (place, low, high)
        for place, field in enumerate(text.fields)
        for low, high in menus_of(field.text)
    ]


def heading_spans(text: ListingText) -> list[Span]:
    return [
        (place, 0, len(field.text))
        for place, field in enumerate(text.fields)
        if field.kind in HEADS
    ]


def copied_spans(
    scannables: Sequence[Scannable], split: Sequence[list[str]], known: Copied
) -> list[Span]:
    """Return the passages that repeat the published criteria; ``split`` are the words of each."""
    found = []
    for place, words in enumerate(split):
        passages = copied_passages(words, known)
        if passages:
            bounds = [match.span() for match in _WORD.finditer(scannables[place].folded)]
            for first, last in passages:
                low, high = scannables[place].raw_span(bounds[first][0], bounds[last][1])
                found.append((place, low, high))
    return found
