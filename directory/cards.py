"""Results cards: one listing in a list, as HTML."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import cos, radians, sin
from threading import Lock
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop

from directory.evidence import word_of
from directory.filters import Center
from directory.outlines import Outline, outline
from directory.paper_limits import PHOTO_SIDES
from directory.reasons import why
from directory.search.result import Hit
from directory.templatetags.look import day, figure, km, miles
from directory.wording import country_name, labels, photo_address, scope_line, spoken

REMEMBERED = 3_000
"""Listings whose cards are remembered; one takes about 5 kB, 16 kB at most."""

VARIANTS = 4
"""Cards remembered of one listing: it may have several languages, places and kinds of search."""

_EACH_TIME = ("number", "distance", "why")
"""What a card says of the search, not of the listing."""


class Shown(NamedTuple):
    """One card as it was drawn; its place in degrees, for the map."""

    number: int
    name: str
    lat: float
    lon: float
    url: str
    html: SafeString
    distance_km: float | None


@dataclass(kw_only=True)
class _Known:
    """A listing whose card was drawn before, from this stored text and no other. `drawn`: its address
    and its card by language, place, and whether distance and reasons are there."""

    stored: str
    name: str
    places: tuple[tuple[float, float], ...]
    drawn: dict[tuple, tuple[str, Outline]] = field(default_factory=dict)


_known: dict[str, _Known] = {}
_changing = Lock()


def cards_of(
    rows: Iterable[tuple[Hit, str]], *, center: Center | None, first: int, language: str
) -> tuple[Shown, ...]:
    """The cards of found listings with their stored cards (JSON), numbered from `first`, in the
    language that is spoken."""
    near = center.place.name if center and center.place else ""
    length = miles if center and center.in_miles else km
    reasons: dict[tuple[str, ...], SafeString] = {}
    shown = []
    for number, (hit, stored) in enumerate(rows, first):
        if hit.reasons not in reasons:
            # escaped once for all cards
            reasons[hit.reasons] = conditional_escape("; ".join(why(hit.reasons, near=near)))
        known = _known.get(hit.id)
        if known is None or known.stored != stored:
            known = _remember(hit.id, stored)
        place = _nearest(known.places, center)
        values = {
            "number": str(number),
            "distance": length(hit.distance_km),
            "why": reasons[hit.reasons],
        }
        key = language, place, bool(values["distance"]), bool(values["why"])
        drawn = known.drawn.get(key)
        if drawn is None:
            drawn = known.drawn[key] = _draw(hit.id, known, place, language, values)
        url, outline_ = drawn
        lat, lon = known.places[place]
        html = outline_.filled(values)
        shown.append(Shown(number, known.name, lat, lon, url, html, hit.distance_km))
    return tuple(shown)


def listing_values(
    listing_id: str, card: Mapping[str, Any], place: int, language: str
) -> dict[str, str]:
    """What `components/card.html` says of a listing, whoever searched, in the language that is spoken.
    `place` is the location shown."""
    levels = {item["criterion"]: item for item in card["criteria"]}
    return {
        "url": address_of(listing_id, language),
        "name": card["name"],
        "headline": card["headline"],
        "words_language": card.get("words_language", ""),
        "place_line": _place_line(card, card["locations"][place]),
        "methods": ", ".join(labels("method", card["methods"])),
        "scopes": " ".join(card["scopes"]),
        "scope_line": scope_line(card["scopes"]),
        "technique": _verdict(levels["technique"]),
        "training": _verdict(levels["training"], levels["training"]["hours"]),
        "anatomy": _verdict(levels["anatomy"]),
        "availability": availability_line(card),
        "until": day(date.fromisoformat(card["verified_until"])),
        "demo": "yes" if card["demo"] else "",
        "photo": _photo(card.get("photo", ""), card["name"]),
    }


def address_of(listing_id: str, language: str) -> str:
    """The path of a listing's page, in the language that is spoken."""
    return _address(language).replace(_NOBODY, listing_id)


_NOBODY = "00000000-0000-0000-0000-000000000000"


@lru_cache
def _address(language: str) -> str:
    return reverse("listing", args=[_NOBODY])


def availability_line(card: Mapping[str, Any]) -> str:
    """Whether new clients are taken, with the owner's note."""
    taken = gettext_noop("Takes new clients.")
    full = gettext_noop("Takes no new clients now.")
    words = spoken(get_language(), taken if card["accepts_new"] else full)
    note = card["availability_note"].strip()
    return f"{words} {note}{'' if note.endswith('.') else '.'}" if note else words


def nearest_location(locations: Sequence[dict[str, Any]], center: Center | None) -> dict[str, Any]:
    """The location nearest to the center, or the first one where there is none."""
    return locations[_nearest([(place["lat"], place["lon"]) for place in locations], center)]


def _nearest(places: Sequence[tuple[float, float]], center: Center | None) -> int:
    if center is None or len(places) == 1:
        return 0
    return min(range(len(places)), key=lambda place: _chord(center.lat, center.lon, *places[place]))


def _chord(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Grows with the distance between two points in degrees. For so few, the many of `distances_km`
    take longer to begin than to measure."""
    phi, other_phi = radians(lat), radians(other_lat)
    half_phi, half_lambda = sin((other_phi - phi) / 2), sin(radians(other_lon - lon) / 2)
    return half_phi**2 + cos(phi) * cos(other_phi) * half_lambda**2


def _remember(listing_id: str, stored: str) -> _Known:
    card = json.loads(stored)
    places = tuple((place["lat"], place["lon"]) for place in card["locations"])
    known = _Known(stored=stored, name=card["name"], places=places)
    with _changing:
        _known.pop(listing_id, None)
        if len(_known) >= REMEMBERED:
            del _known[next(iter(_known))]
        _known[listing_id] = known
    return known


def _draw(
    listing_id: str, known: _Known, place: int, language: str, values: Mapping[str, str]
) -> tuple[str, Outline]:
    """The address and the card of a listing, in the language that is spoken, with gaps for what
    changes from search to search."""
    fixed = listing_values(listing_id, json.loads(known.stored), place, language)
    names = [name for name in _EACH_TIME if values[name]]
    names += [name for name, value in fixed.items() if value]
    if len(known.drawn) >= VARIANTS:
        known.drawn.clear()
    return fixed["url"], outline("components/card.html", names).partly(fixed)


def _verdict(item: Mapping[str, Any], hours: float | None = None) -> SafeString:
    return _verdict_in(get_language(), item["level"], item["checked"], hours)


@lru_cache(maxsize=1024)
def _verdict_in(language: str, level: str, checked: bool, hours: float | None) -> SafeString:
    word, shape = word_of(level, checked=checked)
    if hours:
        word = format_html('{}, <span class="nowrap">{}&nbsp;h</span>', word, figure(hours))
    return render_to_string("components/verdict.html", {"shape": shape, "word": word})


def _photo(photo_id: str, name: str) -> str:
    photo = photo_address(photo_id, PHOTO_SIDES[0])
    if photo is None:
        return ""
    context = {"photo": photo, "name": name, "lazy": True}
    return render_to_string("components/photo.html", context)


def _place_line(card: Mapping[str, Any], place: Mapping[str, Any]) -> str:
    town = f"{place['city']}, {country_name(place['country'])}"
    return f"{card['profession']}, {town}" if card["profession"] else town
