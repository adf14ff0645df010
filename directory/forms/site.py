"""Asking which website the search form is for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.embedding import host_of


class SiteForm(forms.Form):
    """The address of the embedding website; cleaned it is a host, and what was typed stays in the field."""

    site = forms.CharField(
        label=_("Address of your website"),
        help_text=_(
            "As your visitors see it: www.charity.example and charity.example are two addresses. The "
            "form is shown only on pages with https."
        ),
        error_messages={"required": _("Type the address of your website.")},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "url", "autocapitalize": "none"}
        ),
    )

    def clean_site(self) -> str:
        return host_of(self.cleaned_data["site"])
