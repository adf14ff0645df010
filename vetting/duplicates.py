"""Other listings that may be the same person: by name and place, or by certificate number."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from vetting.models import ReviewCase

MOST = 10


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """Another listing, its newest case, and what it shares with this one."""

    case_id: int
    listing_id: uuid.UUID
    name: str
    place: str
    shares: tuple[str, ...]


def duplicates_of(case: ReviewCase) -> tuple[Duplicate, ...]:
    """Listings that share name and place or a certificate number with this case's. One query.

    Numbers are compared as keyed hashes; which number it is, is on the papers.
    """
    numbers = case.numbers.split()
    alike = Q(name__iexact=case.name, place__iexact=case.place)
    for number in numbers:
        alike |= Q(numbers__contains=number)
    found: dict[uuid.UUID, Duplicate] = {}
    others = ReviewCase.objects.filter(alike).exclude(listing_id=case.listing_id)
    for other in others.order_by("-pk")[: MOST * 5]:
        if other.listing_id not in found and len(found) < MOST:
            found[other.listing_id] = Duplicate(
                case_id=other.pk,
                listing_id=other.listing_id,
                name=other.name,
                place=other.place,
                shares=_shared(case, other, numbers),
            )
    return tuple(found.values())


def _shared(case: ReviewCase, other: ReviewCase, numbers: list[str]) -> tuple[str, ...]:
    shares = []
    if any(number in other.numbers for number in numbers):
        shares.append("a certificate number")
    if other.name.casefold() == case.name.casefold():
        shares.append("the name")
    if other.place.casefold() == case.place.casefold():
        shares.append("the place")
    return tuple(shares)
