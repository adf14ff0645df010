"""Where texts that are alike meet."""

from django.db import models


class BandKey(models.Model):
    """One of the keys of a submitted text: two texts with a key in common may be near-duplicates.

    The key is a hash of signed 64 bits; the words cannot be read from it. It goes with its revision.
    """

    pk = models.CompositePrimaryKey("key", "revision")
    key = models.BigIntegerField()
    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.CASCADE, related_name="band_keys"
    )

    def __str__(self) -> str:
        return f"Key {self.key} of revision {self.revision_id}"
