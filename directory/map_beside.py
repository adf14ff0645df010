"""The map beside a list of cards, as HTML."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from directory import atlas
from directory.cards import Shown
from directory.filters import Center
from directory.outlines import draw_each
from directory.templatetags.look import KM_A_MILE

GROUNDS = 256
"""Remembered grounds; one takes about 8 kB."""


def map_beside(cards: Sequence[Shown], center: Center, language: str) -> SafeString:
    """The map about the place searched, with a pin for each card, in the language that is spoken."""
    drawing = atlas.draw(
        lat=center.lat,
        lon=center.lon,
        far_km=max(card.distance_km or 0 for card in cards),
        spots=[
            atlas.Spot(number=card.number, name=card.name, lat=card.lat, lon=card.lon)
            for card in cards
        ],
        name=center.place.name if center.place else "",
        unit_km=KM_A_MILE if center.in_miles else 1.0,
        tile_url=settings.MAP_TILE_URL,
    )
    streets = drawing.streets
    values = {
        "streets": render_to_string("components/streets.html", {"streets": streets})
        if streets
        else "",
        "outlined": "yes" if drawing.ground.outlined else "",
        "coast": "yes" if drawing.ground.coast else "",
        "ground": _ground(
            drawing.ground,
            bool(streets),
            center.in_miles,
            language,
        ),
        "place": drawing.middle.name,
        "place_x": str(drawing.middle.name_x),
        "place_y": str(drawing.middle.name_y),
        "pins": draw_each("components/pin.html", map(_pin, drawing.pins), language=language),
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
    }
    return draw_each("components/map.html", [values], language=language)


@lru_cache(maxsize=GROUNDS)
def _ground(ground: atlas.Ground, streets: bool, in_miles: bool, language: str) -> SafeString:
    """Drawn once for many who look at the same towns; it says where, not for whom."""
    values = {"ground": ground, "streets": streets, "in_miles": in_miles}
    return render_to_string("components/ground.html", values)


def _pin(pin: atlas.Pin) -> dict[str, str]:
    return {
        "number": str(pin.number),
        "numbers": " ".join(map(str, pin.numbers)),
        "several": "yes" if pin.count > 1 else "",
        "label": pin.label,
        "x": str(pin.x),
        "y": str(pin.y),
        "mark": pin.mark,
    }
