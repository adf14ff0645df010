"""The public entry and its owner's working copy (FHIR PractitionerRole, Location, HealthcareService)."""

import uuid
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django_countries.fields import CountryField

from directory.states import ListingState

STATES = [(state.value, state.value.replace("_", " ")) for state in ListingState]


class ListingQuerySet(models.QuerySet["Listing"]):
    def public(self, today: date | None = None) -> "ListingQuerySet":
        """What anybody may see: verified, in date, not paused, stale, suspended or withdrawn.

        The only definition: pages, API, exports and search all come through here.
        """
        today = today or timezone.localdate()
        return self.filter(
            state=ListingState.VERIFIED,
            verified_until__gte=today,
            published_revision__isnull=False,
        )

    def owned_by(self, user) -> "ListingQuerySet":
        return self.filter(practitioner__user=user)


class Listing(models.Model):
    """A practitioner's entry. Draft fields are the owner's; the public reads `published_revision`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(
        "directory.Practitioner", on_delete=models.CASCADE, related_name="listings"
    )

    headline = models.CharField(max_length=140, blank=True)
    about = models.TextField(max_length=3000, blank=True)
    approach_hands = models.TextField(max_length=3000, blank=True)
    approach_structures = models.TextField(max_length=3000, blank=True)
    approach_limits = models.TextField(max_length=3000, blank=True)
    approach_difference = models.TextField(max_length=3000, blank=True)
    training_note = models.TextField(max_length=3000, blank=True)
    conditions = models.ManyToManyField(
        "directory.Term", blank=True, limit_choices_to={"kind": "condition"}, related_name="+"
    )
    delivery = models.ManyToManyField(
        "directory.Term", blank=True, limit_choices_to={"kind": "delivery"}, related_name="+"
    )
    accepts_new = models.BooleanField(default=True)
    availability_note = models.CharField(max_length=120, blank=True)
    insurance = models.BooleanField(default=False)
    insurance_note = models.CharField(max_length=160, blank=True)

    state = models.CharField(max_length=20, choices=STATES, default=ListingState.DRAFT)
    state_changed_at = models.DateTimeField(default=timezone.now)
    published_revision = models.ForeignKey(
        "directory.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    photo = models.ForeignKey(
        "directory.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown beside the public text.",
    )
    verified_on = models.DateField(null=True, blank=True)
    verified_until = models.DateField(null=True, blank=True)
    clearance = models.JSONField(null=True, blank=True)
    suspension_reasons = models.JSONField(
        default=list, blank=True, help_text="What the owner was told: code, clause, text."
    )
    paused_until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    MOVED = frozenset(
        {
            "state",
            "state_changed_at",
            "published_revision",
            "photo",
            "verified_on",
            "verified_until",
            "clearance",
            "suspension_reasons",
            "paused_until",
            "confirmed_on",
        }
    )

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="verified_listing_has_clearance",
                condition=~models.Q(state=ListingState.VERIFIED)
                | models.Q(
                    published_revision__isnull=False,
                    clearance__isnull=False,
                    verified_on__isnull=False,
                    verified_until__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["verified_until"],
                name="listing_public",
                condition=models.Q(state=ListingState.VERIFIED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.practitioner}: {self.headline or 'untitled'}"

    def save(self, *args, **kwargs):
        """Save the working copy. What moves by compare-and-swap is never written from a stale row."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in self.MOVED
            ]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("listing", args=[self.pk])


class Location(models.Model):
    """Where the work is done. Coordinates come from the gazetteer or the owner, in degrees (WGS 84)."""

    class Precision(models.TextChoices):
        EXACT = "exact", "Exact"
        POSTCODE = "postcode", "Postcode area"
        CITY = "city", "Town"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="locations")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    line = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=16, blank=True)
    country = CountryField()
    lat = models.FloatField(validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(validators=[MinValueValidator(-180), MaxValueValidator(180)])
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.CITY)
    step_free = models.BooleanField(default=False)
    access_note = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="location_on_earth",
                condition=models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
            )
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"


class HealthcareService(models.Model):
    """One service on the owner's menu: method, how it is done, minutes, price, for whom."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="services")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    method = models.ForeignKey(
        "directory.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "method"},
        related_name="+",
    )
    description = models.TextField(max_length=2000, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    price = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, blank=True)
    conditions = models.ManyToManyField(
        "directory.Term", blank=True, limit_choices_to={"kind": "condition"}, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
