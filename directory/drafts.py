"""The owner's acts: start, submit, take back, pause, resume, confirm, erase.

Each runs in one transaction, moves states by compare-and-swap and writes an event. None enqueues
anything: receivers do, after commit.
"""

from contextlib import suppress
from datetime import date
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from directory.content import (
    ListingContent,
    LocationContent,
    QualificationContent,
    ServiceContent,
)
from directory.entries import write_entry
from directory.models import Listing, OutgoingMail, Photo, Practitioner, Revision
from directory.models.event import record
from directory.moving import move_listing, move_revision
from directory.photos import files_of, store
from directory.states import (
    FIRST_REVIEW,
    LISTING_MOVES,
    OPEN_REVISION,
    ListingState,
    MoveNotAllowed,
    RevisionState,
    StaleMove,
)

MAX_PAUSE_DAYS = 366


class Incomplete(ValueError):
    """A listing that lacks what a submission needs; `missing` holds (step, sentence) pairs."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(text for _step, text in missing))
        self.missing = missing


def start(*, user: User, is_demo: bool = False) -> Listing:
    """The user's listing, made if there is none yet. Safe to call twice."""
    with transaction.atomic():
        practitioner, _ = Practitioner.objects.get_or_create(
            user=user,
            defaults={
                "name": user.get_full_name(),
                "is_demo": is_demo,
                "letters_in": _language_here(),
            },
        )
        listing = Listing.objects.filter(practitioner=practitioner).first()
        if listing is None:
            listing = Listing.objects.create(practitioner=practitioner)
            record("listing.started", listing_id=listing.pk, actor_id=user.pk)
    return listing


def _language_here() -> str:
    return get_language() or settings.LANGUAGE_CODE


def snapshot(listing: Listing) -> ListingContent:
    """The working copy as frozen content. Costs about ten queries."""
    practitioner = listing.practitioner
    return ListingContent(
        name=practitioner.name,
        profession=practitioner.profession,
        website=practitioner.website,
        headline=listing.headline,
        about=listing.about,
        approach_hands=listing.approach_hands,
        approach_structures=listing.approach_structures,
        approach_limits=listing.approach_limits,
        approach_difference=listing.approach_difference,
        training_note=listing.training_note,
        languages=_codes(practitioner.languages),
        conditions=_codes(listing.conditions),
        delivery=_codes(listing.delivery),
        accepts_new=listing.accepts_new,
        availability_note=listing.availability_note,
        insurance=listing.insurance,
        insurance_note=listing.insurance_note,
        locations=tuple(
            LocationContent(
                name=place.name,
                line=place.line,
                city=place.city,
                region=place.region,
                postal_code=place.postal_code,
                country=str(place.country),
                lat=place.lat,
                lon=place.lon,
                precision=place.precision,
                step_free=place.step_free,
                access_note=place.access_note,
                hours=place.hours,
            )
            for place in listing.locations.all()
        ),
        services=tuple(
            ServiceContent(
                name=service.name,
                method=service.method.code if service.method else "",
                description=service.description,
                duration_minutes=service.duration_minutes,
                price=str(service.price) if service.price is not None else None,
                currency=service.currency,
                conditions=_codes(service.conditions),
            )
            for service in listing.services.select_related("method").prefetch_related("conditions")
        ),
        qualifications=tuple(
            QualificationContent(
                id=str(paper.pk),
                kind=paper.kind,
                course=paper.course_id or "",
                title=paper.title or (str(paper.course) if paper.course else ""),
                issuer=paper.issuer,
                identifier=paper.identifier,
                hours_theory=paper.hours_theory,
                hours_practical=paper.hours_practical,
                hours_total=paper.hours_total,
                scope=paper.scope,
                issued=paper.issued,
                renewed=paper.renewed,
                expires=paper.expires,
                country=paper.country,
                region=paper.region,
                register_url=paper.register_url,
            )
            for paper in practitioner.qualifications.select_related("course")
        ),
        photo=str(practitioner.photo_id or ""),
    )


