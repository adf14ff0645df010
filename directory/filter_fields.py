"""Fields of the search form that Django has none of."""

from typing import Any

from django import forms
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
