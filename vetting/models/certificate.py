"""What a school says of its certificates: answers to questions, and a list of hashes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class CertificateQuestion(models.Model):
    """Whether a school issued one paper of one case. Asked by a moderator, answered at the desk."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        CONFIRMED = "confirmed", "Issued by the school"
        NOT_OURS = "not_ours", "Not issued by the school"
        REVOKED = "revoked", "Revoked by the school"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("vetting.ReviewCase", on_delete=models.CASCADE, related_name="+")
    qualification_id = models.UUIDField()
    organization = models.ForeignKey(
        "vetting.Organization", on_delete=models.CASCADE, related_name="questions"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "qualification_id", "organization"],
                name="one_question_per_paper_and_school",
            ),
            models.CheckConstraint(
                name="answered_question_has_its_day",
                condition=models.Q(state="asked") | models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_state_display()}"


class IssuedCertificate(models.Model):
    """One line of a school's list: a hash that names nobody, and whether it still holds.

    `digest` is the hex SHA-256 of `issuing.digest_of`. Who is not looked for cannot be read from it
    by anybody without the number and the name.
    """

    organization = models.ForeignKey(
        "vetting.Organization", on_delete=models.CASCADE, related_name="certificates"
    )
    digest = models.CharField(max_length=64)
    listed_on = models.DateField(default=timezone.localdate)
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "digest"], name="one_line_per_certificate"
            )
        ]

    def __str__(self) -> str:
        return self.digest[:12]
