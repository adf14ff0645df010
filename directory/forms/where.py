"""Step two: where the work is done. Towns are found in the gazetteer, without asking anybody."""

from functools import cache

from django import forms
from django.contrib.auth.models import User
from django.forms.formsets import BaseFormSet
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django_countries import countries

from directory.forms.fields import Line, OneOf, Tick, offer
from directory.forms.step import Step
from directory.models import Location
from directory.search.gazetteer import Place, country_name, nearest, resolve
from directory.search.postcodes import COUNTRIES as CODED
from directory.search.text import fold

MOST_LOCATIONS = 5
CANDIDATES = 12


class WhichPlace(forms.ChoiceField):
    """The place that is meant, when a name fits several. A choice made for another name is no error."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext("Which place is it?"), required=True, widget=forms.RadioSelect, choices=()
        )

    def validate(self, value: str) -> None:
        """`LocationForm.clean` looks the choice up among the places of the name typed now."""


class LocationForm(forms.Form):
    use_required_attribute = False

    name = Line(
        label=gettext_lazy("Name of the place"),
        max_length=120,
        help_text=gettext_lazy("Such as the clinic's name."),
    )
    line = Line(
        label=gettext_lazy("Street and number"),
        max_length=160,
        help_text=gettext_lazy("Patients read it. Leave it empty if you only make home visits."),
        autocomplete="address-line1",
    )
    postal_code = Line(label=gettext_lazy("Postal code"), max_length=16, autocomplete="postal-code")
    city = Line(
        label=gettext_lazy("Town"), max_length=120, needed=True, autocomplete="address-level2"
    )
    country = OneOf(label=gettext_lazy("Country"), needed=True, autocomplete="country")
    near = Line(
        label=gettext_lazy("Nearest larger town"),
        max_length=120,
        help_text=gettext_lazy(
            "Only if we do not know your town. It says where you stand on the map."
        ),
    )
    place = WhichPlace()
    step_free = Tick(label=gettext_lazy("One can get in without a step"))
    access_note = Line(
        label=gettext_lazy("Getting in"),
        max_length=200,
        help_text=gettext_lazy("Such as: lift, parking at the door."),
    )
    hours = Line(
        label=pgettext_lazy("opening hours", "Hours"),
        max_length=300,
        help_text=gettext_lazy("Such as: Monday to Thursday, 8 to 16."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", country_choices())
        self.candidates = self._find()
        if len(self.candidates) > 1 or not self._is_plain():
            offer(self, "place", [(key_of(one), words_of(one)) for one in self.candidates])
        if not self.candidates:
            del self.fields["place"]

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if self.is_blank() or said.get("DELETE"):
            return said
        if not said.get("country"):
            self.add_error("country", gettext("Choose the country, so that patients can find you."))
        elif not self._sought():
            self.add_error("city", gettext("Write the town, so that patients can find you."))
        elif not self.candidates:
            self._add_unknown(said)
        else:
            said["found"] = self._chosen(said)
        return said

    def is_blank(self) -> bool:
        """Whether nothing was said here; a country alone says nothing."""
        said = self.cleaned_data
        return not any(
            said.get(name) for name in said if name not in {"country", "place", "DELETE"}
        )

    def _find(self) -> tuple[Place, ...]:
        sought, country = self._sought(), self._typed("country")
        if not sought or not country:
            return ()
        found = resolve(sought, country, CANDIDATES)
        if found and found[0].kind == "postcode":
            return found[:1]
        same = tuple(one for one in found if fold(one.name) == fold(sought.split(",")[0]))
        return same or found

    def _sought(self) -> str:
        town = self._typed("near") or self._typed("city")
        if self._typed("country") in CODED and not self._typed("near"):
            return ", ".join(part for part in (town, self._typed("postal_code")) if part)
        return town

    def _typed(self, name: str) -> str:
        value = self[name].value()
        return " ".join(str(value or "").split())

    def _is_plain(self) -> bool:
        """Whether the one candidate bears the name that was typed, or is the postal code given."""
        if len(self.candidates) != 1:
            return not self.candidates
        one = self.candidates[0]
        return one.kind == "postcode" or fold(one.name) == fold(self._sought().split(",")[0])

    def _chosen(self, said: dict) -> Place | None:
        for one in self.candidates:
            if key_of(one) == said.get("place"):
                return one
        if self._is_plain():
            return self.candidates[0]
        if len(self.candidates) == 1:
            self.add_error(
                "place",
                gettext(
                    "Is this the place you mean? Choose it. If not, correct the name or write the nearest "
                    "larger town below."
                ),
            )
        else:
            self.add_error("place", gettext("Several places fit. Choose yours."))
        return None

    def _add_unknown(self, said: dict) -> None:
        field = "near" if said.get("near") else "city"
        country = country_name(said["country"])
        self.add_error(
            field,
            gettext(
                "We know no place “%(place)s” in %(country)s. Check the spelling. If it is a small "
                "place, keep it and write the nearest larger town below."
            )
            % {"place": self._sought(), "country": country},
        )


LocationRows = forms.formset_factory(
    LocationForm,
    extra=0,
    can_delete=True,
    max_num=MOST_LOCATIONS,
    absolute_max=MOST_LOCATIONS + 3,
    validate_max=True,
)
LocationRows.default_error_messages = {
    **LocationRows.default_error_messages,
    "too_many_forms": format_lazy(
        gettext_lazy("Up to {most} places fit. Remove some."), most=MOST_LOCATIONS
    ),
}


class WhereStep(Step):
    slug = "where"
    title = gettext_lazy("Where")
    opening = gettext_lazy(
        "Each place where patients can come to you, or from where you set out to them."
    )
    template = "owner/where.html"
    add_label = gettext_lazy("Save and add a place")
    advises = False
    rows: BaseFormSet

    def build(self) -> None:
        initial = [_initial(place) for place in self.listing.locations.all()]
        if (self.more or not initial) and len(initial) < MOST_LOCATIONS:
            initial.append({"country": initial[-1]["country"]} if initial else {})
        self.rows = LocationRows(self.data, initial=initial, prefix="places")

    def write(self, actor: User) -> None:
        kept = [
            row.cleaned_data
            for row in self.rows.forms
            if not row.is_blank() and not row.cleaned_data.get("DELETE")
        ]
        # Written anew as a whole, so that sending the same form twice changes nothing.
        self.listing.locations.all().delete()
        for position, said in enumerate(kept):
            self._write_one(position, said)
        self.listing.save(update_fields=["updated_at"])

    def _write_one(self, position: int, said: dict) -> None:
        found: Place = said["found"]
        exactness = Location.Precision.CITY
        if found.kind == "postcode":
            exactness = Location.Precision.POSTCODE
        Location.objects.create(
            listing=self.listing,
            position=position,
            name=said["name"],
            line=said["line"],
            city=said["city"].split(",")[0].strip() or found.name.partition(" ")[2],
            region=found.admin,
            postal_code=said["postal_code"],
            country=said["country"],
            lat=found.lat,
            lon=found.lon,
            precision=exactness,
            step_free=said["step_free"],
            access_note=said["access_note"],
            hours=said["hours"],
        )


def key_of(place: Place) -> str:
    """What a choice of this place is sent as."""
    return f"{place.lat:.4f},{place.lon:.4f}"


def words_of(place: Place) -> str:
    """A place for people: "Portland, Oregon, United States"."""
    return ", ".join(
        part for part in (place.name, place.admin, country_name(place.country)) if part
    )


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """(ISO alpha-2, English name) of every country."""
    return tuple(countries)


def _initial(place: Location) -> dict:
    stored = f"{place.lat:.4f},{place.lon:.4f}"
    known = resolve(place.city, str(place.country), CANDIDATES)
    by_code = place.precision == Location.Precision.POSTCODE
    near = ""
    if not by_code and stored not in {key_of(one) for one in known}:
        town = nearest(place.lat, place.lon)
        near = ", ".join(part for part in (town.name, town.admin) if part)
    return {
        "name": place.name,
        "line": place.line,
        "postal_code": place.postal_code,
        "city": place.city,
        "country": str(place.country),
        "near": near,
        "place": stored,
        "step_free": place.step_free,
        "access_note": place.access_note,
        "hours": place.hours,
    }
