"""Where a listing stands, in words: five steps, who must act, what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from directory.models import Listing, Revision
from directory.states import HAS_PUBLIC_TEXT, OPEN_REVISION, ListingState, RevisionState
from directory.templatetags.look import day

L, R = ListingState, RevisionState

ENOUGH_DECISIONS = 5
"""Fewer than this say nothing about the usual time."""
LOOKED_AT = 50

ANSWERS = {
    R.APPROVED: ("Verified", "disc"),
    R.CHANGES_REQUESTED: ("Changes asked for", "half"),
    R.HONEST_NOT_MLD: ("Honest massage, not MLD", "square"),
    R.NOT_VERIFIED: ("Not verified", "ring"),
}


@dataclass(frozen=True, kw_only=True)
class TrackerStep:
    """One of five; `line` says when, or who must act."""

    shape: str
    title: str
    line: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`next_steps` are sentences; `edit` says how a change to a public listing stands, or is ""."""

    title: str
    steps: tuple[TrackerStep, ...]
    next_steps: tuple[str, ...]
    edit: str


def standing_of(
    *, listing: Listing, revisions: Sequence[Revision], lacks: int, usual: str
) -> Standing:
    """The standing of a listing; `revisions` newest first, `lacks` what a submission still needs."""
    state = ListingState(listing.state)
    latest = revisions[0] if revisions else None
    if state in HAS_PUBLIC_TEXT:
        return Standing(
            title=_public_title(listing, state),
            steps=_public_steps(listing, state, revisions),
            next_steps=_public_next(listing, state),
            edit=_edit_line(latest, usual),
        )
    return Standing(
        title=_title(state, latest, lacks),
        steps=_steps(listing, state, latest),
        next_steps=_next(state, latest, usual),
        edit="",
    )


