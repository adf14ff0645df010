"""What a results page says of itself: what was searched, and what was done without being asked."""

from django.utils.translation import gettext, ngettext

from directory.filters import Center, ListingFilter
from directory.templatetags.look import KM_A_MILE


def heading_of(asked: ListingFilter) -> str:
    query, center = asked.query, asked.center
    if center is None:
        if not query.q:
            return gettext("All practitioners")
        return gettext("Practitioners for “%(words)s”") % {"words": query.q}
    where = center.place.name if center.place else f"{center.lat:g}, {center.lon:g}"
    within = {"place": where, "length": _length(query.radius_km, center)}
    return gettext("Near %(place)s, within %(length)s") % within


def notice_of(asked: ListingFilter, total: int, narrow: float, wider: float) -> str:
    center = asked.center
    known = {
        "length": _length(narrow, center),
        "place": center.place.name if center and center.place else "",
    }
    nobody = (
        gettext("Nobody verified within %(length)s of %(place)s covers this yet.")
        if known["place"]
        else gettext("Nobody verified within %(length)s covers this yet.")
    )
    again = (
        ngettext(
            "We looked again within %(length)s and found %(total)d.",
            "We looked again within %(length)s and found %(total)d.",
            total,
        )
        if total
        else gettext("We looked again within %(length)s and found nobody.")
    )
    return f"{nobody % known} {again % {'length': _length(wider, center), 'total': total}}"


def _length(km: float, center: Center | None) -> str:
    """A radius; in miles as well where roads are measured in them."""
    if center is None or not center.in_miles:
        return f"{km:g} km"
    return f"{km:g} km ({km / KM_A_MILE:.0f} mi)"
