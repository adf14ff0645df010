"""A school's word on its own certificates: asked one by one, or looked up in its list of hashes.

No list of students ever reaches this site, and none leaves it: a school is asked about papers that
their owner has sent us, and what it uploads are hashes.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.publishing import facts_of, public_ids, published_revision_of, record
from vetting.assessing import assess_revision
from vetting.models import (
    CertificateQuestion,
    Check,
    IssuedCertificate,
    Organization,
    ReviewCase,
)
from vetting.queueing import open_case
from vetting.reviewing import ReviewError, require_claim

State = CertificateQuestion.State
MAX_LINES = 20_000
_DIGEST = re.compile(r"([0-9a-f]{64})(?:[\s,;]+(revoked))?", re.IGNORECASE)


class NotToAsk(ReviewError):
    """This school does not issue this paper, or the paper is not of this case."""


class AlreadyAnswered(ReviewError):
    """Somebody of the school answered first."""


class ListRefused(Exception):
    """A list of hashes that cannot be read; the message says which line and what to do."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a school has said of one paper so far. `listed` is "", "listed" or "revoked"."""

    organization: Organization
    question: CertificateQuestion | None
    listed: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What an uploaded list changed; `opened` is how many listings a person must look at."""

    added: int
    revoked: int
    opened: int


def digest_of(*, organization_id: uuid.UUID, number: str, name: str) -> str:
    """Hex SHA-256 of "truemld:1|<organization>|<number>|<name>", as the desk's page describes it.

    Of the number letters and digits count, in lower case; of the name the words, in lower case,
    without accents and in alphabetical order. "" without a number or a name.
    """
    plain = "".join(sign for sign in number.casefold() if sign.isalnum())
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = " ".join(sorted(re.findall(r"\w+", letters)))
    if not plain or not words:
        return ""
    return hashlib.sha256(f"truemld:1|{organization_id}|{plain}|{words}".encode()).hexdigest()


def schools_of(paper: Any) -> Sequence[Organization]:
    """Who issues this paper, by the course map."""
    if not paper.course:
        return ()
    return tuple(Organization.objects.filter(kind="school", courses__code=paper.course))


def standing_of(*, case: ReviewCase, paper: Any, name: str) -> tuple[Standing, ...]:
    """What each school that issues this paper has said of it."""
    found = []
    for school in schools_of(paper):
        question = CertificateQuestion.objects.filter(
            case=case, qualification_id=paper.id, organization=school
        ).first()
        digest = digest_of(organization_id=school.pk, number=paper.identifier, name=name)
        line = IssuedCertificate.objects.filter(organization=school, digest=digest).first()
        listed = "" if line is None else "revoked" if line.revoked_on else "listed"
        found.append(Standing(organization=school, question=question, listed=listed))
    return tuple(found)


@transaction.atomic
def ask(
    *, case: ReviewCase, qualification_id: str, organization_id: str, actor: User
) -> CertificateQuestion:
    """Ask a school about one paper. Asking twice is asking once. Raises NotYourCase, NotToAsk."""
    require_claim(case=case, actor=actor)
    paper = _paper(case, qualification_id)
    school = next((one for one in schools_of(paper) if str(one.pk) == organization_id), None)
    if school is None:
        raise NotToAsk("this school does not issue this paper: look at the course it names")
    question, made = CertificateQuestion.objects.get_or_create(
        case=case, qualification_id=paper.id, organization=school
    )
    if made:
        record(
            "issuer.asked",
            listing_id=case.listing_id,
            revision_id=case.revision_id,
            actor_id=actor.pk,
            qualification=paper.id,
            organization=str(school.pk),
        )
    return question


@transaction.atomic
def answer(*, question: CertificateQuestion, ours: bool, actor: User) -> Check:
    """Write the school's answer as a check of that paper. Raises AlreadyAnswered."""
    after = State.CONFIRMED if ours else State.NOT_OURS
    _move(question, State.ASKED, after, actor)
    return _written(
        question, Check.Outcome.CONFIRMED if ours else Check.Outcome.NOT_CONFIRMED, actor
    )


@transaction.atomic
def revoke(*, question: CertificateQuestion, actor: User) -> None:
    """Take back a confirmation: a check says so, and a person looks at the listing at once.

    Raises AlreadyAnswered when it does not stand as confirmed.
    """
    _move(question, State.CONFIRMED, State.REVOKED, actor)
    _written(question, Check.Outcome.NOT_CONFIRMED, actor)
    _look_again(question.case.listing_id, question.organization)


