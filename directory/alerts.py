"""Alerts: one letter when somebody appears for a search that found nobody.

Asked for on the results page, confirmed by a signed link (double opt-in), answered with one letter,
then deleted, letter and address too. What is never confirmed is forgotten after UNCONFIRMED, what
never finds anybody after KEPT.
"""

import uuid
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from directory import mail
from directory.filters import ListingFilter
from directory.limits import Limit
from directory.models import OutgoingMail, SearchAlert

UNCONFIRMED = timedelta(days=2)
KEPT = timedelta(days=180)
FROM_ONE_VISITOR = Limit("alert-visitor", times=5, seconds=3600)
TO_ONE_ADDRESS = Limit("alert-address", times=3, seconds=86400)

_SALT = "directory.alerts"
_LETTER = "alert:"


class NoSuchAlert(Exception):
    """The link is not ours, or its alert is gone."""


def ask(*, email: str, search: QueryDict, language: str, visitor: str, address_key: str) -> None:
    """Keep the search until it is confirmed, and write the letter that asks to. Raises TooOften.

    The same answer whether the address is known or not; an alert that is confirmed gets no second
    letter.
    """
    FROM_ONE_VISITOR.count(visitor)
    TO_ONE_ADDRESS.count(address_key)
    with transaction.atomic():
        alert, _made = SearchAlert.objects.get_or_create(
            email=email, search=search.urlencode(), defaults={"language": language}
        )
        if alert.confirmed_at is None:
            _write(alert, "confirm", "alert_confirm")


def confirm(token: str) -> SearchAlert:
    """Begin to look. Raises NoSuchAlert."""
    alert = alert_of(token)
    SearchAlert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    return alert


def stop(token: str) -> None:
    """Forget the search and the address, and letters not yet sent. Safe to do twice."""
    try:
        alert = alert_of(token)
    except NoSuchAlert:
        return
    with transaction.atomic():
        OutgoingMail.objects.filter(key__startswith=f"{_LETTER}{alert.pk}").delete()
        SearchAlert.objects.filter(pk=alert.pk).delete()


def alert_of(token: str) -> SearchAlert:
    """The alert that a signed link names. Raises NoSuchAlert."""
    try:
        pk = uuid.UUID(signing.Signer(salt=_SALT).unsign(token))
        return SearchAlert.objects.get(pk=pk)
    except (signing.BadSignature, ValueError, SearchAlert.DoesNotExist):
        raise NoSuchAlert from None


def search_of(alert: SearchAlert) -> QueryDict:
    return QueryDict(alert.search)


def sweep() -> int:
    """Write the letters that are due and forget what is old; returns how many letters."""
    now = timezone.now()
    SearchAlert.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED).delete()
    SearchAlert.objects.filter(created_at__lt=now - KEPT).delete()
    OutgoingMail.objects.filter(key__startswith=_LETTER, sent_at__isnull=False).delete()
    return sum(map(_answer, SearchAlert.objects.filter(confirmed_at__isnull=False)))


def _answer(alert: SearchAlert) -> bool:
    """Write the one letter and delete the alert, when somebody is found."""
    with translation.override(alert.language):
        # what a postal code means depends on who reads
        asked = ListingFilter(search_of(alert), strict=False)
        problems = asked.problems
    if problems:
        # a filter that left the vocabulary: nobody can appear for it any more
        SearchAlert.objects.filter(pk=alert.pk).delete()
        return False
    if not asked.found.total:
        return False
    with transaction.atomic():
        deleted, _rows = SearchAlert.objects.filter(pk=alert.pk).delete()
        if deleted:
            _write(alert, "found", "alert_found")
    return bool(deleted)


def _write(alert: SearchAlert, occasion: str, template: str) -> None:
    token = signing.Signer(salt=_SALT).sign(str(alert.pk))
    with translation.override(alert.language):
        mail.write(
            key=f"{_LETTER}{alert.pk}:{occasion}",
            to=alert.email,
            template=template,
            context={
                "confirm_path": reverse("alert_confirm", args=[token]),
                "stop_path": reverse("alert_stop", args=[token]),
                "search_path": f"{reverse('results')}?{alert.search}",
                "days": KEPT.days,
            },
        )
