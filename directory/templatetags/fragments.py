"""Parts of the results page that are drawn once and then remembered, in each process.

What changes from search to search (place in the list, distance, count, reasons) is put into the
remembered HTML; everything else is part of its key, so a fragment can never be out of date.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from directory.templatetags.look import km

register = template.Library()

CARDS, CHOICES = 20_000, 2_000
"""Remembered fragments; a card takes about 3 kB."""

# Characters for private use: no text that people write holds them, and Django's escaping keeps them.
_NUMBER, _DISTANCE, _REASONS, _COUNT = "\ue000", "\ue001", "\ue002", "\ue003"


@register.simple_tag
def result_card(card: Any) -> SafeString:
    """`components/card.html` for a `results.Card`."""
    fixed = replace(
        card,
        number=_NUMBER,
        distance=_DISTANCE if card.distance_km is not None else "",
        distance_km=None,
        why=(_REASONS,) if card.why else (),
    )
    drawn = _card(fixed, get_language())
    drawn = drawn.replace(_NUMBER, str(card.number)).replace(_DISTANCE, km(card.distance_km))
    return mark_safe(drawn.replace(_REASONS, escape("; ".join(card.why))))  # noqa: S308 - escaped


@register.simple_tag
def facet_choice(name: str, choice: Any) -> SafeString:
    """`components/choice.html` for one `results.Choice` of the facet with this name."""
    form = choice.count if choice.count < 2 else 2
    drawn = _choice(name, replace(choice, count=form), get_language())
    return mark_safe(drawn.replace(_COUNT, str(choice.count)))  # noqa: S308 - a number


@lru_cache(maxsize=CARDS)
def _card(card: Any, language: str) -> str:
    return render_to_string("components/card.html", {"card": card})


@lru_cache(maxsize=CHOICES)
def _choice(name: str, choice: Any, language: str) -> str:
    """`choice.count` only says which form of the words: none, one, or several."""
    return render_to_string(
        "components/choice.html", {"name": name, "choice": choice, "shown": _COUNT}
    )
