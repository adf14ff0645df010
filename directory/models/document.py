"""Evidence documents: private files that only their owner and a moderator may open."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models


def documents_storage() -> Storage:
    """Outside the web root and without an address: the permission-checked view is the only way in."""
    return storages["documents"]


def document_path(document: "EvidenceDocument", filename: str) -> str:
    """An own name from the document's id; nothing of the uploaded name reaches the disk."""
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "": "unread"}
    return f"{document.pk.hex[:2]}/{document.pk.hex}.{suffix[document.content_type]}"


class DocumentQuerySet(models.QuerySet["EvidenceDocument"]):
    def readable(self) -> "DocumentQuerySet":
        """Those that a person may open: written anew, and scanned where a scanner is set."""
        return self.filter(state=EvidenceDocument.State.READY)


class EvidenceDocument(models.Model):
    """A scan of a paper, rebuilt by the decoder that recognized it. Size in bytes.

    While it waits, `file` is what came, `content_type` is "" and nobody but the job reads it. One that
    was refused has no file; `refused_for` is a key of `directory.uploads.SENTENCES`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "being checked"
        READY = "ready", "checked"
        REFUSED = "refused", "not taken"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    qualification = models.ForeignKey(
        "directory.Qualification", on_delete=models.CASCADE, related_name="documents"
    )
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    refused_for = models.CharField(max_length=12, blank=True)
    file = models.FileField(
        storage=documents_storage, upload_to=document_path, max_length=80, blank=True
    )
    original_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=20, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.original_name
