"""Home, results and listing: what anybody may see."""

import re
import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import ngettext
from django.views.decorators.http import conditional_page, require_safe

from directory import counting
from directory.filters import ListingFilter, search_form
from directory.models import DailyCount, Listing
from directory.profile import profile_of
from directory.qr import qr_of
from directory.results import PageOutOfRange, search_page
from directory.results_html import results_html
from directory.turns import in_turn
from directory.wording import vocabulary

ROBOTS = re.compile(r"bot|crawl|spider|preview", re.I)
"""Programs that say so themselves; opening a listing with one of them is not counted."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search form and how many are verified. One query."""
    everybody = ListingFilter(QueryDict(), strict=False).everybody
    context = {
        "form": search_form(),
        "stats": {
            "verified": everybody.total,
            "countries": len(everybody.facets.get("country", {})),
        },
        "conditions": vocabulary("condition"),
        "methods": vocabulary("method"),
    }
    return _fresh(render(request, "directory/home.html", context))


@require_safe
@in_turn
def results(request: HttpRequest) -> HttpResponse:
    """The list for any address that the search form makes; 400 for one that it cannot make."""
    asked = ListingFilter(request.GET, strict=False)
    if asked.problems:
        return _refused(request, asked, asked.problems)
    try:
        search = search_page(asked, request.GET)
    except PageOutOfRange as error:
        pages = ngettext(
            "There is %(pages)d page. Look at it.",
            "There are %(pages)d pages. Look at one of them.",
            error.pages,
        )
        return _refused(request, asked, {"page": [pages % {"pages": error.pages}]})
    response = _fresh(HttpResponse(results_html(request, asked, search)))
    # the head of the page is another one for whoever is signed in
    patch_vary_headers(response, ("Cookie",))
    if request.GET and not search["address"]:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@conditional_page
def listing(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """One public listing. Whatever is not public answers like what never was."""
    found = public_listing(listing_id)
    if request.method == "GET" and not ROBOTS.search(request.headers.get("User-Agent", "")):
        counting.count(found.pk, DailyCount.Kind.OPENED)
    profile = profile_of(found, site_url=settings.SITE_URL)
    context = {"listing": profile, "status": profile.status, "panel": profile.panel}
    return _fresh(render(request, "directory/listing.html", context))


@require_safe
@conditional_page
def sheet(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """Questions for one practitioner with room to write, and a code that leads back to the listing."""
    profile = profile_of(public_listing(listing_id), site_url=settings.SITE_URL)
    context = {
        "listing": profile,
        "panel": profile.panel,
        "qr": qr_of(f"{settings.SITE_URL}{profile.url}"),
    }
    response = _fresh(render(request, "directory/sheet.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response


def public_listing(listing_id: uuid.UUID) -> Listing:
    """The public listing with this id. Raises Http404. One query."""
    found = (
        Listing.objects.public()
        .filter(pk=listing_id)
        .select_related("published_revision", "practitioner__user")
        .first()
    )
    if found is None:
        raise Http404("no public listing has this id")
    return found


def _refused(
    request: HttpRequest, asked: ListingFilter, problems: dict[str, list[str]]
) -> HttpResponse:
    for name, sentences in problems.items():
        if name in asked.form.fields and not asked.form.has_error(name):
            asked.form.add_error(name, sentences)
    known = {name: field.label for name, field in asked.form.fields.items()}
    sentences = [f"{known.get(name, name)}: {' '.join(words)}" for name, words in problems.items()]
    context = {"search": {"error": " ".join(sentences)}, "form": asked.form}
    return render(request, "directory/search_error.html", context, status=400)


def _fresh(response: HttpResponse) -> HttpResponse:
    """Kept by browsers, asked for again each time: a suspended listing is gone at once."""
    patch_cache_control(response, no_cache=True, private=True)
    return response
