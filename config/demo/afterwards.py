"""What came after the decisions: reports, appeals, second readings, ends and a random audit.

Acted out by the same acts as on a real site, on the days said here, so that a moderator who opens the
demonstration finds each kind of case in the queue, and an owner finds answers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from config.demo.dating import recorded
from config.demo.reporting import decide_report, report
from directory.clearance import Reason
from directory.models import Listing
from vetting import appeals, measures, queueing, reviewing, seconding
from vetting.models import Appeal, Decision, ReviewCase, SecondReading

READ_AGAIN_DAYS = 6
"""Days from a decision to its second reading; younger ones still wait."""

READ_OTHERWISE = "es-valencia"
"""A refusal that the second reader would have returned for changes."""

OPEN_REPORT = "nl-zwolle"
WARNED, WARNED_DAYS = "de-muenster", 31
AUDITED = "us-tucson"


@dataclass(frozen=True, kw_only=True)
class Objection:
    """An appeal: opened and answered so many days before the load; without an answer it waits."""

    key: str
    opened: int
    words: str
    answered: int | None = None
    overturn: bool = False
    answer: str = ""


APPEALS = (
    Objection(
        key="de-muenster",
        opened=28,
        words="Der Anruf ging an die Praxis nebenan, die Nummern sind fast gleich. Bei mir ist frei.",
        answered=20,
        overturn=True,
        answer="Wir haben selbst angerufen: Sie nehmen neue Leute an. Die Verwarnung ist aufgehoben.",
    ),
    Objection(
        key="gb-bath",
        opened=60,
        words="Twenty years, and every client came back. What more could you possibly want to read?",
        answered=52,
        answer="Nobody doubts the twenty years. Knuckles, stone and suction on the fascia are other "
        "work than this. A text about other work can be sent at any time.",
    ),
    # one for each moderator, who may not answer an appeal against a decision of their own
    Objection(
        key="us-scottsdale",
        opened=2,
        words="The school has moved its records. They told me on the phone that they found my name.",
    ),
    Objection(
        key="de-koeln",
        opened=3,
        words="Die Vakuumglocke nehme ich nur, wenn jemand darum bittet. Der Rest ist, wie gelernt.",
    ),
)


class Aftermath:
    """`listings` by their key in the files; `pair` are the two moderators, who decide in turn."""

    def __init__(self, *, listings: dict[str, Listing], pair: list[User], now: datetime) -> None:
        self.listings, self.pair, self.now = listings, pair, now
        self.today = timezone.localdate(now)

    def tell(self) -> None:
        """All of it, for the listings that were loaded."""
        if OPEN_REPORT in self.listings:
            report(self.listings[OPEN_REPORT], OPEN_REPORT, self.now)
        if WARNED in self.listings:
            report(self.listings[WARNED], WARNED, self.now)
            self.warn(self.listings[WARNED])
        for objection in APPEALS:
            if objection.key in self.listings:
                self.appeal(objection)
        self.read_again()
        queueing.open_expiries(today=self.today)
        if AUDITED in self.listings:
            self.audit(AUDITED)

    def warn(self, listing: Listing) -> None:
        with recorded(self.ago(WARNED_DAYS)):
            decide_report(
                listing,
                self.pair[0],
                measures.Measure(
                    outcome=Decision.Outcome.WARNED,
                    reasons=(
                        Reason(
                            code="facts",
                            clause="V.1",
                            text="Sagen Sie auf der Seite, ob Sie zurzeit neue Leute annehmen.",
                        ),
                    ),
                    facts="Am Telefon hieß es, bis Januar sei nichts frei.",
                    until=timezone.localdate() + timedelta(days=measures.WARNING_DAYS),
                    answer="Wir haben darum gebeten, dass die Seite sagt, was gilt.",
                    right=True,
                ),
            )

    def appeal(self, objection: Objection) -> None:
        """By the owner, against the newest decision that can be appealed; answered by the other one."""
        listing, at = self.listings[objection.key], self.ago(objection.opened)
        decision = Decision.objects.filter(
            case__listing_id=listing.pk, outcome__in=Decision.RESTRICTIONS
        ).latest("decided_at")
        with recorded(at):
            appeal = appeals.open_appeal(
                decision=decision, text=objection.words, actor=listing.practitioner.user
            )
        Appeal.objects.filter(pk=appeal.pk).update(opened_at=at)
        ReviewCase.objects.filter(pk=appeal.case_id).update(opened_at=at)
        if objection.answered is None:
            return
        other = self._other_than(decision.decided_by_id)
        with recorded(self.ago(objection.answered)):
            reviewing.claim(case=appeal.case, actor=other)
            appeals.decide_appeal(
                appeal=appeal,
                overturn=objection.overturn,
                answer=objection.answer,
                note="",
                actor=other,
            )

    def read_again(self) -> None:
        """Second readings of older decisions, by the other moderator; the newest ones wait."""
        key_of = {listing.pk: key for key, listing in self.listings.items()}
        waiting = SecondReading.objects.filter(outcome="").select_related("case", "decision")
        for reading in waiting:
            ReviewCase.objects.filter(pk=reading.case_id).update(
                opened_at=reading.decision.decided_at
            )
            at = reading.decision.decided_at + timedelta(days=READ_AGAIN_DAYS)
            if at > self.ago(READ_AGAIN_DAYS):
                continue
            other = self._other_than(reading.first_by)
            otherwise = key_of.get(reading.case.listing_id) == READ_OTHERWISE
            with recorded(at):
                case = reviewing.claim(case=reading.case, actor=other)
                reviewing.close_read(case=case, actor=other)
                seconding.record(
                    reading=reading,
                    outcome="changes_requested" if otherwise else reading.decision.outcome,
                    levels={},
                    note="",
                    actor=other,
                )

    def audit(self, key: str) -> None:
        """The monthly draw is by a secret key; here it falls on a listing that is there."""
        revision_id = self.listings[key].published_revision_id
        queueing.open_case(
            revision_id=revision_id,
            kind=ReviewCase.Kind.AUDIT,
            why=f"Drawn for the audit of {self.today:%Y-%m}. Nobody has said anything against it.",
        )

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _other_than(self, person_id: int | None) -> User:
        return next(person for person in self.pair if person.pk != person_id)


def listings_by_key() -> dict[str, Listing]:
    """The loaded listings by their key in the files."""
    rows = Listing.objects.filter(practitioner__is_demo=True).select_related(
        "practitioner__user", "published_revision"
    )
    return {row.practitioner.user.username.removeprefix("demo-"): row for row in rows}
