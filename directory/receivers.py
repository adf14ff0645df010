"""What follows an event, after commit: letters are hurried. The schedule finds what this misses."""

import logging

from celery.exceptions import CeleryError
from django.dispatch import receiver
from kombu.exceptions import KombuError

from directory import tasks
from directory.signals import event_recorded

log = logging.getLogger(__name__)

WRITES_A_LETTER = ("revision.", "listing.", "contact.", "report.", "appeal.", "delegate.")


@receiver(event_recorded)
def hurry_mail(sender, *, kind, **kwargs) -> None:
    if kind.startswith(WRITES_A_LETTER):
        try:
            tasks.send_waiting_mail.delay()
        except (CeleryError, KombuError, OSError) as error:
            log.warning("mail waits for the schedule: %s", error)
