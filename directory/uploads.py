"""Uploaded papers: what is taken, what is stored instead of it, and who may have how many."""

import hashlib
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from directory.examining import NotTaken, examine
from directory.models import EvidenceDocument, Practitioner, Qualification
from directory.models.event import record
from directory.paper_limits import MAX_BYTES, MAX_PAGES
from directory.scanning import ScannerAway

MAX_DOCUMENTS = 20
"""Documents that one practitioner may keep."""
MAX_REQUEST = 3 * MAX_BYTES + 1024 * 1024
"""Bytes of a whole form with its files; more is answered with 413 before it is read."""

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
    "photo": gettext_lazy(
        "This is not a JPEG or PNG that we can open. Save the photo as one of these and send that."
    ),
    "small": gettext_lazy(
        "This photo is too small to be shown sharp. Choose one with at least 240 pixels on each side."
    ),
    "unscanned": gettext_lazy(
        "Photos cannot be checked for viruses at the moment, so none is taken. Try again in an hour."
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


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file as it came, which nobody but the job that examines it may read."""

    name: str
    data: bytes


def take(upload: UploadedFile) -> Rebuilt | Unread:
    """A picture is written anew at once; a PDF, and what the scanner cannot see now, waits for the job.

    Raises ValidationError with a sentence that says what to do.
    """
    if not upload.size:
        raise refusal("empty")
    if upload.size > MAX_BYTES:
        raise refusal("size")
    data = upload.read()
    if is_pdf(data):
        return Unread(name=safe_name(upload.name or "", "application/pdf"), data=data)
    try:
        examined = examine(data)
    except NotTaken as error:
        raise refusal(error.why) from None
    except ScannerAway:
        return Unread(name=safe_name(upload.name or "", "image/jpeg"), data=data)
    return Rebuilt(
        name=safe_name(upload.name or "", examined.content_type),
        content_type=examined.content_type,
        data=examined.data,
    )


def is_pdf(data: bytes) -> bool:
    """Whether a file says that it is a PDF; the decoder has the last word."""
    return b"%PDF-" in data[:1024]


def keep(*, paper: Qualification, file: Rebuilt | Unread, actor_id: int) -> EvidenceDocument:
    """Store a file with its paper; an Unread one waits for `inspecting`.

    The same file sent twice for a paper is kept once, and files that were refused before are
    forgotten. Raises ValidationError when the practitioner keeps MAX_DOCUMENTS already.
    """
    digest = hashlib.sha256(file.data).hexdigest()
    State = EvidenceDocument.State
    with transaction.atomic():
        Practitioner.objects.select_for_update().get(pk=paper.practitioner_id)
        same = paper.documents.filter(sha256=digest).exclude(state=State.REFUSED).first()
        if same is not None:
            return same
        held = EvidenceDocument.objects.filter(qualification__practitioner=paper.practitioner_id)
        if held.exclude(state=State.REFUSED).count() >= MAX_DOCUMENTS:
            raise refusal("full")
        for refused in paper.documents.filter(state=State.REFUSED):
            drop(refused, actor_id=actor_id, why="replaced")
        rebuilt = isinstance(file, Rebuilt)
        document = EvidenceDocument(
            qualification=paper,
            state=State.READY if rebuilt else State.WAITING,
            original_name=file.name,
            content_type=file.content_type if isinstance(file, Rebuilt) else "",
            size=len(file.data),
            sha256=digest,
        )
        document.file.save(file.name, ContentFile(file.data), save=False)
        document.save()
        kind = "document.added" if rebuilt else "document.received"
        record(kind, actor_id=actor_id, document=str(document.pk))
    return document


def drop(document: EvidenceDocument, *, actor_id: int | None, why: str = "owner") -> None:
    """Delete a document and, once that is certain, its file.

    `why` is "owner", "replaced", "same" (the paper has this file already) or a rule of retention.
    """
    storage, name = document.file.storage, str(document.file.name)
    with transaction.atomic():
        record("document.removed", actor_id=actor_id, document=str(document.pk), why=why)
        document.delete()
        if name:
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


def refusal(why: str) -> ValidationError:
    """Why a file is not taken, for its form."""
    return ValidationError(SENTENCES[why], code=why)
