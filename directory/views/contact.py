"""Writing to a practitioner: a relay that shows neither address on the site and keeps no text."""

import uuid

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory import counting, mail
from directory.forms.proof import ProofOfWork
from directory.limits import Limit, TooOften, visitor
from directory.models import DailyCount, Listing
from directory.models.event import record
from directory.profile import profile_of
from directory.views.public import public_listing

FROM_ONE_VISITOR = Limit("contact-visitor", times=5, seconds=3600)
TO_ONE_LISTING = Limit("contact-listing", times=30, seconds=86400)


class ContactForm(ProofOfWork, forms.Form):
    """Name, address to answer to, message. `homepage` is a trap that people do not see."""

    proof_purpose = "contact"

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "The answer goes there. It is given to the practitioner and nobody else."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=3000,
        help_text=gettext_lazy("Please write no health details: e-mail can be read on its way."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    """The form; a good POST becomes a letter and leads to `contact_sent`."""
    listing = public_listing(listing_id)
    form = ContactForm(request.POST or None, visitor=visitor(request))
    status, retry_after = 200, 0
    if request.method == "POST":
        status = 400
        if not form.is_valid():
            status, retry_after = 429 if form.retry_after else 400, form.retry_after
        else:
            try:
                _pass_on(listing, form.cleaned_data, visitor(request))
                return redirect("contact_sent", listing_id=listing.pk)
            except TooOften as error:
                status, retry_after = 429, error.retry_after
                form.renew_proof()
                form.add_error(
                    None,
                    gettext(
                        "Too many messages were sent. Your text is still here: try again in %(span)s."
                    )
                    % {"span": _span(retry_after)},
                )
    context = {"listing": profile_of(listing, site_url=settings.SITE_URL), "form": form}
    response = render(request, "directory/contact.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@never_cache
@require_safe
def contact_sent(request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
    listing = public_listing(listing_id)
    context = {"listing": profile_of(listing, site_url=settings.SITE_URL)}
    response = render(request, "directory/contact_sent.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _pass_on(listing: Listing, said: dict[str, str], sender: str) -> None:
    """Write the letter. A filled trap is thanked and dropped; the same letter is sent once a day.

    Raises TooOften.
    """
    if said["homepage"]:
        return
    FROM_ONE_VISITOR.count(sender)
    TO_ONE_LISTING.count(str(listing.pk))
    occasion = salted_hmac(
        "directory.contact", "\0".join((str(listing.pk), said["email"], said["message"]))
    ).hexdigest()
    owner = listing.practitioner
    with transaction.atomic(), translation.override(owner.letters_in):
        letter = mail.write(
            key=f"contact:{occasion}",
            to=owner.user.email,
            template="contact",
            context={
                "sender_name": said["name"],
                "sender_email": said["email"],
                "message": said["message"],
                "listing_path": reverse("listing", args=[listing.pk]),
            },
            reply_to=said["email"],
        )
        if letter is not None:
            record("contact.received", listing_id=listing.pk)
    if letter is not None:
        counting.count(listing.pk, DailyCount.Kind.WRITTEN_TO)


def _span(seconds: int) -> str:
    minutes = max(1, round(seconds / 60))
    if minutes >= 90:
        hours = round(minutes / 60)
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