def usual_time() -> str:
    """How long reading has taken, measured on the latest decisions; says so when there are too few."""
    rows = (
        Revision.objects.filter(decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("submitted_at", "decided_at")[:LOOKED_AT]
    )
    waits = sorted(decided - submitted for submitted, decided in rows if decided)
    if len(waits) < ENOUGH_DECISIONS:
        return "Too few listings have been read so far to say how long it takes."
    days = max(1, round(waits[len(waits) // 2].total_seconds() / 86_400))
    return f"Half of the latest {len(waits)} listings were read within {days} day{'s' if days > 1 else ''}."


def _title(state: ListingState, latest: Revision | None, lacks: int) -> str:
    if state == L.SUBMITTED:
        return "Sent. A person reads it next"
    if state == L.IN_REVIEW:
        return "A person is reading your listing"
    if state == L.CHANGES_REQUESTED:
        return f"{_count(len(latest.reasons) if latest else 1)} asked for, then send it again"
    if state == L.HONEST_NOT_MLD:
        return "Read: honest massage, not MLD"
    if state == L.NOT_VERIFIED:
        return "Read, and not verified as written"
    if state == L.WITHDRAWN:
        return "Your listing is withdrawn"
    if lacks:
        return "Your listing is a draft"
    return "Your draft is ready to send"


def _count(number: int) -> str:
    words = ("No change", "One change", "Two changes", "Three changes", "Four changes")
    return words[number] if number < len(words) else f"{number} changes"


def _public_title(listing: Listing, state: ListingState) -> str:
    return {
        L.VERIFIED: f"Public, verified until {day(listing.verified_until)}",
        L.PAUSED: f"Paused until {day(listing.paused_until)}",
        L.STALE: f"Not confirmed since {day(listing.confirmed_on or listing.verified_on)}",
        L.EXPIRED: f"The verification ended on {day(listing.verified_until)}",
        L.SUSPENDED: "Your listing is suspended",
    }[state]


def _steps(
    listing: Listing, state: ListingState, latest: Revision | None
) -> tuple[TrackerStep, ...]:
    waits = latest is not None and latest.state in OPEN_REVISION
    answered = latest is not None and latest.state in ANSWERS and state != L.DRAFT
    sent = waits or answered
    written = TrackerStep(
        shape="disc" if sent else "half",
        title="Written",
        line=day(_day(listing.created_at)) if sent else "Your turn. No deadline",
        current=not sent and state != L.WITHDRAWN,
    )
    sent_step = TrackerStep(
        shape="disc" if sent else "ring",
        title="Sent",
        line=day(_day(latest.submitted_at)) if sent and latest else "When you are ready",
    )
    answer_title, answer_shape = ("Answer", "ring")
    if answered and latest:
        answer_title, answer_shape = ANSWERS[RevisionState(latest.state)]
    answer = TrackerStep(
        shape=answer_shape,
        title=answer_title,
        line="Your turn. No deadline" if answered else "With reasons, here and by e-mail",
        current=answered,
    )
    public = TrackerStep(shape="ring", title="Public", line="When a person has verified it")
    if state == L.WITHDRAWN:
        public = TrackerStep(
            shape="bar",
            title="Withdrawn",
            line=day(_day(listing.state_changed_at)),
            current=True,
        )
    return (written, sent_step, _reading(latest, waits, answered), answer, public)


def _reading(latest: Revision | None, waits: bool, answered: bool) -> TrackerStep:
    title = "Read by a person"
    if answered and latest and latest.decided_at:
        return TrackerStep(shape="disc", title=title, line=day(_day(latest.decided_at)))
    if waits and latest and latest.state == R.IN_REVIEW:
        return TrackerStep(shape="half", title=title, line="Being read now", current=True)
    if waits:
        return TrackerStep(shape="half", title=title, line="Our turn", current=True)
    return TrackerStep(shape="ring", title=title, line="After you send it")


def _public_steps(
    listing: Listing, state: ListingState, revisions: Sequence[Revision]
) -> tuple[TrackerStep, ...]:
    approved = next((one for one in revisions if one.pk == listing.published_revision_id), None)
    sent = day(_day(approved.submitted_at)) if approved else ""
    read = day(_day(approved.decided_at)) if approved and approved.decided_at else ""
    last = {
        L.VERIFIED: ("disc", "Public", f"Until {day(listing.verified_until)}"),
        L.PAUSED: ("uprights", "Paused", f"Until {day(listing.paused_until)}"),
        L.STALE: ("clock", "Not in search", "Your turn: confirm that it is still correct"),
        L.EXPIRED: ("stroke", "Ended", "Your turn: send it again"),
        L.SUSPENDED: ("diamond", "Suspended", day(_day(listing.state_changed_at))),
    }[state]
    return (
        TrackerStep(shape="disc", title="Written", line=day(_day(listing.created_at))),
        TrackerStep(shape="disc", title="Sent", line=sent),
        TrackerStep(shape="disc", title="Read by a person", line=read),
        TrackerStep(shape="disc", title="Verified", line=day(listing.verified_on)),
        TrackerStep(shape=last[0], title=last[1], line=last[2], current=True),
    )


def _next(state: ListingState, latest: Revision | None, usual: str) -> tuple[str, ...]:
    if state in {L.SUBMITTED, L.IN_REVIEW}:
        return (
            "Software marks the passages that count. A person reads them with your papers and decides.",
            "The answer comes by e-mail and stands on this page, with the reasons.",
            usual,
            "You can still change the text. Send it again then: the new text takes the old one's place.",
        )
    if state == L.CHANGES_REQUESTED:
        return (
            "Change what the reasons name, then send it again. There is no deadline.",
            "If you think that a reason is wrong, say so in your text or send a paper that shows it.",
            "A person reads it again.",
            usual,
        )
    if state == L.HONEST_NOT_MLD:
        return (
            "Your text offers massage and says so plainly. Nothing here speaks against it.",
            "If you also offer MLD, describe it by itself, name your training, and send it again.",
        )
    if state == L.NOT_VERIFIED:
        return (
            "The reasons say what the text does not show, or what in it speaks against MLD.",
            "You can change the text or add papers and send it again. A person reads it again.",
        )
    if state == L.WITHDRAWN:
        return ("Your text is kept. Begin again to change it and send it.",)
    if latest is not None and latest.state == R.WITHDRAWN:
        return ("You took it back. Change what you like and send it when it is ready.",)
    return (
        "Write at your own pace: each page is saved as you go. Then send it. It costs nothing.",
    )


def _public_next(listing: Listing, state: ListingState) -> tuple[str, ...]:
    if state == L.VERIFIED:
        return (
            "Patients can find and read your listing.",
            "When something changes, edit and send it.",
            "The approved text stays public until a person has read the change.",
        )
    if state == L.PAUSED:
        return ("It is not shown. It comes back by itself on that day, or when you resume it.",)
    if state == L.STALE:
        return ("It is not shown in search. Confirm that it is still correct to bring it back.",)
    if state == L.EXPIRED:
        return (
            "It is not shown. Bring your papers up to date and send it again: a person reads it anew.",
        )
    return (
        "It is not shown. The reasons are below.",
        "To object, appeal. Another person, not the one who decided, reads it and answers.",
    )


def _edit_line(latest: Revision | None, usual: str) -> str:
    if latest is None:
        return ""
    stays = "The approved text stays public until a person has read the change."
    sent = day(_day(latest.submitted_at))
    if latest.state == R.SUBMITTED:
        return f"Your change of {sent} waits for a person. {stays} {usual}"
    if latest.state == R.IN_REVIEW:
        return f"A person is reading your change of {sent}. {stays}"
    if latest.state in {R.CHANGES_REQUESTED, R.HONEST_NOT_MLD, R.NOT_VERIFIED}:
        word, _shape = ANSWERS[RevisionState(latest.state)]
        return f"Your change of {sent} was read: {word.lower()}. The reasons are below."
    return ""


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
