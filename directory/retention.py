"""How long things are kept, as a table that is also the program that keeps to it (docs/retention.md).

Each rule finds what is over and deletes it; `manage.py retention --dry-run` only counts. Demonstration
data is nobody's and stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from directory import photos, uploads
from directory.clearance import Clearance
from directory.models import DailyCount, Delegate, EvidenceDocument, Listing, Photo
from directory.states import OPEN_REVISION, ListingState

ORPHAN_AGE = timedelta(hours=1)
"""A file is stored moments before its row is; no request that does so lasts this long."""
UNUSED = (ListingState.DRAFT, ListingState.CHANGES_REQUESTED)
REFUSED = (ListingState.NOT_VERIFIED, ListingState.HONEST_NOT_MLD)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`days` are counted from what `since` says.

    `find` gives what is over: from the day that lies `days` back, or before. `delete` deletes one.
    """

    name: str
    what: str
    since: str
    days: int
    find: Callable[[date], list[Any]]
    delete: Callable[[Any], None]


def run(*, today: date, dry_run: bool = False) -> list[tuple[Rule, int]]:
    """Every rule with how much was over; deleted unless `dry_run`. Safe to run twice."""
    answers = []
    for rule in RULES:
        over = rule.find(today - timedelta(days=rule.days))
        if not dry_run:
            for one in over:
                rule.delete(one)
        answers.append((rule, len(over)))
    return answers


def _documents(**conditions: Any) -> QuerySet[EvidenceDocument]:
    papers = EvidenceDocument.objects.filter(qualification__practitioner__is_demo=False)
    return papers.filter(**conditions).select_related("qualification").distinct()


def _checked(last: date) -> list[EvidenceDocument]:
    """Documents that a person checked: the check says what was seen, by whom and when."""
    over: list[EvidenceDocument] = []
    listings = Listing.objects.filter(
        practitioner__is_demo=False, clearance__isnull=False, verified_on__lte=last
    ).exclude(revisions__state__in=OPEN_REVISION)
    for listing in listings.distinct():
        done = {
            check.qualification_id
            for check in Clearance.from_dict(listing.clearance).checks
            if check.checked_on and check.checked_on <= last
        }
        over += _documents(qualification__in=done, uploaded_at__date__lte=last)
    return over


def _of_listings(*states: ListingState) -> Callable[[date], list[Any]]:
    def find(last: date) -> list[Any]:
        return list(
            _documents(
                qualification__practitioner__listings__state__in=states,
                qualification__practitioner__listings__state_changed_at__date__lte=last,
                uploaded_at__date__lte=last,
            )
        )

    return find


def _drop(rule: str) -> Callable[[EvidenceDocument], None]:
    return lambda document: uploads.drop(document, actor_id=None, why=rule)


def _delete(row: Any) -> None:
    row.delete()


def orphans() -> list[Path]:
    """Files that no document and no photo names, left by a crash, and ORPHAN_AGE old at least."""
    papers = Path(EvidenceDocument._meta.get_field("file").storage.path(""))
    return [
        *_strays(papers, lambda: EvidenceDocument.objects.values_list("file", flat=True)),
        *_strays(Path(photos.store().path("")), lambda: photos.files_of(Photo.objects.all())),
    ]


def _strays(root: Path, named_files: Callable[[], Iterable[str]]) -> list[Path]:
    before = (timezone.now() - ORPHAN_AGE).timestamp()
    old = [path for path in sorted(root.rglob("*")) if path.is_file()]
    old = [path for path in old if path.stat().st_mtime < before]
    # asked after the files: what was stored meanwhile is not old
    named = set(named_files())
    return [path for path in old if path.relative_to(root).as_posix() not in named]


def sweep_files() -> int:
    """Delete the files that a crash left without their row; returns how many."""
    left = orphans()
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _unconfirmed(last: date) -> list[User]:
    """Accounts whose address nobody confirmed and that hold nothing."""
    joined = User.objects.filter(
        date_joined__date__lte=last,
        is_staff=False,
        practitioner__isnull=True,
    )
    unconfirmed = EmailAddress.objects.filter(verified=False).values("user")
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    return list(joined.filter(pk__in=unconfirmed).exclude(pk__in=confirmed))


def _sessions(_last: date) -> list[Any]:
    over = list(Session.objects.filter(expire_date__lt=timezone.now()))
    living = Session.objects.values("session_key")
    return over + list(UserSession.objects.exclude(session_key__in=living))


def _papers(
    name: str, *, what: str, since: str, days: int, find: Callable[[date], list[Any]]
) -> Rule:
    """A rule about documents: the event of each deletion names it."""
    return Rule(name=name, what=what, since=since, days=days, find=find, delete=_drop(name))


RULES = (
    _papers(
        "checked",
        what="Documents of papers that a person has checked",
        since="the check",
        days=90,
        find=_checked,
    ),
    _papers(
        "withdrawn",
        what="Documents of a withdrawn listing",
        since="the withdrawal",
        days=30,
        find=_of_listings(ListingState.WITHDRAWN),
    ),
    _papers(
        "refused",
        what="Documents of a listing that was not verified",
        since="the decision; an appeal is possible until then",
        days=180,
        find=_of_listings(*REFUSED),
    ),
    _papers(
        "unused",
        what="Documents of a draft that is not sent",
        since="the upload, or the last change of state",
        days=365,
        find=_of_listings(*UNUSED),
    ),
    _papers(
        "not_taken",
        what="Names of files that were refused, and why",
        since="the upload",
        days=30,
        find=lambda last: list(
            _documents(state=EvidenceDocument.State.REFUSED, uploaded_at__date__lte=last)
        ),
    ),
    Rule(
        name="orphans",
        what="Files without a document or a photo",
        since="an hour after the writing",
        days=0,
        find=lambda _last: orphans(),
        delete=lambda path: path.unlink(missing_ok=True),
    ),
    Rule(
        name="accounts",
        what="Accounts whose address was never confirmed",
        since="registration",
        days=14,
        find=_unconfirmed,
        delete=_delete,
    ),
    Rule(
        name="invitations",
        what="Invitations to write that nobody accepted",
        since="the invitation",
        days=14,
        find=lambda last: list(
            Delegate.objects.filter(user__isnull=True, invited_at__date__lt=last)
        ),
        delete=_delete,
    ),
    Rule(
        name="counts",
        what="How often a listing was opened, by day",
        since="the day",
        days=400,
        find=lambda last: list(DailyCount.objects.filter(day__lt=last)[:10_000]),
        delete=_delete,
    ),
    Rule(
        name="sessions",
        what="Sessions that ended, with the network address they began from",
        since="their end",
        days=0,
        find=_sessions,
        delete=_delete,
    ),
)
