"""Somebody waits for a practitioner whom a search did not find."""

import uuid

from django.db import models
from django.utils import timezone


class SearchAlert(models.Model):
    """One search and one address, nothing else. Deleted with the one letter it leads to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=8, default="en")
    search = models.CharField(max_length=1000, help_text="The query of the results page's address.")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["email", "search"], name="one_alert_per_search")
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"
