"""One click from a letter: the listing is still correct. Opening the page changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import freshness
from directory.states import MoveError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_correct(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the question and a button, for programs that open every link; POST answers it."""
    try:
        if request.method == "POST":
            try:
                freshness.confirm_by_link(token)
            except MoveError:
                return _page(request, token, status=409)
            return _page(request, token, done=True)
        return _page(request, token)
    except freshness.NotALink:
        raise Http404 from None


def _page(
    request: HttpRequest, token: str, *, done: bool = False, status: int = 200
) -> HttpResponse:
    asked = freshness.asked_by(token)
    context = {
        "listing": asked.listing,
        "confirmed_on": freshness.confirmed_on(asked.listing)
        if asked.listing.verified_on
        else None,
        "open": asked.open,
        "done": done,
    }
    response = render(request, "directory/still_correct.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
