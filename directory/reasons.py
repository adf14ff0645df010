"""Why a listing is in the answer, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from directory.prices import BANDS
from directory.search.facets import YES
from directory.wording import country_name, label

KIND_OF_FACET = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}


def why(reasons: Iterable[str], *, near: str) -> tuple[str, ...]:
    """What the index gave as reasons (see `Hit`), as a reader takes it. `near`: what was searched
    around, "" where that has no name."""
    return tuple(filter(None, (_words(reason, near) for reason in reasons)))


def _words(reason: str, near: str) -> str:
    fixed = {
        "near": _("near %(place)s") % {"place": near} if near else _("near you"),
        "name": _("your words stand in the name"),
        "words": _("your words, or others for the same, stand in the listing"),
        "number": _("the certificate number you typed was checked for this person"),
    }
    if reason in fixed:
        return fixed[reason]
    facet, _colon, code = reason.partition(":")
    if facet in KIND_OF_FACET:
        return label(KIND_OF_FACET[facet], code)
    if facet == "country":
        return country_name(code)
    if facet == "price_band":
        return str(BANDS[code])
    takes = {
        "accepts_new": (_("takes new clients"), _("takes no new clients now")),
        "step_free": (_("step-free"), _("not step-free")),
        "insurance": (_("insurance can pay"), _("insurance does not pay")),
    }
    return takes[facet][code != YES]
