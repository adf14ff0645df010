"""Standing pages, errors, and what robots read."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.generic import RedirectView

from directory.api.problems import problem_response
from directory.models import Listing

STANDING = (
    "home",
    "results",
    "what_is_mld",
    "how_we_vet",
    "checker",
    "about",
    "ordering",
    "log",
    "figures",
    "privacy",
    "accessibility",
    "for_websites",
)
PERSONAL_PATHS = ("/accounts/", "/account/")
PRIVATE_PATHS = (*PERSONAL_PATHS, "/admin/", "/api/")
LISTINGS_A_SITEMAP = 20_000
"""A site map may name 50,000 addresses (sitemaps.org); a file of fewer is soon made and read."""
OTHER_LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that shows a standing page."""

    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        response = render(request, template)
        patch_cache_control(response, private=True, max_age=300)
        return response

    return show


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Standing pages and public listings with the day each last changed; where there are more than one
    file may name, its parts. 404 for a part that is not there. Two queries.
    """
    parts = Paginator(_public_days(), LISTINGS_A_SITEMAP)
    asked = request.GET.get("part")
    if asked is None and parts.num_pages > 1:
        return _as_xml(request, "pages/sitemap_parts.xml", {"parts": parts.page_range})
    try:
        part = parts.page(1 if asked is None else asked)
    except InvalidPage:
        raise Http404("no such part of the site map") from None
    pages = [
        settings.SITE_URL + address for name in STANDING for address in _in_each_language(name)
    ]
    listings = [
        {
            "url": settings.SITE_URL + reverse("listing", args=[pk]),
            "changed": max(filter(None, (decided.date(), confirmed))),
        }
        for pk, decided, confirmed in part
    ]
    context = {"pages": pages if part.number == 1 else [], "listings": listings}
    return _as_xml(request, "pages/sitemap.xml", context)


def _public_days() -> QuerySet[Listing, tuple[uuid.UUID, datetime, date | None]]:
    public = Listing.objects.public().order_by("pk")
    return public.values_list("pk", "published_revision__decided_at", "confirmed_on")


def _as_xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml")


def _in_each_language(name: str) -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield reverse(name)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", f"Allow: {reverse('account_signup')}"]
    lines += [f"Disallow: {path}" for path in PRIVATE_PATHS]
    lines += [f"Disallow: /{code}{path}" for code in OTHER_LANGUAGES for path in PERSONAL_PATHS]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that look for /favicon.ico are shown the mark."""
    return RedirectView.as_view(url=static("img/mark.svg"))(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _error(request, 413, "413.html", bare=True)
    return _error(request, 400, "400.html", bare=True)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "404.html")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """For the library's limits, whose windows are a minute long."""
    response = _error(request, 429, "429.html")
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "500.html", bare=True)


def _error(request: HttpRequest, status: int, template: str, *, bare: bool = False) -> HttpResponse:
    """The error page, or the same as JSON for the API. A bare page asks neither session nor database."""
    if request.path_info.startswith("/api/"):
        return problem_response(status)
    # no switch of languages: the page that is not there is not there in German either
    text = render_to_string(template, {"site_languages": []}, None if bare else request)
    return HttpResponse(text, status=status)
