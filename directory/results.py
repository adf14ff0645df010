"""What a results page shows, each part as text or as HTML that is ready to be put in."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop, ngettext

from directory.cards import Shown, cards_of
from directory.filters import ORDERINGS, VOCABULARY_FACETS, Center, ListingFilter
from directory.headings import heading_of, notice_of
from directory.lengths import UNITS, usual_radius
from directory.links import Links, around
from directory.map_beside import map_beside
from directory.outlines import draw_each, gap
from directory.prices import BANDS
from directory.public_rows import public_cards
from directory.search.facets import YES
from directory.search.query import SearchQuery
from directory.search.result import Hit
from directory.searching import Feed
from directory.templatetags.look import figure, place_words
from directory.wording import country_name, label, spoken, vocabulary

FACETS = (
    ("scope", gettext_lazy("Training covers")),
    ("delivery", gettext_lazy("Where")),
    ("method", gettext_lazy("Method")),
    ("condition", gettext_lazy("Need")),
    ("language", gettext_lazy("Language")),
    ("price_band", gettext_lazy("Price there")),
)
"""(parameter, heading) in the order of the page."""

PRACTICAL = (
    ("accepts_new", gettext_lazy("New clients"), gettext_lazy("Takes new clients")),
    ("step_free", gettext_lazy("Access"), gettext_lazy("Step-free")),
    ("insurance", gettext_lazy("Insurance"), gettext_lazy("Insurance can pay")),
)
"""(parameter, heading, choice) of what is asked with yes alone."""


YES_OR_NO = {
    "accepts_new": (gettext_lazy("Takes new clients"), gettext_lazy("Takes no new clients now")),
    "step_free": (gettext_lazy("Step-free"), gettext_lazy("Not step-free")),
    "insurance": (gettext_lazy("Insurance can pay"), gettext_lazy("Insurance does not pay")),
}
"""Words of a chip for yes and for no."""

FACET_NAMES = tuple(row[0] for row in (*FACETS, *PRACTICAL))


OFFERED, OFFERED_KM = 3, (50.0, 250.0, 1000.0, 3000.0)
"""How many are offered where nobody fits, and in which circles they are looked for, one by one."""

CHOICES = 2_000
"""Remembered choices of facets; one takes about 0.5 kB. Each language has some hundred."""

_BESIDE_SEARCH = ("place", "radius_km", "q", "lat", "lon", "ordering")
"""What the search form asks anew, or what a new search makes void."""


_OF_A_TOWN = frozenset({"place", "radius_km"})
"""What the search form says of a town and nothing more; the radius is always said."""


class PageOutOfRange(Exception):
    """There is no such page; `pages` says how many there are."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"there are {pages} pages")
        self.pages = pages


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of listings: rows as (hit, stored card as JSON) in the index's order."""

    total: int
    pages: int
    rows: tuple[tuple[Hit, str], ...]


def find(asked: ListingFilter) -> Found:
    """Ask the index, then the database for the rows and for what happened since. Raises PageOutOfRange.

    One query; three when something happened.
    """
    assumed = asked.assume_nothing_new()
    if assumed and not asked.found.hits:
        asked.catch_up()
        assumed = False
    cards, feed = _cards_found(asked)
    if assumed and feed != asked.known.feed:
        asked.catch_up()
        cards, _feed = _cards_found(asked)
    result = asked.found
    pages = max(1, ceil(result.total / asked.query.page_size))
    if asked.query.page > pages:
        raise PageOutOfRange(pages)
    rows = tuple((hit, cards[hit.id]) for hit in result.hits if hit.id in cards)
    return Found(total=result.total - (len(result.hits) - len(rows)), pages=pages, rows=rows)


def _cards_found(asked: ListingFilter) -> tuple[dict[str, str], Feed | None]:
    ids = [hit.id for hit in asked.found.hits]
    return public_cards(ids, asked.today, after=asked.known.after)


