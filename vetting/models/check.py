"""Who checked which paper, where, when, until when (FHIR VerificationResult)."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Check(models.Model):
    """One check of one qualification. Rows are added, never changed; the newest one counts."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed by its source"
        DOCUMENT_SEEN = "document_seen", "Document seen"
        NOT_CONFIRMED = "not_confirmed", "Source did not confirm"

    class Method(models.TextChoices):
        REGISTER = "register", "Looked up in the public register"
        ISSUER = "issuer", "Asked the school or issuer"
        DOCUMENT = "document", "Read the document"

    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.CASCADE, related_name="checks"
    )
    qualification_id = models.UUIDField(db_index=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    method = models.CharField(max_length=12, choices=Method)
    primary_source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    checked_by_name = models.CharField(max_length=80)
    checked_on = models.DateField(default=timezone.localdate)
    good_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.checked_on}"
