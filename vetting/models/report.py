"""What the public says about a listing, and how it was answered."""

from django.db import models
from django.utils import timezone


class Report(models.Model):
    """A problem that somebody without an account reported. Its status page opens by the token alone.

    Only a hash of the token is kept. `reporter` is a keyed hash of the e-mail address, by which later
    reports are weighed; the address itself goes when the answer has been written.
    """

    class Category(models.TextChoices):
        FACT = "fact", "A fact is wrong or out of date"
        CLAIM = "claim", "A claim that is not true"
        SAFETY = "safety", "Work that may be unsafe"
        CREDENTIAL = "credential", "A paper or title that the person does not hold"
        OTHER = "other", "Something else"

    reference = models.CharField(max_length=12, unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    listing_id = models.UUIDField(db_index=True)
    listing_name = models.CharField(max_length=120)
    case = models.ForeignKey(
        "vetting.ReviewCase",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
    )
    field = models.CharField(max_length=20)
    category = models.CharField(max_length=12, choices=Category)
    text = models.TextField(max_length=2000)
    email = models.EmailField(blank=True)
    reporter = models.CharField(max_length=64, blank=True, db_index=True)
    weight = models.FloatField(default=0.5, help_text="Share of earlier reports that were right.")
    received_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    right = models.BooleanField(null=True, help_text="Whether it led to something or was true.")
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return f"Report {self.reference}"
