"""How often a listing was opened and written to, by day. Nothing about who did."""

from django.db import models


class DailyCount(models.Model):
    """A number for a listing, a day and a kind."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        WRITTEN_TO = "written_to", "Written to"

    listing = models.ForeignKey(
        "directory.Listing", on_delete=models.CASCADE, related_name="daily_counts"
    )
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "day", "kind"], name="one_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.count}"
