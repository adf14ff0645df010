"""What vetting may know of a revision: read-only, as frozen values."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import User

from directory.clearance import Clearance
from directory.content import ListingContent, stored_texts
from directory.models import Delegate, Event, EvidenceDocument, Listing, Revision, Term
from directory.models.event import record
from directory.paper_limits import PHOTO_SIDES
from directory.photos import named_by, store
from directory.states import OPEN_REVISION, ListingState, RevisionState


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """A document as its reviewer may know it: id, the owner's file name, state, type, bytes.

    `readable` says whether it can be opened; `state` is one of EvidenceDocument.State.
    """

    id: uuid.UUID
    qualification_id: str
    name: str
    state: str
    content_type: str
    size: int

    @property
    def readable(self) -> bool:
        return self.state == EvidenceDocument.State.READY


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a revision and its listing. `approved` is the public text, if there is one."""

    revision_id: int
    revision_number: int
    revision_state: RevisionState
    content: ListingContent
    content_sha256: str
    submitted_at: datetime
    listing_id: uuid.UUID
    listing_state: ListingState
    owner_id: int
    approved: ListingContent | None
    approved_number: int | None
    clearance: Clearance | None
    documents: tuple[DocumentFacts, ...]
    has_photo: bool
    demo: bool


@dataclass(frozen=True, kw_only=True)
class Writers:
    """The listing of a revision, and the accounts that may write for it: owner and delegates."""

    listing_id: uuid.UUID
    accounts: frozenset[int]


def facts_of(revision_id: int) -> Facts:
    """Everything vetting may know of a revision. Raises Revision.DoesNotExist. Three queries."""
    revision = Revision.objects.select_related(
        "listing__practitioner", "listing__published_revision"
    ).get(pk=revision_id)
    listing = revision.listing
    content = revision.snapshot
    papers = [paper.id for paper in content.qualifications]
    documents = tuple(
        DocumentFacts(
            id=document.pk,
            qualification_id=str(document.qualification_id),
            name=document.original_name,
            state=document.state,
            content_type=document.content_type,
            size=document.size,
        )
        for document in EvidenceDocument.objects.filter(qualification_id__in=papers)
    )
    approved = listing.published_revision
    return Facts(
        revision_id=revision.pk,
        revision_number=revision.number,
        revision_state=RevisionState(revision.state),
        content=content,
        content_sha256=revision.content_sha256,
        submitted_at=revision.submitted_at,
        listing_id=listing.pk,
        listing_state=ListingState(listing.state),
        owner_id=listing.practitioner.user_id,
        approved=approved.snapshot if approved else None,
        approved_number=approved.number if approved else None,
        clearance=Clearance.from_dict(listing.clearance) if listing.clearance else None,
        documents=documents,
        has_photo=named_by(content.photo, practitioner_id=listing.practitioner_id) is not None,
        demo=listing.practitioner.is_demo,
    )


def term_labels() -> dict[tuple[str, str], str]:
    """(kind, code) of every term, retired ones too, to its label. One query."""
    return {
        (term.kind, term.code): term.label for term in Term.objects.only("kind", "code", "label")
    }


def open_revision_ids() -> list[int]:
    """Revisions that wait for a person, oldest first."""
    return list(
        Revision.objects.filter(state__in=OPEN_REVISION)
        .order_by("submitted_at")
        .values_list("pk", flat=True)
    )


def current_revision_ids() -> list[int]:
    """The revisions that count today, by id: every public text and every open proposal."""
    public = Listing.objects.filter(published_revision__isnull=False)
    return sorted({*public.values_list("published_revision_id", flat=True), *open_revision_ids()})


def public_revision_ids() -> list[int]:
    """The texts that anybody may read today, by revision id."""
    public = Listing.objects.public().order_by("published_revision_id")
    return list(public.values_list("published_revision_id", flat=True))


def contents_of(revision_ids: Sequence[int]) -> dict[int, ListingContent]:
    """The texts of many revisions by id, absent ones left out. One query."""
    rows = Revision.objects.filter(pk__in=revision_ids).values_list("pk", "content")
    return {pk: ListingContent.from_sealed(content) for pk, content in rows}


def texts_of(revision_ids: Sequence[int]) -> dict[int, tuple[tuple[str, str, str], ...]]:
    """The `texts` of many revisions by id, absent ones left out, and nothing else. One query."""
    rows = Revision.objects.filter(pk__in=revision_ids).values_list("pk", "content")
    return {pk: stored_texts(content) for pk, content in rows}


def writers_of(revision_ids: Sequence[int]) -> dict[int, Writers]:
    """Who writes for the listings of these revisions. Two queries."""
    rows = Revision.objects.filter(pk__in=revision_ids).values_list(
        "pk", "listing_id", "listing__practitioner_id", "listing__practitioner__user_id"
    )
    found = {pk: (listing, practitioner, owner) for pk, listing, practitioner, owner in rows}
    helping: dict[uuid.UUID, set[int]] = {}
    accepted = Delegate.objects.filter(
        practitioner_id__in={one[1] for one in found.values()}, accepted_at__isnull=False
    )
    for practitioner, account in accepted.values_list("practitioner_id", "user_id"):
        helping.setdefault(practitioner, set()).add(account)
    return {
        pk: Writers(listing_id=listing, accounts=frozenset({owner, *helping.get(practitioner, ())}))
        for pk, (listing, practitioner, owner) in found.items()
    }


def own_contents(
    listing_ids: Collection[uuid.UUID],
) -> dict[uuid.UUID, list[tuple[int, ListingContent]]]:
    """All that these listings have submitted, by revision id, oldest first. One query."""
    rows = Revision.objects.filter(listing_id__in=listing_ids).order_by("pk")
    found: dict[uuid.UUID, list[tuple[int, ListingContent]]] = {}
    for pk, listing_id, content in rows.values_list("pk", "listing_id", "content"):
        found.setdefault(listing_id, []).append((pk, ListingContent.from_sealed(content)))
    return found


def history_of(listing_id: uuid.UUID) -> list[dict[str, Any]]:
    """Events of a listing, newest first: at, kind, before, after, actor_id, data."""
    events = Event.objects.filter(listing_id=listing_id).order_by("-id")
    named = events.values("at", "kind", "before", "after", "actor_id", "data")
    return [dict(event) for event in named[:200]]


def open_photo(revision_id: int) -> IO[bytes]:
    """The larger picture of the photo that a text names, a JPEG.

    Raises FileNotFoundError when it names none, or its owner took it back.
    """
    revision = Revision.objects.select_related("listing").get(pk=revision_id)
    photo = named_by(revision.snapshot.photo, practitioner_id=revision.listing.practitioner_id)
    if photo is None:
        raise FileNotFoundError(f"revision {revision_id} has no photo")
    return store().open(photo.file_name(PHOTO_SIDES[-1], "jpg"))


def open_document(
    *, document_id: uuid.UUID, revision_id: int, actor: User
) -> tuple[IO[bytes], str, str]:
    """The open file of a document named by a revision, the owner's file name, the type.

    The view is recorded. Raises EvidenceDocument.DoesNotExist if it belongs to another listing or was
    not checked yet.
    """
    facts = facts_of(revision_id)
    papers = [paper.id for paper in facts.content.qualifications]
    readable = EvidenceDocument.objects.readable()
    document = readable.get(pk=document_id, qualification_id__in=papers)
    record(
        "document.viewed",
        listing_id=facts.listing_id,
        revision_id=revision_id,
        actor_id=actor.pk,
        document=str(document_id),
    )
    return document.file.open("rb"), document.original_name, document.content_type