def _move(question: CertificateQuestion, before: State, after: State, actor: User) -> None:
    moved = CertificateQuestion.objects.filter(pk=question.pk, state=before).update(
        state=after, answered_by=actor, answered_at=timezone.now()
    )
    if not moved:
        raise AlreadyAnswered(_("This was answered before. Look again."))


def _written(question: CertificateQuestion, outcome: str, actor: User) -> Check:
    case = question.case
    check = Check.objects.create(
        revision_id=case.revision_id,
        qualification_id=question.qualification_id,
        outcome=outcome,
        method=Check.Method.ISSUER,
        channel=Check.Channel.WEB,
        primary_source=question.organization.name,
        checked_by=actor,
        checked_by_name=question.organization.name[:80],
    )
    record(
        "qualification.checked",
        listing_id=case.listing_id,
        revision_id=case.revision_id,
        actor_id=actor.pk,
        qualification=str(question.qualification_id),
        outcome=outcome,
        method=Check.Method.ISSUER.value,
    )
    if case.state != ReviewCase.State.CLOSED:
        assess_revision(case.revision_id)
    return check


def _paper(case: ReviewCase, qualification_id: str) -> Any:
    papers = facts_of(case.revision_id).content.qualifications
    paper = next((one for one in papers if one.id == qualification_id), None)
    if paper is None:
        raise NotToAsk("this case names no such paper")
    return paper


def read_list(text: str) -> dict[str, bool]:
    """Digest to whether it is revoked. Raises ListRefused with the line and what to do."""
    found: dict[str, bool] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _DIGEST.fullmatch(line.strip())
        if match is None:
            raise ListRefused(
                _(
                    "Line %(number)d is no hash. Each line is 64 hexadecimal digits, and “revoked” "
                    "after it where that is so. Names and numbers do not belong here."
                )
                % {"number": number}
            )
        found[match.group(1).lower()] = bool(match.group(2))
        if len(found) > MAX_LINES:
            raise ListRefused(
                _("The list has more than %(most)d lines. Send it in parts.") % {"most": MAX_LINES}
            )
    if not found:
        raise ListRefused(_("The list is empty."))
    return found


@transaction.atomic
def take_list(*, organization: Organization, lines: dict[str, bool], actor: User) -> Listed:
    """Add hashes to a school's list, and revoke those that say so. Sending it again changes nothing.

    A line that is not sent stays as it is. A revocation opens a case for each public listing that
    names the paper.
    """
    today = timezone.localdate()
    known = dict(
        organization.certificates.filter(digest__in=list(lines)).values_list("digest", "revoked_on")
    )
    fresh = [digest for digest in lines if digest not in known]
    IssuedCertificate.objects.bulk_create(
        (
            IssuedCertificate(
                organization=organization,
                digest=digest,
                revoked_on=today if lines[digest] else None,
            )
            for digest in fresh
        ),
        batch_size=1000,
    )
    revoked = {digest for digest, is_revoked in lines.items() if is_revoked}
    newly = revoked - {digest for digest, day in known.items() if day}
    organization.certificates.filter(digest__in=list(newly), revoked_on=None).update(
        revoked_on=today
    )
    record(
        "issuer.listed",
        actor_id=actor.pk,
        organization=str(organization.pk),
        added=len(fresh),
        revoked=len(newly),
    )
    named = list(_listings_naming(organization, newly)) if newly else []
    for listing_id in named:
        _look_again(listing_id, organization)
    return Listed(added=len(fresh), revoked=len(newly), opened=len(named))


def _listings_naming(organization: Organization, digests: set[str]) -> Iterable[uuid.UUID]:
    """Public listings with a paper whose hash is among these."""
    codes = set(organization.courses.values_list("code", flat=True))
    for listing_id in public_ids():
        revision_id = published_revision_of(listing_id)
        if revision_id is None:
            continue
        content = facts_of(revision_id).content
        if any(
            paper.course in codes
            and digest_of(
                organization_id=organization.pk, number=paper.identifier, name=content.name
            )
            in digests
            for paper in content.qualifications
        ):
            yield listing_id


def _look_again(listing_id: uuid.UUID, organization: Organization) -> None:
    revision_id = published_revision_of(listing_id)
    if revision_id is not None:
        open_case(
            revision_id=revision_id,
            kind=ReviewCase.Kind.REPORT,
            why=f"{organization.name} revoked a certificate that this listing names.",
            urgent=True,
        )


def answered_on(question: CertificateQuestion) -> date | None:
    """The day of the answer, in the site's time."""
    return timezone.localdate(question.answered_at) if question.answered_at else None
