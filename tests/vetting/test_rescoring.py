"""Re-scoring is the same however often it runs, goes on after a kill, and can be proved."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory import drafts
from directory.models import Revision
from tests import factories
from vetting import assessing, rescoring
from vetting.engine import load_rubric
from vetting.management.commands import reassess
from vetting.models import Assessment

pytestmark = pytest.mark.django_db


def test_bulk_and_single_assessment_give_the_same_bytes():
    listing = factories.make_verified()
    revision_id = listing.published_revision_id
    single = assessing.assess_revision(revision_id)
    (bulk,) = rescoring.answers([revision_id], rubric=load_rubric(), as_of=single.as_of)
    assert (bulk.output, bulk.output_sha256) == (single.output, single.output_sha256)
    assert bulk.credentials_sha256 == single.credentials_sha256


def test_a_run_that_was_cut_short_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(rescoring, "CHUNK", 1)
    moderator = factories.make_moderator()
    for name in ("Ada One", "Bea Two", "Cleo Three"):
        factories.make_verified(moderator, name=name)
    rubric, today = load_rubric(), timezone.localdate() + timedelta(days=1)
    first, *_rest = rescoring.in_chunks(rescoring.left(rubric=rubric, as_of=today))
    rescoring.rescore(first, rubric=rubric, as_of=today)
    left = rescoring.in_chunks(rescoring.left(rubric=rubric, as_of=today))
    assert len(left) == 2
    assert first not in left


def test_re_scoring_twice_stores_once():
    factories.make_verified()
    call_command("reassess", verbosity=0)
    before = Assessment.objects.count()
    call_command("reassess", verbosity=0)
    assert Assessment.objects.count() == before


def test_the_number_of_queries_does_not_grow_with_the_listings(django_assert_num_queries):
    moderator = factories.make_moderator()
    names = ("Ada One", "Bea Two", "Cleo Three")
    ids = [
        factories.make_verified(moderator, name=name, **words).published_revision_id
        for name, words in zip(names, ({}, *factories.OTHER_WORDS), strict=True)
    ]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with django_assert_num_queries(7):
        assert rescoring.rescore(ids, rubric=load_rubric(), as_of=tomorrow) == 3


def test_the_number_of_queries_does_not_grow_with_copies(django_assert_max_num_queries):
    copies = [
        factories.make_submitted(name=name).pk
        for name in ("Ada One", "Bea Two", "Cleo Three", "Dora Four", "Eva Five")
    ]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with django_assert_max_num_queries(11):
        assert rescoring.rescore(copies, rubric=load_rubric(), as_of=tomorrow) == 5
    assert [
        len(stored.duplicates)
        for stored in Assessment.objects.filter(as_of=tomorrow).order_by("revision_id")
    ] == [0, 1, 1, 1, 1]


def test_a_chunk_that_is_delivered_twice_is_scored_once():
    ids = [factories.make_submitted().pk]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert rescoring.rescore(ids, rubric=load_rubric(), as_of=tomorrow) == 1
    assert rescoring.rescore(ids, rubric=load_rubric(), as_of=tomorrow) == 0
    assert Assessment.objects.filter(as_of=tomorrow).count() == 1


def test_a_text_that_cannot_be_opened_does_not_keep_its_chunk_waiting(caplog):
    ids = [factories.make_submitted(name=name).pk for name in ("Ada One", "Bea Two", "Cleo Three")]
    sealed = Revision.objects.get(pk=ids[1]).content
    sealed["qualifications"][0]["identifier"] = "a plain number"
    Revision.objects.filter(pk=ids[1]).update(content=sealed)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert rescoring.rescore(ids, rubric=load_rubric(), as_of=tomorrow) == 2
    assert f"revision {ids[1]} cannot be scored" in caplog.text
    assert rescoring.left(rubric=load_rubric(), as_of=tomorrow) == [ids[1]]


def test_what_a_killed_worker_held_is_sent_again(monkeypatch):
    monkeypatch.setattr(reassess, "PATIENCE", 0.0)
    monkeypatch.setattr(reassess.time, "sleep", lambda seconds: None)
    left, sent = [1, 2, 3, 4], []

    def send(some):
        sent.append(list(some))
        for pk in some[:2] if len(sent) == 1 else some:  # the first worker dies half way
            left.remove(pk)

    def still(some):
        return [pk for pk in some if pk in left]

    assert sum(reassess._until_done([1, 2, 3, 4], send, still)) == 4
    assert sent == [[1, 2, 3, 4], [3, 4]]


def test_a_run_without_a_worker_ends_and_says_so(monkeypatch):
    monkeypatch.setattr(reassess, "PATIENCE", 0.0)
    monkeypatch.setattr(reassess.time, "sleep", lambda seconds: None)
    with pytest.raises(CommandError, match=r"2 revisions are left .* Is a worker running"):
        list(reassess._until_done([1, 2], lambda some: None, lambda some: some))


def test_invented_listings_can_be_scored(capsys, settings):
    settings.EMBEDDED = True  # no worker of a queue is there to do it
    call_command("load_synthetic", listings=30, seed=3, public=1, verbosity=0)
    call_command("reassess")
    said = capsys.readouterr().out
    assert "30 revisions compared" in said
    assert "30 revisions scored under rubric" in said
    call_command("reassess", "--check")
    assert "30 assessments replayed, 0 different" in capsys.readouterr().out


def test_every_stored_answer_comes_out_the_same_again(capsys):
    factories.make_verified()
    call_command("reassess", "--check")
    assert "0 different" in capsys.readouterr().out


def test_an_answer_that_was_tampered_with_is_found(capsys):
    factories.make_submitted()
    stored = Assessment.objects.get()
    stored.output["verdict"] = "true_mld" if stored.verdict != "true_mld" else "not_mld"
    stored.save()
    with pytest.raises(SystemExit):
        call_command("reassess", "--check")
    said = capsys.readouterr()
    assert "1 different" in said.out
    assert f"assessment {stored.pk}" in said.err


def test_a_shadow_run_names_whose_outcome_changes_and_stores_nothing():
    kept = factories.make_submitted()
    factories.make_submitted(name="Another Person", **factories.OTHER_WORDS[0])
    stored = Assessment.objects.get(revision=kept)
    stored.output["criteria"][0]["level"] = "absent"
    stored.save()
    before = Assessment.objects.count()
    changes = list(rescoring.shadow(rubric=load_rubric(), as_of=timezone.localdate()))
    assert [change.revision_id for change in changes] == [kept.pk]
    assert changes[0].levels == ("technique: absent to meets",)
    assert Assessment.objects.count() == before


def test_the_shadow_command_says_what_would_change_and_why(capsys):
    factories.make_submitted()
    stored = Assessment.objects.get()
    stored.output["criteria"][0]["level"] = "absent"
    stored.save()
    call_command("rubric", "shadow", "2026.2")
    said = capsys.readouterr().out
    assert f"revision {stored.revision_id}: " in said
    assert "technique: absent to meets" in said
    assert "would change 1 outcomes" in said


def test_a_text_that_cannot_be_read_does_not_keep_the_others_waiting(monkeypatch):
    good = factories.make_draft(name="Good Text")
    bad = factories.make_draft(name="Bad Text")
    drafts.submit(listing=bad, actor=bad.practitioner.user)
    drafts.submit(listing=good, actor=good.practitioner.user)
    original = assessing.listing_text

    def explode(content, language=None):
        if content.name == "Bad Text":
            raise RuntimeError("cannot be read")
        return original(content, language)

    monkeypatch.setattr(assessing, "listing_text", explode)
    assert assessing.assess_waiting() == 1
    assert Assessment.objects.get().revision.content["name"] == "Good Text"
