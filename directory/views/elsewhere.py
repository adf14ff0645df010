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
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from directory.badge import badge_of
from directory.filters import search_form
from directory.models import Listing
from directory.pictures import picture
from directory.profile import profile_of
from directory.views.public import public_listing
from directory.wording import vocabulary

BADGE_MINUTES = 5
SECURITY_TXT_DAYS = 180
FRAMED_POLICY = {
    "default-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": ["*"],
    "object-src": [NONE],
}
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
@xframe_options_exempt
def search_widget(request: HttpRequest) -> HttpResponse:
    """The search form alone, for a frame on another site. Its answer opens on this one."""
    context = {"form": search_form(), "conditions": vocabulary("condition")}
    response = render(request, "embed/search.html", context)
    response._csp_config = FRAMED_POLICY  # type: ignore[attr-defined]
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
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
