"""Step five: how the owner works, in four short answers."""

from dataclasses import replace

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from directory.content import ListingContent
from directory.forms.fields import OwnWords
from directory.forms.step import Step


class ApproachForm(forms.Form):
    use_required_attribute = False

    approach_hands = OwnWords(
        label=gettext_lazy("What do your hands do, and how hard?"),
        max_length=3000,
        help_text=gettext_lazy("The movement, the pressure, the pace, and where you begin."),
        needed=True,
    )
    approach_structures = OwnWords(
        label=gettext_lazy("What do you aim at, and why?"),
        max_length=3000,
        help_text=gettext_lazy(
            "Which parts of the body your movement is meant for, and what should happen there."
        ),
        needed=True,
    )
    approach_limits = OwnWords(
        label=gettext_lazy("When would you not treat, or ask a doctor first?"),
        max_length=3000,
        help_text=gettext_lazy("The situations in which you wait, refuse or send on."),
        rows=4,
        needed=True,
    )
    approach_difference = OwnWords(
        label=gettext_lazy("How does this differ from massage?"),
        max_length=3000,
        help_text=gettext_lazy("As you would explain it to a patient who asks."),
        rows=4,
        needed=True,
    )


class ApproachStep(Step):
    slug = "approach"
    fields = ("approach_",)
    title = gettext_lazy("Your approach")
    opening = gettext_lazy(
        "Four short questions. Answer as you would tell a patient: your own words count, "
        "learned sentences do not."
    )
    form: ApproachForm

    def build(self) -> None:
        names = ApproachForm.base_fields
        self.form = ApproachForm(
            self.data, initial={name: getattr(self.listing, name) for name in names}
        )

    def write(self, actor: User) -> None:
        for name, text in self.form.cleaned_data.items():
            setattr(self.listing, name, text)
        self.listing.save(update_fields=[*self.form.cleaned_data, "updated_at"])

    def applied_to(self, content: ListingContent) -> ListingContent:
        return replace(content, **self.form.cleaned_data)
