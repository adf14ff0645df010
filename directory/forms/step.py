"""A step of the listing form: its forms, what is wrong in them, and how they are kept."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest

from directory.content import ListingContent
from directory.models import Listing, Term

Choice = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that could not be read. `anchor` is the id of its field, "" for the whole form."""

    anchor: str
    label: str
    sentence: str


class Step(ABC):
    """One page of the listing form. Bound to `data` and `files` when there is something to keep.

    Subclasses make `self.form` (or None) and `self.rows` (a formset or None) in `build`.
    """

    slug: ClassVar[str]
    fields: ClassVar[tuple[str, ...]] = ()
    """How the names of this step's text passages begin (see `ListingContent.passages`)."""
    title: ClassVar[str]
    opening: ClassVar[str]
    template: ClassVar[str] = "owner/step.html"
    add_label: ClassVar[str] = ""
    """Words of the button that saves and gives one more empty row; "" for steps without rows."""
    advises: ClassVar[bool] = True

    form: forms.Form | None = None
    rows: BaseFormSet | None = None

    def __init__(
        self, listing: Listing, *, data: Any = None, files: Any = None, more: bool = False
    ) -> None:
        self.listing = listing
        self.data = data
        self.files = files
        self.more = more
        self.build()

    @classmethod
    def from_request(cls, listing: Listing, request: HttpRequest) -> "Step":
        """The step as it was posted."""
        return cls(listing, data=request.POST, files=request.FILES)

    @abstractmethod
    def build(self) -> None:
        """Make the forms, bound to `data` if there is any."""

    @abstractmethod
    def write(self, actor: User) -> None:
        """Put cleaned values into the working copy; called in a transaction."""

    def applied_to(self, content: ListingContent) -> ListingContent:
        """`content` with the text of this step as it is typed now, as far as it can be read."""
        return content

    def is_valid(self) -> bool:
        parts = [part.is_valid() for part in (self.form, self.rows) if part is not None]
        return all(parts)

    def save(self, actor: User) -> None:
        """Keep the step as a draft. Only for a valid step."""
        with transaction.atomic():
            self.write(actor)

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in reading order."""
        found = problems_of(self.form) if self.form is not None else []
        if self.rows is not None:
            found += [
                Problem(anchor="", label="", sentence=str(sentence))
                for sentence in self.rows.non_form_errors()
            ]
            for row in self.rows.forms:
                found += problems_of(row)
        return found


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """The errors of one form, each with the id of the field that it is about."""
    found = [
        Problem(anchor="", label="", sentence=str(sentence)) for sentence in form.non_field_errors()
    ]
    for field in form:
        found += [
            Problem(anchor=_anchor(field), label=str(field.label), sentence=str(sentence))
            for sentence in field.errors
        ]
    return found


def _anchor(field: BoundField) -> str:
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def term_choices(*kinds: str) -> dict[str, list[Choice]]:
    """Offered terms by kind as (code, label), in one query."""
    offered: dict[str, list[Choice]] = {kind: [] for kind in kinds}
    rows = Term.objects.filter(kind__in=kinds, retired=False).order_by("position", "label")
    for kind, code, label in rows.values_list("kind", "code", "label"):
        offered[kind].append((code, label))
    return offered


def codes_of(terms: Any) -> list[str]:
    """Codes of a many-to-many of terms."""
    return sorted(term.code for term in terms.all())


def set_terms(terms: Any, kind: str, codes: list[str]) -> None:
    """Make a many-to-many of terms hold exactly these codes."""
    terms.set(Term.objects.filter(kind=kind, code__in=codes))
