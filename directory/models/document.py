"""Evidence documents: private files that only their owner and a moderator may open."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models


def documents_storage() -> Storage:
    """Outside the web root and without an address: the permission-checked view is the only way in."""
    return storages["documents"]


def document_path(document: "EvidenceDocument", filename: str) -> str:
    """An own name from the document's id; nothing of the uploaded name reaches the disk."""
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    return f"{document.pk.hex[:2]}/{document.pk.hex}.{suffix[document.content_type]}"


class EvidenceDocument(models.Model):
    """A scan of a paper, rebuilt by the decoder that recognized it. Size in bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    qualification = models.ForeignKey(
        "directory.Qualification", on_delete=models.CASCADE, related_name="documents"
    )
    file = models.FileField(storage=documents_storage, upload_to=document_path, max_length=80)
    original_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.original_name
