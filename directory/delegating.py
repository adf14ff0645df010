"""Somebody else at the keyboard: invited by the owner, accepted by the invited, revoked by either.

A delegate writes and sends. Papers, numbers, the account, pausing, withdrawing and erasing stay with
the owner.
"""

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from directory import mail
from directory.models import Delegate, Listing, Practitioner
from directory.models.event import record

MOST = 5
"""Delegates and open invitations of one practitioner."""
LINK_DAYS = 14
SALT = "directory.delegating"


class DelegateError(ValueError):
    """An invitation cannot be made or accepted; `code` says why: too_many, own, again, gone, other."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def invite(*, listing: Listing, email: str, actor: User) -> Delegate:
    """Write a letter with a link. Raises DelegateError: too_many, own (the owner's address), again."""
    email = email.strip().lower()
    if email == actor.email.lower():
        raise DelegateError("own")
    with transaction.atomic():
        owner = Practitioner.objects.select_for_update().get(pk=listing.practitioner_id)
        if Delegate.objects.filter(practitioner=owner, email=email).exists():
            raise DelegateError("again")
        if Delegate.objects.filter(practitioner=owner).count() >= MOST:
            raise DelegateError("too_many")
        delegate = Delegate.objects.create(practitioner=owner, email=email)
        mail.write(
            key=f"delegate:{delegate.pk}",
            to=email,
            template="delegate",
            context={"name": owner.name, "path": _link(delegate), "days": LINK_DAYS},
        )
        record("delegate.invited", listing_id=listing.pk, actor_id=actor.pk, delegate=delegate.pk)
    return delegate


def invitation(token: str) -> Delegate:
    """The invitation of a link. Raises DelegateError: gone, for a link that is old or was taken back."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400)
    except signing.BadSignature:
        raise DelegateError("gone") from None
    waiting = Delegate.objects.select_related("practitioner").filter(pk=key, user__isnull=True)
    delegate = waiting.first()
    if delegate is None:
        raise DelegateError("gone")
    return delegate


def accept(*, token: str, user: User) -> Delegate:
    """Take the invitation up. Raises DelegateError: gone, or other when the address is not the user's."""
    delegate = invitation(token)
    confirmed = user.emailaddress_set.filter(verified=True)  # type: ignore[attr-defined]
    if not confirmed.filter(email__iexact=delegate.email).exists():
        raise DelegateError("other")
    with transaction.atomic():
        waiting = Delegate.objects.filter(pk=delegate.pk, user__isnull=True)
        if waiting.update(user=user, accepted_at=timezone.now()) != 1:
            raise DelegateError("gone")
        listing = delegate.practitioner.listings.first()
        record(
            "delegate.accepted",
            listing_id=listing.pk if listing else None,
            actor_id=user.pk,
            delegate=delegate.pk,
        )
    return delegate


def revoke(*, delegate: Delegate, actor: User) -> None:
    """End the right, or take the invitation back, at once."""
    with transaction.atomic():
        listing = delegate.practitioner.listings.first()
        key = delegate.pk
        delegate.delete()
        record(
            "delegate.revoked",
            listing_id=listing.pk if listing else None,
            actor_id=actor.pk,
            delegate=key,
        )


def listings_for(user: User) -> list[Listing]:
    """Listings of others that the user may work on, by name."""
    theirs = Listing.objects.filter(practitioner__delegates__user=user)
    return list(theirs.select_related("practitioner").order_by("practitioner__name"))


def _link(delegate: Delegate) -> str:
    return reverse("delegate_accept", args=[signing.dumps(delegate.pk, salt=SALT)])
