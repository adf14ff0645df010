"""The photo of a practitioner, made of pixels alone; its files lie in the store "photos"."""

import uuid

from django.db import models
from django.utils import timezone

from directory.paper_limits import PHOTO_SIDES

FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}
"""Ending to content type."""


class Photo(models.Model):
    """A photo that its practitioner agreed to show. The id is chance, so its address cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(
        "directory.Practitioner", on_delete=models.CASCADE, related_name="photos"
    )
    consented_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["consented_at"]

    def __str__(self) -> str:
        return f"photo of {self.consented_at:%Y-%m-%d}"

    def file_name(self, size: int, ending: str) -> str:
        return f"{self.pk.hex[:2]}/{self.pk.hex}-{size}.{ending}"

    def file_names(self) -> list[str]:
        return [self.file_name(size, ending) for size in PHOTO_SIDES for ending in FORMATS]
