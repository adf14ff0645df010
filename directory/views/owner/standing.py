"""Where a listing stands, in words: five steps, who must act, what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from directory.models import Listing, Revision
from directory.states import HAS_PUBLIC_TEXT, OPEN_REVISION, ListingState, RevisionState
from directory.templatetags.look import day

L, R = ListingState, RevisionState

ENOUGH_DECISIONS = 5
"""Fewer than this say nothing about the usual time."""
LOOKED_AT = 50

ANSWERS = {
    R.APPROVED: (gettext_lazy("Verified"), "disc"),
    R.CHANGES_REQUESTED: (gettext_lazy("Changes asked for"), "half"),
    R.HONEST_NOT_MLD: (gettext_lazy("Honest massage, not MLD"), "square"),
    R.NOT_VERIFIED: (gettext_lazy("Not verified"), "ring"),
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
        return gettext("Too few listings have been read so far to say how long it takes.")
    days = max(1, round(waits[len(waits) // 2].total_seconds() / 86_400))
    return ngettext(
        "Half of the latest %(listings)d listings were read within %(days)d day.",
        "Half of the latest %(listings)d listings were read within %(days)d days.",
        days,
    ) % {"listings": len(waits), "days": days}


def _title(state: ListingState, latest: Revision | None, lacks: int) -> str:
    if state == L.SUBMITTED:
        return gettext("Sent. A person reads it next")
    if state == L.IN_REVIEW:
        return gettext("A person is reading your listing")
    if state == L.CHANGES_REQUESTED:
        return _asked_for(len(latest.reasons) if latest else 1)
    if state == L.HONEST_NOT_MLD:
        return gettext("Read: honest massage, not MLD")
    if state == L.NOT_VERIFIED:
        return gettext("Read, and not verified as written")
    if state == L.WITHDRAWN:
        return gettext("Your listing is withdrawn")
    if lacks:
        return gettext("Your listing is a draft")
    return gettext("Your draft is ready to send")


def _asked_for(changes: int) -> str:
    in_words = {
        1: gettext("One change asked for, then send it again"),
        2: gettext("Two changes asked for, then send it again"),
        3: gettext("Three changes asked for, then send it again"),
    }
    many = ngettext(
        "%(changes)d change asked for, then send it again",
        "%(changes)d changes asked for, then send it again",
        changes,
    )
    return in_words.get(changes, many % {"changes": changes})


def _public_title(listing: Listing, state: ListingState) -> str:
    return {
        L.VERIFIED: gettext("Public, verified until %(day)s")
        % {"day": day(listing.verified_until)},
        L.PAUSED: gettext("Paused until %(day)s") % {"day": day(listing.paused_until)},
        L.STALE: gettext("Not confirmed since %(day)s")
        % {"day": day(listing.confirmed_on or listing.verified_on)},
        L.EXPIRED: gettext("The verification ended on %(day)s")
        % {"day": day(listing.verified_until)},
        L.SUSPENDED: gettext("Your listing is suspended"),
    }[state]


def _steps(
    listing: Listing, state: ListingState, latest: Revision | None
) -> tuple[TrackerStep, ...]:
    waits = latest is not None and latest.state in OPEN_REVISION
    answered = latest is not None and latest.state in ANSWERS and state != L.DRAFT
    sent = waits or answered
    written = TrackerStep(
        shape="disc" if sent else "half",
        title=gettext("Written"),
        line=day(_day(listing.created_at)) if sent else gettext("Your turn. No deadline"),
        current=not sent and state != L.WITHDRAWN,
    )
    sent_step = TrackerStep(
        shape="disc" if sent else "ring",
        title=gettext("Sent"),
        line=day(_day(latest.submitted_at)) if sent and latest else gettext("When you are ready"),
    )
    answer_title, answer_shape = (gettext("Answer"), "ring")
    if answered and latest:
        answer_title, answer_shape = ANSWERS[RevisionState(latest.state)]
    answer = TrackerStep(
        shape=answer_shape,
        title=answer_title,
        line=gettext("Your turn. No deadline")
        if answered
        else gettext("With reasons, here and by e-mail"),
        current=answered,
    )
    public = TrackerStep(
        shape="ring", title=gettext("Public"), line=gettext("When a person has verified it")
    )
    if state == L.WITHDRAWN:
        public = TrackerStep(
            shape="bar",
            title=gettext("Withdrawn"),
            line=day(_day(listing.state_changed_at)),
            current=True,
        )
    return (written, sent_step, _reading(latest, waits, answered), answer, public)


def _reading(latest: Revision | None, waits: bool, answered: bool) -> TrackerStep:
    title = gettext("Read by a person")
    if answered and latest and latest.decided_at:
        return TrackerStep(shape="disc", title=title, line=day(_day(latest.decided_at)))
    if waits and latest and latest.state == R.IN_REVIEW:
        return TrackerStep(shape="half", title=title, line=gettext("Being read now"), current=True)
    if waits:
        return TrackerStep(shape="half", title=title, line=gettext("Our turn"), current=True)
    return TrackerStep(shape="ring", title=title, line=gettext("After you send it"))


def _public_steps(
    listing: Listing, state: ListingState, revisions: Sequence[Revision]
) -> tuple[TrackerStep, ...]:
    approved = next((one for one in revisions if one.pk == listing.published_revision_id), None)
    sent = day(_day(approved.submitted_at)) if approved else ""
    read = day(_day(approved.decided_at)) if approved and approved.decided_at else ""
    last = {
        L.VERIFIED: (
            "disc",
            gettext("Public"),
            gettext("Until %(day)s") % {"day": day(listing.verified_until)},
        ),
        L.PAUSED: (
            "uprights",
            gettext("Paused"),
            gettext("Until %(day)s") % {"day": day(listing.paused_until)},
        ),
        L.STALE: (
            "clock",
            gettext("Not in search"),
            gettext("Your turn: confirm that it is still correct"),
        ),
        L.EXPIRED: ("stroke", gettext("Ended"), gettext("Your turn: send it again")),
        L.SUSPENDED: ("diamond", gettext("Suspended"), day(_day(listing.state_changed_at))),
    }[state]
    return (
        TrackerStep(shape="disc", title=gettext("Written"), line=day(_day(listing.created_at))),
        TrackerStep(shape="disc", title=gettext("Sent"), line=sent),
        TrackerStep(shape="disc", title=gettext("Read by a person"), line=read),
        TrackerStep(shape="disc", title=gettext("Verified"), line=day(listing.verified_on)),
        TrackerStep(shape=last[0], title=last[1], line=last[2], current=True),
    )


def _next(state: ListingState, latest: Revision | None, usual: str) -> tuple[str, ...]:
    if state in {L.SUBMITTED, L.IN_REVIEW}:
        return (
            gettext(
                "Software marks the passages that count. A person reads them with your papers and decides."
            ),
            gettext("The answer comes by e-mail and stands on this page, with the reasons."),
            usual,
            gettext(
                "You can still change the text. Send it again then: the new text takes the old one's place."
            ),
        )
    if state == L.CHANGES_REQUESTED:
        return (
            gettext("Change what the reasons name, then send it again. There is no deadline."),
            gettext(
                "If you think that a reason is wrong, say so in your text or send a paper that shows it."
            ),
            gettext("A person reads it again."),
            usual,
        )
    if state == L.HONEST_NOT_MLD:
        return (
            gettext(
                "Your text offers massage and says so plainly. Nothing here speaks against it."
            ),
            gettext(
                "If you also offer MLD, describe it by itself, name your training, and send it again."
            ),
        )
    if state == L.NOT_VERIFIED:
        return (
            gettext(
                "The reasons say what the text does not show, or what in it speaks against MLD."
            ),
            gettext(
                "You can change the text or add papers and send it again. A person reads it again."
            ),
        )
    if state == L.WITHDRAWN:
        return (gettext("Your text is kept. Begin again to change it and send it."),)
    if latest is not None and latest.state == R.WITHDRAWN:
        return (gettext("You took it back. Change what you like and send it when it is ready."),)
    return (
        gettext(
            "Write at your own pace: each page is saved as you go. Then send it. It costs nothing."
        ),
    )


def _public_next(listing: Listing, state: ListingState) -> tuple[str, ...]:
    if state == L.VERIFIED:
        return (
            gettext("Patients can find and read your listing."),
            gettext("When something changes, edit and send it."),
            gettext("The approved text stays public until a person has read the change."),
        )
    if state == L.PAUSED:
        return (
            gettext("It is not shown. It comes back by itself on that day, or when you resume it."),
        )
    if state == L.STALE:
        return (
            gettext(
                "It is not shown in search. Confirm that it is still correct to bring it back."
            ),
        )
    if state == L.EXPIRED:
        return (
            gettext(
                "It is not shown. Bring your papers up to date and send it again: a person reads it anew."
            ),
        )
    return (
        gettext("It is not shown. The reasons stand above."),
        gettext(
            "To object, appeal. Another person, not the one who decided, reads it and answers."
        ),
    )


def _edit_line(latest: Revision | None, usual: str) -> str:
    if latest is None:
        return ""
    stays = gettext("The approved text stays public until a person has read the change.")
    sent = day(_day(latest.submitted_at))
    if latest.state == R.SUBMITTED:
        waits = gettext("Your change of %(day)s waits for a person.") % {"day": sent}
        return f"{waits} {stays} {usual}"
    if latest.state == R.IN_REVIEW:
        read = gettext("A person is reading your change of %(day)s.") % {"day": sent}
        return f"{read} {stays}"
    if latest.state in {R.CHANGES_REQUESTED, R.HONEST_NOT_MLD, R.NOT_VERIFIED}:
        word, _shape = ANSWERS[RevisionState(latest.state)]
        return gettext(
            "Your change of %(day)s was read. The answer: “%(answer)s”. The reasons are below."
        ) % {"day": sent, "answer": word}
    return ""


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
