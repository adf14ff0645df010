"""The forms of an account that differ from the library's."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as LibrarySignupForm
from allauth.account.utils import setup_user_email
from allauth.core import context
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.http import HttpRequest

from directory.forms.proof import ProofOfWork
from directory.limits import visitor


class SignupForm(ProofOfWork, LibrarySignupForm):
    """Creating an account, with a proof of work."""

    proof_purpose = "signup"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, visitor=visitor(context.request), **kwargs)

    def hash_password(self) -> None:
        """The slow part, before anything is written: nobody else's writing waits for it.

        A known address costs as much work as an unknown one.
        """
        self.hashed = make_password(self.cleaned_data["password1"])

    def save(self, request: HttpRequest) -> User:
        """Make the account with the password that `hash_password` hashed, and its address.

        Raises IntegrityError when the address or the name was taken meanwhile.
        """
        adapter = get_adapter()
        user = adapter.new_user(request)
        user.email = self.cleaned_data["email"]
        user.password = self.hashed
        adapter.populate_username(request, user)
        user.save()
        if setup_user_email(request, user, []) is None:
            raise IntegrityError("this address was taken a moment ago")
        return user

    def look_again(self) -> None:
        """Whether the address is known may have changed since the form was checked."""
        self.validate_unique_email(self.cleaned_data["email"])
