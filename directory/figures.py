"""What the public figures count of listings: in which state, how fresh, how well they are reached.

Counts and days only, of everything that stands in the tables; what may be shown of them is said in
`vetting/figures.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from directory.freshness import CONFIRM_AFTER, STALE_AFTER
from directory.mail import GIVE_UP_AFTER
from directory.models import Listing, OutgoingMail, WebsiteCheck
from directory.states import ListingState


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """`public` listings, of which an owner confirmed so many in the last 90 and 120 days.

    `median_days` since the last confirmation, None without listings. `left` are verified and in date
    but out of the search, because nobody confirmed them.
    """

    public: int
    within_90: int
    within_120: int
    median_days: float | None
    left: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int


def freshness(today: date) -> Freshness:
    """How old the last word of the owners is. Two queries."""
    ages = _ages(Listing.objects.public(today), today)
    stale = Listing.objects.filter(state=ListingState.STALE, verified_until__gte=today)
    return Freshness(
        public=sum(ages.values()),
        within_90=sum(count for days, count in ages.items() if days <= CONFIRM_AFTER),
        within_120=sum(count for days, count in ages.items() if days <= STALE_AFTER),
        median_days=weighted_median(ages),
        left=stale.count(),
    )


def count_states(today: date) -> dict[str, int]:
    """Listings by state; a verification that ended is counted as expired from that day. One query."""
    counts = dict.fromkeys((state.value for state in ListingState), 0)
    rows = Listing.objects.order_by().values("state")
    over = Count("pk", filter=Q(verified_until__lt=today))
    for state, count, ended in rows.annotate(all=Count("pk"), over=over).values_list(
        "state", "all", "over"
    ):
        moves = ended if state == ListingState.VERIFIED else 0
        counts[state] += count - moves
        counts[ListingState.EXPIRED] += moves
    return counts


def count_websites(today: date) -> Share:
    """Public listings whose website was looked at, and those that answered last time. One query."""
    looked_at = WebsiteCheck.objects.filter(listing__in=Listing.objects.public(today))
    return Share(**_counted(looked_at, part=Q(outcome=WebsiteCheck.Outcome.ANSWERS)))


def count_messages(since: datetime) -> Share:
    """Messages of patients that left for a practitioner, of those whose delivery is over. One query.

    What still waits or is tried again counts in neither.
    """
    over = OutgoingMail.objects.filter(key__startswith="contact:", created_at__gte=since).filter(
        Q(sent_at__isnull=False) | Q(attempts__gte=GIVE_UP_AFTER)
    )
    return Share(**_counted(over, part=Q(sent_at__isnull=False)))


def weighted_median(counts: Mapping[int, int]) -> float | None:
    """The median of values that occur so often; the middle of two where their number is even."""
    total = sum(counts.values())
    if not total:
        return None
    values = sorted(counts)
    reached = list(accumulate(counts[value] for value in values))
    low, high = (
        next(value for value, upto in zip(values, reached, strict=True) if upto > position)
        for position in ((total - 1) // 2, total // 2)
    )
    return (low + high) / 2


def _ages(listings: QuerySet[Listing], today: date) -> dict[int, int]:
    """Days since the owner's last word, to how many listings."""
    days = (
        listings.order_by()
        .annotate(said=Coalesce("confirmed_on", "verified_on"))
        .values_list("said")
        .annotate(Count("pk"))
    )
    return {(today - said).days: count for said, count in days}


def _counted(rows: QuerySet, *, part: Q) -> dict[str, int]:
    return rows.aggregate(part=Count("pk", filter=part), whole=Count("pk"))
