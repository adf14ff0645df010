"""The forms of an account that differ from the library's."""

from typing import Any

from allauth.account.forms import SignupForm as LibrarySignupForm
from allauth.core import context

from directory.forms.proof import ProofOfWork
from directory.limits import visitor


class SignupForm(ProofOfWork, LibrarySignupForm):
    """Creating an account, with a proof of work."""

    proof_purpose = "signup"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, visitor=visitor(context.request), **kwargs)
