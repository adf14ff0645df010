"""The queue and what was decided."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReviewCase(models.Model):
    """A revision that waits for a person. It is open until decided or overtaken; it never drops out."""

    class Kind(models.TextChoices):
        NEW = "new", "New listing"
        CHANGE = "change", "Change to a listing"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLAIMED = "claimed", "Being read"
        CLOSED = "closed", "Closed"

    revision = models.OneToOneField(
        "directory.Revision", on_delete=models.CASCADE, related_name="review_case"
    )
    listing_id = models.UUIDField(db_index=True)
    owner_id = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    name = models.CharField(max_length=120, help_text="As submitted; a revision never changes.")
    place = models.CharField(max_length=160, blank=True)
    verdict = models.CharField(max_length=12, blank=True)
    holds = models.JSONField(default=list)
    opened_at = models.DateTimeField(default=timezone.now)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at"]
        verbose_name = "case"
        permissions = [("decide_reviewcase", "Can claim and decide cases")]
        constraints = [
            models.CheckConstraint(
                name="claimed_case_names_its_reader",
                condition=~models.Q(state="claimed")
                | models.Q(claimed_by__isnull=False, claimed_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}: {self.name}"


class Decision(models.Model):
    """A person's answer to a case, with its statement of reasons and the engine's answer beside it."""

    class Outcome(models.TextChoices):
        VERIFIED = "verified", "Verify"
        CHANGES_REQUESTED = "changes_requested", "Return for changes"
        HONEST_NOT_MLD = "honest_not_mld", "Honest, not MLD"
        NOT_VERIFIED = "not_verified", "Not verified"

    case = models.OneToOneField(ReviewCase, on_delete=models.CASCADE, related_name="decision")
    assessment = models.ForeignKey(
        "vetting.Assessment", on_delete=models.RESTRICT, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    reasons = models.JSONField(default=list)
    scopes = models.JSONField(default=list)
    levels = models.JSONField(default=dict, help_text="Criterion to level, as the person read it.")
    until = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True, help_text="For moderators only.")
    engine_verdict = models.CharField(max_length=12)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                name="verification_has_scope_and_end",
                condition=~models.Q(outcome="verified") | models.Q(until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
