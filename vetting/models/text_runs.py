"""What is compared of a text."""

from django.db import models


class TextRuns(models.Model):
    """The hashes of a submitted text's runs of four words, in 32 bits each, ascending, little-endian.

    It saves reading the text again each time that it is compared. It goes with its revision.
    """

    revision = models.OneToOneField(
        "directory.Revision", on_delete=models.CASCADE, primary_key=True, related_name="text_runs"
    )
    runs = models.BinaryField()

    def __str__(self) -> str:
        return f"Runs of revision {self.revision_id}"
