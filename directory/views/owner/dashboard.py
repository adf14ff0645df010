"""The owner's page: where the listing stands, why, what happens next, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from directory import drafts
from directory.clearance import Clearance, ClearedCheck
from directory.counting import weeks_of
from directory.delegating import listings_for
from directory.forms.steps import STEPS
from directory.freshness import leaves_on
from directory.models import Event, EvidenceDocument, Listing, Qualification, Revision
from directory.permissions import has_listing, is_own, signed_in, working_listing
from directory.profile import CHECK_WORDS
from directory.sealing import masked
from directory.states import HAS_PUBLIC_TEXT, OPEN_REVISION, ListingState, RevisionState
from directory.views.owner.overview import overview_of
from directory.views.owner.standing import standing_of, usual_time
from directory.wording import PAPER_KINDS

REVISIONS_LOOKED_AT = 30
DELEGATED = frozenset({"edit", "send"})
"""What a delegate can do with a listing."""
REFUSED = frozenset(
    {
        RevisionState.CHANGES_REQUESTED,
        RevisionState.HONEST_NOT_MLD,
        RevisionState.NOT_VERIFIED,
    }
)
STEP_OF_CLAUSE = {
    "I": "approach",
    "II": "training",
    "III": "approach",
    "IV": "services",
    "V": "practice",
}
"""Which step of the form a clause of the rubric is about, by its Roman numeral."""

REVISION_WORDS = {
    RevisionState.SUBMITTED: gettext_lazy("Waits for a person"),
    RevisionState.IN_REVIEW: gettext_lazy("Being read"),
    RevisionState.APPROVED: gettext_lazy("Verified"),
    RevisionState.CHANGES_REQUESTED: gettext_lazy("Changes asked for"),
    RevisionState.HONEST_NOT_MLD: gettext_lazy("Honest massage, not MLD"),
    RevisionState.NOT_VERIFIED: gettext_lazy("Not verified"),
    RevisionState.SUPERSEDED: gettext_lazy("Replaced by a later text"),
    RevisionState.WITHDRAWN: gettext_lazy("Taken back by you"),
}

EVENT_WORDS = {
    "listing.started": gettext_lazy("Begun"),
    "revision.submitted": gettext_lazy("Sent"),
    "revision.withdrawn": gettext_lazy("Taken back by you"),
    "revision.in_review": gettext_lazy("A person began to read"),
    "revision.given_back": gettext_lazy("Put back into the queue"),
    "revision.approved": gettext_lazy("Read and verified"),
    "revision.changes_requested": gettext_lazy("Read: changes asked for"),
    "revision.honest_not_mld": gettext_lazy("Read: honest massage, not MLD"),
    "revision.not_verified": gettext_lazy("Read: not verified"),
    "listing.paused": gettext_lazy("Paused by you"),
    "listing.resumed": gettext_lazy("Shown again"),
    "listing.confirmed": gettext_lazy("Confirmed as still correct"),
    "listing.stale": gettext_lazy("Not shown: nobody confirmed it for 120 days"),
    "listing.expired": gettext_lazy("The verification ended"),
    "listing.suspended": gettext_lazy("Suspended"),
    "listing.reinstated": gettext_lazy("Suspension ended"),
    "listing.withdrawn": gettext_lazy("Withdrawn by you"),
    "listing.begun_again": gettext_lazy("Begun again"),
    "listing.warned": gettext_lazy("Warned"),
    "listing.limited": gettext_lazy("Limited"),
    "listing.verification_withdrawn": gettext_lazy("Verification withdrawn"),
    "listing.renewed": gettext_lazy("Verification renewed"),
    "listing.measure_set_aside": gettext_lazy("A decision was set aside on appeal"),
    "appeal.opened": gettext_lazy("Your appeal arrived"),
    "appeal.upheld": gettext_lazy("Your appeal was answered: the decision stands"),
    "appeal.overturned": gettext_lazy("Your appeal was answered: overturned"),
}


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """Why, with the rubric's clause and the step where it can be put right."""

    text: str
    clause: str
    step_title: str
    step_url: str


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """A paper of the working copy, its number masked, and what a person found out about it."""

    title: str
    state: str
    shape: str
    line: str
    who: str
    when: date | None
    number: str
    good_until: date | None
    documents: Sequence[EvidenceDocument]


@dataclass(frozen=True, kw_only=True)
class PaperGroup:
    """The papers of one kind."""

    title: str
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True)
class SentText:
    """A text that was sent, and what became of it."""

    number: int
    on: Any
    words: str


