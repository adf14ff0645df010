"""Step four: training and papers, with a scan of each."""

import uuid
from dataclasses import replace

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.http import Http404
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from directory.content import ListingContent, QualificationContent
from directory.forms.fields import Day, Figure, Line, OneOf, OwnWords, SomeOf, offer
from directory.forms.step import Choice, Step
from directory.models import Course, EvidenceDocument, Practitioner, Qualification
from directory.sealing import masked
from directory.uploads import MAX_DOCUMENTS, SENTENCES, Rebuilt, Unread, drop, keep, take

MOST_PAPERS = 10
MOST_HOURS = 5000

SCOPES = (
    ("healthy", gettext_lazy("A healthy lymph system")),
    ("compromised", gettext_lazy("Also a lymph system that does not work well (CDT)")),
)


class NoteForm(forms.Form):
    training_note = OwnWords(
        label=gettext_lazy("Your training, in your words"),
        max_length=3000,
        help_text=gettext_lazy("Where, how long and what you learned. Patients read it."),
        rows=5,
        needed=True,
    )


class PaperForm(forms.Form):
    use_required_attribute = False

    paper_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of paper"), choices=Qualification.Kind.choices
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
    identifier = Line(
        label=gettext_lazy("Number"),
        max_length=80,
        help_text=gettext_lazy(
            "Of the certificate or licence. Kept encrypted, and never shown to the public."
        ),
        autocomplete="off",
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
        self, *args, courses: list[Choice], documents: dict[str, list[EvidenceDocument]], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "course", courses)
        offer(self, "scope", SCOPES)
        self.kept = self.initial.pop("identifier", "")
        if self.kept:
            self.fields["identifier"].help_text = format_lazy(
                gettext_lazy("Stored: {number}. Write a number here only to replace it."),
                number=masked(self.kept),
            )
        self.documents = documents.get(str(self["paper_id"].value()), [])
        offer(
            self,
            "unwanted",
            [(str(document.pk), document.original_name) for document in self.documents],
        )

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
        if not said.get("identifier"):
            # an empty field keeps the number that is stored, which the page does not repeat
            said["identifier"] = self.kept
        return said

    def is_blank(self) -> bool:
        """Whether nothing was said here; a kind alone says nothing."""
        said = self.cleaned_data
        return not self.documents and not any(
            said.get(name) for name in said if name not in {"paper_id", "kind", "DELETE"}
        )


PaperRows = forms.formset_factory(
    PaperForm,
    extra=0,
    can_delete=True,
    max_num=MOST_PAPERS,
    absolute_max=MOST_PAPERS + 3,
    validate_max=True,
)
PaperRows.default_error_messages = {
    **PaperRows.default_error_messages,
    "too_many_forms": format_lazy(
        gettext_lazy("Up to {most} papers fit. Remove some."), most=MOST_PAPERS
    ),
}


