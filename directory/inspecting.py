"""The job that examines files which wait: after it a person may open them, or reads why not."""

import hashlib
import logging
import uuid
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse, translate_url
from django.utils import translation

from directory import mail
from directory.attempts import attempt
from directory.examining import Examined, NotTaken, examine
from directory.models import EvidenceDocument
from directory.models.event import record
from directory.scanning import ScannerAway
from directory.uploads import SENTENCES, drop, safe_name

log = logging.getLogger(__name__)

JOB = "inspect"
"""The name of this job among those whose attempts are counted."""
AT_ONCE = 20
"""Files that one sweep looks at."""

State = EvidenceDocument.State


def inspect_waiting() -> None:
    """Every file that waits, oldest first; finds what a lost message left."""
    waiting = EvidenceDocument.objects.filter(state=State.WAITING).values_list("pk", flat=True)
    for document_id in list(waiting[:AT_ONCE]):
        try_to_inspect(document_id)


def try_to_inspect(document_id: uuid.UUID | str) -> bool:
    """Inspect a file as a counted attempt; one that fails three times waits for a person."""
    return attempt(JOB, document_id, partial(inspect, document_id))


def inspect(document_id: uuid.UUID | str) -> None:
    """Write a waiting file anew, or refuse it and tell its owner. Safe to run twice, and two at once.

    While the scanner does not answer, the file goes on waiting.
    """
    document = EvidenceDocument.objects.filter(pk=document_id, state=State.WAITING).first()
    if document is None:
        return
    with document.file.open("rb") as file:
        data = file.read()
    try:
        examined = examine(data)
    except ScannerAway as error:
        log.warning("document %s waits for the scanner: %s", document_id, error)
    except NotTaken as refused:
        _refuse(document_id, refused.why)
    else:
        _store(document_id, examined)


def _store(document_id: uuid.UUID | str, examined: Examined) -> None:
    digest = hashlib.sha256(examined.data).hexdigest()
    with transaction.atomic():
        document = _locked(document_id)
        if document is None:
            return
        same = EvidenceDocument.objects.filter(
            qualification_id=document.qualification_id, sha256=digest
        )
        if same.readable().exists():
            drop(document, actor_id=None, why="same")
            return
        storage, unread = document.file.storage, str(document.file.name)
        document.state = State.READY
        document.content_type = examined.content_type
        document.original_name = safe_name(document.original_name, examined.content_type)
        document.size, document.sha256 = len(examined.data), digest
        # what an attempt that was killed may have left
        storage.delete(document.file.field.generate_filename(document, document.original_name))
        document.file.save(document.original_name, ContentFile(examined.data), save=False)
        document.save()
        record("document.added", document=str(document.pk))
        transaction.on_commit(partial(storage.delete, unread))


def _refuse(document_id: uuid.UUID | str, why: str) -> None:
    with transaction.atomic():
        document = _locked(document_id)
        if document is None:
            return
        storage, unread = document.file.storage, str(document.file.name)
        document.state, document.refused_for = State.REFUSED, why
        document.file, document.size, document.sha256 = "", 0, ""
        document.save()
        _tell_owner(document)
        record("document.refused", document=str(document.pk), why=why)
        transaction.on_commit(partial(storage.delete, unread))


def _locked(document_id: uuid.UUID | str) -> EvidenceDocument | None:
    """The document if it still waits; another worker then waits for this one's end."""
    waiting = EvidenceDocument.objects.select_for_update().filter(state=State.WAITING)
    return waiting.filter(pk=document_id).first()


def _tell_owner(document: EvidenceDocument) -> None:
    owner = document.qualification.practitioner
    if not owner.user.email or owner.is_demo:
        return
    with translation.override(owner.letters_in):
        mail.write(
            key=f"document:{document.pk}",
            to=owner.user.email,
            template="document_refused",
            context={
                "name": owner.name,
                "file": document.original_name,
                "why": SENTENCES[document.refused_for],
                "path": translate_url(reverse("owner_step", args=["training"]), owner.letters_in),
            },
        )
