"""A school or an association invites its members. An invitation is a letter, never a listing."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from directory import publishing
from vetting.member_files import Member
from vetting.models import Invitation, InvitationList, Organization, WantsNoInvitations
from vetting.tables import as_csv

log = logging.getLogger(__name__)

State = Invitation.State
KEPT_DAYS = 30
"""Names and addresses of a list are emptied so many days after it was sent or left lying."""

AGAIN_AFTER_DAYS = KEPT_DAYS
"""An organization may invite the same address again after so many days: it is not known for longer."""

_SALT = "vetting.invitation"


class InvitingError(Exception):
    """An act that does not fit the list as it is now; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many lines of a list are in which state."""

    ready: int
    invited: int
    unfit: int
    declined: int


@transaction.atomic
def preview(
    *, organization: Organization, actor: User, file_name: str, members: Iterable[Member]
) -> InvitationList:
    """Keep a read file, each line with what is wrong with it. Nobody is written to yet."""
    made = InvitationList.objects.create(
        organization=organization, file_name=file_name[:160], uploaded_by=actor
    )
    Invitation.objects.bulk_create(_lines(made, list(members)), batch_size=500)
    return made


def _lines(made: InvitationList, members: list[Member]) -> Iterator[Invitation]:
    addresses = {member.email.casefold() for member in members}
    since = timezone.now() - timedelta(days=AGAIN_AFTER_DAYS)
    # one look-up for all: a file may have two thousand lines
    lately = {
        email.casefold()
        for email in Invitation.objects.filter(
            list__organization=made.organization, state=State.INVITED, invited_at__gte=since
        ).values_list("email", flat=True)
    } & addresses
    refused = set(WantsNoInvitations.objects.values_list("address", flat=True))
    seen: set[str] = set()
    for member in members:
        address = member.email.casefold()
        problem = _problem(member)
        if not problem and address in seen:
            problem = _("This address stands further up in the file.")
        elif not problem and address in lately:
            problem = _("You invited this address in the last %(days)d days.") % {
                "days": AGAIN_AFTER_DAYS
            }
        elif not problem and address_key(address) in refused:
            problem = _("This person wants no invitations.")
        seen.add(address)
        yield Invitation(
            list=made,
            line=member.line,
            name=member.name[:120],
            email="" if problem and not _is_address(member.email) else member.email,
            problem=problem,
            state=State.UNFIT if problem else State.READY,
        )


def _problem(member: Member) -> str:
    if not member.name:
        return _("The name is missing.")
    if len(member.name) > 120:
        return _("The name is longer than 120 characters.")
    if not member.email:
        return _("The address is missing.")
    if not _is_address(member.email):
        return _("“%(address)s” is not an e-mail address.") % {"address": member.email[:80]}
    return ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def address_key(email: str) -> str:
    """A keyed hash of an address, which names nobody without the site's key."""
    return salted_hmac(_SALT, email.casefold(), algorithm="sha256").hexdigest()


@transaction.atomic
def start(*, made: InvitationList, actor: User) -> None:
    """Let the letters of a list go out. Raises InvitingError unless it waits to be looked through."""
    _move(made, InvitationList.State.STARTED)
    publishing.record(
        "invitations.started",
        actor_id=actor.pk,
        list=str(made.pk),
        organization=str(made.organization_id),
    )


@transaction.atomic
def drop(*, made: InvitationList) -> None:
    """Throw a list away before it was started, names and addresses first. Raises InvitingError."""
    _move(made, InvitationList.State.DROPPED)
    made.invitations.all().delete()


def _move(made: InvitationList, after: InvitationList.State) -> None:
    moved = InvitationList.objects.filter(pk=made.pk, state=InvitationList.State.PREVIEW).update(
        state=after
    )
    if not moved:
        raise InvitingError(_("This list was started or dropped before. Look again."))


def send_waiting(*, limit: int = 200) -> int:
    """Write the letters of started lists; returns how many. Safe to stop anywhere and to run twice."""
    waiting = Invitation.objects.filter(
        state=State.READY, list__state=InvitationList.State.STARTED
    ).select_related("list__organization")
    return sum(_invite(invitation) for invitation in waiting.order_by("list_id", "line")[:limit])


@transaction.atomic
def _invite(invitation: Invitation) -> bool:
    moved = Invitation.objects.filter(pk=invitation.pk, state=State.READY).update(
        state=State.INVITED, invited_at=timezone.now()
    )
    if not moved:
        return False
    publishing.send_letter(
        key=f"invitation:{invitation.pk}",
        to=invitation.email,
        template="invitation",
        context={
            "name": invitation.name,
            "organization": invitation.list.organization.name,
            "address": settings.SITE_URL + reverse("invitation", args=[token_of(invitation)]),
            "days": KEPT_DAYS,
        },
    )
    return True


def token_of(invitation: Invitation) -> str:
    """What the letter's link carries; it names the line and cannot be guessed."""
    return signing.dumps(invitation.pk.hex, salt=_SALT)


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link; None for a forged or an emptied one."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return (
        Invitation.objects.filter(pk=key, state__in=(State.INVITED, State.DECLINED))
        .select_related("list__organization")
        .first()
    )


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """Forget name and address, and never invite this address again. Declining twice is one."""
    if invitation.email:
        WantsNoInvitations.objects.get_or_create(address=address_key(invitation.email))
    Invitation.objects.filter(pk=invitation.pk).update(
        state=State.DECLINED, name="", email="", problem=""
    )


def forget_old() -> int:
    """Empty names and addresses that are not needed any more; returns how many lines."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = Invitation.objects.exclude(name="", email="")
    invited = old.filter(invited_at__lt=before)
    lying = old.filter(invited_at=None, list__uploaded_at__lt=before)
    lying = lying.exclude(state=State.READY, list__state=InvitationList.State.STARTED)
    return sum(rows.update(name="", email="", problem="") for rows in (invited, lying))


def unfit_table(*, made: InvitationList, actor: User) -> str:
    """The lines that cannot be invited, with the reason, as CSV to mend and send again. Recorded."""
    lines = made.invitations.filter(state=State.UNFIT)
    rows = list(lines.values_list("line", "name", "email", "problem"))
    publishing.record(
        "export",
        actor_id=actor.pk,
        what="unfit_lines",
        organization=str(made.organization_id),
        list=str(made.pk),
        rows=len(rows),
    )
    return as_csv(("line", "name", "email", "problem"), rows)


def tally(made: InvitationList) -> Tally:
    """How a list stands. One query."""
    counts = Counter(made.invitations.values_list("state", flat=True))
    return Tally(**{state: counts[state] for state in ("ready", "invited", "unfit", "declined")})
