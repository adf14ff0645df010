"""Words for codes: vocabulary labels, countries, prices and places, as pages and the API say them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django_countries import countries

from directory.models.photo import FORMATS
from directory.search.vocabulary import load_vocabulary

SCOPE_WORDS = {
    "healthy": gettext_lazy("a healthy lymph system"),
    "compromised": gettext_lazy("also after lymph nodes were removed or treated, and lymphedema"),
    "cdt": gettext_lazy("complete decongestive therapy with bandaging"),
}


PAPER_KINDS = {
    "training": gettext_lazy("Training"),
    "licence": gettext_lazy("Professional licence"),
    "insurance": gettext_lazy("Liability insurance"),
    "membership": gettext_lazy("Memberships"),
}
"""Kinds of papers, in the order in which every page shows them, as headings."""


@lru_cache(maxsize=256)
def spoken(language: str | None, words: str) -> str:
    """A sentence of the site in the language that is spoken. Remembered, because a look into the
    catalogs goes through several layers each time; never for what somebody wrote."""
    return gettext(words)


def vocabulary(kind: str) -> dict[str, str]:
    """Code to label of one kind of term in the reader's language, in the vocabulary's order."""
    return _vocabulary_in(kind, get_language() or settings.LANGUAGE_CODE)


@cache
def _vocabulary_in(kind: str, language: str) -> dict[str, str]:
    return {
        entry.code: entry.labels.get(language, entry.label)
        for entry in load_vocabulary()
        if entry.kind == kind
    }


def label(kind: str, code: str) -> str:
    """The label of a code in the reader's language; a code that left the vocabulary is its own label."""
    return vocabulary(kind).get(code, code)


def labels(kind: str, codes: Iterable[str]) -> list[str]:
    return [label(kind, code) for code in codes]


def coded(kind: str, codes: Iterable[str]) -> list[dict[str, str]]:
    """Codes with their labels, as the API gives them."""
    return [{"code": code, "label": label(kind, code)} for code in codes]


def scope_line(scopes: Iterable[str]) -> str:
    """What a verification covers, in one line."""
    return _scope_line_in(get_language(), tuple(scopes))


@lru_cache(maxsize=64)
def _scope_line_in(language: str | None, scopes: tuple[str, ...]) -> str:
    return ", ".join(str(SCOPE_WORDS.get(scope, scope)) for scope in scopes)


@dataclass(frozen=True, kw_only=True)
class PhotoAddress:
    """Where the two forms of a public photo are, and at how many CSS pixels a side it is shown."""

    webp: str
    jpg: str
    side: int
    shown: int


def photo_address(photo_id: Any, side: int, *, site: str = "") -> PhotoAddress | None:
    """Addresses of a public photo in one of PHOTO_SIDES, after `site`; None without a photo."""
    if not photo_id:
        return None
    webp, jpg = (
        f"{site}{reverse('photo', args=[photo_id, f'{side}.{ending}'])}" for ending in FORMATS
    )
    return PhotoAddress(webp=webp, jpg=jpg, side=side, shown=side // 2)


def country_name(code: str) -> str:
    """The name of an ISO alpha-2 country in the reader's language; the code itself when it is not known."""
    return _country_in(get_language(), code)


@lru_cache(maxsize=1_500)
def _country_in(language: str | None, code: str) -> str:
    return countries.name(code) or code


def price_line(service: Mapping[str, Any]) -> str:
    """Price with its currency, "64 EUR"; empty when none is named."""
    if service["price"] is None:
        return ""
    amount = Decimal(service["price"])
    shown = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    shown = shown.replace(".", formats.get_format("DECIMAL_SEPARATOR"))
    return f"{shown} {service['currency']}".strip()


def duration_line(minutes: int | None) -> str:
    return gettext("%(minutes)d min") % {"minutes": minutes} if minutes else ""


def address_line(place: Mapping[str, Any]) -> str:
    """Street, town, region and country of a location, in one line."""
    town = " ".join(part for part in (place["postal_code"], place["city"]) if part)
    parts = (place["line"], town, place["region"], country_name(place["country"]))
    return ", ".join(part for part in parts if part)


def access_line(place: Mapping[str, Any]) -> str:
    parts = (gettext("Step-free") if place["step_free"] else "", place["access_note"])
    return ". ".join(part for part in parts if part)


SUGGESTION_KINDS = {
    "place": gettext_lazy("Place"),
    "postcode": gettext_lazy("Postal code"),
    "condition": gettext_lazy("Need"),
    "method": gettext_lazy("Method"),
    "language": gettext_lazy("Language"),
    "scope": gettext_lazy("Training covers"),
    "delivery": gettext_lazy("Where"),
    "name": gettext_lazy("Name"),
}


def suggestion_kind(kind: str, language: str) -> str:
    """What kind of completion it is, in a language of the interface."""
    with override(language):
        return str(SUGGESTION_KINDS[kind])
