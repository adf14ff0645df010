"""What was proposed, immutable, and what is public, denormalized for search."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from directory.content import ListingContent
from directory.models.json_text import JSONText
from directory.states import OPEN_REVISION, RevisionState

STATES = [(state.value, state.value.replace("_", " ")) for state in RevisionState]


class RevisionIsImmutable(TypeError):
    """A submitted text is never changed: submit a new revision."""


class Revision(models.Model):
    """A snapshot of everything an owner submitted at one moment. Only `state` and `reasons` move."""

    FROZEN = frozenset({"listing_id", "number", "content", "content_sha256", "submitted_at"})

    listing = models.ForeignKey(
        "directory.Listing", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=STATES, default=RevisionState.SUBMITTED)
    decided_at = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(
        default=list, help_text="What the owner was told: code, clause, text."
    )

    class Meta:
        ordering = ["listing", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["listing"],
                condition=models.Q(state__in=sorted(OPEN_REVISION)),
                name="one_open_revision_per_listing",
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args, **kwargs):
        changed = kwargs.get("update_fields")
        if not self._state.adding and (changed is None or self.FROZEN & set(changed)):
            raise RevisionIsImmutable("a revision's text is never changed")
        super().save(*args, **kwargs)

    @property
    def snapshot(self) -> ListingContent:
        return ListingContent.from_sealed(self.content)


class PublicEntry(models.Model):
    """A published revision, laid out for search and for cards. Written by publishing only.

    `document` is what the index reads, `card` what a results page or the API shows; both are
    rebuilt from the revision at any time.
    """

    listing = models.OneToOneField(
        "directory.Listing", on_delete=models.CASCADE, primary_key=True, related_name="public_entry"
    )
    document = JSONText()
    card = JSONText()
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.card.get("name", "")
