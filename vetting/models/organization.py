"""Schools and associations, who acts for them, and whom they invite (FHIR Organization)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Organization(models.Model):
    """A school that issues certificates, or an association of practitioners."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        ASSOCIATION = "association", "Association"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    website = models.URLField(blank=True)
    courses = models.ManyToManyField(
        "directory.Course",
        blank=True,
        related_name="+",
        help_text="Rows of the course map whose certificates this organization issues.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """An account that acts for an organization; an account acts for one at most."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seat"
    )
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="seats")
    given_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["given_on", "pk"]

    def __str__(self) -> str:
        return f"{self.user} for {self.organization}"


class InvitationList(models.Model):
    """A file of members as it was read. Nobody on it is written to before the list is started."""

    class State(models.TextChoices):
        PREVIEW = "preview", "To be looked through"
        STARTED = "started", "Letters go out"
        DROPPED = "dropped", "Dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="lists")
    file_name = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class Invitation(models.Model):
    """One line of a list: a person to invite, or what is wrong with the line.

    An invitation never makes a listing. Name and address are emptied when they are not needed any
    more; what stays is that a line was invited or declined.
    """

    class State(models.TextChoices):
        UNFIT = "unfit", "Not invited: something is wrong with the line"
        READY = "ready", "To be invited"
        INVITED = "invited", "Invited"
        DECLINED = "declined", "Wants no letters"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.ForeignKey(InvitationList, on_delete=models.CASCADE, related_name="invitations")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    problem = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    invited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["list", "line"], name="one_invitation_a_line")
        ]
        indexes = [
            models.Index(
                fields=["list"], name="invitation_ready", condition=models.Q(state="ready")
            )
        ]

    def __str__(self) -> str:
        return f"line {self.line}"


class WantsNoInvitations(models.Model):
    """A keyed hash of an address that declined: nobody can read it, and it is not invited again."""

    address = models.CharField(max_length=64, primary_key=True)
    since = models.DateField(default=timezone.localdate)

    def __str__(self) -> str:
        return f"since {self.since}"