def search_page(asked: ListingFilter, address: QueryDict) -> dict[str, str]:
    """What `directory/results.html` says, by name; "" for what is not there. Raises PageOutOfRange.

    When nobody is found inside a circle, wider ones are tried, and the page says so; when nobody is
    in those, it offers who is nearest.
    """
    language = get_language() or settings.LANGUAGE_CODE
    found = find(asked)
    heading = heading_of(asked)
    narrow = asked.query.radius_km
    wider = None
    while found.total == 0 and asked.query.page == 1 and (further := asked.widen()):
        wider = further
        found = find(asked)
    query, center = asked.query, asked.center
    first = (query.page - 1) * query.page_size + 1
    cards = cards_of(found.rows, center=center, first=first, language=language)
    links = Links(address, language)
    chips = _chips(asked, links)
    nearest, at_home = "", ""
    if wider or not found.total:
        nearest, at_home = _offers(asked, language, {card.url for card in cards})
    facets = _facets(asked, language)
    nobody = again = ""
    if wider and narrow:
        nobody, again = notice_of(asked, found.total, narrow, wider)
        if found.total:
            heading = heading_of(asked)
    return {
        "address": _address(asked) if found.total and not wider else "",
        "heading": heading,
        "page": str(query.page) if query.page > 1 else "",
        "kept_by_search": _kept(links, language, *_BESIDE_SEARCH),
        "taken_for": place_words(center.place) if center and center.others else "",
        "other_places": _other_places(center, links),
        "notice": f"{nobody} {again}" if nobody and found.total else "",
        "nobody": "" if found.total else nobody,
        "looked_again": "" if found.total else again,
        "has_words": "yes" if query.q else "",
        "kept_by_filters": _kept(links, language, *FACET_NAMES),
        "facets": facets,
        **_count_words(found.total, asked.everybody.total, language),
        "orderings": _orderings(asked, links, language) if found.total > 1 else "",
        "units": _units(center, links, language) if center else "",
        "opens_filters": _opens_filters(len(chips), language) if facets else "",
        "chips": draw_each("components/chip.html", chips, language=language) if chips else "",
        "cards": _html_of(cards),
        "number": str(query.page),
        "pages": str(found.pages) if found.pages > 1 else "",
        "prev_url": links.page(query.page - 1) if query.page > 1 else "",
        "next_url": links.page(query.page + 1) if query.page < found.pages else "",
        "narrower_url": links.changed(scope="compromised") if cards else "",
        "place": center.place.name if center and center.place else "",
        "alert_url": links.alert() if wider or not cards else "",
        "nearest": nearest,
        "at_home": at_home,
        "map": map_beside(cards, center, language) if center and cards else "",
    }


def _count_words(total: int, everybody: int, language: str) -> dict[str, str]:
    said, in_all, some = _sentences(language, min(total, 2), min(everybody, 2))
    figures = {"figure": figure(everybody), "total_everywhere": figure(everybody)}
    return {
        "total": said % {"figure": figure(total)},
        "of_all": some % figures if everybody and everybody != total else "",
        "in_all": in_all % figures if everybody else "",
    }


@cache
def _sentences(language: str, total: int, everybody: int) -> tuple[str, str, str]:
    """Words for how many were found and how many there are; 2 stands for all that are several."""
    return (
        ngettext("%(figure)s practitioner", "%(figure)s practitioners", total),
        ngettext(
            "%(figure)s practitioner is verified in all.",
            "%(figure)s practitioners are verified in all.",
            everybody,
        ),
        gettext("of %(total_everywhere)s verified"),
    )


def _opens_filters(chips: int, language: str) -> str:
    if not chips:
        return spoken(language, gettext_noop("Filters"))
    return _filters_chosen(language, min(chips, 2)) % {"chips": chips}


@cache
def _filters_chosen(language: str, form: int) -> str:
    return ngettext("Filters, %(chips)s chosen", "Filters, %(chips)s chosen", form)


def _offers(asked: ListingFilter, language: str, shown: Set[str]) -> tuple[str, str]:
    """The cards of who is nearest whatever else was asked, and of who of them makes home visits; ""
    for those who are offered already, or `shown` by their addresses. One query."""
    center = asked.center
    if center is None:
        return "", ""
    anybody = SearchQuery(
        lat=center.lat,
        lon=center.lon,
        radius_km=OFFERED_KM[0],
        page_size=OFFERED,
        day=asked.query.day,
    )
    at_home = replace(anybody, delivery=("home",))
    found = [_nearest_to(asked, one) for one in (anybody, at_home)]
    ids = list({hit.id for hits in found for hit in hits})
    stored, _feed = public_cards(ids, asked.today, after=asked.known.after)
    near, home = (
        cards_of(
            [(hit._replace(reasons=()), stored[hit.id]) for hit in hits if hit.id in stored],
            center=center,
            first=1 + place * OFFERED,
            language=language,
        )
        for place, hits in enumerate(found)
    )
    if shown:
        # whoever is found farther off is the nearest
        near = ()
    if {card.url for card in home} <= shown | {card.url for card in near}:
        home = ()
    return _html_of(near), _html_of(home)


def _nearest_to(asked: ListingFilter, query: SearchQuery) -> tuple[Hit, ...]:
    """The hits in the first circle that has enough of them, or in the last."""
    for radius_km in OFFERED_KM:
        found = asked.index.search(replace(query, radius_km=radius_km))
        if found.total >= OFFERED:
            break
    return found.hits


def _facets(asked: ListingFilter, language: str) -> SafeString:
    drawn: list[str] = []
    chosen_of = asked.form.cleaned_data
    for name, codes, (before, after) in _frames(language):
        counts, chosen = facet_counts(asked, name), chosen_of[name]
        if name in YES_OR_NO:
            counts, chosen = {"true": counts.get(YES, 0)}, ("true",) if chosen else ()
        choices: list[str] = []
        for code in codes:
            count = counts.get(code, 0)
            if count or code in chosen:
                form = count if count < 2 else 2
                start, end = _choice(language, name, code, code in chosen, form)
                choices += (start, str(count), end)
        if choices:
            drawn += (before, *choices, after)
    # a template's output and numbers
    return SafeString("".join(drawn))


