"""The forms of an account that differ from the library's."""

from typing import Any

from allauth.account.forms import SignupForm as LibrarySignupForm
from allauth.core import context
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from directory.forms.proof import ProofOfWork
from directory.limits import visitor


class SignupForm(ProofOfWork, LibrarySignupForm):
    """Creating an account, with a proof of work."""

    proof_purpose = "signup"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, visitor=visitor(context.request), **kwargs)

    def try_save(self, request: HttpRequest) -> Any:
        """A known address is answered as an unknown one, after as much work."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
