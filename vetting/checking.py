"""Who checked which paper: a check is added, never changed, and the newest one counts."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from directory.publishing import facts_of, record
from vetting.assessing import assess_revision
from vetting.models import Check, ContactLog, ReviewCase
from vetting.reviewing import require_claim
from vetting.signing import signature


class UnknownPaper(LookupError):
    """The revision names no such qualification."""


def record_check(
    *,
    case: ReviewCase,
    qualification_id: str,
    outcome: str,
    method: str,
    primary_source: str,
    note: str,
    good_until: date | None,
    actor: User,
    field: str = Check.Field.WHOLE,
    channel: str = "",
    evidence_url: str = "",
    next_due: date | None = None,
) -> Check:
    """Record a check by the moderator who holds the case, and ask the engine again.

    Raises NotYourCase without a claim, UnknownPaper for a paper the revision does not name,
    ValueError for a "good until" in the past.
    """
    require_claim(case=case, actor=actor)
    if good_until and good_until < timezone.localdate():
        raise ValueError("a paper that has ended is not good until then: choose a later day")
    facts = facts_of(case.revision_id)
    if qualification_id not in {paper.id for paper in facts.content.qualifications}:
        raise UnknownPaper(f"revision {case.revision_id} names no paper {qualification_id}")
    with transaction.atomic():
        check = Check.objects.create(
            revision_id=case.revision_id,
            qualification_id=qualification_id,
            outcome=outcome,
            method=method,
            primary_source=primary_source,
            note=note,
            good_until=good_until,
            field=field,
            channel=channel,
            evidence_url=evidence_url,
            next_due=next_due or good_until,
            checked_by=actor,
            checked_by_name=signature(actor),
        )
        record(
            "qualification.checked",
            listing_id=case.listing_id,
            revision_id=case.revision_id,
            actor_id=actor.pk,
            qualification=qualification_id,
            outcome=outcome,
            method=method,
        )
        assess_revision(case.revision_id)
    return check


def record_contact(
    *, case: ReviewCase, whom: str, channel: str, outcome: str, note: str, actor: User
) -> ContactLog:
    """Write down one try to reach somebody, by the moderator who holds the case. Raises NotYourCase."""
    require_claim(case=case, actor=actor)
    with transaction.atomic():
        contact = ContactLog.objects.create(
            case=case,
            listing_id=case.listing_id,
            whom=whom,
            channel=channel,
            outcome=outcome,
            note=note,
            by=actor,
            by_name=signature(actor),
        )
        record(
            "contact.logged",
            listing_id=case.listing_id,
            revision_id=case.revision_id,
            actor_id=actor.pk,
            channel=channel,
            outcome=outcome,
        )
    return contact
