"""The photo of a public listing, and its owner's page for it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from directory import photos
from directory.limits import Limit, TooOften
from directory.models import Listing, Photo
from directory.models.photo import FORMATS
from directory.paper_limits import MAX_BYTES, PHOTO_SIDES
from directory.permissions import at_most, is_own, signed_in, working_listing
from directory.uploads import SENTENCES

KEPT_SECONDS = 30 * 86_400
NAMES = {
    f"{side}.{ending}": (side, ending, content_type)
    for side in PHOTO_SIDES
    for ending, content_type in FORMATS.items()
}
UPLOADS = Limit("photo", times=20, seconds=3600)


class PhotoForm(forms.Form):
    use_required_attribute = False

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "JPEG or PNG, up to 10 MB. A square is cut from the middle; place, time and camera are "
            "taken out."
        ),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={
            "required": gettext_lazy("Choose a photo."),
            "empty": SENTENCES["empty"],
            "invalid": SENTENCES["empty"],
        },
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "The photo shows me, I may publish it, and I agree that everybody can see it beside my "
            "listing until I remove it."
        ),
        error_messages={"required": gettext_lazy("Without your consent no photo is kept.")},
    )

    def clean_photo(self) -> list[bytes]:
        return photos.take(self.cleaned_data["photo"])


@require_safe
def photo(request: HttpRequest, photo_id: uuid.UUID, name: str) -> FileResponse:
    """A picture of a photo, to everybody while its listing is public; 404 at any other time."""
    if name not in NAMES or not Listing.objects.public().filter(photo_id=photo_id).exists():
        raise Http404
    response = picture_of(Photo(pk=photo_id), name)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    return response


def picture_of(found: Photo, name: str) -> FileResponse:
    """One of NAMES as an answer that is kept nowhere. Raises Http404 for a file that is gone."""
    side, ending, content_type = NAMES[name]
    try:
        file = photos.store().open(found.file_name(side, ending))
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@at_most(MAX_BYTES + 1024 * 1024)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner_photo(request: HttpRequest) -> HttpResponse:
    """Give a photo with consent, change it, remove it. The owner's alone: a delegate cannot consent."""
    listing = _own(request)
    form = PhotoForm()
    if request.method == "POST":
        if request.POST.get("act") == "remove":
            photos.remove(listing=listing, actor=signed_in(request))
            messages.success(request, gettext("The photo is deleted and no longer shown."))
            return redirect("owner_photo")
        try:
            UPLOADS.count(str(signed_in(request).pk))
        except TooOften as error:
            return _too_often(request, error)
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            photos.add(
                listing=listing, pictures=form.cleaned_data["photo"], actor=signed_in(request)
            )
            messages.success(
                request,
                gettext(
                    "Stored. Patients see it when you have sent your listing and a person has read it."
                ),
            )
            return redirect("owner_photo")
    context: dict[str, Any] = {
        "form": form,
        "listing": listing,
        "has_photo": listing.practitioner.photo_id is not None,
        "step_url": reverse("owner_step", args=["practice"]),
    }
    return render(request, "owner/photo.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def owner_picture(request: HttpRequest) -> FileResponse:
    """The photo of the working copy, for its owner and for who writes for them."""
    found = working_listing(request).practitioner.photo
    if found is None:
        raise Http404
    return picture_of(found, f"{PHOTO_SIDES[-1]}.jpg")


def _own(request: HttpRequest) -> Listing:
    listing = working_listing(request)
    if not is_own(listing, signed_in(request)):
        raise PermissionDenied
    return listing


def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(error.retry_after)
    return response
