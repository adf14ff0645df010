"""Everything that is kept of an account, as plain data that a program can read."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from directory import drafts
from directory.models import Event, EvidenceDocument, Listing, OutgoingMail
from directory.uploads import SENTENCES


def everything_of(user: User, listing: Listing) -> dict[str, Any]:
    """Account, working copy, every text sent with its answer, papers, letters, and what happened.

    JSON-ready; times are ISO 8601. Documents are named with the address where each can be had.
    """
    return {
        "account": {
            "email": user.email,
            "name": user.get_full_name(),
            "joined": user.date_joined.isoformat(),
            "last_login": user.last_login.isoformat() if user.last_login else None,
        },
        "listing": {
            "id": str(listing.pk),
            "state": listing.state,
            "begun": listing.created_at.isoformat(),
            "verified_on": _day(listing.verified_on),
            "verified_until": _day(listing.verified_until),
            "paused_until": _day(listing.paused_until),
            "confirmed_on": _day(listing.confirmed_on),
            "working_copy": drafts.snapshot(listing).as_dict(),
            "clearance": listing.clearance,
        },
        "sent": [
            {
                "number": revision.number,
                "state": revision.state,
                "submitted_at": revision.submitted_at.isoformat(),
                "decided_at": revision.decided_at.isoformat() if revision.decided_at else None,
                "reasons": revision.reasons,
                "content": revision.snapshot.as_dict(),
            }
            for revision in listing.revisions.order_by("number")
        ],
        "documents": [
            {
                "name": document.original_name,
                "paper": str(document.qualification_id),
                "state": document.state,
                "not_taken_because": str(SENTENCES.get(document.refused_for, "")),
                "type": document.content_type,
                "size": document.size,
                "sha256": document.sha256,
                "uploaded_at": document.uploaded_at.isoformat(),
                "address": settings.SITE_URL + reverse("owner_document", args=[document.pk])
                if document.state == EvidenceDocument.State.READY
                else None,
            }
            for document in EvidenceDocument.objects.filter(qualification__practitioner__user=user)
        ],
        "photo": {
            "consented_at": listing.practitioner.photo.consented_at.isoformat(),
            "address": settings.SITE_URL + reverse("owner_picture"),
        }
        if listing.practitioner.photo
        else None,
        "letters": [
            {
                "subject": letter.subject,
                "written_at": letter.created_at.isoformat(),
                "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
            }
            for letter in OutgoingMail.objects.filter(to=user.email)
        ],
        "events": [
            {
                "at": event.at.isoformat(),
                "kind": event.kind,
                "before": event.before,
                "after": event.after,
                "by_you": event.actor_id == user.pk,
                "data": event.data,
            }
            for event in Event.objects.filter(listing_id=listing.pk).order_by("id")
        ],
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
