"""The forms of papers: training, licence, insurance and membership, each with its own fields."""

from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from directory.content import QualificationContent
from directory.forms.fields import Day, Figure, Line, OneOf, SomeOf, Website, offer
from directory.forms.step import Choice
from directory.forms.where import country_choices
from directory.models import EvidenceDocument, Qualification
from directory.sealing import masked
from directory.uploads import SENTENCES, Rebuilt, Unread, take

MOST_PAPERS = 10
"""Papers of one kind."""
MOST_HOURS = 5000

SCOPES = (
    ("healthy", gettext_lazy("A healthy lymph system")),
    ("compromised", gettext_lazy("Also a lymph system that does not work well (CDT)")),
)
HOURS = ("hours_theory", "hours_practical", "hours_total")
IN_ONE_LINE = (HOURS, ("issued", "renewed", "expires"), ("country", "region"))
"""Short fields that stand beside each other."""


def number_field(help_text) -> Line:
    """A number that is stored sealed and never shown again in full."""
    return Line(
        label=gettext_lazy("Number"), max_length=80, help_text=help_text, autocomplete="off"
    )


class PaperForm(forms.Form):
    """What every paper has: an identity and its documents. Subclasses name their kind and `said`.

    `said` are the fields that are columns of Qualification, in reading order.
    """

    use_required_attribute = False
    kind: ClassVar[Qualification.Kind]
    said: ClassVar[tuple[str, ...]]

    paper_id = forms.UUIDField(widget=forms.HiddenInput)
    document = forms.FileField(
        label=gettext_lazy("Scan or photo"),
        required=False,
        help_text=gettext_lazy(
            "PDF, JPEG or PNG, up to 10 MB. Only you and the moderator can open it."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": SENTENCES["empty"], "invalid": SENTENCES["empty"]},
    )
    unwanted = SomeOf(label=gettext_lazy("Remove documents"))

    def __init__(
        self, *args, courses: list[Choice], stored: dict[str, Qualification], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("course", courses),
            ("scope", SCOPES),
            ("country", country_choices()),
        ):
            if name in self.fields:
                offer(self, name, choices)
        # by its id, not its place: another window may have added or removed a paper meanwhile
        self.paper = stored.get(str(self["paper_id"].value()))
        self.kept = self.paper.identifier if self.paper else ""
        if self.kept and "identifier" in self.fields:
            self.fields["identifier"].help_text = format_lazy(
                gettext_lazy("Stored: {number}. Write a number here only to replace it."),
                number=masked(self.kept),
            )
        self.documents: list[EvidenceDocument] = (
            list(self.paper.documents.all()) if self.paper else []
        )
        offer(
            self,
            "unwanted",
            [(str(document.pk), document.original_name) for document in self.documents],
        )

    @property
    def is_new(self) -> bool:
        """Whether this is the row for one more paper, with nothing typed in it yet."""
        typed = set(self.changed_data) - {"paper_id"}
        return not (self.paper or self.documents or typed)

    @property
    def name(self) -> str:
        """What a stored paper is called; "" for one that is not stored yet."""
        return str(self.paper) if self.paper else ""

    def blocks(self) -> list[list[BoundField]]:
        """The fields as the page sets them: alone, or three short ones in a line."""
        lines: list[list[BoundField]] = []
        for name in self.said:
            together = next((line for line in IN_ONE_LINE if name in line), ())
            if together and lines and lines[-1][0].name in together:
                lines[-1].append(self[name])
            else:
                lines.append([self[name]])
        return lines

    def clean_document(self) -> Rebuilt | Unread | None:
        upload = self.cleaned_data["document"]
        return take(upload) if upload else None

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for name in ("issued", "renewed"):
            if said.get(name) and said[name] > today:
                self.add_error(
                    name, gettext("This day has not come yet. Write the day on the paper.")
                )
        if said.get("issued") and said.get("expires") and said["expires"] < said["issued"]:
            self.add_error(
                "expires", gettext("This is before the paper was issued. Check both days.")
            )
        if "identifier" in self.fields and not said.get("identifier"):
            # an empty field keeps the number that is stored, which the page does not repeat
            said["identifier"] = self.kept
        return said

    def is_blank(self) -> bool:
        """Whether nothing was said here."""
        said = self.cleaned_data
        return not self.documents and not any(said.get(name) for name in (*self.said, "document"))

    def fill(self, paper: Qualification, position: int) -> None:
        """Put what was said into a row. What this form does not ask for stays as it is."""
        paper.position, paper.kind = position, self.kind
        for name in self.said:
            value = self.cleaned_data[name]
            if name == "course":
                paper.course_id = value or None
            else:
                setattr(paper, name, _hours(value) if name in HOURS else value)

    def content(self) -> QualificationContent:
        """The paper as it is typed now, as far as it can be read; its number stays out."""
        said = {name: self.cleaned_data.get(name) for name in self.said}
        return QualificationContent(
            id=str(self.cleaned_data["paper_id"]),
            kind=self.kind,
            course=said.get("course") or "",
            title=said.get("title") or "",
            issuer=said.get("issuer") or "",
            identifier="",
            hours_theory=_hours(said.get("hours_theory")),
            hours_practical=_hours(said.get("hours_practical")),
            hours_total=_hours(said.get("hours_total")),
            scope=said.get("scope") or "",
            issued=said.get("issued"),
            renewed=said.get("renewed"),
            expires=said.get("expires"),
            country=said.get("country") or "",
            region=said.get("region") or "",
            register_url=said.get("register_url") or "",
        )


class TrainingForm(PaperForm):
    kind = Qualification.Kind.TRAINING
    said = (
        "course",
        "title",
        "issuer",
        "identifier",
        *HOURS,
        "scope",
        "issued",
        "renewed",
        "expires",
    )

    course = OneOf(
        label=gettext_lazy("Course"),
        empty=gettext_lazy("Not in this list"),
        help_text=gettext_lazy(
            "If your course is in the list, its hours and scope are known to us."
        ),
    )
    title = Line(label=gettext_lazy("Title on the paper"), max_length=200, needed=True)
    issuer = Line(label=gettext_lazy("School or issuer"), max_length=160, needed=True)
    identifier = number_field(
        gettext_lazy("Of the certificate. Kept encrypted, and never shown to the public.")
    )
    hours_theory = Figure(
        label=gettext_lazy("Hours of theory"), most=MOST_HOURS, places=1, example="45"
    )
    hours_practical = Figure(
        label=gettext_lazy("Hours of practice"), most=MOST_HOURS, places=1, example="90"
    )
    hours_total = Figure(
        label=gettext_lazy("Hours in all"), most=MOST_HOURS, places=1, example="135"
    )
    scope = OneOf(label=gettext_lazy("Trained for"), empty=gettext_lazy("The paper does not say"))
    issued = Day(label=gettext_lazy("Issued"))
    renewed = Day(label=gettext_lazy("Last renewed"))
    expires = Day(label=gettext_lazy("Good until"))


class LicenceForm(PaperForm):
    kind = Qualification.Kind.LICENCE
    said = (
        "title",
        "issuer",
        "identifier",
        "country",
        "region",
        "issued",
        "expires",
        "register_url",
    )

    title = Line(
        label=gettext_lazy("What the licence is for"),
        max_length=200,
        help_text=gettext_lazy("As it is written there, such as: physiotherapist."),
        needed=True,
    )
    issuer = Line(
        label=gettext_lazy("Authority"),
        max_length=160,
        help_text=gettext_lazy("Who gave it: a ministry, a board, a chamber."),
        needed=True,
    )
    identifier = number_field(
        gettext_lazy("Of the licence. Kept encrypted, and never shown to the public.")
    )
    country = OneOf(label=gettext_lazy("Country"), needed=True)
    region = Line(
        label=gettext_lazy("State or region"),
        max_length=80,
        help_text=gettext_lazy("If it is good there only."),
    )
    issued = Day(label=gettext_lazy("Issued"))
    expires = Day(label=gettext_lazy("Good until"))
    register_url = Website(
        label=gettext_lazy("Page of the public register"),
        max_length=300,
        help_text=gettext_lazy("Where anybody can look your licence up."),
    )


class InsuranceForm(PaperForm):
    kind = Qualification.Kind.INSURANCE
    said = ("issuer", "expires")

    issuer = Line(label=gettext_lazy("Insurer"), max_length=160, needed=True)
    expires = Day(label=gettext_lazy("Insured until"))


class MembershipForm(PaperForm):
    kind = Qualification.Kind.MEMBERSHIP
    said = ("issuer", "identifier", "expires")

    issuer = Line(label=gettext_lazy("Register or association"), max_length=160, needed=True)
    identifier = number_field(
        gettext_lazy("Of the membership. Kept encrypted, and never shown to the public.")
    )
    expires = Day(label=gettext_lazy("Member until"))


def initial_of(paper: Qualification, kind: type[PaperForm]) -> dict:
    """A stored paper as its form shows it."""
    columns = set(kind.said) - {"course", "identifier"}
    values = {name: getattr(paper, name) for name in columns}
    values |= {name: _figure(values[name]) for name in HOURS if name in values}
    return {"paper_id": paper.pk, "course": paper.course_id or "", **values}


def rows_of(kind: type[PaperForm]) -> type[BaseFormSet]:
    """A formset of papers of one kind."""
    rows = forms.formset_factory(
        kind,
        extra=0,
        can_delete=True,
        max_num=MOST_PAPERS,
        absolute_max=MOST_PAPERS + 3,
        validate_max=True,
    )
    rows.default_error_messages = {
        **rows.default_error_messages,
        "too_many_forms": format_lazy(
            gettext_lazy("Up to {most} papers fit. Remove some."), most=MOST_PAPERS
        ),
    }
    return rows


def _hours(value: object) -> float | None:
    return None if value is None else float(str(value))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
