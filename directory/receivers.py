"""What follows an event, after commit: jobs are hurried. The schedule finds what this misses."""

import logging

from celery.exceptions import CeleryError
from django.dispatch import receiver
from kombu.exceptions import KombuError

from directory import tasks
from directory.models import Event
from directory.signals import event_recorded

log = logging.getLogger(__name__)

WRITES_A_LETTER = (
    "revision.",
    "listing.",
    "contact.",
    "report.",
    "appeal.",
    "delegate.",
    "document.refused",
)


@receiver(event_recorded)
def hurry_mail(sender, *, kind, **kwargs) -> None:
    if kind.startswith(WRITES_A_LETTER):
        try:
            tasks.send_waiting_mail.delay()
        except (CeleryError, KombuError, OSError) as error:
            log.warning("mail waits for the schedule: %s", error)


@receiver(event_recorded)
def hurry_inspection(sender, *, kind, event_id, **kwargs) -> None:
    if kind == "document.received":
        document_id = Event.objects.get(pk=event_id).data["document"]
        try:
            tasks.inspect_document.delay(document_id)
        except (CeleryError, KombuError, OSError) as error:
            log.warning("document %s waits for the sweep: %s", document_id, error)
