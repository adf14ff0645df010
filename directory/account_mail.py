"""Letters about an account go through the outbox too: a mail server that is away loses none."""

import logging
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from celery.exceptions import CeleryError
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from kombu.exceptions import KombuError

from directory import mail
from directory.models import OutgoingMail

log = logging.getLogger(__name__)


class OutboxAdapter(DefaultAccountAdapter):
    """Writes a row for each letter; a server is asked by a task, never by the visitor's request."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = current.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, {**known, **context})
        letter = OutgoingMail.objects.create(
            key=f"account:{template_prefix.rpartition('/')[2]}:{uuid.uuid4()}",
            to=email,
            subject=message.subject[:200],
            text=message.body,
        )
        if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
            transaction.on_commit(hurry)
        else:  # a folder or the memory of a test: nobody has to wait for it
            mail.deliver(letter)


def hurry() -> None:
    """Ask for the next round of sending now; the schedule does it anyway."""
    from directory.tasks import send_waiting_mail  # noqa: PLC0415 - tasks load the services

    try:
        send_waiting_mail.delay()
    except (CeleryError, KombuError, OSError) as error:
        log.warning("mail waits for the schedule: %s", error)
