"""The invented school of the demonstration: its desk, its word on certificates, its invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from config.demo import accounts
from config.demo.dating import recorded
from directory.content import QualificationContent
from directory.models import Course, Listing, Revision
from directory.states import RevisionState
from vetting import inviting, issuing, reviewing
from vetting.member_files import Member
from vetting.models import (
    CertificateQuestion,
    Invitation,
    InvitationList,
    Organization,
    ReviewCase,
    Seat,
)

NAME = "Lindenhof School of Lymph Drainage (invented)"
COURSE = "demo-lindenhof-refresher"
"""Named by papers of the demonstration, and retired: nobody who registers is offered it."""

REVOKED = "us-boise"
"""The listing whose certificate the school takes back."""

REVOKED_DAYS = 1
ASKED_DAYS = 1
SENT_DAYS = 9
"""Days before the load: a certificate taken back, questions asked, letters of the first list sent."""

INVITED = (
    ("Alma Tiefenbach", "alma.tiefenbach@example.com"),
    ("Bruno Castellari", "bruno.castellari@example.com"),
    ("Célestine Roy", "celestine.roy@example.com"),
    ("Dag Holmqvist", "dag.holmqvist@example.com"),
)
DECLINED = "dag.holmqvist@example.com"
TO_LOOK_THROUGH = (
    ("Edda Wieser", "edda.wieser@example.com"),
    ("Fionn Gallagher", "fionn.gallagher@example.com"),
    ("Alma Tiefenbach", "alma.tiefenbach@example.com"),
    ("", "reception@example.com"),
    ("Greta Osei", "greta.osei at example.com"),
)


@dataclass(frozen=True, kw_only=True)
class School:
    """The organization and the one account with a seat at it."""

    organization: Organization
    person: User

    def confirm(self, case: ReviewCase, paper: QualificationContent, moderator: User) -> None:
        """The moderator who holds the case asks, and the school says that it issued the paper."""
        issuing.answer(question=self._ask(case, paper, moderator), ours=True, actor=self.person)

    def be_busy(self, listings: dict[str, Listing], moderator: User, now: datetime) -> None:
        """All that the desk has done and has still to do, for the listings that were loaded."""
        if REVOKED in listings:
            self.revoke(listings[REVOKED], now - timedelta(days=REVOKED_DAYS))
        waiting = Revision.objects.filter(
            state=RevisionState.SUBMITTED, listing__in=listings.values()
        )
        for revision in waiting:
            if any(paper.course == COURSE for paper in revision.snapshot.qualifications):
                self.be_asked(revision, moderator, now - timedelta(days=ASKED_DAYS))
        self.invite(now)

    def revoke(self, listing: Listing, at: datetime) -> None:
        """Take back what was confirmed for a public listing."""
        question = CertificateQuestion.objects.select_related("case", "organization").get(
            case__listing_id=listing.pk, organization=self.organization
        )
        with recorded(at):
            issuing.revoke(question=question, actor=self.person)
        ReviewCase.objects.filter(listing_id=listing.pk, kind=ReviewCase.Kind.REPORT).update(
            opened_at=at
        )

    def be_asked(self, revision: Revision, moderator: User, at: datetime) -> None:
        """A question about a text that waits. The moderator looks, asks, and gives the case back."""
        case = ReviewCase.objects.get(revision=revision, kind__in=ReviewCase.TEXT_KINDS)
        with recorded(at):
            case = reviewing.claim(case=case, actor=moderator)
            for paper in revision.snapshot.qualifications:
                if paper.course == COURSE:
                    self._ask(case, paper, moderator)
            reviewing.give_back(case=case, actor=moderator)

    def invite(self, now: datetime) -> None:
        """A list whose letters went out, one answer to them, and a list to look through."""
        with recorded(now - timedelta(days=SENT_DAYS)):
            sent = self._list("members-2026.csv", INVITED)
            inviting.start(made=sent, actor=self.person)
            inviting.send_waiting()
        with recorded(now - timedelta(days=SENT_DAYS - 1)):
            inviting.decline(invitation=Invitation.objects.get(list=sent, email=DECLINED))
        InvitationList.objects.filter(pk=sent.pk).update(
            uploaded_at=now - timedelta(days=SENT_DAYS)
        )
        self._list("members-new.csv", TO_LOOK_THROUGH)

    def _ask(
        self, case: ReviewCase, paper: QualificationContent, moderator: User
    ) -> CertificateQuestion:
        question = issuing.ask(
            case=case,
            qualification_id=paper.id,
            organization_id=str(self.organization.pk),
            actor=moderator,
        )
        CertificateQuestion.objects.filter(pk=question.pk).update(asked_at=timezone.now())
        return question

    def _list(self, file_name: str, people: tuple[tuple[str, str], ...]) -> InvitationList:
        members = [
            Member(line=line, name=name, email=email)
            for line, (name, email) in enumerate(people, start=2)
        ]
        return inviting.preview(
            organization=self.organization,
            actor=self.person,
            file_name=file_name,
            members=members,
        )


def found() -> School:
    """Make course, organization, account and seat."""
    course = Course.objects.create(
        code=COURSE,
        school=NAME,
        title="Refresher course in manual lymph drainage",
        country="CH",
        hours_total=24,
        scope="healthy",
        renewal_years=2,
        retired=True,
    )
    organization = Organization.objects.create(name=NAME, kind=Organization.Kind.SCHOOL)
    organization.courses.add(course)
    person = accounts.desk()
    Seat.objects.create(user=person, organization=organization)
    return School(organization=organization, person=person)
