"""What a moderator fills in: a decision on a text, and the check of a paper."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from directory.clearance import Quote, Reason
from directory.evidence import word_of
from vetting.models import Check, Decision
from vetting.reviewing import SCOPES
from vetting.statements import SCOPE_WORDS
from vetting.terms import Ground

Outcome = Decision.Outcome

CRITERIA = ("technique", "training", "anatomy")
LEVELS = {
    "technique": ("meets", "partial", "absent", "contradicts"),
    "training": ("meets", "partial", "absent"),
    "anatomy": ("meets", "partial", "absent", "contradicts"),
}
REASONS = (1, 2, 3)
"""Numbers of the reasons that one letter has room for."""


def day_field(label: str) -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        error_messages={"invalid": "Write the day as year-month-day, such as 2028-03-14."},
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Fill a choice field whose choices depend on the case."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = list(choices)


def key_of_words(words: Iterable[str]) -> str:
    """A short key that changes with every word."""
    joined = "\0".join(words)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class NotedForm(forms.Form):
    """What moderators tell each other beside a decision."""

    # one <form> holds checks and decision, so a browser must not ask for every field
    use_required_attribute = False

    note = forms.CharField(
        label="Note for moderators",
        help_text="The owner never reads this.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )


class ReasonsForm(NotedForm):
    """What every decision against a listing says: reasons with their clauses, facts, quoted passages.

    `letter_key()` names what the owner would read, so that nothing is sent that was not previewed.
    """

    outcome = forms.ChoiceField(
        label="Outcome",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the outcomes."},
    )
    facts = forms.CharField(
        label="Facts it rests on",
        help_text="What was seen, when and where, in plain words. The owner reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    quotes = forms.MultipleChoiceField(
        label="Passages to quote", widget=forms.CheckboxSelectMultiple, required=False
    )
    content_sha256 = forms.CharField(widget=forms.HiddenInput)
    without_reasons: frozenset[str] = frozenset()
    """Outcomes that take nothing from anybody and so state no reasons."""

    def __init__(
        self,
        *args,
        clauses: Sequence[Ground],
        passages: Sequence[tuple[str, Quote]] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {clause.id: clause for clause in clauses}
        self.passages = dict(passages)
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
        offer(
            self,
            "quotes",
            [
                (key, f"“{quote.words}” {quote.explain} ({quote.clause})")
                for key, quote in self.passages.items()
            ],
        )
        if not self.passages:
            del self.fields["quotes"]

    def states_reasons(self) -> bool:
        """Whether the chosen outcome owes its owner reasons."""
        return self.cleaned_data["outcome"] not in self.without_reasons

    def clean_reasons(self, data: dict) -> None:
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
        """The stated reasons in order; none where the outcome takes nothing."""
        if not self.states_reasons():
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

    def quoted(self) -> tuple[Quote, ...]:
        """The chosen passages; none where the outcome takes nothing."""
        if not self.states_reasons():
            return ()
        return tuple(self.passages[key] for key in self.cleaned_data.get("quotes", ()))

    def stated_facts(self) -> str:
        return self.cleaned_data["facts"] if self.states_reasons() else ""

    def letter_words(self) -> list[str]:
        words = [self.cleaned_data["outcome"], self.stated_facts()]
        words += [f"{reason.clause} {reason.text}" for reason in self.reasons()]
        return [*words, *(quote.words for quote in self.quoted())]

    def letter_key(self) -> str:
        """Changes with every word of the letter that this decision sends."""
        return key_of_words(self.letter_words())


class VerifyingForm(ReasonsForm):
    """A decision that may verify or renew: for whom, until when, and the moderator's own reading."""

    scopes = forms.MultipleChoiceField(
        label="Verified for",
        choices=[(code, SCOPE_WORDS[code]) for code in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = day_field("Verified until")
    holds_seen = forms.BooleanField(
        label="I read the safety findings above and decide in spite of them", required=False
    )

    def __init__(self, *args, latest_end: date, holds: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.latest_end = latest_end
        add_levels(self)
        self.fields["until"].help_text = f"At the latest {date_format(latest_end, 'j F Y')}."
        self.fields["until"].widget.attrs["max"] = latest_end.isoformat()
        if not holds:
            del self.fields["holds_seen"]

    def clean_verification(self, data: dict) -> None:
        """Scope, end and the acknowledged safety findings of a verification or a renewal."""
        if not data.get("scopes"):
            self.add_error("scopes", "Say for whom the checked training is good.")
        until = data.get("until")
        if until is None:
            if "until" not in self.errors:
                self.add_error("until", "Say until which day the verification holds.")
        elif not timezone.localdate() < until <= self.latest_end:
            last = self.latest_end.isoformat()
            self.add_error("until", f"Choose a day between tomorrow and {last}.")
        if "holds_seen" in self.fields and not data.get("holds_seen"):
            self.add_error("holds_seen", "Read the safety findings, then say that you did.")

    def levels(self) -> dict[str, str]:
        """Criterion to level, those that the moderator chose."""
        return levels_in(self)


class DecisionForm(VerifyingForm):
    """The moderator's own reading of a waiting text, and its outcome."""

    without_reasons = frozenset({Outcome.VERIFIED.value})

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "outcome",
            [(one.value, one.label) for one in Outcome if one.value in Decision.TEXT_OUTCOMES],
        )
        self.fields["outcome"].error_messages["required"] = "Choose one of the four outcomes."

    def clean(self) -> dict:
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == Outcome.VERIFIED:
            self.clean_verification(data)
        elif outcome:
            self.clean_reasons(data)
        return data

    def end(self) -> date | None:
        """The end of a verification; None for any other outcome."""
        verified = self.cleaned_data["outcome"] == Outcome.VERIFIED
        return self.cleaned_data["until"] if verified else None

    def letter_words(self) -> list[str]:
        return [*super().letter_words(), str(self.end())]


def add_levels(form: forms.Form) -> None:
    """The moderator's reading of the three criteria, as fields `level_…`."""
    for criterion in CRITERIA:
        form.fields[f"level_{criterion}"] = forms.ChoiceField(
            label=f"Your reading of {criterion}",
            choices=[
                ("", "Choose"),
                *((level, word_of(level)[0]) for level in LEVELS[criterion]),
            ],
            required=False,
        )


def levels_in(form: forms.Form) -> dict[str, str]:
    return {name: level for name in CRITERIA if (level := form.cleaned_data.get(f"level_{name}"))}


class CheckForm(forms.Form):
    """How a paper was checked and what came of it. Its prefix is the paper's id."""

    # One <form> holds all checks and the decision, so a browser must not ask for every field.
    use_required_attribute = False

    field = forms.ChoiceField(label="What of it", choices=Check.Field.choices, required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=Check.Outcome.choices)
    method = forms.ChoiceField(label="How", choices=Check.Method.choices)
    primary_source = forms.CharField(
        label="Source",
        help_text="Register, school or document that answered.",
        max_length=200,
        required=False,
    )
    channel = forms.ChoiceField(
        label="Reached by",
        choices=[("", "Not asked"), *Check.Channel.choices],
        required=False,
    )
    evidence_url = forms.URLField(
        label="Page that was looked at", max_length=300, required=False, assume_scheme="https"
    )
    next_due = day_field("Look again on")
    good_until = day_field("Good until")
    note = forms.CharField(label="Note for moderators", max_length=300, required=False)

    def clean_good_until(self) -> date | None:
        day = self.cleaned_data["good_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                "That day has passed. Choose a later one, or record that the paper is not confirmed."
            )
        return day

    def clean_field(self) -> str:
        return self.cleaned_data["field"] or Check.Field.WHOLE

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
