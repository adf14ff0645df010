"""Conflicts of interest: what moderators declare, and which cases it keeps from them."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from directory.publishing import ListingContent
from vetting.models import ModeratorInterest, ReviewCase
from vetting.versions import shown_rubric

Kind = ModeratorInterest.Kind
COLUMNS = {Kind.SCHOOL: "schools", Kind.EMPLOYER: "employers", Kind.AREA: "areas"}
SHORTEST = 3
"""Characters of a declaration; fewer would keep every case away."""


def declare(*, user: User, kind: str, label: str) -> ModeratorInterest:
    """Add a tie. Safe to call twice. Raises ValueError for one that is too short to compare."""
    key = key_of(label)
    if len(key) < SHORTEST:
        raise ValueError(f"write at least {SHORTEST} letters")
    interest, _ = ModeratorInterest.objects.get_or_create(
        user=user, kind=Kind(kind), key=key, defaults={"label": " ".join(label.split())}
    )
    return interest


def take_back(*, user: User, interest_id: int) -> None:
    """Remove one of the user's own ties; anybody else's stays."""
    ModeratorInterest.objects.filter(user=user, pk=interest_id).delete()


def key_of(words: str) -> str:
    """Words as they are compared: lower case, single spaces."""
    return " ".join(words.casefold().split())


def conflicts(user: User) -> Q:
    """The cases that `user` must not decide: own listing, barred, or tied. One query for the ties."""
    barred = Q(owner_id=user.pk) | Q(not_by=user.pk)
    for interest in ModeratorInterest.objects.filter(user=user):
        words = f"\n{interest.key}\n" if interest.kind == Kind.AREA else interest.key
        barred |= Q(**{f"{COLUMNS[Kind(interest.kind)]}__contains": words})
    return barred


def offered_to(user: User) -> QuerySet[ReviewCase]:
    """Every case but those that `user` must not decide."""
    return ReviewCase.objects.exclude(conflicts(user))


def ties_of(content: ListingContent) -> dict[str, str]:
    """What of a text can tie somebody to it, by column: schools, employers, areas. Lines of keys."""
    courses = {course.id: course.school for course in shown_rubric().courses}
    training = [paper for paper in content.qualifications if paper.kind == "training"]
    return {
        "schools": _lines(
            words
            for paper in training
            for words in (paper.issuer, paper.title, courses.get(paper.course, ""))
        ),
        "employers": _lines([content.headline, *(place.name for place in content.locations)]),
        "areas": _lines(
            words
            for place in content.locations
            for words in (place.city, f"{place.city}, {place.country}")
        ),
    }


def _lines(words: Iterable[str]) -> str:
    keys = dict.fromkeys(key for one in words if (key := key_of(one)))
    return "".join(f"\n{key}\n" for key in keys)
