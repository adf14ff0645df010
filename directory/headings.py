"""What a results page says of itself: what was searched, and what was done without being asked."""

from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from directory.filters import Center, ListingFilter
from directory.lengths import radius_words
from directory.search.gazetteer import nearest
from directory.wording import spoken


def heading_of(asked: ListingFilter) -> str:
    query, center, language = asked.query, asked.center, get_language()
    if center is None:
        if not query.q:
            return spoken(language, gettext_noop("All practitioners"))
        words = spoken(language, gettext_noop("Practitioners for “%(words)s”"))
        return words % {"words": query.q}
    where = (center.place or nearest(center.lat, center.lon)).name
    within = {"place": where, "length": length_of(query.radius_km, center)}
    return spoken(language, gettext_noop("Near %(place)s, within %(length)s")) % within


def notice_of(asked: ListingFilter, total: int, narrow: float, wider: float) -> tuple[str, str]:
    """That nobody was found within `narrow` km, and how many within `wider` km."""
    center = asked.center
    known = {
        "length": length_of(narrow, center),
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
    said = {"length": length_of(wider, center), "total": total}
    return nobody % known, again % said


def length_of(km: float, center: Center | None) -> str:
    """A radius in the words of this search."""
    in_miles = center is not None and center.in_miles
    return radius_words(km, unit=center.unit if center else "", in_miles=in_miles)
