"""What follows an event, after commit, and the end of an account. A lost message loses nothing: the
sweep finds the rest."""

import logging

from celery.exceptions import CeleryError
from django.contrib.auth.models import User
from django.db.models.signals import pre_delete
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


@receiver(pre_delete, sender=User)
def give_cases_back(sender, instance, **kwargs) -> None:
    """A moderator whose account ends holds no case any more; somebody else takes it."""
    reviewing.release_claims_of(instance)
