"""Deployment checks of our own, run by `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def public_address_is_https(**kwargs: Any) -> list[CheckMessage]:
    """Cookies, redirects and mails are only safe on an https address."""
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Warning(
            "SITE_URL is not an https address.",
            hint="Set SITE_URL to the public address, like SITE_URL=https://example.org",
            id="config.W001",
        )
    ]


@register(Tags.security, deploy=True)
def demo_is_off(**kwargs: Any) -> list[CheckMessage]:
    """The demo's log-ins are printed for everyone to use."""
    if not settings.DEMO:
        return []
    return [
        Warning(
            "DEMO is on: its accounts have published passwords.",
            hint="Unset DEMO, and start with an empty VAR_DIR and database.",
            id="config.W002",
        )
    ]


@register(Tags.security, deploy=True)
def mail_leaves_the_machine(**kwargs: Any) -> list[CheckMessage]:
    """Nobody can confirm an address when mail is only written to a file."""
    if not settings.EMAIL_BACKEND.endswith((".filebased.EmailBackend", ".console.EmailBackend")):
        return []
    return [
        Warning(
            "Mail is written to a file or the console and reaches nobody.",
            hint="Set EMAIL_URL, like EMAIL_URL=submission://user:password@mail.example.org:587",
            id="config.W003",
        )
    ]


@register(Tags.security, deploy=True)
def weaknesses_can_be_reported(**kwargs: Any) -> list[CheckMessage]:
    """Whoever finds a hole must know whom to tell."""
    if settings.SECURITY_CONTACT:
        return []
    return [
        Warning(
            "SECURITY_CONTACT is not set, so there is no /.well-known/security.txt.",
            hint="Set SECURITY_CONTACT, like SECURITY_CONTACT=mailto:security@example.org",
            id="config.W004",
        )
    ]
