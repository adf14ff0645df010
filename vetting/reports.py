"""Reports from the public: received without an account, weighed, and closed with an answer."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from directory import publishing
from directory.publishing import facts_of, record
from vetting import queueing
from vetting.models import Report, ReviewCase

ANSWER_DAYS = 14
"""Days within which a report is answered."""

FIELDS = {
    "whole": "The listing as a whole",
    "name": "Name or title",
    "description": "Description of the work",
    "services": "Services and prices",
    "where": "Place, hours, access",
    "languages": "Languages",
    "insurance": "Insurance",
    "website": "Website",
    "photo": "Photo",
    "papers": "Papers and training",
    "contact": "No answer to messages",
}
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of a reference: none that is mistaken for another."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the reporter keeps: a reference to name, and the token of the status page."""

    reference: str
    token: str


def receive(*, listing_id: uuid.UUID, field: str, category: str, text: str, email: str) -> Receipt:
    """Store a report on a public listing and see that a case is open for it.

    Raises LookupError when the listing has no public text, ValueError for an unknown field.
    """
    if field not in FIELDS:
        raise ValueError(f"{field} is not a part of a listing")
    revision_id = publishing.published_revision_of(listing_id)
    if revision_id is None:
        raise LookupError("no public listing has this id")
    token = secrets.token_urlsafe(24)
    reference = "R-" + "".join(secrets.choice(LETTERS) for _ in range(8))
    reporter = reporter_key(email)
    due_on = timezone.localdate() + timedelta(days=ANSWER_DAYS)
    with transaction.atomic():
        report = Report.objects.create(
            reference=reference,
            token_sha256=_sha256(token),
            listing_id=listing_id,
            listing_name=facts_of(revision_id).content.name,
            field=field,
            category=category,
            text=text,
            email=email,
            reporter=reporter,
            weight=weight_of(reporter),
            due_on=due_on,
        )
        _attach(report, revision_id)
        record("report.received", listing_id=listing_id, report=report.pk, category=category)
        if email:
            publishing.send_letter(
                key=f"report:{report.pk}:received",
                to=email,
                template="report_received",
                context={"report": report, "field": FIELDS[field], "token": token},
            )
    return Receipt(reference=reference, token=token)


def report_by(token: str) -> Report | None:
    """The report that a status link opens."""
    return Report.objects.filter(token_sha256=_sha256(token)).first()


def weight_of(reporter: str) -> float:
    """Share of this reporter's closed reports that were right, between 0 and 1.

    One right and one wrong report are added to every record (Laplace), so that nobody known, or
    unknown, weighs 0.5 and a single mistake does not silence anyone.
    """
    if not reporter:
        return 0.5
    closed = Report.objects.filter(reporter=reporter, right__isnull=False)
    right = closed.filter(right=True).count()
    return (right + 1) / (closed.count() + 2)


def reporter_key(email: str) -> str:
    """A keyed hash of an address; empty for none."""
    address = email.strip().lower()
    return salted_hmac("vetting.report", address).hexdigest() if address else ""


def close(*, case: ReviewCase, right: bool, answer: str) -> int:
    """Answer every open report of a case, in the caller's transaction; returns how many.

    The answer is mailed to those who left an address, and the address is forgotten.
    """
    waiting = list(Report.objects.filter(case=case, closed_at__isnull=True))
    for report in waiting:
        _close(report, right=right, answer=answer)
    return len(waiting)


def sweep() -> int:
    """See that every open report is in an open case, or is answered because its listing is gone."""
    open_cases = ReviewCase.objects.exclude(state=ReviewCase.State.CLOSED)
    lost = list(Report.objects.filter(closed_at__isnull=True).exclude(case__in=open_cases))
    for report in lost:
        revision_id = publishing.published_revision_of(report.listing_id)
        with transaction.atomic():
            if revision_id is not None:
                _attach(report, revision_id)
            else:
                _close(report, right=None, answer="The listing is not in the directory any more.")
    return len(lost)


def _attach(report: Report, revision_id: int) -> None:
    """Into the listing's open case of reports; a matter of safety hastens it."""
    urgent = report.category == Report.Category.SAFETY and report.weight >= 0.5
    case = queueing.open_case(
        revision_id=revision_id,
        kind=ReviewCase.Kind.REPORT,
        why="Somebody reported a problem.",
        urgent=urgent,
    )
    Report.objects.filter(pk=report.pk).update(case=case)
    report.case = case


def _close(report: Report, *, right: bool | None, answer: str) -> None:
    Report.objects.filter(pk=report.pk, closed_at__isnull=True).update(
        closed_at=timezone.now(), right=right, answer=answer, email=""
    )
    record("report.closed", listing_id=report.listing_id, report=report.pk, right=right)
    if report.email:
        publishing.send_letter(
            key=f"report:{report.pk}:closed",
            to=report.email,
            template="report_closed",
            context={"report": report, "answer": answer},
        )


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