def missing(content: ListingContent) -> list[tuple[str, str]]:
    """What a submission still needs, as (step, sentence). Empty when it can be sent."""
    lacks = []
    if not content.name.strip():
        lacks.append(("practice", gettext("Write your name as patients should read it.")))
    if not content.headline.strip():
        lacks.append(("practice", gettext("Write one line that says what you do.")))
    if not content.locations:
        lacks.append(("where", gettext("Say where you work: at least the town.")))
    if not content.services:
        lacks.append(("services", gettext("Describe at least one service.")))
    elif not all(service.name.strip() for service in content.services):
        lacks.append(("services", gettext("Give each service a name.")))
    if not content.approach_hands.strip():
        lacks.append(("approach", gettext("Say what your hands do and how much pressure you use.")))
    return lacks


def submit(*, listing: Listing, actor: User) -> Revision:
    """Freeze the working copy as a new revision and hand it to review.

    Raises Incomplete when something required is missing, MoveNotAllowed for a suspended or
    withdrawn listing, StaleMove when the listing moved meanwhile. Sending the same text twice
    while it waits returns the waiting revision.
    """
    content = snapshot(listing)
    lacks = missing(content)
    if lacks:
        raise Incomplete(lacks)
    with transaction.atomic():
        listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
        state = ListingState(listing.state)
        if state in {ListingState.SUSPENDED, ListingState.WITHDRAWN}:
            raise MoveNotAllowed(f"a {state} listing cannot be sent for review")
        waiting = listing.revisions.filter(state__in=OPEN_REVISION).first()
        if waiting and waiting.content_sha256 == content.sha256():
            return waiting
        if waiting:
            move_revision(
                revision=waiting,
                before=RevisionState(waiting.state),
                after=RevisionState.SUPERSEDED,
            )
        # the language that the owner reads now; a delegate's says nothing about the owner's
        Practitioner.objects.filter(user=actor).update(letters_in=_language_here())
        last = listing.revisions.order_by("-number").values_list("number", flat=True).first()
        revision = Revision.objects.create(
            listing=listing,
            number=(last or 0) + 1,
            content=content.sealed_dict(),
            content_sha256=content.sha256(),
            submitted_by=actor,
        )
        if state == ListingState.IN_REVIEW:
            move_listing(
                listing_id=listing.pk,
                before=state,
                after=ListingState.SUBMITTED,
                kind="listing.reopened",
                actor_id=actor.pk,
                revision_id=revision.pk,
            )
        elif ListingState.SUBMITTED in LISTING_MOVES[state]:
            move_listing(
                listing_id=listing.pk,
                before=state,
                after=ListingState.SUBMITTED,
                kind="listing.submitted",
                actor_id=actor.pk,
                revision_id=revision.pk,
            )
        record(
            "revision.submitted",
            listing_id=listing.pk,
            revision_id=revision.pk,
            actor_id=actor.pk,
            after=RevisionState.SUBMITTED,
            number=revision.number,
        )
    return revision


def take_back(*, listing: Listing, actor: User) -> None:
    """Withdraw the waiting revision. Raises MoveNotAllowed when nothing waits."""
    with transaction.atomic():
        waiting = listing.revisions.filter(state__in=OPEN_REVISION).first()
        if waiting is None:
            raise MoveNotAllowed("nothing is waiting for review")
        move_revision(
            revision=waiting,
            before=RevisionState(waiting.state),
            after=RevisionState.WITHDRAWN,
        )
        record(
            "revision.withdrawn",
            listing_id=listing.pk,
            revision_id=waiting.pk,
            actor_id=actor.pk,
            before=waiting.state,
            after=RevisionState.WITHDRAWN,
        )
        state = ListingState(Listing.objects.values_list("state", flat=True).get(pk=listing.pk))
        if state in FIRST_REVIEW:
            move_listing(
                listing_id=listing.pk,
                before=state,
                after=ListingState.DRAFT,
                kind="listing.taken_back",
                actor_id=actor.pk,
            )


def pause(*, listing: Listing, actor: User, until: date) -> None:
    """Take a verified listing out of search until a day in the coming year.

    Raises ValueError for a day that is not in that range, MoveNotAllowed or StaleMove otherwise.
    """
    days = (until - timezone.localdate()).days
    if not 1 <= days <= MAX_PAUSE_DAYS:
        raise ValueError("choose a day between tomorrow and a year from now")
    with transaction.atomic():
        move_listing(
            listing_id=listing.pk,
            before=ListingState(listing.state),
            after=ListingState.PAUSED,
            kind="listing.paused",
            actor_id=actor.pk,
            fields={"paused_until": until},
            until=until.isoformat(),
        )


