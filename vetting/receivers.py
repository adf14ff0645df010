"""What follows an event, after commit. A lost message loses nothing: the sweep finds the rest."""

import logging

from celery.exceptions import CeleryError
from django.dispatch import receiver
from kombu.exceptions import KombuError

from directory.signals import event_recorded
from vetting import reviewing, tasks

log = logging.getLogger(__name__)


@receiver(event_recorded)
def hurry_assessment(sender, *, kind, revision_id, **kwargs) -> None:
    if kind == "revision.submitted":
        try:
            tasks.assess_revision.delay(revision_id)
        except (CeleryError, KombuError, OSError) as error:
            log.warning("assessment of revision %s waits for the sweep: %s", revision_id, error)


@receiver(event_recorded)
def close_overtaken_case(sender, *, kind, **kwargs) -> None:
    if kind in {"revision.withdrawn", "revision.submitted"}:
        reviewing.close_overtaken()