class TrainingStep(Step):
    slug = "training"
    fields = ("training_note",)
    title = gettext_lazy("Training and papers")
    opening = gettext_lazy(
        "What you learned, and the papers that show it. A person reads each one."
    )
    template = "owner/training.html"
    add_label = gettext_lazy("Save and add a paper")
    form: NoteForm
    rows: BaseFormSet

    def build(self) -> None:
        self.owner = self.listing.practitioner
        self.form = NoteForm(self.data, initial={"training_note": self.listing.training_note})
        stored = list(self.owner.qualifications.prefetch_related("documents"))
        initial = [_initial(paper) for paper in stored]
        if (self.more or not initial) and len(initial) < MOST_PAPERS:
            initial.append({"paper_id": uuid.uuid4(), "kind": Qualification.Kind.TRAINING})
        self.rows = PaperRows(
            self.data,
            self.files,
            initial=initial,
            prefix="papers",
            form_kwargs={
                "courses": _course_choices(),
                "documents": {str(paper.pk): list(paper.documents.all()) for paper in stored},
            },
        )

    def is_valid(self) -> bool:
        valid = super().is_valid()
        self._refuse_foreign_papers()
        return self._fits_quota() and valid

    def write(self, actor: User) -> None:
        self.listing.training_note = self.form.cleaned_data["training_note"]
        self.listing.save(update_fields=["training_note", "updated_at"])
        Practitioner.objects.select_for_update().get(pk=self.owner.pk)
        stored = {paper.pk: paper for paper in self.owner.qualifications.all()}
        for position, row in enumerate(self.rows.forms):
            said = row.cleaned_data
            paper = stored.get(said.get("paper_id"))
            if said.get("DELETE") or row.is_blank():
                self._remove(paper, actor)
                continue
            is_new = paper is None
            paper = paper or Qualification(pk=said["paper_id"], practitioner=self.owner)
            _fill(paper, said, position)
            paper.save(force_insert=is_new)
            for document in paper.documents.filter(pk__in=said["unwanted"]):
                drop(document, actor_id=actor.pk)
            if said["document"]:
                keep(paper=paper, file=said["document"], actor_id=actor.pk)

    def keep_files(self, actor: User) -> list[str]:
        """Store the files that were read although something else on the page was not.

        A chosen file cannot be put back into a form, so it is kept with its paper at once. Returns
        the names of the files kept.
        """
        kept = []
        for row in self.rows.forms:
            file, paper_id = row.cleaned_data.get("document"), row.cleaned_data.get("paper_id")
            if not file or not paper_id or row.cleaned_data.get("DELETE"):
                continue
            try:
                with transaction.atomic():
                    paper, _made = Qualification.objects.get_or_create(
                        pk=paper_id, defaults={"practitioner": self.owner}
                    )
                    document = keep(paper=paper, file=file, actor_id=actor.pk)
            except ValidationError as refusal:
                row.add_error("document", refusal)
                continue
            row.documents.append(document)
            kept.append(file.name)
        return kept

    def applied_to(self, content: ListingContent) -> ListingContent:
        papers = [
            QualificationContent(
                id=str(row.cleaned_data["paper_id"]),
                kind=row.cleaned_data.get("kind", Qualification.Kind.TRAINING),
                course=row.cleaned_data.get("course", ""),
                title=row.cleaned_data.get("title", ""),
                issuer=row.cleaned_data.get("issuer", ""),
                identifier="",
                hours_theory=_hours(row.cleaned_data.get("hours_theory")),
                hours_practical=_hours(row.cleaned_data.get("hours_practical")),
                hours_total=_hours(row.cleaned_data.get("hours_total")),
                scope=row.cleaned_data.get("scope", ""),
                issued=row.cleaned_data.get("issued"),
                renewed=row.cleaned_data.get("renewed"),
                expires=row.cleaned_data.get("expires"),
            )
            for row in self.rows.forms
            if row.cleaned_data.get("paper_id")
            and not row.cleaned_data.get("DELETE")
            and not row.is_blank()
        ]
        note = self.form.cleaned_data.get("training_note", content.training_note)
        return replace(content, training_note=note, qualifications=tuple(papers))

    def _refuse_foreign_papers(self) -> None:
        named = [row.cleaned_data.get("paper_id") for row in self.rows.forms]
        ids = [paper_id for paper_id in named if paper_id]
        foreign = Qualification.objects.filter(pk__in=ids).exclude(practitioner=self.owner)
        if len(set(ids)) != len(named) or foreign.exists():
            raise Http404

    def _fits_quota(self) -> bool:
        held = 0
        for row in self.rows.forms:
            unwanted = row.cleaned_data.get("unwanted", ())
            held += sum(
                document.state != EvidenceDocument.State.REFUSED
                and str(document.pk) not in unwanted
                for document in row.documents
            )
        for row in self.rows.forms:
            if row.cleaned_data.get("document"):
                held += 1
                if held > MAX_DOCUMENTS:
                    row.add_error("document", SENTENCES["full"])
                    return False
        return True

    @staticmethod
    def _remove(paper: Qualification | None, actor: User) -> None:
        if paper is None:
            return
        for document in paper.documents.all():
            drop(document, actor_id=actor.pk)
        paper.delete()


def _course_choices() -> list[Choice]:
    rows = Course.objects.filter(retired=False)
    return [(course.code, _course_words(course)) for course in rows]


def _course_words(course: Course) -> str:
    hours = f" ({course.hours_total:g} h)" if course.hours_total else ""
    return f"{course.school}: {course.title}{hours}"


def _initial(paper: Qualification) -> dict:
    names = ("kind", "title", "issuer", "identifier", "scope", "issued", "renewed", "expires")
    hours = ("hours_theory", "hours_practical", "hours_total")
    return {
        "paper_id": paper.pk,
        "course": paper.course_id or "",
        **{name: getattr(paper, name) for name in names},
        **{name: _figure(getattr(paper, name)) for name in hours},
    }


def _fill(paper: Qualification, said: dict, position: int) -> None:
    paper.position = position
    paper.course_id = said["course"] or None
    for name in ("kind", "title", "issuer", "identifier", "scope", "issued", "renewed", "expires"):
        setattr(paper, name, said[name])
    for name in ("hours_theory", "hours_practical", "hours_total"):
        setattr(paper, name, _hours(said[name]))


def _hours(value: object) -> float | None:
    return None if value is None else float(str(value))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
