"""The person who is listed (FHIR Practitioner)."""

import uuid

from django.conf import settings
from django.db import models


class Practitioner(models.Model):
    """A person with an account. Everything here is the owner's working copy, not the public text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practitioner"
    )
    name = models.CharField(max_length=120, blank=True)
    profession = models.CharField(max_length=80, blank=True)
    website = models.URLField(max_length=300, blank=True)
    languages = models.ManyToManyField(
        "directory.Term", blank=True, limit_choices_to={"kind": "language"}, related_name="+"
    )
    letters_in = models.CharField(
        max_length=5,
        choices=settings.LANGUAGES,
        default="en",
        help_text="The language of the pages when the owner last sent the listing.",
    )
    photo = models.ForeignKey(
        "directory.Photo", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False, help_text="Invented for demonstration.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or "(no name yet)"
