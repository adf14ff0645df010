"""The queue, what was decided, and what was said against a decision."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class ReviewCase(models.Model):
    """Something that waits for a person: a text, a report, an end, an audit, an appeal, a new rubric.

    It is open until it is decided or overtaken; it never drops out. `schools`, `employers`, `areas`
    and `numbers` are lines of plain keys, by which conflicts of interest and duplicates are found.
    """

    class Kind(models.TextChoices):
        NEW = "new", "New listing"
        CHANGE = "change", "Change to a listing"
        REPORT = "report", "Report"
        EXPIRY = "expiry", "Verification ends"
        AUDIT = "audit", "Random audit"
        APPEAL = "appeal", "Appeal"
        SECOND = "second", "Second reading"
        RUBRIC = "rubric", "New rubric"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLAIMED = "claimed", "Being read"
        CLOSED = "closed", "Closed"

    TEXT_KINDS = (Kind.NEW, Kind.CHANGE)
    """Cases about a text that is not yet decided; the other kinds are about a decided one."""

    ONCE_KINDS = (Kind.REPORT, Kind.EXPIRY, Kind.AUDIT, Kind.RUBRIC)
    """Kinds of which a listing has at most one open case."""

    revision = models.ForeignKey(
        "directory.Revision", on_delete=models.CASCADE, related_name="cases"
    )
    listing_id = models.UUIDField(db_index=True)
    owner_id = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    name = models.CharField(max_length=120, help_text="As submitted; a revision never changes.")
    place = models.CharField(max_length=160, blank=True)
    verdict = models.CharField(max_length=12, blank=True)
    holds = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True, help_text="Why it was opened.")
    urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    not_by = models.IntegerField(
        null=True, blank=True, help_text="The account that may not decide it."
    )
    schools = models.TextField(blank=True)
    employers = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    numbers = models.TextField(blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(
        max_length=160, blank=True, help_text="Why it closed without a decision."
    )

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = "case"
        permissions = [("decide_reviewcase", "Can claim and decide cases")]
        constraints = [
            models.CheckConstraint(
                name="claimed_case_names_its_reader",
                condition=~Q(state="claimed")
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="case_not_read_by_the_barred",
                condition=~Q(state="claimed") | Q(not_by__isnull=True) | ~Q(claimed_by=F("not_by")),
            ),
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(kind__in=["new", "change"]),
                name="one_text_case_per_revision",
            ),
            models.UniqueConstraint(
                fields=["listing_id", "kind"],
                condition=Q(kind__in=["report", "expiry", "audit", "rubric"]) & ~Q(state="closed"),
                name="one_open_case_per_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="case_waiting", condition=~Q(state="closed"))
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}: {self.name}"

    @property
    def about_text(self) -> bool:
        return self.kind in self.TEXT_KINDS


class Decision(models.Model):
    """A person's answer to a case, with its statement of reasons and the engine's answer beside it.

    `quotes` are the passages it rests on; `undo` is what the listing held before a measure, so that
    an appeal can give it back; `not_by` repeats who may not have decided.
    """

    class Outcome(models.TextChoices):
        VERIFIED = "verified", "Verify"
        CHANGES_REQUESTED = "changes_requested", "Return for changes"
        HONEST_NOT_MLD = "honest_not_mld", "Honest, not MLD"
        NOT_VERIFIED = "not_verified", "Not verified"
        STANDS = "stands", "Nothing changes"
        WARNED = "warned", "Warn"
        LIMITED = "limited", "Limit"
        SUSPENDED = "suspended", "Suspend"
        WITHDRAWN = "withdrawn", "Withdraw the verification"
        REINSTATED = "reinstated", "Reinstate"
        RENEWED = "renewed", "Renew the verification"
        UPHELD = "upheld", "The decision stands"
        OVERTURNED = "overturned", "The decision is overturned"

    TEXT_OUTCOMES = ("verified", "changes_requested", "honest_not_mld", "not_verified")
    RESTRICTIONS = (
        "changes_requested",
        "honest_not_mld",
        "not_verified",
        "warned",
        "limited",
        "suspended",
        "withdrawn",
    )
    """Outcomes that owe the owner a statement of reasons and can be appealed."""

    case = models.OneToOneField(ReviewCase, on_delete=models.CASCADE, related_name="decision")
    assessment = models.ForeignKey(
        "vetting.Assessment", on_delete=models.RESTRICT, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    reasons = models.JSONField(default=list)
    facts = models.TextField(max_length=2000, blank=True, help_text="What the decision rests on.")
    quotes = models.JSONField(default=list, help_text="Passages: label, quote, explain, clause.")
    scopes = models.JSONField(default=list)
    hidden = models.JSONField(default=list, help_text="Names of passages that are not shown.")
    levels = models.JSONField(default=dict, help_text="Criterion to level, as the person read it.")
    until = models.DateField(null=True, blank=True)
    software = models.BooleanField(default=True, help_text="Software marked passages beforehand.")
    appeal_until = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True, help_text="To those who reported.")
    note = models.TextField(max_length=2000, blank=True, help_text="For moderators only.")
    stood = models.JSONField(
        default=dict,
        help_text="Criterion to the decision that confirmed it before; its evidence had not changed.",
    )
    undo = models.JSONField(default=dict)
    not_by = models.IntegerField(null=True, blank=True)
    overturned_at = models.DateTimeField(null=True, blank=True)
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
                condition=~Q(outcome="verified") | Q(until__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_names_whom_it_is_against",
                condition=~Q(outcome__in=["upheld", "overturned"]) | Q(not_by__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_decided_by_another_person",
                condition=Q(not_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("not_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def restricts(self) -> bool:
        return self.outcome in self.RESTRICTIONS


class Appeal(models.Model):
    """What an owner says against a decision. Another person answers it by `due_on`."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    case = models.OneToOneField(ReviewCase, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=3000)
    opened_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return f"Appeal against decision {self.decision_id}"


class SecondReading(models.Model):
    """A decided text, read again by another moderator who sees neither the answer nor the engine."""

    case = models.OneToOneField(ReviewCase, on_delete=models.CASCADE, related_name="second_reading")
    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="second_reading"
    )
    outcome = models.CharField(max_length=20, choices=Decision.Outcome, blank=True)
    levels = models.JSONField(default=dict)
    note = models.TextField(max_length=2000, blank=True)
    first_by = models.IntegerField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="second_reading_by_another_person",
                condition=Q(first_by__isnull=True)
                | Q(read_by__isnull=True)
                | ~Q(read_by=F("first_by")),
            )
        ]

    def __str__(self) -> str:
        return f"Second reading of decision {self.decision_id}"
