"""Who checked which paper, where, when, until when (FHIR VerificationResult)."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Check(models.Model):
    """One check of one qualification. Rows are added, never changed; the newest one counts.

    In the words of VerificationResult: `qualification_id` and `field` are target and targetLocation,
    `method` the type of the primary source, `primary_source` who it is, `channel` the means of
    communication, `outcome` the validation status, `checked_on` and `checked_by` date and attester,
    `next_due` the next scheduled validation.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed by its source"
        DOCUMENT_SEEN = "document_seen", "Document seen"
        NOT_CONFIRMED = "not_confirmed", "Source did not confirm"

    class Method(models.TextChoices):
        REGISTER = "register", "Looked up in the public register"
        ISSUER = "issuer", "Asked the school or issuer"
        DOCUMENT = "document", "Read the document"

    class Field(models.TextChoices):
        WHOLE = "whole", "The whole paper"
        NUMBER = "identifier", "Number"
        HOURS = "hours", "Hours"
        SCOPE = "scope", "Scope"
        DATES = "dates", "Dates"

    class Channel(models.TextChoices):
        WEB = "web", "On the web"
        EMAIL = "email", "By e-mail"
        PHONE = "phone", "By telephone"
        LETTER = "letter", "By letter"
        PERSON = "person", "In person"

    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.CASCADE, related_name="checks"
    )
    qualification_id = models.UUIDField(db_index=True)
    field = models.CharField(max_length=12, choices=Field, default=Field.WHOLE)
    outcome = models.CharField(max_length=16, choices=Outcome)
    method = models.CharField(max_length=12, choices=Method)
    primary_source = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    evidence_url = models.URLField(max_length=300, blank=True, help_text="What was looked at.")
    note = models.CharField(max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    checked_by_name = models.CharField(max_length=80)
    checked_on = models.DateField(default=timezone.localdate)
    good_until = models.DateField(null=True, blank=True)
    next_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.checked_on}"
