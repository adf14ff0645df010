"""What a results page shows: cards, facets, chips, paging and the small map, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from directory import atlas
from directory.evidence import word_of
from directory.filters import ORDERINGS, VOCABULARY_FACETS, Center, ListingFilter
from directory.headings import heading_of, notice_of
from directory.models import Listing
from directory.prices import BANDS
from directory.reasons import why
from directory.search.facets import YES
from directory.search.gazetteer import Place
from directory.search.geo import distances_km
from directory.search.query import SearchQuery
from directory.search.result import Hit
from directory.templatetags.look import km
from directory.wording import country_name, label, labels, scope_line, vocabulary

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


OFFERED, OFFERED_KM = 3, 3000.0
"""How many are offered where nobody fits, and how far away at most."""
NEAREST = gettext_lazy("The nearest who are verified, whatever you asked for")
HOME = gettext_lazy("The nearest who come to your home")


class PageOutOfRange(Exception):
    """There is no such page; `pages` says how many there are."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"there are {pages} pages")
        self.pages = pages


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of listings: rows as (hit, card of the public entry) in the index's order."""

    total: int
    pages: int
    rows: tuple[tuple[Hit, dict[str, Any]], ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    word: str
    shape: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One practitioner in the list. Distance in kilometers, hours of training as shown; `why` says
    what of the search led here."""

    number: int
    url: str
    name: str
    headline: str
    place_line: str
    distance_km: float | None
    distance: str
    methods: tuple[str, ...]
    scopes: tuple[str, ...]
    scope_line: str
    technique: Verdict
    training: Verdict
    anatomy: Verdict
    hours: float | None
    availability: str
    verified_until: date
    demo: bool
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    code: str
    label: str
    count: int = 0
    selected: bool = False
    url_toggle: str = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Somebody else, where nobody fits."""

    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """The whole results page. `notice` says what was done without being asked."""

    heading: str
    place: Place | None = None
    places: tuple[Place, ...] = ()
    total: int = 0
    total_everywhere: int = 0
    cards: tuple[Card, ...] = ()
    facets: tuple[Facet, ...] = ()
    chips: tuple[Choice, ...] = ()
    page: int = 1
    pages: int = 1
    next_url: str = ""
    prev_url: str = ""
    ordering: str = ""
    ordering_choices: tuple[Choice, ...] = ()
    notice: str = ""
    error: str = ""
    map: atlas.Drawing | None = None
    offers: tuple["Offer", ...] = ()
    alert_url: str = ""


def find(asked: ListingFilter) -> Found:
    """Ask the index, then the database once for the rows. Raises PageOutOfRange.

    Two queries: what changed since the last search, and the rows.
    """
    result = asked.found
    pages = max(1, ceil(result.total / asked.query.page_size))
    if asked.query.page > pages:
        raise PageOutOfRange(pages)
    cards = _entries(asked.filter_queryset(Listing.objects.public()))
    rows = tuple((hit, cards[hit.id]) for hit in result.hits if hit.id in cards)
    return Found(total=result.total - (len(result.hits) - len(rows)), pages=pages, rows=rows)


def search_page(asked: ListingFilter, address: QueryDict) -> Search:
    """The results page for checked parameters. Raises PageOutOfRange.

    When nobody is found inside a circle, wider ones are tried, and the page says so; when nobody is
    in those, it offers who is nearest.
    """
    found = find(asked)
    narrow = asked.query.radius_km
    wider = None
    while found.total == 0 and asked.query.page == 1 and (further := asked.widen()):
        wider = further
        found = find(asked)
    query, center = asked.query, asked.center
    cards = tuple(
        card_of(hit, card, number=(query.page - 1) * query.page_size + position, center=center)
        for position, (hit, card) in enumerate(found.rows, 1)
    )
    return Search(
        heading=heading_of(asked),
        place=center.place if center else None,
        places=center.others if center else (),
        total=found.total,
        total_everywhere=asked.everybody.total,
        cards=cards,
        facets=tuple(_facets(asked, address)),
        chips=tuple(_chips(asked, address)),
        page=query.page,
        pages=found.pages,
        next_url=_page_url(address, query.page + 1) if query.page < found.pages else "",
        prev_url=_page_url(address, query.page - 1) if query.page > 1 else "",
        ordering=query.ordering,
        ordering_choices=tuple(
            Choice(code=code, label=str(words))
            for code, words in ORDERINGS.items()
            if (center or code != "distance") and (query.q or code != "relevance")
        ),
        notice=notice_of(asked, found.total, narrow, wider) if wider and narrow else "",
        map=_map(cards, found.rows, center),
        offers=offers(asked) if not found.total else (),
        alert_url=_alert_url(address) if not found.total else "",
    )


def offers(asked: ListingFilter) -> tuple[Offer, ...]:
    """Who is nearest whatever else was asked, and who of them makes home visits. One query."""
    center = asked.center
    if center is None:
        return ()
    anybody = SearchQuery(
        lat=center.lat,
        lon=center.lon,
        radius_km=OFFERED_KM,
        page_size=OFFERED,
        day=asked.query.day,
    )
    at_home = replace(anybody, delivery=("home",))
    found = [
        (words, asked.index.search(one).hits)
        for words, one in ((NEAREST, anybody), (HOME, at_home))
    ]
    ids = {hit.id for _words, hits in found for hit in hits}
    entries = _entries(Listing.objects.public().filter(pk__in=ids))
    made: list[Offer] = []
    for words, hits in found:
        rows = [hit for hit in hits if hit.id in entries]
        cards = tuple(
            card_of(hit, entries[hit.id], number=number, center=center)
            for number, hit in enumerate(rows, 1 + len(made) * OFFERED)
        )
        made.append(Offer(heading=str(words), cards=cards))
    nearest, home = made
    if {card.url for card in home.cards} <= {card.url for card in nearest.cards}:
        made.pop()
    return tuple(offer for offer in made if offer.cards)


def _entries(public: QuerySet[Listing]) -> dict[str, dict[str, Any]]:
    return {str(pk): card for pk, card in public.values_list("pk", "public_entry__card")}


def card_of(hit: Hit, card: dict[str, Any], *, number: int, center: Center | None) -> Card:
    levels = {item["criterion"]: _verdict(item) for item in card["criteria"]}
    place = nearest_location(card["locations"], center)
    return Card(
        number=number,
        url=reverse("listing", args=[hit.id]),
        name=card["name"],
        headline=card["headline"],
        place_line=_place_line(card, place),
        distance_km=hit.distance_km,
        distance=km(hit.distance_km),
        methods=tuple(labels("method", card["methods"])),
        scopes=tuple(card["scopes"]),
        scope_line=scope_line(card["scopes"]),
        technique=levels["technique"],
        training=levels["training"],
        anatomy=levels["anatomy"],
        hours=next(item["hours"] for item in card["criteria"] if item["criterion"] == "training"),
        availability=availability_line(card),
        verified_until=date.fromisoformat(card["verified_until"]),
        demo=card["demo"],
        why=why(hit.reasons, near=center.place.name if center and center.place else ""),
    )


def _verdict(item: dict[str, Any]) -> Verdict:
    word, shape = word_of(item["level"], checked=item["checked"])
    return Verdict(word=word, shape=shape)


def availability_line(card: dict[str, Any]) -> str:
    """Whether new clients are taken, with the owner's note."""
    words = (
        gettext("Takes new clients.")
        if card["accepts_new"]
        else gettext("Takes no new clients now.")
    )
    note = card["availability_note"].strip()
    return f"{words} {note}{'' if note.endswith('.') else '.'}" if note else words


def nearest_location(locations: Sequence[dict[str, Any]], center: Center | None) -> dict[str, Any]:
    """The location nearest to the center, or the first one where there is none."""
    if center is None or len(locations) == 1:
        return locations[0]
    return min(locations, key=lambda place: _distance(place, center))


def _distance(place: dict[str, Any], center: Center) -> float:
    return float(distances_km(center.lat, center.lon, place["lat"], place["lon"]))


def _place_line(card: dict[str, Any], place: dict[str, Any]) -> str:
    town = f"{place['city']}, {country_name(place['country'])}"
    return f"{card['profession']}, {town}" if card["profession"] else town


def _facets(asked: ListingFilter, address: QueryDict) -> Iterable[Facet]:
    for name, heading in FACETS:
        counts = facet_counts(asked, name)
        chosen = asked.form.cleaned_data[name]
        yield Facet(
            name=name,
            label=str(heading),
            choices=tuple(
                Choice(
                    code=code,
                    label=str(words),
                    count=counts.get(code, 0),
                    selected=code in chosen,
                )
                for code, words in _words_of(name).items()
                if counts.get(code) or code in chosen
            ),
        )
    for name, heading, words in PRACTICAL:
        count = facet_counts(asked, name).get(YES, 0)
        chosen = asked.form.cleaned_data[name] is True
        choice = Choice(code="true", label=str(words), count=count, selected=chosen)
        yield Facet(name=name, label=str(heading), choices=(choice,) if count or chosen else ())


def _words_of(name: str) -> Mapping[str, str]:
    """Code to words of one search parameter that has several choices."""
    return (
        {code: str(words) for code, words in BANDS.items()}
        if name == "price_band"
        else vocabulary(name)
    )


def facet_counts(asked: ListingFilter, name: str) -> dict[str, int]:
    """Code to count for one search parameter, its own choices left out."""
    return asked.found.facets.get(PLURALS.get(name, name), {})


PLURALS = {
    "condition": "conditions",
    "method": "methods",
    "language": "languages",
    "scope": "scopes",
}
"""The index names a facet after the field it counts."""


def _chips(asked: ListingFilter, address: QueryDict) -> Iterable[Choice]:
    chosen = asked.form.cleaned_data
    for name in VOCABULARY_FACETS:
        for code in chosen[name]:
            yield _chip(address, name, code, label(name, code))
    for code in chosen["price_band"]:
        yield _chip(address, "price_band", code, str(BANDS[code]))
    if chosen["country"]:
        yield _chip(address, "country", chosen["country"], country_name(chosen["country"]))
    for name, (wanted, unwanted) in YES_OR_NO.items():
        if chosen[name] is not None:
            value, words = ("true", wanted) if chosen[name] else ("false", unwanted)
            yield _chip(address, name, value, str(words))


def _chip(address: QueryDict, name: str, code: str, words: str) -> Choice:
    return Choice(
        code=code, label=str(words), selected=True, url_toggle=_toggle_url(address, name, code)
    )


def _toggle_url(address: QueryDict, name: str, code: str) -> str:
    changed = address.copy()
    values = changed.getlist(name)
    changed.setlist(
        name, [one for one in values if one != code] if code in values else [*values, code]
    )
    changed.pop("page", None)
    return f"{reverse('results')}?{changed.urlencode()}"


def _alert_url(address: QueryDict) -> str:
    kept = address.copy()
    for name in ("page", "ordering"):
        kept.pop(name, None)
    return f"{reverse('alert')}?{kept.urlencode()}"


def _page_url(address: QueryDict, page: int) -> str:
    changed = address.copy()
    changed["page"] = str(page)
    return f"{reverse('results')}?{changed.urlencode()}"


def _map(
    cards: Sequence[Card], rows: Sequence[tuple[Hit, dict[str, Any]]], center: Center | None
) -> atlas.Drawing | None:
    """The map about the place searched, with a pin for each card. No map without a center."""
    if center is None or not cards:
        return None
    places = [nearest_location(entry["locations"], center) for _hit, entry in rows]
    return atlas.draw(
        lat=center.lat,
        lon=center.lon,
        far_km=max(card.distance_km or 0 for card in cards),
        spots=[
            atlas.Spot(number=card.number, name=card.name, lat=place["lat"], lon=place["lon"])
            for card, place in zip(cards, places, strict=True)
        ],
        tile_url=settings.MAP_TILE_URL,
    )
