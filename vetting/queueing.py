"""What comes into the queue, and that nothing drops out of it.

Every case has a day by which it is due; the queue is read in that order, so that age always counts.
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from directory import publishing
from directory.publishing import Facts, ListingContent, facts_of, record
from directory.states import HAS_PUBLIC_TEXT, ListingState
from vetting.interests import ties_of
from vetting.models import Appeal, Assessment, Decision, Report, ReviewCase, SecondReading

log = logging.getLogger(__name__)

Kind = ReviewCase.Kind

DUE_DAYS = {
    Kind.NEW: 5,
    Kind.CHANGE: 5,
    Kind.REPORT: 5,
    Kind.EXPIRY: 30,
    Kind.AUDIT: 30,
    Kind.APPEAL: 14,
    Kind.SECOND: 30,
    Kind.RUBRIC: 30,
}
"""Days from opening to due, by kind."""

URGENT_DAYS = 1
EXPIRY_NOTICE_DAYS = 45
"""A verification that ends within so many days is looked at again."""

AUDIT_SHARE = 0.02
"""Share of public listings that a month's audit draws."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that waits for a person and has no open case."""

    what: str
    id: str


def fill(*, today: date) -> None:
    """Everything that the calendar brings into the queue, or takes out of it. Safe to run twice."""
    close_renewed(today=today)
    open_expiries(today=today)
    open_audits(today=today)
    open_follow_ups(today=today)


def due_after(days: int, *, since: datetime | None = None) -> datetime:
    return (since or timezone.now()) + timedelta(days=days)


def index_of(content: ListingContent) -> dict[str, str]:
    """The columns of a case by which ties and duplicates are found."""
    return {**ties_of(content), "numbers": "".join(f"\n{key}\n" for key in number_keys(content))}


def number_keys(content: ListingContent) -> list[str]:
    """Keyed hashes of the certificate numbers: the numbers themselves are in no index."""
    numbers = {
        "".join(sign for sign in paper.identifier.casefold() if sign.isalnum())
        for paper in content.qualifications
    }
    return sorted(
        salted_hmac("vetting.number", number).hexdigest()[:32]
        for number in numbers
        if len(number) >= 4
    )


def text_case(facts: Facts, assessment: Assessment) -> ReviewCase:
    """The case that decides a waiting text, opened if there is none yet."""
    change = facts.listing_state in HAS_PUBLIC_TEXT
    kind = Kind.CHANGE if change else Kind.NEW
    case, made = ReviewCase.objects.get_or_create(
        revision_id=facts.revision_id,
        kind__in=ReviewCase.TEXT_KINDS,
        defaults={
            "kind": kind,
            **_described(facts),
            "verdict": assessment.verdict,
            "holds": assessment.output["holds"],
            "opened_at": facts.submitted_at,
            "due_at": due_after(DUE_DAYS[kind], since=facts.submitted_at),
        },
    )
    read = {"verdict": assessment.verdict, "holds": assessment.output["holds"]}
    if not made and (case.verdict, case.holds) != (read["verdict"], read["holds"]):
        ReviewCase.objects.filter(pk=case.pk).update(**read)
    return case


def open_case(
    *,
    revision_id: int,
    kind: ReviewCase.Kind,
    why: str,
    due_at: datetime | None = None,
    urgent: bool = False,
    not_by: int | None = None,
) -> ReviewCase:
    """Open a case about a decided text; the open one of this kind, where only one may be open."""
    facts = facts_of(revision_id)
    # a second reader sees nothing of the engine, in the queue either
    blind = kind == Kind.SECOND
    latest = None if blind else Assessment.objects.filter(revision_id=revision_id).first()
    if kind in ReviewCase.ONCE_KINDS:
        waiting = _waiting(facts.listing_id, kind)
        if waiting is not None:
            if urgent and not waiting.urgent:
                _hasten(waiting)
            return waiting
    try:
        with transaction.atomic():
            case = ReviewCase.objects.create(
                revision_id=revision_id,
                kind=kind,
                **_described(facts),
                verdict=latest.verdict if latest else "",
                holds=latest.output["holds"] if latest else [],
                why=why,
                urgent=urgent,
                due_at=due_at or due_after(URGENT_DAYS if urgent else DUE_DAYS[kind]),
                not_by=not_by,
            )
            record(
                "case.opened",
                listing_id=facts.listing_id,
                revision_id=revision_id,
                case=case.pk,
                case_kind=kind,
            )
    except IntegrityError:  # two came at once, and the other one was faster
        waiting = _waiting(facts.listing_id, kind)
        if waiting is None:
            raise
        return waiting
    return case


def open_expiries(*, today: date) -> int:
    """A case for every verification that ends soon or has ended; returns how many were opened."""
    opened = 0
    for listing_id, end in publishing.ending_before(today + timedelta(days=EXPIRY_NOTICE_DAYS)):
        seen = ReviewCase.objects.filter(
            listing_id=listing_id,
            kind=Kind.EXPIRY,
            opened_at__gte=_morning(end - timedelta(days=EXPIRY_NOTICE_DAYS)),
        )
        if seen.exists():
            continue
        revision_id = publishing.published_revision_of(listing_id)
        if revision_id is not None:
            open_case(
                revision_id=revision_id,
                kind=Kind.EXPIRY,
                why=f"The verification {'ended' if end < today else 'ends'} on {end.isoformat()}.",
                due_at=_morning(max(end, today + timedelta(days=1))),
            )
            opened += 1
    return opened


