"""What a results page says of itself: what was searched, and what was done without being asked."""

from django.utils.translation import gettext, ngettext

from directory.filters import ListingFilter
from directory.lengths import radius_words


def heading_of(asked: ListingFilter) -> str:
    query, center = asked.query, asked.center
    if center is None:
        if not query.q:
            return gettext("All practitioners")
        return gettext("Practitioners for “%(words)s”") % {"words": query.q}
    where = center.place.name if center.place else f"{center.lat:g}, {center.lon:g}"
    within = {"place": where, "length": radius_words(query.radius_km, in_miles=center.in_miles)}
    return gettext("Near %(place)s, within %(length)s") % within


def notice_of(asked: ListingFilter, total: int, narrow: float, wider: float) -> str:
    center = asked.center
    in_miles = center is not None and center.in_miles
    known = {
        "length": radius_words(narrow, in_miles=in_miles),
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
    return f"{nobody % known} {again % {'length': radius_words(wider, in_miles=in_miles), 'total': total}}"
