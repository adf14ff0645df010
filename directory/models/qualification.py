"""Papers and the courses they come from (FHIR Practitioner.qualification)."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, gettext_lazy

from directory.sealing import FingerprintField, SealedTextField

HOURS = [MinValueValidator(0), MaxValueValidator(5000)]


class Course(models.Model):
    """A recognized course: a row of the course map, written from the rubric's file."""

    code = models.SlugField(primary_key=True, max_length=80)
    school = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    method = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=60, blank=True)
    hours_total = models.FloatField(null=True, blank=True, help_text=gettext_lazy("Clock hours."))
    scope = models.CharField(max_length=20, blank=True)
    renewal_years = models.FloatField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    verified = models.BooleanField(
        default=False, help_text=gettext_lazy("The source supports this entry.")
    )
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["school", "title"]

    def __str__(self) -> str:
        return f"{self.school}: {self.title}"


class Qualification(models.Model):
    """A paper that the owner names; whether it is true is a Check, kept by vetting.

    `issuer` is the school of a training, the authority of a licence, the insurer, or the body that one
    is a member of (FHIR Practitioner.qualification.issuer); `expires` ends its period.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", gettext_lazy("MLD or CDT training")
        LICENCE = "licence", gettext_lazy("Professional licence")
        MEMBERSHIP = "membership", gettext_lazy("Membership of a register or association")
        INSURANCE = "insurance", gettext_lazy("Liability insurance")

    class Scope(models.TextChoices):
        HEALTHY = "healthy", gettext_lazy("Healthy lymph system")
        COMPROMISED = "compromised", gettext_lazy("Also a compromised lymph system (CDT)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(
        "directory.Practitioner", on_delete=models.CASCADE, related_name="qualifications"
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TRAINING)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    identifier = SealedTextField(max_length=80, blank=True)
    identifier_fingerprint = FingerprintField(source="identifier")
    hours_theory = models.FloatField(null=True, blank=True, validators=HOURS)
    hours_practical = models.FloatField(null=True, blank=True, validators=HOURS)
    hours_total = models.FloatField(null=True, blank=True, validators=HOURS)
    scope = models.CharField(max_length=12, choices=Scope, blank=True)
    issued = models.DateField(null=True, blank=True)
    renewed = models.DateField(null=True, blank=True)
    expires = models.DateField(null=True, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="Where a licence is good.")
    region = models.CharField(max_length=80, blank=True)
    register_url = models.URLField(
        max_length=300, blank=True, help_text="The public register's page on a licence."
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        named = self.title or self.course or self.issuer
        return str(named or gettext("Paper without a title"))
