"""The one set of search parameters, read the same way by the results page and by the API.

Everything is checked here: an unknown or malformed parameter is an error with a sentence, never a
filter that silently does nothing.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django_countries import countries
from django_filters import FilterSet
from django_filters.filters import Filter

from directory.filter_fields import OneOrMore, Shared, SparseForm, TermsField, YesField
from directory.languages import POSTCODES
from directory.lengths import (
    MILE_COUNTRIES,
    UNITS,
    USUAL_KM,
    offered_radii,
    radius_choices,
    usual_radius,
)
from directory.models import Listing
from directory.numbers import digest
from directory.prices import BANDS
from directory.search.gazetteer import Place, nearest, resolve
from directory.search.geo import distances_km
from directory.search.index import Index
from directory.search.postcodes import COUNTRIES as CODED
from directory.search.query import SearchQuery
from directory.search.result import SearchResult
from directory.search.text import fold
from directory.searching import Known, live_index
from directory.wording import country_name

RADIUS_KM = float(USUAL_KM)
RADIUS_LEAST, RADIUS_MOST = 0.1, 500.0
WIDEN_BY = 5
# As far from the middle of a large town as its outer districts lie.
DISTRICT_KM = 25
PAGE_SIZE, PAGE_SIZE_MOST = 20, 100
PAGE_MOST = 10_000
ORDERINGS = {
    "distance": gettext_lazy("Nearest first"),
    "relevance": gettext_lazy("Best match first"),
    "confirmed": gettext_lazy("Latest confirmed first"),
}
KINDS = {
    "condition": gettext_lazy("Condition"),
    "method": gettext_lazy("Method"),
    "language": gettext_lazy("Language"),
    "scope": gettext_lazy("Scope"),
    "delivery": gettext_lazy("Delivery"),
}
VOCABULARY_FACETS = ("condition", "method", "language", "scope", "delivery")
REPEATABLE = frozenset({*VOCABULARY_FACETS, "price_band"})
PAGES_ONLY = frozenset({"unit"})
"""What changes a page's words alone; an API client counts in kilometers."""


@dataclass(frozen=True, kw_only=True)
class Center:
    """Where distances are measured from, in degrees. `place` is what a typed place was taken for,
    `unit` the one that was asked for, if any."""

    lat: float
    lon: float
    place: Place | None = None
    others: tuple[Place, ...] = ()
    unit: str = ""

    @cached_property
    def in_miles(self) -> bool:
        """Whether lengths are told in miles: by wish, else where roads there are measured in them.

        A position without a name is taken for the country of the nearest town.
        """
        if self.unit:
            return self.unit == "mi"
        town = self.place or nearest(self.lat, self.lon)
        return town.country in MILE_COUNTRIES


class FloatFilter(Filter):
    field_class = forms.FloatField


class WholeFilter(Filter):
    field_class = forms.IntegerField


class TextFilter(Filter):
    field_class = forms.CharField


class OneFilter(Filter):
    field_class = forms.ChoiceField


class SeveralFilter(Filter):
    field_class = forms.MultipleChoiceField


class TermsFilter(Filter):
    field_class = TermsField


class YesFilter(Filter):
    field_class = YesField


def _terms(kind: str) -> Filter:
    return TermsFilter(label=KINDS[kind], kind=kind, widget=OneOrMore)


def _between(least: float, most: float) -> dict[str, Any]:
    return {"validators": [MinValueValidator(least), MaxValueValidator(most)]}


def _completed(name: str) -> forms.TextInput:
    """A field that `suggest.js` completes while somebody types."""
    words = {
        "data-suggest": name,
        "data-suggest-address": reverse_lazy("api-suggestions"),
        "data-suggest-name": gettext_lazy("Suggestions"),
        "data-suggest-none": gettext_lazy("No suggestion."),
        "data-suggest-one": gettext_lazy("1 suggestion. Press the down arrow to reach it."),
        "data-suggest-many": gettext_lazy(
            "{count} suggestions. Press the down arrow to reach them."
        ),
    }
    return forms.TextInput(attrs=words)


