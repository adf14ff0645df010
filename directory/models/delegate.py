"""Who may work on a listing for its owner: a clinic manager, for instance."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Delegate(models.Model):
    """An invitation, and after it was accepted a right: to write and to send, nothing else.

    `user` is set by accepting. A row that is gone gives no right.
    """

    practitioner = models.ForeignKey(
        "directory.Practitioner", on_delete=models.CASCADE, related_name="delegates"
    )
    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
    )
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "email"], name="delegate_invited_once"),
            models.CheckConstraint(
                name="accepted_delegate_is_somebody",
                condition=models.Q(accepted_at__isnull=True) | models.Q(user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.email
