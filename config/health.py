"""Two questions of a supervisor: is the process alive, and can it do its work?"""

import logging
import shutil
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app
from config.pulse import silent_seconds
from directory.mail import oldest_due_seconds
from vetting.assessing import oldest_waiting_seconds

logger = logging.getLogger(__name__)

DISK_FREE_SHARE = 0.05
LONGEST_WAIT_SECONDS = 120
"""A sweep looks for texts without an assessment every 20 seconds; after this long it does not run."""
LONGEST_SILENCE_SECONDS = 60
"""The most frequent sweep comes round every 15 seconds."""
LONGEST_IN_OUTBOX_SECONDS = 300
"""Letters leave every 15 seconds, fifty at a time; some hundred may be written at once."""


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every check holds, else 503. Each check is `ok` or `not ok`; why is in the log alone."""
    results = {name: "ok" if _holds(name, check) else "not ok" for name, check in CHECKS.items()}
    healthy = all(result == "ok" for result in results.values())
    return JsonResponse({"ready": healthy, "checks": results}, status=200 if healthy else 503)


def _holds(name: str, check: Callable[[], str]) -> bool:
    try:
        outcome = check()
    except Exception as error:  # whatever broke, the answer is "not ready"
        outcome = f"failed: {type(error).__name__}"
    if outcome != "ok":
        logger.warning("Not ready: %s: %s", name, outcome)
    return outcome == "ok"


def database() -> str:
    """Writes a row and takes it back."""
    with transaction.atomic():
        Session.objects.create(session_key=f"readyz{uuid4().hex}"[:40], expire_date=timezone.now())
        transaction.set_rollback(True)
    return "ok"


def broker() -> str:
    """The embedded broker is part of the process; Redis must answer."""
    if settings.EMBEDDED:
        return "ok"
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    return "ok"


def disk() -> str:
    """At least DISK_FREE_SHARE of the disk under VAR_DIR is free."""
    usage = shutil.disk_usage(settings.VAR_DIR)
    share = usage.free / usage.total
    return "ok" if share >= DISK_FREE_SHARE else f"only {share:.1%} of the disk is free"


def assessments() -> str:
    """No submitted text has waited for its assessment longer than LONGEST_WAIT_SECONDS."""
    waited = oldest_waiting_seconds() or 0
    return "ok" if waited <= LONGEST_WAIT_SECONDS else f"a text has waited {waited:.0f} seconds"


def jobs() -> str:
    """A background job has ended within LONGEST_SILENCE_SECONDS, or this process is younger."""
    silent = silent_seconds()
    return "ok" if silent <= LONGEST_SILENCE_SECONDS else f"no job has ended for {silent:.0f} s"


def mail() -> str:
    """No letter that could leave has waited longer than LONGEST_IN_OUTBOX_SECONDS."""
    waited = oldest_due_seconds()
    return "ok" if waited <= LONGEST_IN_OUTBOX_SECONDS else f"a letter has waited {waited:.0f} s"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "disk": disk,
    "assessments": assessments,
    "jobs": jobs,
    "mail": mail,
}
