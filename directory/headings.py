"""What a results page says of itself: what was searched, and what was done without being asked."""

from django.utils.translation import gettext, ngettext

from directory.filters import ListingFilter


def heading_of(asked: ListingFilter) -> str:
    query, center = asked.query, asked.center
    if center is None:
        if not query.q:
            return gettext("All practitioners")
        return gettext("Practitioners for “%(words)s”") % {"words": query.q}
    where = center.place.name if center.place else f"{center.lat:g}, {center.lon:g}"
    within = {"place": where, "km": f"{query.radius_km:g}"}
    return gettext("Near %(place)s, within %(km)s km") % within


def notice_of(asked: ListingFilter, total: int, narrow: float, wider: float) -> str:
    center = asked.center
    known = {"km": f"{narrow:g}", "place": center.place.name if center and center.place else ""}
    nobody = (
        gettext("Nobody verified within %(km)s km of %(place)s covers this yet.")
        if known["place"]
        else gettext("Nobody verified within %(km)s km covers this yet.")
    )
    again = (
        ngettext(
            "We looked again within %(km)s km and found %(total)d.",
            "We looked again within %(km)s km and found %(total)d.",
            total,
        )
        if total
        else gettext("We looked again within %(km)s km and found nobody.")
    )
    return f"{nobody % known} {again % {'km': f'{wider:g}', 'total': total}}"
