"""Step three: what is on the menu, for whom, and who can come."""

import re
from dataclasses import replace

from django import forms
from django.contrib.auth.models import User
from django.forms.formsets import BaseFormSet
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from directory.content import ListingContent, ServiceContent
from directory.forms.fields import Figure, Line, OneOf, OwnWords, SomeOf, Tick, Whole, offer
from directory.forms.step import Choice, Step, codes_of, set_terms, term_choices
from directory.models import HealthcareService, Term

MOST_SERVICES = 12

CURRENCIES = re.findall(
    r"\w{3}",
    "EUR USD GBP CHF AUD BGN BRL CAD CZK DKK HUF ILS INR ISK JPY MXN NOK NZD PLN RON SEK SGD TRY ZAR",
)
"""ISO 4217."""


class OfferForm(forms.Form):
    use_required_attribute = False

    conditions = SomeOf(
        label=gettext_lazy("Who comes to you"), help_text=gettext_lazy("What you treat with MLD.")
    )
    delivery = SomeOf(label=gettext_lazy("Where you treat"))
    accepts_new = Tick(label=gettext_lazy("I take new patients"))
    availability_note = Line(
        label=gettext_lazy("About waiting"),
        max_length=120,
        help_text=gettext_lazy("Such as: first appointments within three weeks."),
    )
    insurance = Tick(label=gettext_lazy("Health insurance can pay for treatment here"))
    insurance_note = Line(
        label=gettext_lazy("About payment by insurance"),
        max_length=160,
        help_text=gettext_lazy("Which insurers, or what a patient needs, such as a prescription."),
    )


class ServiceForm(forms.Form):
    use_required_attribute = False

    name = Line(label=gettext_lazy("Name of the service"), max_length=120, needed=True)
    method = OneOf(label=gettext_lazy("Method"), empty=gettext_lazy("Not one of these"))
    description = OwnWords(
        label=gettext_lazy("How you work in this service"),
        max_length=2000,
        help_text=gettext_lazy("What happens from beginning to end. Up to 2,000 characters."),
        rows=4,
    )
    duration_minutes = Whole(label=gettext_lazy("Minutes"), least=5, most=480, example="60")
    price = Figure(label=gettext_lazy("Price"), most=9_999_999, places=2, example="64 or 64.50")
    currency = OneOf(label=gettext_lazy("Currency"))
    conditions = SomeOf(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("Leave empty if it is for all named above."),
    )

    def __init__(self, *args, methods: list[Choice], conditions: list[Choice], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "method", methods)
        offer(self, "currency", [(code, code) for code in CURRENCIES])
        offer(self, "conditions", conditions)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("price") is not None and not said.get("currency"):
            self.add_error("currency", gettext("Choose the currency of the price."))
        return said

    def is_blank(self) -> bool:
        """Whether nothing was said here; a currency alone says nothing."""
        said = self.cleaned_data
        return not any(said.get(name) for name in said if name not in {"currency", "DELETE"})


ServiceRows = forms.formset_factory(
    ServiceForm,
    extra=0,
    can_delete=True,
    max_num=MOST_SERVICES,
    absolute_max=MOST_SERVICES + 3,
    validate_max=True,
)
ServiceRows.default_error_messages = {
    **ServiceRows.default_error_messages,
    "too_many_forms": format_lazy(
        gettext_lazy("Up to {most} services fit. Join or remove some."), most=MOST_SERVICES
    ),
}


class ServicesStep(Step):
    slug = "services"
    fields = ("services.",)
    title = gettext_lazy("Services")
    opening = gettext_lazy("What you offer, each service by itself, and for whom.")
    template = "owner/services.html"
    add_label = gettext_lazy("Save and add a service")
    form: OfferForm
    rows: BaseFormSet

    def build(self) -> None:
        listing = self.listing
        choices = term_choices("condition", "delivery", "method")
        self.form = OfferForm(
            self.data,
            initial={
                "conditions": codes_of(listing.conditions),
                "delivery": codes_of(listing.delivery),
                "accepts_new": listing.accepts_new,
                "availability_note": listing.availability_note,
                "insurance": listing.insurance,
                "insurance_note": listing.insurance_note,
            },
        )
        offer(self.form, "conditions", choices["condition"])
        offer(self.form, "delivery", choices["delivery"])
        stored = listing.services.select_related("method").prefetch_related("conditions")
        initial = [self._initial(service) for service in stored]
        if (self.more or not initial) and len(initial) < MOST_SERVICES:
            initial.append({"currency": initial[-1]["currency"]} if initial else {})
        self.rows = ServiceRows(
            self.data,
            initial=initial,
            prefix="services",
            form_kwargs={"methods": choices["method"], "conditions": choices["condition"]},
        )

    @staticmethod
    def _initial(service: HealthcareService) -> dict:
        return {
            "name": service.name,
            "method": service.method.code if service.method else "",
            "description": service.description,
            "duration_minutes": service.duration_minutes,
            "price": service.price,
            "currency": service.currency,
            "conditions": codes_of(service.conditions),
        }

    def kept_rows(self) -> list[ServiceForm]:
        """Rows that say something and are not to be removed."""
        return [
            row
            for row in self.rows.forms
            if hasattr(row, "cleaned_data")
            and not row.is_blank()
            and not row.cleaned_data.get("DELETE")
        ]

    def write(self, actor: User) -> None:
        said = self.form.cleaned_data
        listing = self.listing
        for name in ("accepts_new", "availability_note", "insurance", "insurance_note"):
            setattr(listing, name, said[name])
        listing.save(
            update_fields=[
                "accepts_new",
                "availability_note",
                "insurance",
                "insurance_note",
                "updated_at",
            ]
        )
        set_terms(listing.conditions, "condition", said["conditions"])
        set_terms(listing.delivery, "delivery", said["delivery"])
        self._write_rows()

    def _write_rows(self) -> None:
        # Written anew as a whole, so that sending the same form twice changes nothing.
        self.listing.services.all().delete()
        methods = {term.code: term for term in Term.objects.filter(kind=Term.Kind.METHOD)}
        for position, row in enumerate(self.kept_rows()):
            said = row.cleaned_data
            service = HealthcareService.objects.create(
                listing=self.listing,
                position=position,
                name=said["name"],
                method=methods.get(said["method"]),
                description=said["description"],
                duration_minutes=said["duration_minutes"],
                price=said["price"],
                currency=said["currency"],
            )
            if said["conditions"]:
                set_terms(service.conditions, "condition", said["conditions"])

    def applied_to(self, content: ListingContent) -> ListingContent:
        return replace(
            content,
            services=tuple(
                ServiceContent(
                    name=row.cleaned_data.get("name", ""),
                    method=row.cleaned_data.get("method", ""),
                    description=row.cleaned_data.get("description", ""),
                    duration_minutes=row.cleaned_data.get("duration_minutes"),
                    price=None,
                    currency="",
                    conditions=(),
                )
                for row in self.kept_rows()
            ),
        )
