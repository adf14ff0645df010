"""What a moderator fills in: a decision, and the check of a paper."""

import hashlib
from datetime import date

from django import forms
from django.utils import timezone

from directory.clearance import Reason
from directory.evidence import word_of
from vetting.engine import Clause
from vetting.models import Check, Decision
from vetting.reviewing import SCOPES

Outcome = Decision.Outcome

CRITERIA = ("technique", "training", "anatomy")
LEVELS = {
    "technique": ("meets", "partial", "absent", "contradicts"),
    "training": ("meets", "partial", "absent"),
    "anatomy": ("meets", "partial", "absent", "contradicts"),
}
SCOPE_WORDS = {
    "healthy": "Healthy lymph system",
    "compromised": "Compromised lymph system",
    "cdt": "Complete decongestive therapy (CDT)",
}
REASONS = (1, 2, 3)
"""Numbers of the reasons that one letter has room for."""


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    """The moderator's own reading and its outcome.

    `letter_key()` names what the owner would read, so that nothing is sent that was not previewed.
    """

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four outcomes."},
    )
    scopes = forms.MultipleChoiceField(
        label="Verified for",
        choices=[(code, SCOPE_WORDS[code]) for code in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = forms.DateField(
        label="Verified until",
        widget=day_input(),
        required=False,
        error_messages={"invalid": "Write the day as year-month-day, such as 2028-03-14."},
    )
    holds_seen = forms.BooleanField(
        label="I read the safety findings above and decide in spite of them", required=False
    )
    note = forms.CharField(
        label="Note for moderators",
        help_text="The owner never reads this.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    content_sha256 = forms.CharField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self, *args, clauses: tuple[Clause, ...], latest_end: date, holds: bool, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {clause.id: clause for clause in clauses}
        self.latest_end = latest_end
        for criterion in CRITERIA:
            self.fields[f"level_{criterion}"] = forms.ChoiceField(
                label=f"Your reading of {criterion}",
                choices=[
                    ("", "Choose"),
                    *((level, word_of(level)[0]) for level in LEVELS[criterion]),
                ],
                required=False,
            )
        choices = [("", "No reason"), *((one.id, f"{one.id} {one.title}") for one in clauses)]
        for number in REASONS:
            self.fields[f"clause_{number}"] = forms.ChoiceField(
                label=f"Reason {number}: clause", choices=choices, required=False
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label=f"Reason {number}: in your words",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=1000,
                required=False,
            )
        self.fields["until"].help_text = f"At the latest {latest_end.isoformat()}."
        self.fields["until"].widget.attrs["max"] = latest_end.isoformat()
        if not holds:
            del self.fields["holds_seen"]

    def clean(self) -> dict:
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == Outcome.VERIFIED:
            self._clean_verification(data)
        elif outcome:
            self._clean_reasons(data)
        return data

    def _clean_verification(self, data: dict) -> None:
        if not data.get("scopes"):
            self.add_error("scopes", "Say for whom the checked training is good.")
        until = data.get("until")
        if until is None:
            if "until" not in self.errors:
                self.add_error("until", "Say until which day the verification holds.")
        elif not timezone.localdate() < until <= self.latest_end:
            self.add_error(
                "until", f"Choose a day between tomorrow and {self.latest_end.isoformat()}."
            )
        if "holds_seen" in self.fields and not data.get("holds_seen"):
            self.add_error("holds_seen", "Read the safety findings, then say that you did.")

    def _clean_reasons(self, data: dict) -> None:
        for number in REASONS:
            clause, text = data.get(f"clause_{number}"), data.get(f"reason_{number}")
            if clause and not text:
                self.add_error(
                    f"reason_{number}", f"Say in your words what clause {clause} asks of this text."
                )
            if text and not clause:
                self.add_error(f"clause_{number}", "Choose the clause that this reason stands on.")
        if not self.errors and not self.reasons():
            self.add_error(
                "clause_1", "Give at least one reason: the owner reads it, and may answer it."
            )

    def reasons(self) -> tuple[Reason, ...]:
        """The stated reasons in order; none for a verification."""
        if self.cleaned_data["outcome"] == Outcome.VERIFIED:
            return ()
        return tuple(
            Reason(
                code=self.clauses[clause].criterion,
                clause=clause,
                text=self.cleaned_data[f"reason_{number}"],
            )
            for number in REASONS
            if (clause := self.cleaned_data.get(f"clause_{number}"))
        )

    def levels(self) -> dict[str, str]:
        """Criterion to level, those that the moderator chose."""
        return {
            name: level for name in CRITERIA if (level := self.cleaned_data.get(f"level_{name}"))
        }

    def end(self) -> date | None:
        """The end of a verification; None for any other outcome."""
        verified = self.cleaned_data["outcome"] == Outcome.VERIFIED
        return self.cleaned_data["until"] if verified else None

    def letter_key(self) -> str:
        """Changes with every word of the letter that this decision sends."""
        words = [self.cleaned_data["outcome"], str(self.end())]
        words += [f"{reason.clause} {reason.text}" for reason in self.reasons()]
        return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class CheckForm(forms.Form):
    """How a paper was checked and what came of it. Its prefix is the paper's id."""

    # One <form> holds all checks and the decision, so a browser must not ask for every field.
    use_required_attribute = False

    outcome = forms.ChoiceField(label="Outcome", choices=Check.Outcome.choices)
    method = forms.ChoiceField(label="How", choices=Check.Method.choices)
    primary_source = forms.CharField(
        label="Source",
        help_text="Register, school or document that answered.",
        max_length=200,
        required=False,
    )
    good_until = forms.DateField(
        label="Good until",
        widget=day_input(),
        required=False,
        error_messages={"invalid": "Write the day as year-month-day, such as 2028-03-14."},
    )
    note = forms.CharField(label="Note for moderators", max_length=300, required=False)

    def clean_good_until(self) -> date | None:
        day = self.cleaned_data["good_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                "That day has passed. Choose a later one, or record that the paper is not confirmed."
            )
        return day

    def clean(self) -> dict:
        data = super().clean()
        method, outcome = data.get("method"), data.get("outcome")
        if outcome == Check.Outcome.CONFIRMED and method == Check.Method.DOCUMENT:
            self.add_error(
                "outcome",
                "Reading a document is “Document seen”. Confirmed means that its source answered.",
            )
        if method in {Check.Method.REGISTER, Check.Method.ISSUER} and not data.get(
            "primary_source"
        ):
            self.add_error("primary_source", "Name the register or school that you asked.")
        return data
