"""What a moderator fills in beside the decision on a text: measures, appeals, second readings, contacts."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.utils import timezone

from vetting.forms import (
    NotedForm,
    Outcome,
    VerifyingForm,
    add_levels,
    day_field,
    key_of_words,
    levels_in,
    offer,
)
from vetting.models import ContactLog, Decision, ModeratorInterest
from vetting.statements import SCOPE_WORDS


class MeasureForm(VerifyingForm):
    """A decision on a listing that is, or was, public. `outcomes` are those its state allows."""

    without_reasons = frozenset(one.value for one in Outcome) - frozenset(Decision.RESTRICTIONS)

    hidden = forms.MultipleChoiceField(
        label="Passages that are not shown", widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = day_field("To be put right by")
    right = forms.BooleanField(label="The report was right", required=False)
    answer = forms.CharField(
        label="Answer to those who reported",
        help_text="They read it with your name left out. Say what was looked at and what follows.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(
        self,
        *args,
        outcomes: Sequence[Outcome],
        reported: bool,
        cleared: Sequence[str],
        hideable: Sequence[tuple[str, str]],
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reported, self.cleared = reported, tuple(cleared)
        self.fields["scopes"].label = "Stays verified for"
        offer(self, "outcome", [(one.value, one.label) for one in outcomes])
        offer(self, "hidden", hideable)
        if not reported:
            del self.fields["right"], self.fields["answer"]
        if Outcome.RENEWED not in outcomes:
            del self.fields["until"]
        self.parts = {
            "renewed": Outcome.RENEWED in outcomes,
            "limited": Outcome.LIMITED in outcomes,
            "warned": Outcome.WARNED in outcomes,
            "reasons": any(one.value in Decision.RESTRICTIONS for one in outcomes),
        }
        if not self.parts["limited"]:
            del self.fields["hidden"]
            if not self.parts["renewed"]:
                del self.fields["scopes"]
        if not self.parts["warned"]:
            del self.fields["due_on"]

    def clean(self) -> dict:
        data = super().clean()
        outcome = data.get("outcome")
        if not outcome:
            return data
        if outcome in Decision.RESTRICTIONS:
            self.clean_reasons(data)
            if not data.get("facts"):
                self.add_error(
                    "facts", "Say what this rests on: the owner has to be able to answer."
                )
        if outcome == Outcome.RENEWED:
            self.clean_verification(data)
        if outcome == Outcome.LIMITED:
            self._clean_limit(data)
        if outcome == Outcome.WARNED:
            soonest = timezone.localdate() + timedelta(days=1)
            if (due := data.get("due_on")) is None or due < soonest:
                self.add_error("due_on", f"Choose a day from {soonest.isoformat()} on.")
        if self.reported and not data.get("answer"):
            self.add_error("answer", "Somebody took the trouble to report: answer in a sentence.")
        return data

    def _clean_limit(self, data: dict) -> None:
        kept = set(data.get("scopes", ()))
        if added := kept - set(self.cleared):
            words = ", ".join(SCOPE_WORDS[code] for code in sorted(added))
            self.add_error("scopes", f"A limit cannot add what was not verified: {words}.")
        elif not kept:
            self.add_error("scopes", "Leave at least one scope, or suspend the listing.")
        elif kept == set(self.cleared) and not data.get("hidden"):
            self.add_error("scopes", "Take away a scope, or choose passages that are not shown.")

    def end(self) -> date | None:
        """The end of a renewal or the day of a warning; None for anything else."""
        match self.cleaned_data["outcome"]:
            case Outcome.RENEWED:
                return self.cleaned_data["until"]
            case Outcome.WARNED:
                return self.cleaned_data["due_on"]
        return None

    def kept_scopes(self) -> tuple[str, ...]:
        """What stays verified: of a limit or a renewal."""
        spoken = {Outcome.LIMITED, Outcome.RENEWED}
        chosen = self.cleaned_data.get("scopes", ())
        return tuple(chosen) if self.cleaned_data["outcome"] in spoken else ()

    def taken(self) -> tuple[str, ...]:
        """Names of the passages that a limit hides."""
        limited = self.cleaned_data["outcome"] == Outcome.LIMITED
        return tuple(self.cleaned_data.get("hidden", ())) if limited else ()

    def letter_words(self) -> list[str]:
        return [*super().letter_words(), str(self.end()), *self.kept_scopes(), *self.taken()]


class AppealAnswerForm(NotedForm):
    """Another person's answer to an appeal."""

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[(one.value, one.label) for one in (Outcome.UPHELD, Outcome.OVERTURNED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two outcomes."},
    )
    answer = forms.CharField(
        label="Your answer to the owner",
        help_text="Say what you looked at and why you come to this. The owner reads it word for word.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        error_messages={"required": "Answer the appeal in words."},
    )

    def letter_key(self) -> str:
        return key_of_words([self.cleaned_data["outcome"], self.cleaned_data["answer"]])


class SecondReadingForm(forms.Form):
    """A second moderator's reading, without the first."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="What would you decide?",
        choices=[(one.value, one.label) for one in Outcome if one in Decision.TEXT_OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four outcomes."},
    )
    note = forms.CharField(
        label="Why, in a sentence",
        help_text="For the talk about cases on which readings differ.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        add_levels(self)

    def levels(self) -> dict[str, str]:
        return levels_in(self)

    def letter_key(self) -> str:
        return key_of_words([self.cleaned_data["outcome"]])


class ContactLogForm(forms.Form):
    """One try to reach somebody."""

    use_required_attribute = False
    prefix = "contact"

    whom = forms.CharField(label="Who was contacted", max_length=160)
    channel = forms.ChoiceField(label="By", choices=ContactLog.Channel.choices)
    outcome = forms.ChoiceField(label="What came of it", choices=ContactLog.Outcome.choices)
    note = forms.CharField(
        label="Note",
        help_text="What was said. No health details.",
        max_length=500,
        required=False,
    )


class InterestForm(forms.Form):
    """A tie that keeps its moderator away from cases."""

    kind = forms.ChoiceField(label="What ties you", choices=ModeratorInterest.Kind.choices)
    label = forms.CharField(
        label="Name",
        help_text="As it is written on papers and listings. For a town: “Bath”, or “Bath, GB”.",
        min_length=3,
        max_length=160,
    )


class OpenCaseForm(forms.Form):
    """A moderator opens a case on a listing."""

    why = forms.CharField(
        label="Why should this listing be looked at again?", min_length=3, max_length=300
    )
