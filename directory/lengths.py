"""Lengths in words: in kilometers or in miles, whichever is asked for or the roads there are measured in."""

from collections.abc import Iterable
from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy

from directory.templatetags.look import KM_A_MILE, figure

UNITS = {"km": gettext_lazy("Kilometers"), "mi": gettext_lazy("Miles")}
MILE_COUNTRIES = frozenset({"GB", "US"})

RADII = (5, 10, 25, 50, 100, 200, 500)
RADII_MILES = (5, 10, 15, 30, 60, 100, 300)
"""What a form offers in each unit."""
USUAL_KM, USUAL_MILES = 25, 15
"""What is looked through where no radius is given."""


def radius_words(km: float, *, unit: str, in_miles: bool) -> str:
    """A radius in km, in the unit that was asked for; where none was, in miles as well if they are
    used there."""
    if unit:
        return _radius_in(unit, km)
    return f"{_radius_in('km', km)} ({_whole_miles(km)})" if in_miles else _radius_in("km", km)


def radius_choices(unit: str = "", chosen: str = "") -> list[tuple[str, str]]:
    """(km, words) of the radii that a form offers, and of the chosen one among them."""
    offered = offered_radii(unit)
    if not chosen or chosen in offered:
        return [(radius, _choice(radius, unit)) for radius in offered]
    return [(radius, _choice(radius, unit)) for radius in _with(offered, chosen)]


@cache
def offered_radii(unit: str = "") -> tuple[str, ...]:
    """The radii that a form offers in this unit, as kilometers to the meter."""
    if unit == "mi":
        return tuple(f"{round(miles * KM_A_MILE, 3):.7g}" for miles in RADII_MILES)
    return tuple(map(str, RADII))


def usual_radius(unit: str = "") -> str:
    """Where no radius is given: a round one in this unit, among those that a form offers, as kilometers."""
    if unit == "mi":
        return offered_radii(unit)[RADII_MILES.index(USUAL_MILES)]
    return str(USUAL_KM)


def _with(offered: Iterable[str], chosen: str) -> list[str]:
    """The chosen one at its place; last, where it is no number."""
    try:
        return sorted([*offered, chosen], key=float)
    except ValueError:
        return [*offered, chosen]


def _spoken(radius: str, unit: str) -> str:
    try:
        km = float(radius)
    except ValueError:
        return radius
    if unit:
        return _radius_in(unit, km)
    # English is what is read where roads are in miles.
    return radius_words(km, unit="", in_miles=get_language() == "en")


_choice = lazy(_spoken, str)


def _radius_in(unit: str, km: float) -> str:
    return f"{figure(round(km if unit == 'km' else km / KM_A_MILE, 1))} {unit}"


def _whole_miles(km: float) -> str:
    return f"{km / KM_A_MILE:.0f} mi"