def resume(*, listing: Listing, actor: User | None) -> None:
    """Bring a paused or stale listing back into search.

    An owner who does so says that it is correct today; the calendar says nothing of the kind, so a
    pause that ends by itself (`actor` None) leaves the day of the last confirmation as it was.
    """
    before = ListingState(listing.state)
    if before not in {ListingState.PAUSED, ListingState.STALE}:
        raise MoveNotAllowed(f"a {before} listing cannot be resumed")
    ended_by_itself = actor is None and before == ListingState.PAUSED
    with transaction.atomic():
        move_listing(
            listing_id=listing.pk,
            before=before,
            after=ListingState.VERIFIED,
            kind="listing.resumed",
            actor_id=actor.pk if actor else None,
            fields={"paused_until": None}
            | ({} if ended_by_itself else {"confirmed_on": timezone.localdate()}),
        )
        write_entry(listing_id=listing.pk)


def end_pauses(*, today: date) -> None:
    """Bring back every listing whose pause ends by `today`. Safe to run twice."""
    for listing in Listing.objects.filter(state=ListingState.PAUSED, paused_until__lte=today):
        with suppress(StaleMove, MoveNotAllowed):  # its owner was faster
            resume(listing=listing, actor=None)


def confirm(*, listing: Listing, actor: User | None) -> None:
    """The owner says that the public text is still correct, today; `actor` None is the owner by letter.

    Raises MoveNotAllowed for a listing that is not verified.
    """
    with transaction.atomic():
        verified = Listing.objects.filter(pk=listing.pk, state=ListingState.VERIFIED)
        if verified.update(confirmed_on=timezone.localdate()) != 1:
            raise MoveNotAllowed("only a verified listing can be confirmed")
        write_entry(listing_id=listing.pk)
        record("listing.confirmed", listing_id=listing.pk, actor_id=actor.pk if actor else None)


def withdraw(*, listing: Listing, actor: User) -> None:
    """Take a listing off the directory. The owner can start again from the same text."""
    with transaction.atomic():
        waiting = listing.revisions.filter(state__in=OPEN_REVISION).first()
        if waiting is not None:
            move_revision(
                revision=waiting,
                before=RevisionState(waiting.state),
                after=RevisionState.WITHDRAWN,
            )
        move_listing(
            listing_id=listing.pk,
            before=ListingState(listing.state),
            after=ListingState.WITHDRAWN,
            kind="listing.withdrawn",
            actor_id=actor.pk,
        )


def begin_again(*, listing: Listing, actor: User) -> None:
    """Make a withdrawn listing a draft again. It needs a new review before it is public."""
    with transaction.atomic():
        move_listing(
            listing_id=listing.pk,
            before=ListingState(listing.state),
            after=ListingState.DRAFT,
            kind="listing.begun_again",
            actor_id=actor.pk,
            fields={
                "published_revision": None,
                "clearance": None,
                "verified_on": None,
                "verified_until": None,
            },
        )


def erase(*, user: User) -> None:
    """Delete the account with everything it owns, files included. Events keep bare ids only."""
    with transaction.atomic():
        listings = Listing.objects.owned_by(user)
        for listing in listings:
            record("listing.erased", listing_id=listing.pk, before=listing.state)
        files = [
            (document.file.storage, str(document.file.name))
            for practitioner in Practitioner.objects.filter(user=user)
            for paper in practitioner.qualifications.all()
            for document in paper.documents.all()
            if document.file
        ]
        pictures = files_of(Photo.objects.filter(practitioner__user=user))
        listings.update(published_revision=None, state=ListingState.WITHDRAWN)
        OutgoingMail.objects.filter(to=user.email).delete()
        user.delete()
        for storage, name in files:
            transaction.on_commit(partial(storage.delete, name))
        for name in pictures:
            transaction.on_commit(partial(store().delete, name))


def _codes(terms) -> tuple[str, ...]:
    return tuple(sorted(term.code for term in terms.all()))