def open_audits(*, today: date) -> int:
    """This month's random audit, drawn by a keyed hash; returns how many were opened.

    Each listing has its own draw and day of the month, so the same call gives the same cases on any
    machine that has the key, and nobody without it can tell whom it will be.
    """
    month = f"{today:%Y-%m}"
    first = _morning(today.replace(day=1))
    audited = set(
        ReviewCase.objects.filter(kind=Kind.AUDIT, opened_at__gte=first).values_list(
            "listing_id", flat=True
        )
    )
    opened = 0
    for listing_id in publishing.public_ids():
        if listing_id in audited or not drawn(listing_id, month=month, day=today.day):
            continue
        revision_id = publishing.published_revision_of(listing_id)
        if revision_id is not None:
            open_case(
                revision_id=revision_id,
                kind=Kind.AUDIT,
                why=f"Drawn for the audit of {month}. Nobody has said anything against it.",
            )
            opened += 1
    return opened


def open_follow_ups(*, today: date) -> int:
    """A case for every warning whose day has come while the same text is public; returns how many."""
    opened = 0
    due = Decision.objects.filter(
        outcome=Decision.Outcome.WARNED, until__lte=today, overturned_at__isnull=True
    ).select_related("case")
    for warning in due:
        listing_id = warning.case.listing_id
        looked_at = ReviewCase.objects.filter(
            listing_id=listing_id, kind=Kind.AUDIT, opened_at__gte=_morning(warning.until)
        )
        same = publishing.published_revision_of(listing_id) == warning.case.revision_id
        if same and not looked_at.exists():
            open_case(
                revision_id=warning.case.revision_id,
                kind=Kind.AUDIT,
                why=f"The owner was warned and asked to put it right by {warning.until.isoformat()}.",
                due_at=due_after(DUE_DAYS[Kind.REPORT]),
            )
            opened += 1
    return opened


def drawn(listing_id: uuid.UUID, *, month: str, day: int) -> bool:
    """Whether a month ("2026-03") draws this listing for an audit, on `day` or before."""
    draw = salted_hmac("vetting.audit", f"{month}:{listing_id}").digest()
    share = int.from_bytes(draw[:8]) / 2**64
    return share < AUDIT_SHARE and draw[8] % 28 + 1 <= day


def close_without_decision(*, cases: Iterable[int], why: str) -> int:
    """Close open cases that have nothing left to decide, and say why; returns how many."""
    return (
        ReviewCase.objects.filter(pk__in=list(cases))
        .exclude(state=ReviewCase.State.CLOSED)
        .update(state=ReviewCase.State.CLOSED, closed_at=timezone.now(), closed_why=why[:160])
    )


def close_renewed(*, today: date) -> int:
    """Close cases about an end that has moved away: a new text was verified, or the listing is gone."""
    ending = {
        listing_id
        for listing_id, _end in publishing.ending_before(today + timedelta(days=EXPIRY_NOTICE_DAYS))
    }
    waiting = ReviewCase.objects.filter(kind=Kind.EXPIRY).exclude(state=ReviewCase.State.CLOSED)
    over = [case.pk for case in waiting if case.listing_id not in ending and not _paused_for(case)]
    return close_without_decision(
        cases=over, why="The end has moved, or the listing is not public."
    )


def gaps() -> list[Gap]:
    """What waits for a person and is in no open case: always empty after a sweep."""
    open_cases = ReviewCase.objects.exclude(state=ReviewCase.State.CLOSED)
    cased = set(
        open_cases.filter(kind__in=ReviewCase.TEXT_KINDS).values_list("revision_id", flat=True)
    )
    found = [
        Gap(what="text", id=str(pk)) for pk in publishing.open_revision_ids() if pk not in cased
    ]
    waiting = Report.objects.filter(closed_at__isnull=True)
    found += [
        Gap(what="report", id=report.reference) for report in waiting.exclude(case__in=open_cases)
    ]
    undecided = Appeal.objects.filter(case__decision__isnull=True)
    found += [
        Gap(what="appeal", id=str(appeal.pk)) for appeal in undecided.exclude(case__in=open_cases)
    ]
    unread = SecondReading.objects.filter(outcome="").exclude(case__in=open_cases)
    found += [Gap(what="second reading", id=str(one.pk)) for one in unread]
    return found


def _described(facts: Facts) -> dict[str, object]:
    place = facts.content.locations[0] if facts.content.locations else None
    return {
        "listing_id": facts.listing_id,
        "owner_id": facts.owner_id,
        "name": facts.content.name,
        "place": f"{place.city}, {place.country}" if place else "",
        **index_of(facts.content),
    }


def _waiting(listing_id: uuid.UUID, kind: str) -> ReviewCase | None:
    cases = ReviewCase.objects.filter(listing_id=listing_id, kind=kind)
    return cases.exclude(state=ReviewCase.State.CLOSED).first()


def _hasten(case: ReviewCase) -> None:
    due = min(case.due_at, due_after(URGENT_DAYS))
    ReviewCase.objects.filter(pk=case.pk).update(urgent=True, due_at=due)
    case.urgent, case.due_at = True, due


def _paused_for(case: ReviewCase) -> bool:
    """A suspended listing keeps its case: the end is looked at when it is back."""
    return facts_of(case.revision_id).listing_state == ListingState.SUSPENDED


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
