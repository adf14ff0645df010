"""Uploaded papers: what is taken, what is stored instead of it, and who may have how many."""

import hashlib
import json
import subprocess
import sys
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from directory.models import EvidenceDocument, Practitioner, Qualification
from directory.models.event import record
from directory.paper_limits import MAX_BYTES, MAX_PAGES
from directory.scanning import ScannerAway, is_clean

MAX_DOCUMENTS = 20
"""Documents that one practitioner may keep."""
MAX_REQUEST = 3 * MAX_BYTES + 1024 * 1024
"""Bytes of a whole form with its files; more is answered with 413 before it is read."""
TIME_LIMIT = 20
"""Seconds that taking one file apart may last."""
_TURNS = threading.BoundedSemaphore(2)
"""Files taken apart at once; each may use a few hundred megabytes."""

SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

SENTENCES = {
    "empty": gettext_lazy("This file is empty. Choose the scan or photo of your paper."),
    "size": gettext_lazy(
        "This file is larger than 10 MB. Scan it at 300 dots an inch, or send a photo as JPEG."
    ),
    "type": gettext_lazy(
        "This is not a PDF, JPEG or PNG that we can open. Save it as one of these and send that."
    ),
    "broken": gettext_lazy(
        "This file is damaged and does not open. Save or scan it again and send that."
    ),
    "locked": gettext_lazy(
        "This PDF is locked with a password. Print it into a new PDF, or send a photo of it."
    ),
    "pixels": gettext_lazy(
        "This picture has too many pixels. Scan it at 300 dots an inch and send that."
    ),
    "pages": format_lazy(
        gettext_lazy(
            "This PDF has more than {most} pages. Send only the pages that show your training."
        ),
        most=MAX_PAGES,
    ),
    "heavy": gettext_lazy(
        "This file takes too much work to open. Send a photo of the paper as JPEG."
    ),
    "virus": gettext_lazy(
        "A virus scanner found something in this file, so it is not taken. Scan the paper itself again "
        "on another device and send that."
    ),
    "unscanned": gettext_lazy(
        "Files cannot be checked for viruses at the moment, so none is taken. Your text is saved: try "
        "again in an hour."
    ),
    "full": format_lazy(
        gettext_lazy(
            "You keep {most} documents already. Remove one that is not needed, then add this."
        ),
        most=MAX_DOCUMENTS,
    ),
}
"""Why a file is not taken, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """A file as it will be stored: written anew by its decoder. `name` is the owner's, made safe."""

    name: str
    content_type: str
    data: bytes


def take(upload: UploadedFile) -> Rebuilt:
    """The upload, decoded and written anew in a process of its own.

    Raises ValidationError with a sentence that says what to do.
    """
    if not upload.size:
        raise _refusal("empty")
    if upload.size > MAX_BYTES:
        raise _refusal("size")
    data = upload.read()
    try:
        if not is_clean(data):
            raise _refusal("virus")
    except ScannerAway:
        raise _refusal("unscanned") from None
    try:
        with _TURNS:
            done = subprocess.run(
                [sys.executable, "-m", "directory.rebuilding"],
                input=data,
                capture_output=True,
                timeout=TIME_LIMIT,
                cwd=Path(__file__).resolve().parent.parent,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise _refusal("heavy") from None
    head, _sep, rebuilt = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise _refusal("heavy")
    answer = json.loads(head)
    if "refused" in answer:
        raise _refusal(answer["refused"])
    content_type = answer["content_type"]
    return Rebuilt(
        name=safe_name(upload.name or "", content_type), content_type=content_type, data=rebuilt
    )


def keep(*, paper: Qualification, rebuilt: Rebuilt, actor_id: int) -> EvidenceDocument:
    """Store a rebuilt file with its paper. The same file sent twice for a paper is kept once.

    Raises ValidationError when the practitioner keeps MAX_DOCUMENTS already.
    """
    digest = hashlib.sha256(rebuilt.data).hexdigest()
    with transaction.atomic():
        Practitioner.objects.select_for_update().get(pk=paper.practitioner_id)
        same = paper.documents.filter(sha256=digest).first()
        if same is not None:
            return same
        held = EvidenceDocument.objects.filter(qualification__practitioner=paper.practitioner_id)
        if held.count() >= MAX_DOCUMENTS:
            raise _refusal("full")
        document = EvidenceDocument(
            qualification=paper,
            original_name=rebuilt.name,
            content_type=rebuilt.content_type,
            size=len(rebuilt.data),
            sha256=digest,
        )
        document.file.save(rebuilt.name, ContentFile(rebuilt.data), save=False)
        document.save()
        record("document.added", actor_id=actor_id, document=str(document.pk))
    return document


def drop(document: EvidenceDocument, *, actor_id: int | None, why: str = "owner") -> None:
    """Delete a document and, once that is certain, its file. `why` is "owner" or a rule of retention."""
    storage, name = document.file.storage, str(document.file.name)
    with transaction.atomic():
        record("document.removed", actor_id=actor_id, document=str(document.pk), why=why)
        document.delete()
        transaction.on_commit(lambda: storage.delete(name))


def safe_name(name: str, content_type: str) -> str:
    """The owner's file name without anything invisible or unsafe, with its true ending."""
    visible = "".join(
        " "
        if unicodedata.category(character)[0] in "CZ" or character in '/\\:*?"<>|'
        else character
        for character in unicodedata.normalize("NFC", name)
    )
    stem = " ".join(visible.rsplit(".", 1)[0].split()).strip(". ")[:100] or "paper"
    return f"{stem}.{SUFFIXES[content_type]}"


def _refusal(why: str) -> ValidationError:
    return ValidationError(SENTENCES[why], code=why)
