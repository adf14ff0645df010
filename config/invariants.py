"""What must hold at any moment, whatever was killed, full or away: sentences, each a check.

A check yields one line per breach. Work that waits for its job less than GRACE is no breach.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from directory import audit, inspecting, photos
from directory.attempts import parked
from directory.entries import write_entry
from directory.models import (
    Event,
    EvidenceDocument,
    Listing,
    LogEntry,
    OutgoingMail,
    Photo,
    Practitioner,
    PublicEntry,
    Revision,
)
from directory.retention import ORPHAN_AGE
from directory.roles import BARE, FLAGS
from directory.states import OPEN_REVISION, ListingState, RevisionState
from directory.uploads import SENTENCES
from vetting.assessing import JOB
from vetting.models import Decision, ReviewCase
from vetting.rescoring import replay

GRACE = timedelta(seconds=120)
REPLAYED = 50
"""Newest scores that are asked of the engine again; `manage.py reassess` asks for all."""
CHECKED_WITHIN = timedelta(minutes=10)
"""An uploaded file is checked within this, or its job is parked."""
TOLD_WITHIN = timedelta(days=30)
"""How long back letters are looked for; older ones may have been forgotten."""

Act = LogEntry.Act
L = ListingState
STATES_AFTER: dict[str, frozenset[ListingState]] = {
    Act.SUSPENDED: frozenset({L.SUSPENDED}),
    Act.EXPIRED: frozenset({L.EXPIRED}),
    # an owner may begin again from a listing that was withdrawn
    Act.WITHDRAWN: frozenset(L) - {L.VERIFIED, L.PAUSED, L.STALE, L.EXPIRED, L.SUSPENDED},
}
STATES_WHILE_VERIFIED = frozenset({L.VERIFIED, L.PAUSED, L.STALE})
MEASURES = {
    Decision.Outcome.WARNED: "listing.warned",
    Decision.Outcome.LIMITED: "listing.limited",
    Decision.Outcome.SUSPENDED: "listing.suspended",
    Decision.Outcome.WITHDRAWN: "listing.verification_withdrawn",
}


def breaches() -> Iterator[tuple[str, str]]:
    """(name of the invariant, what breaks it), for every breach."""
    for name, check in CHECKS.items():
        for words in check():
            yield name, words


def one_assessment_each() -> Iterator[str]:
    """Every waiting text has its assessment and its case, or is younger than GRACE, or is parked."""
    aside = parked(JOB)
    waiting = Revision.objects.filter(state__in=OPEN_REVISION, submitted_at__lt=_grace())
    cased = set(
        ReviewCase.objects.filter(kind__in=ReviewCase.TEXT_KINDS).values_list(
            "revision_id", flat=True
        )
    )
    for pk, assessments in waiting.values_list("pk", "assessments").distinct():
        if str(pk) in aside:
            continue
        if assessments is None:
            yield f"revision {pk} has no assessment"
        if pk not in cased:
            yield f"revision {pk} has no case"


def one_event_for_each_decision() -> Iterator[str]:
    """Every decision has its event, with the same actor, and every such event its decision."""
    texts: Counter[tuple[int | None, str]] = Counter()
    actors: dict[tuple[int | None, str], int | None] = {}
    measures: dict[str, set[int]] = defaultdict(set)
    kinds = [_kind(outcome) for outcome in Decision.TEXT_OUTCOMES]
    for event in Event.objects.filter(kind__in=[*kinds, *MEASURES.values()]).iterator():
        if event.kind in kinds:
            texts[event.revision_id, event.kind] += 1
            actors[event.revision_id, event.kind] = event.actor_id
        elif event.data.get("decision"):
            measures[event.kind].add(event.data["decision"])
    named: set[tuple[int | None, str]] = set()
    for decision in Decision.objects.select_related("case"):
        if decision.outcome in Decision.TEXT_OUTCOMES and decision.case.about_text:
            key = (decision.case.revision_id, _kind(decision.outcome))
            named.add(key)
            if texts[key] != 1:
                yield f"decision {decision.pk} has {texts[key]} events"
            elif decision.decided_by_id and actors[key] != decision.decided_by_id:
                yield f"decision {decision.pk} is by another person than its event"
            continue
        kind = MEASURES.get(Decision.Outcome(decision.outcome))
        if kind is not None and decision.pk not in measures[kind]:
            yield f"decision {decision.pk} has no event"
    there = set(Revision.objects.values_list("pk", flat=True))
    for revision_id, kind in set(texts) - named:
        if revision_id in there:
            yield f"event {kind} of revision {revision_id} has no decision"


def public_means_verified() -> Iterator[str]:
    """Public is what a person verified, in date and not suspended; the public log says the same."""
    last: dict[Any, LogEntry] = {
        entry.listing_id: entry for entry in LogEntry.objects.order_by("pk")
    }
    verified = set(
        Decision.objects.filter(outcome__in=["verified", "renewed"]).values_list("pk", flat=True)
    )
    for listing in Listing.objects.public().select_related("published_revision"):
        revision = listing.published_revision
        if revision is None or revision.state != RevisionState.APPROVED:
            yield f"listing {listing.pk} is public without an approved text"
        if (listing.clearance or {}).get("decision_id") not in verified:
            yield f"listing {listing.pk} is public without a person's verification"
        if listing.pk not in last:
            yield f"listing {listing.pk} is public and the log does not name it"
    states = dict(Listing.objects.values_list("pk", "state"))
    for listing_id, entry in last.items():
        # an account that was deleted ends as withdrawn
        state = L(states.get(listing_id, L.WITHDRAWN))
        if state not in STATES_AFTER.get(entry.act, STATES_WHILE_VERIFIED):
            yield f"listing {listing_id} is {state} and the log says {entry.act}"


def every_document_has_its_file() -> Iterator[str]:
    """Every document opens with its size and hash, and every file belongs to a document."""
    storage: Any = storages["documents"]
    known = set()
    for document in EvidenceDocument.objects.exclude(state=EvidenceDocument.State.REFUSED):
        known.add(document.file.name)
        try:
            with document.file.open("rb") as file:
                content = file.read()
        except (OSError, ValueError) as error:
            yield f"document {document.pk} cannot be opened: {type(error).__name__}"
            continue
        if (len(content), hashlib.sha256(content).hexdigest()) != (document.size, document.sha256):
            yield f"document {document.pk} is not the file that was stored"
    root = Path(storage.location)
    for path in root.rglob("*"):
        # the hourly sweep takes what a crash left
        lasted = path.is_file() and path.stat().st_mtime < (_grace() - 2 * ORPHAN_AGE).timestamp()
        if lasted and path.relative_to(root).as_posix() not in known:
            yield f"file {path.relative_to(root)} belongs to no document"
    for photo in Photo.objects.all():
        if not all(photos.store().exists(name) for name in photo.file_names()):
            yield f"photo {photo.pk} lacks a file"


def the_record_is_whole() -> Iterator[str]:
    """Both chains verify, their roots hold, and the database guards them."""
    return (str(flaw) for flaw in audit.flaws())


def the_public_entry_is_the_approved_text() -> Iterator[str]:
    """What search and cards show is what the approved text gives. Written anew and taken back."""
    public = Listing.objects.public().order_by("pk").values_list("pk", flat=True)
    for listing_id in list(public):
        with transaction.atomic():
            stored = PublicEntry.objects.filter(pk=listing_id).first()
            write_entry(listing_id=listing_id)
            fresh = PublicEntry.objects.get(pk=listing_id)
            transaction.set_rollback(True)
        if stored is None or (stored.document, stored.card) != (fresh.document, fresh.card):
            yield f"the entry of listing {listing_id} is not its approved text"


def every_restriction_is_told() -> Iterator[str]:
    """Every decision against a listing states reasons, and its letter was sent or waits."""
    keys = set(
        OutgoingMail.objects.filter(key__startswith="decision:").values_list("key", flat=True)
    )
    told = {key.rpartition(":")[2] for key in keys if key.count(":") == 3}
    recent = Decision.objects.filter(
        outcome__in=Decision.RESTRICTIONS, decided_at__gte=timezone.now() - TOLD_WITHIN
    ).select_related("case__revision__listing__practitioner__user")
    for decision in recent:
        if not decision.reasons:
            yield f"decision {decision.pk} states no reasons"
        revision = decision.case.revision
        if revision is None:
            continue
        owner = revision.listing.practitioner
        written = str(decision.pk) in told or f"decision:{revision.pk}:{decision.outcome}" in keys
        # the letters of a demonstration are taken out again
        if owner.user.email and not owner.is_demo and not written:
            yield f"decision {decision.pk} was told to nobody"


def no_letter_twice() -> Iterator[str]:
    """One letter for each occasion."""
    counted = Counter(OutgoingMail.objects.values_list("key", flat=True))
    return (
        f"letter {key} was written {count} times" for key, count in counted.items() if count > 1
    )


def every_score_can_be_given_again() -> Iterator[str]:
    """The engine answers the newest stored inputs as it did then."""
    for difference in islice(replay(newest_first=True), REPLAYED):
        if difference is not None:
            yield f"assessment {difference.assessment_id}: {difference.reason}"


def no_half_made_account() -> Iterator[str]:
    """Every practitioner has a listing; every account with an address has it in the list to confirm."""
    for practitioner in Practitioner.objects.filter(listings__isnull=True):
        yield f"practitioner {practitioner.pk} has no listing"
    with_address = EmailAddress.objects.values("user_id")
    half = User.objects.exclude(email="").exclude(pk__in=with_address)
    for user in half.filter(date_joined__lt=_grace()):
        yield f"account {user.pk} has an address that nobody can confirm"


def roles_are_recorded() -> Iterator[str]:
    """What each account may do is what its last recorded change of roles says."""
    last: dict[int, dict[str, Any]] = {}
    for event in Event.objects.filter(kind="account.roles").order_by("pk"):
        last[event.data["account"]] = event.data
    bare = [flag for flag, value in BARE.items() if value]
    for user in User.objects.filter(pk__in=last).prefetch_related("groups"):
        flags = [flag for flag in FLAGS if getattr(user, flag)]
        groups = sorted(group.name for group in user.groups.all())
        said = last.get(user.pk, {"flags": bare, "groups": []})
        if (flags, groups) != (said["flags"], said["groups"]):
            yield f"account {user.pk} has roles that nobody recorded"


def nobody_reads_an_unchecked_file() -> Iterator[str]:
    """What waits is young or parked, what was opened was checked first, what was refused is gone and told."""
    state = EvidenceDocument.State
    aside = parked(inspecting.JOB)
    late = timezone.now() - CHECKED_WITHIN
    for document in EvidenceDocument.objects.exclude(state=state.READY):
        if document.state == state.WAITING:
            if document.uploaded_at < late and str(document.pk) not in aside:
                yield f"document {document.pk} waits to be checked since {document.uploaded_at:%H:%M}"
        elif document.file or document.refused_for not in SENTENCES:
            yield f"document {document.pk} was refused and is still there, or nobody knows why"
    yield from _refused_in_silence()
    added: set[str] = set()
    for event in Event.objects.filter(kind__in=["document.added", "document.viewed"]).order_by(
        "pk"
    ):
        if event.kind == "document.added":
            added.add(event.data["document"])
        elif event.data["document"] not in added:
            yield f"document {event.data['document']} was opened before it was checked"


def _refused_in_silence() -> Iterator[str]:
    refused = EvidenceDocument.objects.filter(state=EvidenceDocument.State.REFUSED)
    told = set(
        OutgoingMail.objects.filter(key__startswith="document:").values_list("key", flat=True)
    )
    for document in refused.select_related("qualification__practitioner__user"):
        owner = document.qualification.practitioner
        if owner.user.email and not owner.is_demo and f"document:{document.pk}" not in told:
            yield f"document {document.pk} was refused and nobody was told"


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "I1": one_assessment_each,
    "I2": one_event_for_each_decision,
    "I3": public_means_verified,
    "I4": every_document_has_its_file,
    "I5": the_record_is_whole,
    "I6": the_public_entry_is_the_approved_text,
    "I7": every_restriction_is_told,
    "I8": no_letter_twice,
    "I9": every_score_can_be_given_again,
    "I10": no_half_made_account,
    "I11": roles_are_recorded,
    "I12": nobody_reads_an_unchecked_file,
}


def _kind(outcome: str) -> str:
    return "revision.approved" if outcome == "verified" else f"revision.{outcome}"


def _grace() -> datetime:
    return timezone.now() - GRACE
