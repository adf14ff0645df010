"""Jobs that go wrong: how often each was tried, and which now wait for a person."""

from django.db import models
from django.utils import timezone


class JobTrouble(models.Model):
    """A job that began and did not end well so far. A job that succeeds leaves no row.

    `job` is a code like "assess", `subject` the id it works on. `parked_at`: it is not tried again
    until a person says so.
    """

    job = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    parked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_at"]
        verbose_name = "job in trouble"
        verbose_name_plural = "jobs in trouble"
        constraints = [
            models.UniqueConstraint(fields=["job", "subject"], name="one_trouble_per_job")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.subject}"
