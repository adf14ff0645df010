"""How far a search reaches, in words: kilometers, and miles where roads are measured in them."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from directory.templatetags.look import KM_A_MILE


def radius_words(km: float, *, in_miles: bool) -> str:
    """A radius in km; in miles as well where they are used."""
    return f"{km:g} km ({km / KM_A_MILE:.0f} mi)" if in_miles else f"{km:g} km"


def _choice(radius: Any) -> str:
    try:
        miles = f"{float(radius) / KM_A_MILE:.0f}"
    except ValueError:
        return str(radius)
    return f"{radius} km ({miles} mi)" if get_language() == "en" else f"{radius} km"


radius_choice = lazy(_choice, str)
"""A radius as a form offers it; in English, which is read where roads are in miles, in both."""
