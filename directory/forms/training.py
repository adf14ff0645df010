"""Step four: training in the owner's words, and the papers, each kind apart, with a scan of each."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.http import Http404
from django.utils.translation import gettext_lazy

from directory.content import ListingContent
from directory.forms.fields import OwnWords, Words
from directory.forms.papers import (
    MOST_PAPERS,
    InsuranceForm,
    LicenceForm,
    MembershipForm,
    PaperForm,
    TrainingForm,
    initial_of,
    rows_of,
)
from directory.forms.step import Choice, Problem, Step, problems_of
from directory.models import Course, EvidenceDocument, Practitioner, Qualification
from directory.uploads import MAX_DOCUMENTS, SENTENCES, drop, keep
from directory.wording import PAPER_KINDS


class NoteForm(forms.Form):
    training_note = OwnWords(
        label=gettext_lazy("Your training, in your words"),
        max_length=3000,
        help_text=gettext_lazy("Where, how long and what you learned. Patients read it."),
        rows=5,
        needed=True,
    )


@dataclass(frozen=True, kw_only=True)
class Group:
    """Papers of one kind on the page; `rows` holds one more than are stored, to be filled in."""

    kind: str
    title: Words
    about: Words
    add: Words
    rows: BaseFormSet


@dataclass(frozen=True, kw_only=True)
class _Kind:
    form: type[PaperForm]
    rows: type[BaseFormSet]
    prefix: str
    title: Words
    about: Words
    add: Words


KINDS = (
    _Kind(
        form=TrainingForm,
        rows=rows_of(TrainingForm),
        prefix="papers",
        title=PAPER_KINDS["training"],
        about=gettext_lazy(
            "At least one certificate: without a checked training nobody is verified."
        ),
        add=gettext_lazy("Add a certificate"),
    ),
    _Kind(
        form=LicenceForm,
        rows=rows_of(LicenceForm),
        prefix="licences",
        title=PAPER_KINDS["licence"],
        about=gettext_lazy("If your profession needs one where you work."),
        add=gettext_lazy("Add a licence"),
    ),
    _Kind(
        form=InsuranceForm,
        rows=rows_of(InsuranceForm),
        prefix="insurances",
        title=PAPER_KINDS["insurance"],
        about=gettext_lazy("Who insures your work, and until when."),
        add=gettext_lazy("Add an insurance"),
    ),
    _Kind(
        form=MembershipForm,
        rows=rows_of(MembershipForm),
        prefix="memberships",
        title=PAPER_KINDS["membership"],
        about=gettext_lazy("Registers and associations that you belong to."),
        add=gettext_lazy("Add a membership"),
    ),
)


class TrainingStep(Step):
    slug = "training"
    fields = ("training_note",)
    title = gettext_lazy("Training and papers")
    opening = gettext_lazy(
        "What you learned, and the papers that show it. A person reads each one."
    )
    template = "owner/training.html"
    add_label = gettext_lazy("Save and add more")
    form: NoteForm

    def build(self) -> None:
        self.owner = self.listing.practitioner
        self.form = NoteForm(self.data, initial={"training_note": self.listing.training_note})
        papers = self.owner.qualifications.select_related("course")
        stored = list(papers.prefetch_related("documents"))
        choices = {
            "courses": _course_choices(),
            "stored": {str(paper.pk): paper for paper in stored},
        }
        self.groups = tuple(
            Group(
                kind=kind.form.kind,
                title=kind.title,
                about=kind.about,
                add=kind.add,
                rows=self._rows(kind, stored, choices),
            )
            for kind in KINDS
        )

    def _rows(self, kind: _Kind, stored: list[Qualification], choices: dict) -> BaseFormSet:
        papers = [paper for paper in stored if paper.kind == kind.form.kind]
        initial = [initial_of(paper, kind.form) for paper in papers]
        if len(initial) < MOST_PAPERS:
            initial.append({"paper_id": uuid.uuid4()})
        return kind.rows(
            self.data, self.files, initial=initial, prefix=kind.prefix, form_kwargs=choices
        )

    def papers(self) -> Iterator[PaperForm]:
        """Every row of every kind, in reading order."""
        for group in self.groups:
            yield from group.rows.forms

    def is_valid(self) -> bool:
        valid = all([self.form.is_valid(), *(group.rows.is_valid() for group in self.groups)])
        self._refuse_foreign_papers()
        return self._fits_quota() and valid

    def problems(self) -> list[Problem]:
        found = problems_of(self.form)
        for group in self.groups:
            found += [
                Problem(anchor="", label="", sentence=str(sentence))
                for sentence in group.rows.non_form_errors()
            ]
            for row in group.rows.forms:
                found += problems_of(row)
        return found

    def write(self, actor: User) -> None:
        self.listing.training_note = self.form.cleaned_data["training_note"]
        self.listing.save(update_fields=["training_note", "updated_at"])
        Practitioner.objects.select_for_update().get(pk=self.owner.pk)
        stored = {paper.pk: paper for paper in self.owner.qualifications.all()}
        for position, row in enumerate(self.papers()):
            said = row.cleaned_data
            paper = stored.get(said.get("paper_id"))
            if said.get("DELETE") or row.is_blank():
                self._remove(paper, actor)
                continue
            is_new = paper is None
            paper = paper or Qualification(pk=said["paper_id"], practitioner=self.owner)
            row.fill(paper, position)
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
        for row in self.papers():
            file, paper_id = row.cleaned_data.get("document"), row.cleaned_data.get("paper_id")
            if not file or not paper_id or row.cleaned_data.get("DELETE"):
                continue
            try:
                with transaction.atomic():
                    paper, _made = Qualification.objects.get_or_create(
                        pk=paper_id, defaults={"practitioner": self.owner, "kind": row.kind}
                    )
                    document = keep(paper=paper, file=file, actor_id=actor.pk)
            except ValidationError as refusal:
                row.add_error("document", refusal)
                continue
            row.documents.append(document)
            kept.append(file.name)
        return kept

    def applied_to(self, content: ListingContent) -> ListingContent:
        papers = tuple(
            row.content()
            for row in self.papers()
            if row.cleaned_data.get("paper_id")
            and not row.cleaned_data.get("DELETE")
            and not row.is_blank()
        )
        note = self.form.cleaned_data.get("training_note", content.training_note)
        return replace(content, training_note=note, qualifications=papers)

    def _refuse_foreign_papers(self) -> None:
        named = [(row.cleaned_data.get("paper_id"), row.kind) for row in self.papers()]
        kinds = {paper_id: kind for paper_id, kind in named if paper_id}
        if len(kinds) != len(named):
            raise Http404
        for paper in Qualification.objects.filter(pk__in=kinds):
            if paper.practitioner_id != self.owner.pk or paper.kind != kinds[paper.pk]:
                raise Http404

    def _fits_quota(self) -> bool:
        held = 0
        for row in self.papers():
            unwanted = row.cleaned_data.get("unwanted", ())
            held += sum(
                document.state != EvidenceDocument.State.REFUSED
                and str(document.pk) not in unwanted
                for document in row.documents
            )
        for row in self.papers():
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
