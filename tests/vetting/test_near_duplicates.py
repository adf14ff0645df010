"""Most words of an earlier listing: the later text is told of it, and a person looks."""

import random

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import drafts
from directory.models import Delegate
from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import address
from vetting import assessing, near_duplicates
from vetting.engine import shingles
from vetting.models import Assessment, BandKey, ReviewCase, TextRuns

WORDS = [f"word{number}" for number in range(400)]


def shared(one: list[str], other: list[str]) -> bool:
    """Whether two texts have a key in common."""
    keys = [set(near_duplicates.band_keys(shingles(text))) for text in (one, other)]
    return bool(keys[0] & keys[1])


@settings(max_examples=60)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=25, max_size=120, unique=True), st.randoms())
def test_keys_depend_on_the_runs_alone_and_not_on_their_order(runs, chance):
    shuffled = list(runs)
    chance.shuffle(shuffled)
    keys = near_duplicates.band_keys(frozenset(runs))
    assert keys == near_duplicates.band_keys(frozenset(shuffled))
    assert len(keys) == near_duplicates.BANDS
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_keys_are_the_same_on_every_machine():
    keys = near_duplicates.band_keys(shingles(WORDS[:40]))
    assert keys[:2] == [3521979585627414679, -1248179980206688097]


def test_texts_that_share_half_of_their_runs_meet_and_others_hardly_ever():
    chance = random.Random(3)
    met = dict.fromkeys((0.1, 0.55, 0.8), 0)
    for _ in range(100):
        text = chance.sample(WORDS, 150)
        for share in met:
            # the common beginning makes this Jaccard similarity of the two
            common = round(150 * 2 * share / (1 + share))
            other = text[:common] + [f"other{number}" for number in range(150 - common)]
            met[share] += shared(text, other)
    assert met[0.8] == 100
    assert met[0.55] >= 93
    assert met[0.1] <= 15


def test_a_short_text_leaves_no_keys():
    assert near_duplicates.band_keys(shingles(WORDS[:27])) == []
    assert near_duplicates.band_keys(shingles(WORDS[:28])) != []


db = pytest.mark.django_db


def answer_to(revision) -> Assessment:
    return Assessment.objects.filter(revision=revision)[0]


@db
def test_the_later_of_two_is_told_and_the_earlier_never():
    first = factories.make_submitted(name="Ada First", approach_difference="")
    second = factories.make_submitted(name="Bea Second", approach_difference="")
    assessing.assess_revision(first.pk)
    assert answer_to(first).duplicates == []
    assert answer_to(first).output["holds"] == []
    (found,) = answer_to(second).duplicates
    assert (found["listing"], found["similarity"]) == (str(first.listing_id), 100)
    assert answer_to(second).output["holds"] == ["duplicate"]
    assert answer_to(second).verdict == "unclear"
    assert ReviewCase.objects.get(revision=second).holds == ["duplicate"]


@db
def test_the_earlier_one_may_send_its_words_again_after_they_were_copied():
    listing = factories.make_verified(name="Ada First")
    factories.make_submitted(name="Bea Second")
    again = factories.resend(listing, about="I have a new room, and the rest is as it was.")
    assert answer_to(again).duplicates == []


@db
def test_a_text_with_its_words_hidden_behind_signs_is_the_same_text():
    factories.make_submitted()
    disguised = {
        "approach_hands": factories.HANDS.replace("a", "а").upper(),
        "approach_structures": factories.STRUCTURES.replace("e", "e\u200b"),
    }
    copy = factories.make_submitted(name="Bea Second", **disguised)
    (found,) = answer_to(copy).duplicates
    content = {name: text for name, _kind, text in copy.snapshot.texts()}
    quotes = [content[span["field"]][span["start"] : span["end"]] for span in found["passages"]]
    assert content["approach_structures"].rstrip(".") in " ".join(quotes)


@db
def test_own_words_and_short_common_phrases_are_nobodys_copy():
    factories.make_submitted()
    boilerplate = {
        name: f"{text} With fever, a fresh thrombosis or a weak heart I do not treat."
        for name, text in factories.OTHER_WORDS[0].items()
    }
    assert answer_to(factories.make_submitted(name="Bea", **boilerplate)).duplicates == []