class ListingFilter(FilterSet):
    """Search parameters, checked; `found` is what the index answers.

    With `strict` an empty value is an error (an API client says what it means); without it empty
    values count as not given (an HTML form sends every field).
    """

    q = TextFilter(
        label=gettext_lazy("Name, words or need"), max_length=200, widget=_completed("q")
    )
    place = TextFilter(
        label=gettext_lazy("Town or postal code"), max_length=120, widget=_completed("place")
    )
    lat = FloatFilter(label=gettext_lazy("Latitude, degrees"), **_between(-90, 90))
    lon = FloatFilter(label=gettext_lazy("Longitude, degrees"), **_between(-180, 180))
    radius_km = FloatFilter(
        label=gettext_lazy("Within"),
        widget=forms.Select(choices=radius_choices()),
        **_between(RADIUS_LEAST, RADIUS_MOST),
    )
    unit = OneFilter(label=gettext_lazy("Distances in"), choices=list(UNITS.items()))
    condition = _terms("condition")
    method = _terms("method")
    language = _terms("language")
    scope = _terms("scope")
    delivery = _terms("delivery")
    country = OneFilter(
        label=gettext_lazy("Country"), choices=lambda: [("", gettext_lazy("Any")), *countries]
    )
    accepts_new = YesFilter(label=gettext_lazy("Takes new clients"))
    step_free = YesFilter(label=gettext_lazy("Step-free access"))
    insurance = YesFilter(label=gettext_lazy("Insurance can pay"))
    price_band = SeveralFilter(
        label=gettext_lazy("Price"),
        choices=[("", gettext_lazy("Any")), *BANDS.items()],
        widget=OneOrMore,
    )
    ordering = OneFilter(
        label=gettext_lazy("Order"), choices=[("", gettext_lazy("Any")), *ORDERINGS.items()]
    )
    page = WholeFilter(label=gettext_lazy("Page"), **_between(1, PAGE_MOST))
    page_size = WholeFilter(label=gettext_lazy("Page size"), **_between(1, PAGE_SIZE_MOST))

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, strict: bool) -> None:
        # The library copies every filter and every field for each request, which takes longer than
        # the search. Nothing here changes them, so all requests share them.
        self.strict = strict
        self.data = data if strict else _as_typed(data)
        self.filters = self.base_filters
        self._form = _form_class()(self.data)
        _offer_radii(self.form, self.data.get("radius_km", ""), self.data.get("unit", ""))

    @cached_property
    def problems(self) -> dict[str, list[str]]:
        """Parameter name to what is wrong with it, in sentences; empty when all is well."""
        wrong: dict[str, list[str]] = {}
        known = [name for name in self.filters if not self.strict or name not in PAGES_ONLY]
        for name, values in self.data.lists():
            if name not in known:
                sentence = gettext("This parameter is not known. Known are: %(names)s.")
                wrong[name] = [sentence % {"names": ", ".join(known)}]
            elif len(values) > 1 and name not in REPEATABLE:
                wrong[name] = [gettext("Give this parameter once.")]
            elif self.strict and name != "q" and "" in values:
                wrong[name] = [gettext("Give a value, or leave the parameter out.")]
        for name, sentences in self.form.errors.items():
            wrong.setdefault(name, list(sentences))
        if not wrong:
            wrong = self._contradictions()
        if not wrong:
            try:
                self.center  # noqa: B018 - looking the place up is the check
            except ValidationError as error:
                wrong["place"] = error.messages
        return wrong

    @cached_property
    def center(self) -> Center | None:
        """Where the search looks around, or None for everywhere. Raises ValidationError."""
        asked = self.form.cleaned_data
        if asked["lat"] is not None:
            return Center(lat=asked["lat"], lon=asked["lon"], unit=asked["unit"])
        if not asked["place"]:
            return None
        places = resolve(asked["place"], asked["country"] or None, first=self._read_first())
        if not places:
            raise ValidationError(_unknown_place(asked["place"], asked["country"]))
        first, *others = places
        others = [place for place in others if not _is_part(place, of=first)]
        named = fold(first.name)
        if fold(asked["place"].partition(",")[0]) == named:
            # "Köln" is nobody's slip of "Kolno": only its namesakes may have been meant
            others = [place for place in others if fold(place.name) == named]
        return Center(
            lat=first.lat, lon=first.lon, place=first, others=tuple(others), unit=asked["unit"]
        )

    @cached_property
    def query(self) -> SearchQuery:
        """The question to the index. Only when `problems` is empty."""
        asked = self.form.cleaned_data
        center = self.center
        return SearchQuery(
            q=asked["q"],
            lat=center.lat if center else None,
            lon=center.lon if center else None,
            radius_km=(asked["radius_km"] or RADIUS_KM) if center else None,
            conditions=tuple(asked["condition"]),
            methods=tuple(asked["method"]),
            languages=tuple(asked["language"]),
            scopes=tuple(asked["scope"]),
            delivery=tuple(asked["delivery"]),
            accepts_new=asked["accepts_new"],
            step_free=asked["step_free"],
            country=asked["country"] or None,
            number=digest(asked["q"]),
            insurance=asked["insurance"],
            price_bands=tuple(int(band) for band in asked["price_band"]),
            ordering=asked["ordering"] or self._usual_ordering(),
            page=asked["page"] or 1,
            page_size=asked["page_size"] or PAGE_SIZE,
            day=self.today,
        )

    @cached_property
    def today(self) -> date:
        """One day for all of an answer."""
        return timezone.localdate()

    @cached_property
    def known(self) -> Known:
        """The index to search in, and of which events it knows. One query when nothing is new."""
        return live_index.caught_up()

    def assume_nothing_new(self) -> bool:
        """Search in what this process knew last: for who reads the rows with `public_rows` and is told
        there whether that was still all. False where a search was made already."""
        if "known" in vars(self):
            return False
        self.known = live_index.last()
        return True

    def catch_up(self) -> None:
        """Search anew, in what is public at this moment."""
        self.known = live_index.caught_up()
        self.__dict__.pop("found", None)

    @property
    def index(self) -> Index:
        return self.known.index

    @cached_property
    def found(self) -> SearchResult:
        return self.index.search(self.query)

    @cached_property
    def everybody(self) -> SearchResult:
        """All that is public, whatever was asked."""
        return self.index.everybody(self.today)

    def widen(self) -> float | None:
        """Look again in a wider circle; its radius in kilometers, or None where there is no circle."""
        radius = self.query.radius_km
        if radius is None or radius >= RADIUS_MOST:
            return None
        self.query = replace(self.query, radius_km=min(RADIUS_MOST, radius * WIDEN_BY))
        del self.found
        return self.query.radius_km

    def _read_first(self) -> tuple[str, ...]:
        """Whose postal codes the reader means; a program gets the same answer in every language."""
        return () if self.strict else POSTCODES.get(get_language() or "", ())

    def _usual_ordering(self) -> str:
        if self.center:
            return "distance"
        return "relevance" if self.form.cleaned_data["q"] else "confirmed"

    def _contradictions(self) -> dict[str, list[str]]:
        asked = self.form.cleaned_data
        here = asked["lat"] is not None or asked["lon"] is not None
        if here and (asked["lat"] is None or asked["lon"] is None):
            missing = "lat" if asked["lat"] is None else "lon"
            return {missing: [gettext("Give lat and lon together.")]}
        if here and asked["place"]:
            return {"place": [gettext("Give place, or lat and lon, not both.")]}
        if here or asked["place"]:
            return {}
        if asked["ordering"] == "distance":
            return {"ordering": [gettext("Order by distance needs a place, or lat and lon.")]}
        if self.strict and asked["radius_km"] is not None:
            return {"radius_km": [gettext("A radius needs a place, or lat and lon.")]}
        return {}


