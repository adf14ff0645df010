"""Log-in as this site wants it: who guesses is slowed down, and cannot lock the owner out."""

from typing import Any

from allauth.account.views import LoginView, SignupView
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from directory.account_mail import OutboxAdapter
from directory.forms.account import SignupForm
from directory.limits import Limit, TooOften, visitor

TO_ONE_ADDRESS = Limit("login-address", times=200, seconds=3600)
"""Wrong or right passwords for one account from everywhere; one network alone is stopped long before."""
WAIT_AFTER_GUESSES = 300
"""Seconds; the library's window of failed log-ins (ACCOUNT_RATE_LIMITS)."""


class AccountAdapter(OutboxAdapter):
    """Counts failed log-ins for each address and network, so that a stranger elsewhere locks nobody out."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{visitor(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        login = str(credentials.get("email", credentials.get("username", ""))).lower()
        try:
            TO_ONE_ADDRESS.count(salted_hmac("directory.accounts", login).hexdigest()[:32])
        except TooOften:
            raise self.validation_error("too_many_login_attempts") from None


class Login(LoginView):
    """The library's log-in; too many wrong passwords are answered 429 with the time to wait."""

    stopped = False

    def form_invalid(self, form: Any) -> HttpResponse:
        self.stopped = form.has_error("__all__", "too_many_login_attempts")
        return super().form_invalid(form)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # here, because an answer to a program is made anew from the page's
        response = super().dispatch(request, *args, **kwargs)
        if self.stopped:
            response.status_code = 429
            response["Retry-After"] = str(WAIT_AFTER_GUESSES)
        return response


login = Login.as_view()


class SignUp(SignupView):
    """The library's sign-up, whole or not at all: the account, its address, and the letter to it."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        form.hash_password()
        try:
            return self._whole(form)
        except IntegrityError:  # another form with this address, or a name like it, was faster
            form.look_again()
            return self._whole(form)

    @transaction.atomic
    def _whole(self, form: SignupForm) -> HttpResponse:
        return super().form_valid(form)


signup = SignUp.as_view()
