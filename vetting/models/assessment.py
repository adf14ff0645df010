"""What the engine answered, with everything needed to ask it again."""

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone

NO_DUPLICATES = hashlib.sha256(b"[]").hexdigest()
"""The hash of an empty list of near-duplicates."""


class Assessment(models.Model):
    """The engine's answer on one revision under one rubric; a new rubric writes a new row.

    Rubric version and hash, text hash, credential snapshot, near-duplicates and `as_of` reproduce
    `output` byte for byte; `output` holds the findings, `output_sha256` its hash.
    """

    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.CASCADE, related_name="assessments"
    )
    rubric_version = models.CharField(max_length=20)
    rubric_sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    text_sha256 = models.CharField(max_length=64)
    credentials = models.JSONField(default=list)
    credentials_sha256 = models.CharField(max_length=64)
    duplicates = models.JSONField(
        default=list, help_text="Earlier texts of others: listing, revision, percent, passages."
    )
    duplicates_sha256 = models.CharField(max_length=64, default=NO_DUPLICATES)
    as_of = models.DateField()
    verdict = models.CharField(max_length=12)
    output = models.JSONField()
    output_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "revision",
                    "rubric_sha256",
                    "credentials_sha256",
                    "duplicates_sha256",
                    "as_of",
                ],
                name="one_assessment_per_input",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} under rubric {self.rubric_version}"

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self.output["findings"]

    @property
    def criteria(self) -> dict[str, dict[str, Any]]:
        """Criterion name to its result: level, score, text_level, summary, hours."""
        return {item["criterion"]: item for item in self.output["criteria"]}
