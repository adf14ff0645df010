"""Template tags of the site's look: dates, figures, the ruler, and links that keep a search.

Everything here turns plain values into text or numbers for a template; nothing reads the database.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import formats
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from directory.browsers import browser_of

register = template.Library()

KM_A_MILE = 1.609344
"""The international mile, exact since 1959."""
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
BENCHMARK_HOURS = 135
"""Hours of training that the National Lymphedema Network names as the least for therapists."""

RULER_LEAST = 200
RULER_MARK = 50
LABEL_STEP = 5
"""Hours the ruler shows at least, hours from mark to mark, percent from one place for a label to the next."""

SHAPES = (
    "disc",
    "half",
    "ring",
    "diamond",
    "dotted",
    "square",
    "uprights",
    "clock",
    "stroke",
    "bar",
    "mark",
)
"""Names that `components/shape.html` can draw."""

MARK_WORDS = {
    "supports": gettext_lazy("supports"),
    "against": gettext_lazy("speaks against"),
    "not_counted": gettext_lazy("not counted"),
}


register.filter("browser", browser_of)


@register.filter
def lines(words: str) -> list[str]:
    """The lines of a label in a drawing, where nothing wraps: a translator parts them by " | "."""
    return words.split(" | ")


@register.filter
def day(value: Any) -> str:
    """A date in words, "14 March 2028", "14. März 2028". Text passes unchanged, nothing gives ""."""
    return _kept_together(value, "DATE_FORMAT") if isinstance(value, date) else value or ""


@register.filter
def short_day(value: Any) -> str:
    """A date for a table, "14 Mar 2028", "14.03.2028". Text passes unchanged, nothing gives ""."""
    return _kept_together(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value or ""


def _kept_together(value: date, format_name: str) -> str:
    """The day and its month stay on one line."""
    if type(value) is date:
        return _day_in(get_language(), value, format_name)
    return _said(value, format_name)


@lru_cache(maxsize=1_000)
def _day_in(language: str | None, value: date, format_name: str) -> str:
    return _said(value, format_name)


def _said(value: date, format_name: str) -> str:
    return formats.date_format(value, format_name).replace(" ", NO_BREAK_SPACE, 1)


@register.filter
def figure(value: Any) -> str:
    """A number with a narrow space at each thousand, "1 204", and the decimal sign of the language.

    Whole floats lose their ".0".
    """
    if value is None or value == "":
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _separated(f"{value:,}") if isinstance(value, int | float) else str(value)


figure_lazy = lazy(figure, str)
"""For forms, whose words are chosen when they are read."""


@register.filter
def km(value: float | None) -> str:
    """A distance in kilometers: one decimal below 10, none above; "" for None.

    Places are known to about a kilometer, so less than one is said as that.
    """
    if value is None:
        return ""
    if value < 1:
        return f"<{NO_BREAK_SPACE}1{NO_BREAK_SPACE}km"
    words = _separated(f"{value:.1f}" if value < 9.95 else f"{value:,.0f}")
    return f"{words}{NO_BREAK_SPACE}km"


@register.filter
def miles(value: float | None) -> str:
    """A distance given in kilometers in miles, rounded as `km` rounds; "" for None."""
    return "" if value is None else km(value / KM_A_MILE).replace("km", "mi")


def _separated(number: str) -> str:
    number = number.replace(",", NARROW_SPACE)
    return number.replace(".", _decimal_sign(get_language())) if "." in number else number


@cache
def _decimal_sign(language: str | None) -> str:
    return formats.get_format("DECIMAL_SEPARATOR")


@register.filter
def place_words(place: Any) -> str:
    """A place of the gazetteer in words that the search reads again: "Portland, Maine, US"."""
    return ", ".join(part for part in (place.name, place.admin, place.country) if part)


@register.filter
def mark_words(mark: str) -> str:
    """What a mark means, in words: read out before the marked passage."""
    return str(MARK_WORDS[mark])


@register.filter
def count_marks(passages: Any, mark: str) -> int:
    """How many segments of these passages carry this mark."""
    return sum(segment.mark == mark for passage in passages for segment in passage.segments)


@register.filter
def jsonld(value: Any) -> SafeString:
    """A dict, or JSON text, as content for a `script` element of data: no character can end it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - the characters that could leave the element are gone


@dataclass(frozen=True)
class Ruler:
    """Where things stand on the ruler, in percent of its width. Steps are for the labels' classes."""

    hours: str
    benchmark: int
    bar: float
    bar_step: int
    tick: float
    tick_step: int
    ticks: tuple[float, ...]


@register.inclusion_tag("components/ruler.html")
def ruler(hours: float) -> dict[str, Ruler]:
    """The bar of hours shown with an upright tick at the benchmark of 135 hours."""
    top = max(RULER_LEAST, RULER_MARK * -(-int(hours) // RULER_MARK))
    bar, tick = (round(100 * min(at, top) / top, 1) for at in (hours, BENCHMARK_HOURS))
    return {
        "ruler": Ruler(
            hours=figure(hours),
            benchmark=BENCHMARK_HOURS,
            bar=bar,
            bar_step=LABEL_STEP * round(bar / LABEL_STEP),
            tick=tick,
            tick_step=LABEL_STEP * round(tick / LABEL_STEP),
            ticks=tuple(round(100 * at / top, 1) for at in range(0, top, RULER_MARK)),
        )
    }


@register.simple_tag(takes_context=True)
def kept(context: template.Context, *left_out: str) -> list[tuple[str, str]]:
    """(name, value) pairs of the address's query without these names and without the page number."""
    request = context.get("request")
    if request is None:
        return []
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in (*left_out, "page")
        for value in values
        if value
    ]


@register.simple_tag(takes_context=True)
def kept_beside(context: template.Context, facets: Any) -> list[tuple[str, str]]:
    """What a form of these facets must carry along: the rest of the address's query."""
    return kept(context, *(facet.name for facet in facets))


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: str) -> str:
    """The query of this address with these names set anew and without the page number."""
    pairs = kept(context, *changes)
    return "?" + urlencode([*pairs, *((name, value) for name, value in changes.items() if value)])