@db
@pytest.mark.parametrize(("kept", "told"), [(3, True), (1, False)])
def test_similarity_decides_from_one_half_on(kept, told):
    """Of the first text's five passages the second has `kept`, and otherwise words of its own."""
    first = factories.make_submitted()
    words = dict(list(factories.OTHER_WORDS[0].items())[kept:])
    later = factories.make_submitted(name="Bea", **words)
    alike = near_duplicates.similarity(
        near_duplicates.runs_of(later.snapshot), near_duplicates.runs_of(first.snapshot)
    )
    assert (alike >= near_duplicates.ALIKE) == told
    assert bool(answer_to(later).duplicates) == told


@db
def test_who_writes_for_both_copies_nobody():
    first = factories.make_submitted(name="Ada First")
    manager = factories.make_user("Mara Manager")
    for revision in (first, factories.make_submitted(name="Bea Second")):
        Delegate.objects.create(
            practitioner=revision.listing.practitioner,
            email=manager.email,
            user=manager,
            accepted_at=revision.submitted_at,
        )
    second = revision
    assert assessing.assess_revision(second.pk).duplicates == []


@db
def test_a_second_place_of_work_is_no_copy():
    listing = factories.make_verified()
    place = listing.locations.get()
    place.pk, place.city = None, "Basel"
    place.save()
    assert answer_to(factories.resend(listing)).duplicates == []


@db
def test_erasing_an_account_takes_its_keys_and_frees_the_words():
    first = factories.make_submitted(name="Ada First")
    second = factories.make_submitted(name="Bea Second")
    assert BandKey.objects.filter(revision=first).count() == near_duplicates.BANDS
    drafts.erase(user=first.listing.practitioner.user)
    for kept in (BandKey, TextRuns):
        assert set(kept.objects.values_list("revision", flat=True)) == {second.pk}
    assert assessing.assess_revision(second.pk).duplicates == []


@db
def test_the_case_page_links_to_the_other_listing_and_quotes_what_is_shared():
    listing = factories.make_verified(name="Ada First")
    case = factories.make_claimed(name="Bea Second")
    page = signed_in(case.claimed_by).get(address(case)).content.decode()
    assert "Somebody else had these words first" in page
    assert f'href="{listing.get_absolute_url()}"' in page
    other = ReviewCase.objects.filter(listing_id=listing.pk).latest("pk")
    assert f'<a href="{address(other)}">Ada First</a>' in page
    assert "100 % of the wording is the same" in page
    assert f'<q dir="auto">{factories.HANDS.rstrip(".")}' in page
    assert "The words stand in an earlier listing of somebody else." in page
    assert "Most of the wording stands in an earlier listing" in page
    first = signed_in(case.claimed_by).get(address(other)).content.decode()
    assert "Somebody else had these words first" not in first


@db
def test_a_stored_answer_about_a_copy_comes_out_the_same_after_the_first_text_is_gone(capsys):
    first = factories.make_submitted(name="Ada First")
    second = factories.make_submitted(name="Bea Second")
    drafts.erase(user=first.listing.practitioner.user)
    call_command("reassess", "--check")
    assert "1 assessments replayed, 0 different" in capsys.readouterr().out
    stored = answer_to(second)
    stored.duplicates = []
    stored.save()
    with pytest.raises(SystemExit):
        call_command("reassess", "--check")


@db
def test_texts_that_were_read_before_their_runs_were_stored_are_compared_all_the_same():
    first = factories.make_submitted(name="Ada First")
    TextRuns.objects.all().delete()
    second = factories.make_submitted(name="Bea Second")
    assert [one["revision"] for one in answer_to(second).duplicates] == [first.pk]
    near_duplicates.remember({first.pk: first.snapshot})
    assert set(TextRuns.objects.values_list("revision", flat=True)) == {first.pk, second.pk}
    assert BandKey.objects.filter(revision=first).count() == near_duplicates.BANDS


@db
def test_what_is_compared_are_the_stored_runs():
    first = factories.make_submitted(name="Ada First")
    assert near_duplicates.unread([first.pk]) == []
    TextRuns.objects.update(runs=b"")
    second = factories.make_submitted(name="Bea Second")
    assert answer_to(second).duplicates == []
