"""What an owner does with a listing as a whole. Each act is a POST; what hurts asks first."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory import drafts
from directory.forms.fields import Day
from directory.limits import Limit, TooOften
from directory.models import Listing
from directory.permissions import own_listing, signed_in
from directory.states import MoveError

WRONG_PASSWORDS = Limit("erase-password", times=5, seconds=900)
LOOK_AGAIN = gettext_lazy("Nothing was changed: your listing is not where it was. Look again.")


class PauseForm(forms.Form):
    use_required_attribute = False

    until = Day(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The listing comes back by itself on this day."),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        days = (until - timezone.localdate()).days if until else 0
        if not 1 <= days <= drafts.MAX_PAUSE_DAYS:
            raise forms.ValidationError(
                gettext("Choose a day between tomorrow and a year from now.")
            )
        return until


class EraseForm(forms.Form):
    use_required_attribute = False

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={
            "required": gettext_lazy("Write your password, so that nobody else deletes this.")
        },
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            WRONG_PASSWORDS.count(str(self.user.pk))
        except TooOften:
            raise forms.ValidationError(
                gettext("Too many attempts. Wait a quarter of an hour, then try again.")
            ) from None
        if not self.user.check_password(password):
            raise forms.ValidationError(gettext("This is not your password. Nothing was deleted."))
        return password


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    return _act(
        request, drafts.confirm, gettext("Confirmed today. Thank you for keeping it correct.")
    )


@login_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    return _act(request, drafts.resume, gettext("Your listing is shown again."))


@login_required
@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    return _act(
        request,
        drafts.begin_again,
        gettext("Your text is a draft again. Send it when it is ready."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _act(
            request,
            drafts.take_back,
            gettext("Taken back. Nobody reads it until you send it again."),
        )
    return render(
        request,
        "owner/confirm.html",
        {
            "heading": gettext("Take back what you sent?"),
            "sentences": [
                gettext("It leaves the queue, and nobody reads it. Your text stays as it is."),
                gettext("A text that is public already stays public."),
            ],
            "button": gettext("Take it back"),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _act(request, drafts.withdraw, gettext("Withdrawn. It is no longer shown."))
    return render(
        request,
        "owner/confirm.html",
        {
            "heading": gettext("Withdraw your listing?"),
            "sentences": [
                gettext(
                    "It is no longer shown to anybody, from now on. Your text and papers are kept."
                ),
                gettext(
                    "You can begin again from the same text. It is then read anew before it is public."
                ),
            ],
            "button": gettext("Withdraw it"),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(
        request.POST if request.method == "POST" else None,
        initial={"until": timezone.localdate() + timedelta(days=30)},
    )
    if form.is_bound and form.is_valid():

        def until(*, listing: Listing, actor: User) -> None:
            drafts.pause(listing=listing, actor=actor, until=form.cleaned_data["until"])

        return _act(request, until, gettext("Paused. It comes back by itself."))
    return render(request, "owner/pause.html", {"form": form}, status=400 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None, user=signed_in(request))
    if form.is_bound and form.is_valid():
        user = signed_in(request)
        logout(request)
        drafts.erase(user=user)
        messages.success(request, gettext("Deleted: your account, your listing and your papers."))
        return redirect("home")
    return render(request, "owner/erase.html", {"form": form}, status=400 if form.is_bound else 200)


def _act(request: HttpRequest, act: Callable[..., None], done: str) -> HttpResponse:
    try:
        act(listing=own_listing(signed_in(request)), actor=signed_in(request))
    except MoveError:
        messages.error(request, LOOK_AGAIN)
    else:
        messages.success(request, done)
    return redirect("dashboard")
