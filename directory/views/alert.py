"""Asking for a letter when somebody appears: the form, and the two links in its letters."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory import alerts
from directory.filters import ListingFilter
from directory.forms.proof import ProofOfWork
from directory.headings import heading_of
from directory.limits import TooOften, visitor

LONGEST_SEARCH = 900


class AlertForm(ProofOfWork, forms.Form):
    """The address alone; the search stands in the page's own address."""

    proof_purpose = "alert"

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("For two letters at most: one to confirm, one when somebody appears."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest) -> HttpResponse:
    """The form for the search in the query; a good POST leads to `alert_asked`."""
    asked = ListingFilter(request.GET, strict=False)
    if asked.problems or not request.GET or len(request.GET.urlencode()) > LONGEST_SEARCH:
        return redirect(f"{reverse('results')}?{request.GET.urlencode()}")
    form = AlertForm(request.POST or None, visitor=visitor(request))
    status, retry_after = 200, 0
    if request.method == "POST":
        if not form.is_valid():
            status, retry_after = 429 if form.retry_after else 400, form.retry_after
        else:
            email = form.cleaned_data["email"]
            try:
                alerts.ask(
                    email=email,
                    search=request.GET,
                    language=get_language() or "en",
                    visitor=visitor(request),
                    address_key=salted_hmac("directory.alerts", email.casefold()).hexdigest()[:32],
                )
                return redirect("alert_asked")
            except TooOften as error:
                status, retry_after = 429, error.retry_after
                form.renew_proof()
                form.add_error(None, _now("Too many alerts were asked for. Try again later."))
    context = {
        "form": form,
        "heading": heading_of(asked),
        "back": f"{reverse('results')}?{request.GET.urlencode()}",
        "days": alerts.KEPT.days,
    }
    response = _hidden(render(request, "directory/alert.html", context, status=status))
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@never_cache
@require_safe
def alert_asked(request: HttpRequest) -> HttpResponse:
    return _hidden(render(request, "directory/alert_asked.html"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, because mail programs open links by themselves; the POST begins the search."""
    try:
        found = alerts.confirm(token) if request.method == "POST" else alerts.alert_of(token)
    except alerts.NoSuchAlert:
        raise Http404("no alert has this link") from None
    asked = ListingFilter(alerts.search_of(found), strict=False)
    context = {
        "done": request.method == "POST",
        "heading": "" if asked.problems else heading_of(asked),
        "days": alerts.KEPT.days,
    }
    return _hidden(render(request, "directory/alert_confirm.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    """A button, then nothing is kept. The same answer for a link whose alert is gone."""
    if request.method == "POST":
        alerts.stop(token)
    return _hidden(render(request, "directory/alert_stop.html", {"done": request.method == "POST"}))


def _hidden(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
