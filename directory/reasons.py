"""Why a listing is in the answer, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    facet, _colon, code = reason.partition(":")
    if facet in KIND_OF_FACET:
        return label(KIND_OF_FACET[facet], code)
    if facet in _SPOKEN:
        spoken = _SPOKEN[facet]
        return str(spoken[0] if code in ("", YES) else spoken[1])
    if facet == "near":
        return _("near %(place)s") % {"place": near} if near else _("near you")
    if facet == "country":
        return country_name(code)
    return str(BANDS[code])


_SPOKEN = {
    "name": (gettext_lazy("your words stand in the name"),),
    "words": (gettext_lazy("your words, or others for the same, stand in the listing"),),
    "number": (gettext_lazy("the certificate number you typed was checked for this person"),),
    "accepts_new": (gettext_lazy("takes new clients"), gettext_lazy("takes no new clients now")),
    "step_free": (gettext_lazy("step-free"), gettext_lazy("not step-free")),
    "insurance": (gettext_lazy("insurance can pay"), gettext_lazy("insurance does not pay")),
}
"""What a reason says, and what it says with "no"."""
