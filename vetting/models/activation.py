"""Which rubric counts, and since when."""

from django.db import models
from django.utils import timezone


class RubricActivation(models.Model):
    """A rubric version was made the one that new texts are read under. The newest row counts."""

    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    activated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "rubric activation"

    def __str__(self) -> str:
        return f"Rubric {self.version} since {self.activated_at:%Y-%m-%d}"
