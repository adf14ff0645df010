"""Who may do what on the owner's side: a signed-in person, on what is theirs alone.

What is somebody else's is asked for in the same query as what does not exist, so both answer 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from directory import drafts
from directory.models import EvidenceDocument, Listing

WORKS_ON = "works_on"
"""Session key: id of the listing that a delegate has chosen to work on."""

View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> User:
    """The user of a view behind `login_required`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def own_listing(user: User) -> Listing:
    """The user's listing with its practitioner; begun if there is none yet."""
    listing = _listing_of(user)
    if listing is None:
        drafts.start(user=user)
        listing = _listing_of(user)
    if listing is None:
        raise Http404
    return listing


def working_listing(request: HttpRequest) -> Listing:
    """The listing that the visitor works on: one they were asked to write, or their own."""
    user = signed_in(request)
    chosen = request.session.get(WORKS_ON)
    if chosen:
        theirs = Listing.objects.filter(pk=chosen, practitioner__delegates__user=user)
        listing = theirs.select_related("practitioner").first()
        if listing is not None:
            return listing
    return own_listing(user)


def is_own(listing: Listing, user: User) -> bool:
    """Whether the user is the owner and not a delegate."""
    return listing.practitioner.user_id == user.pk


def has_listing(user: User) -> bool:
    return Listing.objects.owned_by(user).exists()


def own_document(user: User, document_id: Any) -> EvidenceDocument:
    """A document of the user's own papers that was checked. Raises Http404 for any other."""
    document = (
        EvidenceDocument.objects.readable()
        .filter(qualification__practitioner__user=user)
        .filter(pk=document_id)
        .first()
    )
    if document is None:
        raise Http404
    return document


def at_most(limit: int) -> Callable[[View], View]:
    """Answer 413 to a request of more than `limit` bytes before any of it is read.

    Django's CSRF check reads the whole form, so it is done inside, after the length was looked at.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                length = int(request.META.get("CONTENT_LENGTH") or 0)
            except ValueError:
                length = 0
            if length > limit:
                return render(request, "413.html", status=413)
            return protected(request, *args, **kwargs)

        return inner

    return decorate


def _listing_of(user: User) -> Listing | None:
    return Listing.objects.owned_by(user).select_related("practitioner").first()
