"""What other sites and programs show of this one: badge, search form in a frame, pictures, security.txt."""

import uuid
from datetime import timedelta

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from directory.badge import badge_of
from directory.embedding import is_host
from directory.filters import search_form
from directory.forms.site import SiteForm
from directory.models import Listing
from directory.pictures import picture
from directory.profile import profile_of
from directory.views.public import public_listing
from directory.wording import vocabulary

BADGE_MINUTES = 5
SECURITY_TXT_DAYS = 180
PICTURE_POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}
"""For what is drawn, has nothing to load, and runs nothing."""


@require_safe
@conditional_page
def badge(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """The badge of a listing as a picture for other sites. Sets no cookie and counts nobody.

    What is absent and what was never public get the same picture, with 404. One query.
    """
    listing = Listing.objects.filter(pk=listing_id).first()
    shown = badge_of(listing, today=timezone.localdate())
    status = 404 if shown.standing == "not_verified" else 200
    response = render(
        request, "embed/badge.svg", {"badge": shown}, content_type="image/svg+xml", status=status
    )
    return _for_everybody(response, minutes=BADGE_MINUTES)


@require_safe
def for_websites(request: HttpRequest) -> HttpResponse:
    """What other sites may show of this one; the snippet of the search form is made for one site."""
    asked = "site" in request.GET
    form = SiteForm(request.GET if asked else None)
    status = 400 if asked and not form.is_valid() else 200
    response = render(request, "pages/for_websites.html", {"form": form}, status=status)
    patch_cache_control(response, private=True, max_age=300)
    if asked:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def search_widget(request: HttpRequest) -> HttpResponse:
    """The search form alone, for a frame on the site that `site` names. Its answer opens on this one.

    Without `site` it is framed by nobody else; 400 for what is not the name of one host.
    """
    sites = request.GET.getlist("site")
    good = len(sites) <= 1 and all(map(is_host, sites))
    context = {"form": search_form(), "conditions": vocabulary("condition"), "refused": not good}
    response = render(request, "embed/search.html", context, status=200 if good else 400)
    ancestors = [SELF, *(f"https://{site}" for site in sites)] if good else [SELF]
    response._csp_replace = {"frame-ancestors": ancestors}  # type: ignore[attr-defined]
    if ancestors == [SELF]:
        response["X-Frame-Options"] = "SAMEORIGIN"
    else:
        # the older header cannot name a site, and browsers that know the newer one pass it over
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
@conditional_page
def site_picture(request: HttpRequest) -> HttpResponse:
    """The picture of every page that has none of its own."""
    drawn = picture(
        title=_("Manual lymphatic drainage, verified, with the reasons shown."),
        under=_("A directory that says why, and what was not checked."),
    )
    return _for_everybody(HttpResponse(drawn, content_type="image/png"), minutes=24 * 60)


@require_safe
@conditional_page
def listing_picture(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """The picture of a public listing: name, what for, and the three criteria."""
    profile = profile_of(public_listing(listing_id), site_url=settings.SITE_URL)
    drawn = picture(
        title=profile.name,
        under=". ".join(filter(None, (profile.profession, profile.headline))),
        facts=[(column.title, column.word) for column in profile.panel.criteria],
    )
    return _for_everybody(HttpResponse(drawn, content_type="image/png"), minutes=BADGE_MINUTES)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). 404 while the operator has named no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT is not set")
    # A date that moves once a day keeps the answer the same for caches.
    ends = timezone.localdate() + timedelta(days=SECURITY_TXT_DAYS)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {ends.isoformat()}T00:00:00Z",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        "Preferred-Languages: en",
    )
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _for_everybody(response: HttpResponse, *, minutes: int) -> HttpResponse:
    """Let any site show a picture and any cache keep it for some minutes."""
    response._csp_config = PICTURE_POLICY  # type: ignore[attr-defined]
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=minutes * 60)
    return response
