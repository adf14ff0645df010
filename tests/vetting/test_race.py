"""Two at once: one wins, the other is told, and the record holds one decision."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from directory.clearance import Reason
from directory.models import Event, OutgoingMail, Revision
from directory.states import MoveError, StaleMove
from tests import factories
from vetting import reviewing
from vetting.models import Decision, ReviewCase

ROUNDS = 5

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Run the acts in threads that start together; what each raised, in order."""
    start = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            act()
        except (reviewing.ReviewError, MoveError) as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def against(case: ReviewCase, outcome: Decision.Outcome) -> Callable[[], Decision]:
    return lambda: reviewing.refuse(
        case=case,
        content_sha256=case.revision.content_sha256,
        outcome=outcome,
        reasons=[Reason(code="technique", clause="I.1", text="Say what your hands do.")],
        levels={},
        note="",
        actor=case.claimed_by,
    )


def test_one_of_two_claims_wins_and_the_other_is_told():
    one, two = factories.make_moderator(), factories.make_moderator("Ben Adler")
    for _round in range(ROUNDS):
        case = factories.case_of(factories.make_submitted())
        raised = at_once(
            lambda case=case: reviewing.claim(case=case, actor=one),
            lambda case=case: reviewing.claim(case=case, actor=two),
        )
        (told,) = [error for error in raised if error]
        assert isinstance(told, reviewing.CaseTaken | StaleMove)
        case.refresh_from_db()
        assert case.claimed_by == (two if raised[0] else one)
        taken = Event.objects.filter(revision_id=case.revision_id, kind="revision.in_review")
        assert [event.actor_id for event in taken] == [case.claimed_by_id]


def test_one_of_two_decisions_wins_and_one_letter_leaves():
    moderator = factories.make_moderator()
    for _round in range(ROUNDS):
        case = factories.make_claimed(moderator)
        raised = at_once(
            against(case, Decision.Outcome.NOT_VERIFIED),
            against(case, Decision.Outcome.HONEST_NOT_MLD),
        )
        assert len([error for error in raised if error]) == 1
        decision = Decision.objects.get(case=case)
        assert Revision.objects.get(pk=case.revision_id).state == decision.outcome
        kinds = Event.objects.filter(revision_id=case.revision_id).values_list("kind", flat=True)
        assert len([kind for kind in kinds if kind == f"revision.{decision.outcome}"]) == 1
    assert OutgoingMail.objects.count() == ROUNDS


def test_a_verification_and_a_refusal_at_once_leave_one_lawful_outcome():
    moderator = factories.make_moderator()
    for _round in range(ROUNDS):
        case = factories.make_claimed(moderator)
        factories.check_papers(case)
        raised = at_once(
            lambda case=case: factories.verify(case),
            against(case, Decision.Outcome.NOT_VERIFIED),
        )
        assert len([error for error in raised if error]) == 1
        decision = Decision.objects.get(case=case)
        listing = Revision.objects.get(pk=case.revision_id).listing
        assert listing.state == decision.outcome
        assert (listing.clearance is not None) == (decision.outcome == "verified")


def test_giving_back_and_deciding_at_once_leave_one_outcome():
    moderator = factories.make_moderator()
    for _round in range(ROUNDS):
        case = factories.make_claimed(moderator)
        raised = at_once(
            lambda case=case: reviewing.give_back(case=case, actor=moderator),
            against(case, Decision.Outcome.NOT_VERIFIED),
        )
        assert len([error for error in raised if error]) == 1
        case.refresh_from_db()
        state = Revision.objects.get(pk=case.revision_id).state
        assert (case.state, state) in {("open", "submitted"), ("closed", "not_verified")}
        assert Decision.objects.filter(case=case).exists() == (case.state == "closed")
