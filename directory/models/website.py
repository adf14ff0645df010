"""Whether the website of a listing answers."""

from django.db import models


class WebsiteCheck(models.Model):
    """The newest look at a listing's website. `misses` counts failed looks in a row."""

    class Outcome(models.TextChoices):
        ANSWERS = "answers", "It answers"
        MISSING = "missing", "It does not answer"
        REFUSED = "refused", "It leads to an address that we do not ask"

    listing = models.OneToOneField(
        "directory.Listing",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="website_check",
    )
    url = models.URLField(max_length=300)
    outcome = models.CharField(max_length=8, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.url}: {self.outcome}"
