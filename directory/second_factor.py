"""Second factors: what the library is told, and the gate before the desk.

Anybody may have one (an app, passkeys, recovery codes). Who is staff must: without one in this very
session no page under GUARDED is shown.
"""

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

import qrcode
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.sealing import seal_text, unseal_text

GUARDED = ("/admin/",)
"""Beginnings of the addresses that need a second factor."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
QUIET_ZONE = 4
"""Modules of white around a QR code; readers need them."""


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are sealed, the QR code is drawn for our policy, staff keep at least one factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Moderators keep at least one second factor. Add another one first, then remove this."
        ),
        "incorrect_code": gettext_lazy(
            "This code is wrong, was used, or is over. Wait for the next one and write that."
        ),
        "unverified_email": gettext_lazy("Confirm your e-mail address first, then come back."),
    }

    def encrypt(self, text: str) -> str:
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code as one path, dark on light in every color scheme, without inline style."""
        code = qrcode.QRCode(border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        size = len(rows)
        label = quoteattr(_("QR code for your app; its secret is written below"))
        return (
            f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label={label}>'
            f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not authenticator.user.is_staff or authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}


def was_used(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed since, with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class SecondFactorMiddleware:
    """Leads staff without a second factor to where they set one up, or use it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path_info.startswith(GUARDED)
            and getattr(request.user, "is_staff", False)
            and not was_used(request)
        ):
            return self._lead_away(request)
        return self.get_response(request)

    def _lead_away(self, request: HttpRequest) -> HttpResponse:
        onward = urlencode({"next": request.get_full_path()})
        kinds = set(
            Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True)
        )
        if Authenticator.Type.TOTP in kinds:
            return redirect(f"{reverse('mfa_reauthenticate')}?{onward}")
        if Authenticator.Type.WEBAUTHN in kinds:
            return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{onward}")
        messages.warning(
            request, _("Moderators need a second factor. Set one up here, then go on to the desk.")
        )
        return redirect("mfa_index")


@receiver(authenticator_added)
def end_sessions_from_before(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Other sessions were begun with less, so they end; this one has just shown the factor."""
    if kwargs["authenticator"].type not in FACTORS:
        return
    record_authentication(request, user, method="mfa", type=kwargs["authenticator"].type)
    here = request.session.session_key
    for other in UserSession.objects.filter(user=user).exclude(session_key=here):
        other.end()
