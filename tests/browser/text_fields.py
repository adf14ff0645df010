"""Every text field of the site, found in its forms: what is new in one is found by itself.

A field is named by its class, or by its model in the admin, whose classes are made anew each time.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms.forms import BaseForm
from django.test import RequestFactory
from rest_framework import serializers

from tests.rights.asking import routes

MARK = "run(1)"
"""In every text that is sent by the test of injections."""
LEFT_OUT: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("text_fields.toml").read_text("utf-8")
)["left_out"]
"""Field to the reason why no payload is sent in it."""
SERVED = ("directory.", "vetting.", "config.", "allauth.")


def every_text_field() -> set[str]:
    """Of every form that the site's code or its library of accounts names, the API, and the admin."""
    routes()  # loads every view, and with them their forms
    found = set(_admin_fields())
    for base in (BaseForm, serializers.Serializer):
        for one in _leaves(base):
            asks = base is BaseForm or one.__name__.endswith("RequestSerializer")
            if asks and one.__module__.startswith(SERVED) and not hasattr(one, "_meta"):
                found |= set(fields_of(one))
    return found


def fields_of(asked) -> Iterator[str]:
    """Text fields of a form, a serializer, or the class of one."""
    if isinstance(asked, serializers.Serializer) or (
        isinstance(asked, type) and issubclass(asked, serializers.Serializer)
    ):
        fields = asked._declared_fields
        for name, field in fields.items():
            if isinstance(field, serializers.CharField):
                yield _name(asked, name)
        return
    fields = asked.base_fields if isinstance(asked, type) else asked.fields
    for name, field in fields.items():
        if _takes_text(field.widget):
            yield _name(asked, name)


def said_in(asked, data) -> Iterator[tuple[str, str]]:
    """Field and what was sent in it."""
    if isinstance(asked, serializers.Serializer):
        said = data if isinstance(data, dict) else {}
        yield from ((_name(asked, name), str(value)) for name, value in said.items())
    elif asked.is_bound:
        for name, field in asked.fields.items():
            sent = field.widget.value_from_datadict(asked.data, asked.files, asked.add_prefix(name))
            yield _name(asked, name), str(sent)


def _takes_text(widget: forms.Widget) -> bool:
    if isinstance(widget, forms.MultiWidget):
        return any(_takes_text(part) for part in widget.widgets)
    no_text = (forms.CheckboxInput, forms.FileInput)
    return isinstance(widget, forms.Textarea | forms.widgets.Input) and not isinstance(
        widget, no_text
    )


def _name(asked, field: str) -> str:
    kind = asked if isinstance(asked, type) else type(asked)
    meta = getattr(kind, "_meta", None)
    if meta is not None and getattr(meta, "model", None):
        return f"{meta.model._meta.label}.{field}"
    return f"{kind.__module__}.{kind.__qualname__}.{field}"


def _leaves(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        if one.__subclasses__():
            yield from _leaves(one)
        else:
            yield one


def _admin_fields() -> Iterator[str]:
    """Of what a superuser may add or change."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    for model, site in admin.site._registry.items():
        rows: list[Model | None] = []
        if site.has_add_permission(request):
            rows.append(None)
        if site.has_change_permission(request):
            rows.append(model())
        for row in rows:
            yield from fields_of(site.get_form(request, row))
            for inline in site.get_inline_instances(request, row):
                yield from fields_of(inline.get_formset(request, row).form)