@dataclass(frozen=True, kw_only=True)
class PastEvent:
    on: Any
    words: str


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Moderators who list nothing go to their queue instead; a delegate sees the text's side only."""
    if request.user.is_staff and not has_listing(signed_in(request)):
        return redirect("admin:index")
    listing = working_listing(request)
    own = is_own(listing, signed_in(request))
    state = ListingState(listing.state)
    content = drafts.snapshot(listing)
    revisions = list(listing.revisions.order_by("-number").defer("content")[:REVISIONS_LOOKED_AT])
    lacks = drafts.missing(content)
    events = list(
        Event.objects.filter(listing_id=listing.pk, kind__in=EVENT_WORDS).order_by("-id")[:30]
    )
    latest = revisions[0] if revisions else None
    appeals = [event.kind for event in events if event.kind.startswith("appeal.")]
    return render(
        request,
        "owner/dashboard.html",
        {
            "listing": listing,
            "standing": standing_of(
                listing=listing, revisions=revisions, lacks=len(lacks), usual=usual_time()
            ),
            "reasons": _reasons(listing, latest),
            "missing": _missing(lacks) if state not in HAS_PUBLIC_TEXT else [],
            "paper_groups": _papers(listing) if own else [],
            "events": [PastEvent(on=event.at, words=EVENT_WORDS[event.kind]) for event in events],
            "sent": [_sent(revision) for revision in revisions],
            "unsent": _has_unsent_words(latest, content.sha256()),
            "appeal_waits": appeals[:1] == ["appeal.opened"],
            "own": own,
            "acts": acts_for(state, latest) if own else acts_for(state, latest) & DELEGATED,
            "weeks": weeks_of(listing) if own and listing.published_revision_id else [],
            "writes_for": own and bool(listings_for(signed_in(request))),
            "leaves_on": leaves_on(listing),
            "is_public": Listing.objects.public().filter(pk=listing.pk).exists(),
            "first_step": reverse("owner_step", args=[STEPS[0].slug]),
        },
    )


def acts_for(state: ListingState, latest: Revision | None) -> frozenset[str]:
    """Names of what the owner can do now."""
    L = ListingState
    waits = latest is not None and latest.state in OPEN_REVISION
    can = {
        "edit": state not in {L.WITHDRAWN},
        "send": state not in {L.WITHDRAWN, L.SUSPENDED},
        "take_back": waits,
        "confirm": state == L.VERIFIED,
        "pause": state == L.VERIFIED,
        "resume": state in {L.PAUSED, L.STALE},
        "withdraw": state != L.WITHDRAWN,
        "begin_again": state == L.WITHDRAWN,
    }
    return frozenset(name for name, possible in can.items() if possible)


@login_required
@require_safe
def sent(request: HttpRequest, number: int) -> HttpResponse:
    """A text as it was sent, word for word, with its answer."""
    listing = working_listing(request)
    revision = get_object_or_404(listing.revisions, number=number)
    return render(
        request,
        "owner/sent.html",
        {
            "sent": _sent(revision),
            "sections": overview_of(revision.snapshot),
            "reasons": [_reason(reason) for reason in revision.reasons],
        },
    )


def _sent(revision: Revision) -> SentText:
    words = REVISION_WORDS[RevisionState(revision.state)]
    return SentText(number=revision.number, on=revision.submitted_at, words=words)


def _has_unsent_words(latest: Revision | None, sha256: str) -> bool:
    return (
        latest is not None
        and latest.state != RevisionState.WITHDRAWN
        and latest.content_sha256 != sha256
    )


def _reasons(listing: Listing, latest: Revision | None) -> list[ReasonLine]:
    if listing.state in {ListingState.SUSPENDED, ListingState.WITHDRAWN}:
        return [_reason(reason) for reason in listing.suspension_reasons]
    if latest is not None and latest.state in REFUSED:
        return [_reason(reason) for reason in latest.reasons]
    return []


def _reason(reason: dict[str, str]) -> ReasonLine:
    numeral = reason["clause"].partition(".")[0]
    slug = STEP_OF_CLAUSE.get(numeral, "approach")
    title = next(step.title for step in STEPS if step.slug == slug)
    return ReasonLine(
        text=reason["text"],
        clause=reason["clause"],
        step_title=title,
        step_url=reverse("owner_step", args=[slug]),
    )


def _missing(lacks: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {"sentence": sentence, "url": reverse("owner_step", args=[slug])}
        for slug, sentence in lacks
    ]


def _papers(listing: Listing) -> list[PaperGroup]:
    checks: dict[str, ClearedCheck] = {}
    if listing.clearance:
        checks = {
            check.qualification_id: check for check in Clearance.from_dict(listing.clearance).checks
        }
    papers = listing.practitioner.qualifications.select_related("course")
    rows = [
        (paper.kind, _paper(paper, checks.get(str(paper.pk))))
        for paper in papers.prefetch_related("documents")
    ]
    groups = [
        PaperGroup(title=str(title), papers=tuple(row for one, row in rows if one == kind))
        for kind, title in PAPER_KINDS.items()
    ]
    return [group for group in groups if group.papers]


def _paper(paper: Qualification, check: ClearedCheck | None) -> PaperRow:
    state, shape = CHECK_WORDS[check.outcome if check else "not_checked"]
    documents = paper.documents.all()
    states = {document.state for document in documents}
    if check and check.checked_on:
        line = check.how if check.how.endswith(".") else f"{check.how}."
    elif EvidenceDocument.State.READY in states:
        line = gettext("A person reads it with your listing.")
    elif EvidenceDocument.State.WAITING in states:
        line = gettext("Software checks the file first, then a person reads it.")
    else:
        line = gettext("Add a scan or photo, so that a person can read it.")
    return PaperRow(
        title=str(paper),
        state=state,
        shape=shape,
        line=line,
        who=check.checked_by if check else "",
        when=check.checked_on if check else None,
        number=masked(paper.identifier),
        good_until=(check.good_until if check else None) or paper.expires,
        documents=tuple(documents),
    )
