"""Whether the websites of public listings answer: looked at once a month, after a miss once a day.

A website that is away says nothing about a practitioner. The outcome is shown to moderators and counted
in the public figures; it changes no listing.
"""

import http.client
import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from directory.asking import Refused, Resolver, ask, resolve
from directory.models import Listing, WebsiteCheck

log = logging.getLogger(__name__)

AGAIN = timedelta(days=30)
AFTER_A_MISS = timedelta(days=1)
CLAIM = timedelta(hours=1)
A_ROUND = 20
"""Websites looked at in one task, which takes at most A_ROUND times ten seconds."""

Outcome = WebsiteCheck.Outcome


def look_at_due(*, limit: int = A_ROUND, resolver: Resolver = resolve) -> int:
    """Look at the websites that are due; returns how many were asked. None in a demonstration."""
    if not settings.WEBSITE_CHECKS:
        return 0
    now = timezone.now()
    due = (
        Listing.objects.public()
        .filter(practitioner__is_demo=False)
        .filter(Q(website_check__isnull=True) | Q(website_check__due_at__lte=now))
        .exclude(published_revision__content__website="")
        .order_by(F("website_check__due_at").asc(nulls_first=True), "pk")
    )
    return sum(look_at(listing, resolver=resolver) for listing in due[:limit])


def look_at(listing: Listing, *, resolver: Resolver = resolve) -> bool:
    """Ask the website of a public listing and keep the outcome. False when another task has it."""
    url = listing.published_revision.snapshot.website
    now = timezone.now()
    check, made = WebsiteCheck.objects.get_or_create(
        listing=listing,
        defaults={
            "url": url,
            "outcome": Outcome.MISSING,
            "checked_at": now,
            "due_at": now + CLAIM,
        },
    )
    if not made:
        claimed = WebsiteCheck.objects.filter(pk=check.pk, due_at=check.due_at, due_at__lte=now)
        if claimed.update(due_at=now + CLAIM) != 1:
            return False
    outcome, status = _outcome(url, resolver)
    answers = outcome == Outcome.ANSWERS
    misses = 0 if answers else (check.misses if check.url == url else 0) + 1
    WebsiteCheck.objects.filter(pk=check.pk).update(
        url=url,
        outcome=outcome,
        status=status,
        misses=misses,
        checked_at=timezone.now(),
        due_at=timezone.now() + (AGAIN if answers else min(AFTER_A_MISS * misses, AGAIN)),
    )
    return True


def _outcome(url: str, resolver: Resolver) -> tuple[str, int | None]:
    try:
        answer = ask(url, resolver=resolver)
    except Refused as error:
        log.info("a website was not asked: %s", error)
        return Outcome.REFUSED, None
    except (OSError, http.client.HTTPException, UnicodeError):
        return Outcome.MISSING, None
    # 401, 403 and 429 are a server that is there and wants no robots
    alive = answer.status < 400 or answer.status in {401, 403, 405, 406, 429}
    return (Outcome.ANSWERS if alive else Outcome.MISSING), answer.status