def search_form() -> forms.Form:
    """The form of the home page, not yet searched with."""
    return ListingFilter(QueryDict(), strict=False).form


def _is_part(place: Place, *, of: Place) -> bool:
    """Nobody who wrote "Lyon" means "Lyon 03"."""
    far = distances_km(of.lat, of.lon, np.array([place.lat]), np.array([place.lon]))
    return place.name.startswith(f"{of.name} ") and bool(far[0] <= DISTRICT_KM)


def _unknown_place(place: str, country: str) -> str:
    """What to try instead. Postal codes are known for some countries, names for every country."""
    if any(letter.isdigit() for letter in place):
        known = ", ".join(sorted(map(country_name, CODED)))
        return gettext(
            "We know no place “%(place)s”. Of postal codes we know those of %(countries)s. If yours is of "
            "another country, or does not work, type the town."
        ) % {"place": place, "countries": known}
    if country:
        return gettext(
            "We know no place “%(place)s” in %(country)s. Try the nearest larger town, or a postal code."
        ) % {"place": place, "country": country_name(country)}
    return gettext(
        "We know no place “%(place)s”. Try the nearest larger town, or a postal code."
    ) % {"place": place}


@cache
def _form_class() -> type[forms.Form]:
    fields = {name: filter_.field for name, filter_ in ListingFilter.base_filters.items()}
    made: Any = type("SearchForm", (SparseForm,), fields)
    made.base_fields = Shared(made.base_fields)
    return made


def _offer_radii(form: forms.Form, chosen: str, unit: str) -> None:
    """The radii in the unit asked for; one from an address stays chosen, though no form offers it."""
    unit = unit if unit in UNITS else ""
    if unit or (chosen and chosen not in offered_radii()):
        own = form.fields["radius_km"] = deepcopy(form.fields["radius_km"])
        own.widget.choices = radius_choices(unit, chosen)


def _as_typed(data: QueryDict) -> QueryDict:
    """What an HTML form means: empty fields say nothing, and the radius stands at its usual value."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        filled = [value for value in values if value.strip()]
        if filled:
            kept.setlist(name, filled)
    kept.setdefault("radius_km", usual_radius(kept.get("unit", "")))
    return kept
