"""What moderators write down beside decisions: their interests, and whom they contacted."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ModeratorInterest(models.Model):
    """A tie that keeps a moderator away from cases: a school, an employer, a town."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School where I trained or teach"
        EMPLOYER = "employer", "Practice or clinic where I work"
        AREA = "area", "Town where I work"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=160, help_text="As the moderator wrote it.")
    key = models.CharField(max_length=160, help_text="As it is compared.")
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "label"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="interest_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"


class ContactLog(models.Model):
    """One try to reach somebody about a listing. Rows are added, never changed."""

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Telephone"
        LETTER = "letter", "Letter"
        FORM = "form", "Form on a website"
        PERSON = "person", "In person"

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached, and answered"
        ASKED = "asked", "Asked, answer awaited"
        NO_ANSWER = "no_answer", "No answer"
        REFUSED = "refused", "Would not say"
        WRONG = "wrong", "Wrong address or number"

    case = models.ForeignKey(
        "vetting.ReviewCase", on_delete=models.CASCADE, related_name="contacts"
    )
    listing_id = models.UUIDField(db_index=True)
    whom = models.CharField(max_length=160)
    channel = models.CharField(max_length=8, choices=Channel)
    outcome = models.CharField(max_length=12, choices=Outcome)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} to {self.whom}"
