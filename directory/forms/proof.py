"""A form that asks the browser for a proof of work before it is taken (see directory/proof.py)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import proof
from directory.limits import TooOften


class ProofInput(forms.HiddenInput):
    """The hidden field with the script that reckons, and words for who has none."""

    template_name = "components/proof.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = context["widget"]["value"] or ""
        context["bits"] = proof.settings.PROOF_BITS
        context["wait"] = proof.settings.PROOF_WAIT
        context["widget"]["value"] = text.partition(proof.SEPARATOR)[0]
        return context


class ProofOfWork(forms.Form):
    """Mix in before other form classes; name `proof_purpose` and give `visitor` (limits.visitor).

    A form that was taken uses its challenge up. `retry_after` is set, in seconds, when the answer
    should be 429.
    """

    proof_purpose: str
    retry_after = 0

    proof = forms.CharField(required=False, max_length=600, widget=ProofInput)

    def __init__(self, *args: Any, visitor: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visitor = visitor
        self.initial["proof"] = proof.challenge(self.proof_purpose)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        try:
            proof.spend(
                proof.check(said.get("proof", ""), purpose=self.proof_purpose, visitor=self.visitor)
            )
        except proof.TooSoon as early:
            self.add_error(
                None,
                ngettext(
                    "Your browser did not do the small sum that keeps floods out. Wait %(wait)d second, "
                    "then send it again: what you wrote is still here.",
                    "Your browser did not do the small sum that keeps floods out. Wait %(wait)d seconds, "
                    "then send it again: what you wrote is still here.",
                    early.wait,
                )
                % {"wait": early.wait},
            )
        except proof.TooOld:
            self.renew_proof()
            self.add_error(
                None,
                _("This form was open too long or sent twice. Look it over and send it again."),
            )
        except TooOften as error:
            self.retry_after = error.retry_after
            self.add_error(
                None,
                _(
                    "Too many forms were sent from here without the small sum that keeps floods out. "
                    "Try again in an hour, or with JavaScript on."
                ),
            )
        return said

    def renew_proof(self) -> None:
        """Give a form that is shown again a challenge that was not used."""
        data = self.data.copy()
        data[self.add_prefix("proof")] = self.initial["proof"]
        self.data = data
