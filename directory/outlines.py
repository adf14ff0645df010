"""HTML that a template draws once, with gaps that each request fills.

A page of results is mostly the same for everybody, and drawing it by templates takes ten times as long
as everything else about a search. So a template is drawn once for each set of values that are there,
with a mark where each value stands, and cut at the marks. What a visitor asked for and what a listing
says is only ever put into the gaps: nothing of anybody is in what is remembered, and nothing of it can
be out of date. The price: such a template may only print a value or ask whether it is there.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

OUTLINES = 1_000
"""Outlines that are remembered; one takes 0.1 to 2 kB. Each language has some hundred."""

_MARK = re.compile("\ue000(\\w+)\ue001")


def gap(name: str) -> str:
    """Stands in a template's output where the value of this name belongs."""
    return f"\ue000{name}\ue001"


class Outline:
    """HTML with gaps. Values are escaped unless they are marked safe."""

    def __init__(self, drawn: str) -> None:
        parts = _MARK.split(drawn)
        self._set(parts[0::2], parts[1::2])

    def _set(self, between: list[str], names: list[str]) -> None:
        self._between, self._names = between, names
        self._distinct = tuple(dict.fromkeys(names))

    def filled(self, values: Mapping[str, str]) -> SafeString:
        """A template's output and escaped values. Raises KeyError for a gap without a value."""
        written = {name: escaped(values[name]) for name in self._distinct}
        parts: list[str] = [""] * (len(self._between) + len(self._names))
        parts[0::2] = self._between
        parts[1::2] = map(written.__getitem__, self._names)
        return SafeString("".join(parts))

    def partly(self, values: Mapping[str, str]) -> "Outline":
        """The outline with these gaps filled. Marks in a value stay text."""
        between, names = [self._between[0]], []
        for name, after in zip(self._names, self._between[1:], strict=True):
            if name in values:
                between[-1] += escaped(values[name]) + after
            else:
                names.append(name)
                between.append(after)
        new = Outline("")
        new._set(between, names)
        return new


def outline(template: str, names: Iterable[str]) -> Outline:
    """The outline of a template where these values are there, in the reader's language."""
    return _outline_in(template, tuple(names), _spoken())


def draw(template: str, values: Mapping[str, str]) -> SafeString:
    """A template with these values, of which empty ones count as not there."""
    return draw_each(template, [values])


def draw_each(
    template: str,
    rows: Iterable[Mapping[str, str]],
    between: str = "",
    *,
    language: str | None = None,
) -> SafeString:
    """As `draw` for each of the rows, one after the other. `between` is HTML, `language` the one that
    is spoken."""
    language = language or _spoken()
    drawn = []
    outlines: dict[tuple[str, ...], Outline] = {}
    for values in rows:
        there = tuple([name for name, value in values.items() if value])
        if there not in outlines:
            outlines[there] = _outline_in(template, there, language)
        drawn.append(outlines[there].filled(values))
    return SafeString(between.join(drawn))


def escaped(value: str) -> str:
    """As `conditional_escape`, which takes most of its time to look for text that is still lazy."""
    # letters and digits, as in numbers and codes, are what there is most of
    plain = isinstance(value, SafeString) or value.isalnum()
    return value if plain else html.escape(value)


def _spoken() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _outline_in(template: str, names: tuple[str, ...], language: str) -> Outline:
    # whoever works on a template wants to see it
    return (_draw if settings.DEBUG else _remembered)(template, names, language)


def _draw(template: str, names: tuple[str, ...], language: str) -> Outline:
    return Outline(render_to_string(template, {name: gap(name) for name in names}))


_remembered = lru_cache(maxsize=OUTLINES)(_draw)
