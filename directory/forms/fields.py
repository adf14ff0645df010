"""Fields that take what people type: nothing required, nothing cut off, errors that say what to do.

A draft may be incomplete, so an empty field is never an error; what a submission still needs is
said by `directory.drafts.missing`.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.validators import EMPTY_VALUES, URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from directory.templatetags.look import figure_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
"""Text, or text that is translated when it is shown."""

CHOOSE = gettext_lazy("Choose")
TOO_LONG = gettext_lazy(
    "This has %(show_value)d characters, and %(limit_value)d fit. Make it shorter."
)

_UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters and marks that turn the direction of the text after them."""


def clean_text(text: str) -> str:
    """One kind of line end, composed characters, none that nobody can see."""
    return _UNSEEN.sub(
        "", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    )


class _MayWait(forms.Field):
    """A field that whoever reads a submission needs, and that a draft may leave empty.

    `required` says so on the page ("(optional)" is left out); an empty value passes all the same.
    """

    def validate(self, value: Any) -> None:
        if value not in EMPTY_VALUES:
            super().validate(value)


class Line(_MayWait, forms.CharField):
    """One line of text."""

    def __init__(
        self,
        *,
        label: Words,
        max_length: int,
        help_text: Words = "",
        needed: bool = False,
        **attrs: str,
    ) -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            help_text=help_text,
            required=needed,
            error_messages={"max_length": TOO_LONG},
            widget=forms.TextInput(attrs={"dir": "auto", **attrs}),
        )

    def to_python(self, value: Any) -> str:
        return " ".join(clean_text(super().to_python(value) or "").split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut pasted text in silence."""
        return {}


class OwnWords(_MayWait, forms.CharField):
    """A few sentences in the owner's own words; line ends are kept."""

    def __init__(
        self,
        *,
        label: Words,
        max_length: int,
        help_text: Words = "",
        rows: int = 6,
        needed: bool = False,
    ) -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            help_text=help_text,
            required=needed,
            error_messages={"max_length": TOO_LONG},
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto", "data-limit": max_length}),
        )

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class Figure(forms.DecimalField):
    """A number, with a point or a comma."""

    def __init__(
        self, *, label: Words, most: int, places: int, example: str, help_text: Words = ""
    ) -> None:
        super().__init__(
            label=label,
            min_value=0,
            max_value=most,
            decimal_places=places,
            help_text=help_text,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": format_lazy(
                    gettext_lazy("Write a number, such as {example}."), example=example
                ),
                "min_value": format_lazy(
                    gettext_lazy("Write a number from 0 on, such as {example}."), example=example
                ),
                "max_value": format_lazy(
                    gettext_lazy("Write a number up to {most}."), most=figure_lazy(most)
                ),
                "max_decimal_places": format_lazy(
                    gettext_lazy("Write at most {places} digits after the point."), places=places
                ),
            },
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace(",", ".")
        return super().to_python(value)


class Whole(forms.IntegerField):
    """A whole number."""

    def __init__(self, *, label: Words, least: int, most: int, example: str) -> None:
        super().__init__(
            label=label,
            min_value=least,
            max_value=most,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": format_lazy(
                    gettext_lazy("Write a whole number, such as {example}."), example=example
                ),
                "min_value": format_lazy(
                    gettext_lazy("Write a number from {least} to {most}."), least=least, most=most
                ),
                "max_value": format_lazy(
                    gettext_lazy("Write a number from {least} to {most}."), least=least, most=most
                ),
            },
        )


class Day(forms.DateField):
    """A day, in the browser's own date field."""

    def __init__(self, *, label: Words, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "invalid": gettext_lazy("Write the day as year-month-day, such as 2024-06-30.")
            },
        )


class Website(forms.URLField):
    """An address of the web, http or https; without either, https is meant."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *, label: Words, max_length: int, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            help_text=help_text,
            required=False,
            assume_scheme="https",
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
            error_messages={
                "invalid": gettext_lazy(
                    "Write the address of a website, such as https://example.org."
                ),
                "max_length": TOO_LONG,
            },
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class OneOf(_MayWait, forms.ChoiceField):
    """A choice from a list, with an empty first line. `offer` gives it its choices."""

    def __init__(
        self,
        *,
        label: Words,
        help_text: Words = "",
        empty: Words = CHOOSE,
        needed: bool = False,
        **attrs: str,
    ) -> None:
        self.empty = empty
        super().__init__(
            label=label,
            help_text=help_text,
            required=needed,
            widget=forms.Select(attrs=attrs),
            error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
        )


class SomeOf(forms.MultipleChoiceField):
    """Several choices as boxes to tick."""

    def __init__(self, *, label: Words, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
        )


class Tick(forms.BooleanField):
    """A box to tick; empty means no."""

    def __init__(self, *, label: Words, help_text: Words = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of a form its choices, after its empty first line if it has one."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a field with choices")
    first = [("", field.empty)] if isinstance(field, OneOf) else []
    field.choices = [*first, *choices]
