"""A job that fails is counted before it begins, parked after three times, and waits for a person."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from config.health import assessments
from directory import attempts
from directory.models import Event, JobTrouble
from tests import factories
from vetting import assessing, tasks
from vetting.models import Assessment

pytestmark = pytest.mark.django_db


def fail() -> None:
    raise RuntimeError("a word of a patient")


def park(subject: int = 7) -> JobTrouble:
    for _attempt in range(attempts.MOST_ATTEMPTS):
        attempts.attempt("assess", subject, fail)
    return JobTrouble.objects.get(subject=str(subject))


def test_a_job_that_succeeds_leaves_no_row():
    done = []
    assert attempts.attempt("assess", 1, lambda: done.append(1))
    assert done == [1]
    assert not JobTrouble.objects.exists()


def test_after_three_failures_it_is_parked_and_not_tried_again():
    trouble = park()
    assert trouble.parked_at is not None
    assert trouble.last_error == "RuntimeError", "the words of an error may be somebody's"
    done = []
    assert not attempts.attempt("assess", 7, lambda: done.append(1))
    assert done == []
    assert Event.objects.get(kind="job.parked").data == {"job": "assess", "subject": "7"}


def test_a_failure_that_passes_is_forgotten():
    attempts.attempt("assess", 7, fail)
    assert attempts.attempt("assess", 7, lambda: None)
    assert not JobTrouble.objects.exists()


def test_a_job_that_ends_its_process_is_counted_and_parked():
    """Processes that are killed outright are in tests/drills."""

    def leave() -> None:
        raise SystemExit

    for _attempt in range(attempts.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            attempts.attempt("assess", 7, leave)
    assert not attempts.attempt("assess", 7, leave)
    trouble = JobTrouble.objects.get()
    assert (trouble.attempts, trouble.last_error) == (3, attempts.NEVER_CAME_BACK)
    assert trouble.parked_at is not None


def test_a_database_that_is_away_is_not_held_against_the_job():
    def away() -> None:
        raise OperationalError("database is locked")

    for _time in range(5):
        with pytest.raises(OperationalError):
            attempts.attempt("assess", 7, away)
    assert JobTrouble.objects.get().attempts == 0
    assert attempts.attempt("assess", 7, lambda: None)


def test_poison_does_not_hold_up_the_texts_behind_it(monkeypatch):
    poison, sound = factories.make_submitted(), factories.make_submitted()
    Assessment.objects.all().delete()
    real = assessing.assess_revision

    def dies(revision_id):
        if revision_id == poison.pk:
            raise MemoryError
        return real(revision_id)

    monkeypatch.setattr(assessing, "assess_revision", dies)
    for _sweep in range(5):
        tasks.assess_waiting()
    assert [a.revision_id for a in Assessment.objects.all()] == [sound.pk]
    trouble = JobTrouble.objects.get()
    assert (trouble.subject, trouble.attempts) == (str(poison.pk), 3)
    assert assessments() == "ok", "it waits for a person, not for a job"
    monkeypatch.setattr(assessing, "assess_revision", real)
    call_command("parked", "--retry", "all", stdout=StringIO())
    tasks.assess_waiting()
    assert Assessment.objects.filter(revision=poison).exists()


def test_a_text_that_was_begun_and_not_ended_comes_after_the_others(monkeypatch):
    begun, untried = factories.make_submitted(), factories.make_submitted()
    Assessment.objects.all().delete()
    JobTrouble.objects.create(job="assess", subject=str(begun.pk), attempts=1)
    order = []
    monkeypatch.setattr(assessing, "assess_revision", order.append)
    tasks.assess_waiting()
    assert order == [untried.pk, begun.pk]


def test_a_sweep_ends_in_time_and_the_next_goes_on(monkeypatch):
    for _text in range(3):
        factories.make_submitted()
    Assessment.objects.all().delete()
    clock = iter([0.0, 1.0, 2.0, 99.0])
    with monkeypatch.context() as slow:
        slow.setattr("vetting.assessing.monotonic", lambda: next(clock))
        assert assessing.assess_waiting() == 2
    assert assessing.assess_waiting() == 1


def test_the_command_lists_what_is_parked_and_says_what_it_cannot_do():
    trouble, out = park(), StringIO()
    call_command("parked", stdout=out)
    assert out.getvalue().startswith(f"{trouble.pk}: assess 7, 3 attempts, since ")
    for wrong in ("seven", "999999"):
        with pytest.raises(CommandError):
            call_command("parked", "--retry", wrong)


def test_a_moderator_sees_parked_jobs_and_lets_one_run_again(personas):
    trouble = park()
    page = personas.moderator.get("/admin/directory/jobtrouble/")
    assert page.status_code == 200
    assert "RuntimeError" in page.content.decode()
    personas.moderator.post(
        "/admin/directory/jobtrouble/", {"action": "run_again", "_selected_action": [trouble.pk]}
    )
    assert not JobTrouble.objects.exists()
    event = Event.objects.get(kind="job.released")
    assert event.actor_id == personas.moderator_user.pk


def test_nobody_else_sees_parked_jobs(personas):
    park()
    for client in (personas.nobody, personas.owner):
        assert client.get("/admin/directory/jobtrouble/").status_code == 302
        client.post("/admin/directory/jobtrouble/", {"action": "run_again"})
    assert JobTrouble.objects.exists()
