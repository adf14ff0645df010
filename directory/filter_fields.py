"""Fields of the search form that Django has none of, and a form that reads few of many fields."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from directory.wording import vocabulary


class OneOrMore(forms.Select):
    """A select for one choice, of a field that also takes several from an address."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class YesField(forms.TypedChoiceField):
    """`true` or `false`, nothing else; None when it is not asked."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            ("", gettext_lazy("Either")),
            ("true", gettext_lazy("Yes")),
            ("false", gettext_lazy("No")),
        ]
        super().__init__(
            choices=choices, coerce=lambda value: value == "true", empty_value=None, **kwargs
        )


class TermsField(forms.MultipleChoiceField):
    """Codes of one kind of term."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [("", gettext("Any")), *vocabulary(self.kind).items()]

    def valid_value(self, value: str) -> bool:
        return value in vocabulary(self.kind)


class Shared(dict):
    """Fields that a form uses without copying them."""

    def __deepcopy__(self, memo: dict) -> "Shared":
        return Shared(self)


class SparseForm(forms.Form):
    """Reads the fields that were given. The others, nearly all of them, read alike in every search."""

    def _clean_fields(self) -> None:
        for name, field in self.fields.items():
            if name in self.data:
                value = field.widget.value_from_datadict(self.data, self.files, name)
                try:
                    self.cleaned_data[name] = field.clean(value)
                except ValidationError as error:
                    self.add_error(name, error)

    def clean(self) -> dict[str, Any]:
        return not_asked(type(self)) | self.cleaned_data


@cache
def not_asked(form: type[forms.Form]) -> dict[str, Any]:
    """What each field of a form reads where nothing is given."""
    nothing = QueryDict()
    return {
        name: field.clean(field.widget.value_from_datadict(nothing, {}, name))
        for name, field in form.base_fields.items()
    }
