"""The mail outbox: a letter is a row first, and is sent from there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language


def language_now() -> str:
    """The language that a letter is being written in."""
    return get_language() or settings.LANGUAGE_CODE


class OutgoingMail(models.Model):
    """A letter to send once. The text of a sent letter is deleted; that it was sent is kept.

    `key` names the occasion, so that the same letter is never written twice.
    """

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, default=language_now)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="mail_waiting",
                condition=models.Q(sent_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.subject