@cache
def _frames(language: str) -> tuple[tuple[str, tuple[str, ...], tuple[str, str]], ...]:
    """(parameter, codes, HTML before and after its choices) of each facet, in the order of the page."""
    return tuple(
        (name, tuple(words), _around("components/facet.html", "choices", label=heading))
        for name, heading, words in _facets_in_order()
    )


def _facets_in_order() -> Iterable[tuple[str, str, Mapping[str, str]]]:
    """(parameter, heading, words of its codes) in the reader's language."""
    for name, heading in FACETS:
        words = vocabulary(name) if name != "price_band" else BANDS
        yield name, str(heading), {code: str(said) for code, said in words.items()}
    for name, heading, said in PRACTICAL:
        yield name, str(heading), {"true": str(said)}


@lru_cache(maxsize=CHOICES)
def _choice(language: str, name: str, code: str, selected: bool, form: int) -> tuple[str, str]:
    """HTML before and after the count. `form` says which form of the words: none, one, or several."""
    words = next(words for facet, _heading, words in _facets_in_order() if facet == name)
    values = {"name": name, "code": code, "label": words[code], "selected": selected, "count": form}
    return _around("components/choice.html", "shown", **values)


def _around(template: str, cut: str, /, **values: Any) -> tuple[str, str]:
    """What a template draws before and after one value."""
    before, after = render_to_string(template, values | {cut: gap(cut)}).split(gap(cut))
    return before, after


def facet_counts(asked: ListingFilter, name: str) -> dict[str, int]:
    """Code to count for one search parameter, its own choices left out."""
    return asked.found.facet(PLURALS.get(name, name))


PLURALS = {
    "condition": "conditions",
    "method": "methods",
    "language": "languages",
    "scope": "scopes",
}
"""The index names a facet after the field it counts."""


def _chips(asked: ListingFilter, links: Links) -> list[dict[str, str]]:
    return [
        {"url": links.without(name, code), "label": words}
        for name, code, words in _choices_made(asked.form.cleaned_data)
    ]


def _choices_made(chosen: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """(parameter, value, words) of what narrows the search."""
    for name in VOCABULARY_FACETS:
        for code in chosen[name]:
            yield name, code, label(name, code)
    for code in chosen["price_band"]:
        yield "price_band", code, str(BANDS[code])
    if chosen["country"]:
        yield "country", chosen["country"], country_name(chosen["country"])
    for name, (wanted, unwanted) in YES_OR_NO.items():
        if chosen[name] is not None:
            yield name, *(("true", str(wanted)) if chosen[name] else ("false", str(unwanted)))


def _orderings(asked: ListingFilter, links: Links, language: str) -> SafeString:
    query = asked.query
    rows = [
        _choice_link(links.changed(ordering=code), words, code == query.ordering)
        for code, words in _labels(language)[0].items()
        if (asked.center or code != "distance") and (query.q or code != "relevance")
    ]
    return draw_each("components/ordering.html", rows, language=language)


def _units(center: Center, links: Links, language: str) -> SafeString:
    """The page in either unit; who is found stays the same within a radius that was chosen."""
    rows = [
        _choice_link(links.changed(unit=code), words, (code == "mi") == center.in_miles)
        for code, words in _labels(language)[1].items()
    ]
    return draw_each("components/ordering.html", rows, language=language)


@cache
def _labels(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Words for each order and for each unit."""
    return (
        {code: str(words) for code, words in ORDERINGS.items()},
        {code: str(words) for code, words in UNITS.items()},
    )


def _choice_link(url: str, words: str, current: bool) -> dict[str, str]:
    return {"url": url, "label": words, "current": "yes" if current else ""}


def _address(asked: ListingFilter) -> str:
    """The query by which search engines may know this page: that of a town, of which nothing more was
    asked; "" for any other search, which is its visitor's own."""
    town = asked.center.place if asked.center else None
    if town is None or town.kind != "city" or not asked.data.keys() <= _OF_A_TOWN:
        return ""
    return around(town) if asked.data["radius_km"] == usual_radius() else ""


def _other_places(center: Center | None, links: Links) -> SafeString | str:
    if center is None or not center.others:
        return ""
    names = map(place_words, center.others)
    rows = [{"url": links.changed(place=name), "name": name} for name in names]
    return draw_each("components/other_place.html", rows, between="; ")


def _kept(links: Links, language: str, *left_out: str) -> SafeString:
    return draw_each("components/kept.html", links.kept(*left_out), language=language)


def _html_of(cards: Iterable[Shown]) -> SafeString:
    return SafeString("".join([card.html for card in cards]))
