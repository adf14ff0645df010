"""Step one: who you are and how patients should read you."""

from dataclasses import replace

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from directory.content import ListingContent
from directory.forms.fields import Line, OwnWords, SomeOf, Website, offer
from directory.forms.step import Step, codes_of, set_terms, term_choices


class PracticeForm(forms.Form):
    use_required_attribute = False

    name = Line(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("As patients should read it."),
        needed=True,
        autocomplete="name",
    )
    profession = Line(
        label=gettext_lazy("Profession"),
        max_length=80,
        help_text=gettext_lazy("Your licensed or usual profession, such as physiotherapist."),
        autocomplete="organization-title",
    )
    headline = Line(
        label=gettext_lazy("What you do, in one line"),
        max_length=140,
        help_text=gettext_lazy("It stands under your name. Up to 140 characters."),
        needed=True,
    )
    about = OwnWords(
        label=gettext_lazy("About your practice"),
        max_length=3000,
        help_text=gettext_lazy(
            "What a patient should know before the first visit. Up to 3,000 characters."
        ),
    )
    languages = SomeOf(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("In which you can explain and listen during a treatment."),
    )
    website = Website(label=gettext_lazy("Website"), max_length=300)


class PracticeStep(Step):
    slug = "practice"
    fields = ("headline", "about")
    title = gettext_lazy("You and your practice")
    template = "owner/practice.html"
    opening = gettext_lazy("Who you are, in the words that patients will read.")
    form: PracticeForm

    def build(self) -> None:
        owner = self.listing.practitioner
        self.form = PracticeForm(
            self.data,
            initial={
                "name": owner.name,
                "profession": owner.profession,
                "headline": self.listing.headline,
                "about": self.listing.about,
                "languages": codes_of(owner.languages),
                "website": owner.website,
            },
        )
        offer(self.form, "languages", term_choices("language")["language"])

    def write(self, actor: User) -> None:
        said = self.form.cleaned_data
        owner = self.listing.practitioner
        owner.name, owner.profession = said["name"], said["profession"]
        owner.website = said["website"]
        owner.save(update_fields=["name", "profession", "website"])
        set_terms(owner.languages, "language", said["languages"])
        self.listing.headline, self.listing.about = said["headline"], said["about"]
        self.listing.save(update_fields=["headline", "about", "updated_at"])

    def applied_to(self, content: ListingContent) -> ListingContent:
        said = self.form.cleaned_data
        return replace(
            content,
            headline=said.get("headline", content.headline),
            about=said.get("about", content.about),
        )
