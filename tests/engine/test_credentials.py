"""Records of training: what counts, for how much, and until when."""

from dataclasses import replace
from datetime import date

import pytest

from vetting.engine import Credential, ListingText, TextField, assess, load_rubric

RUBRIC = load_rubric()
DAY = date(2026, 6, 1)
RECORD = Credential(
    id="1",
    kind="training",
    course=None,
    title="CDT",
    issuer="A school",
    hours_theory=None,
    hours_practical=None,
    hours_total=135.0,
    scope=None,
    issued=date(2025, 5, 1),
    renewed=None,
    expires=None,
    status="checked",
)


def training(*records, text="We offer gentle lymph drainage in our practice."):
    field = TextField("about", "about", text)
    return assess(ListingText((field,), "en"), records, RUBRIC, DAY)


def result(*records, **kwargs):
    return training(*records, **kwargs).criteria[1]


@pytest.mark.parametrize(
    ("change", "score", "level"),
    [
        ({}, 100, "meets"),
        ({"hours_total": 160.0}, 100, "meets"),
        ({"hours_total": None, "hours_theory": 45.0, "hours_practical": 90.0}, 100, "meets"),
        ({"hours_total": 60.0}, 70, "meets"),
        ({"hours_total": 16.0}, 60, "partial"),
        ({"hours_total": None}, 60, "partial"),
        ({"status": "claimed"}, 30, "partial"),
        ({"status": "rejected"}, 0, "absent"),
        ({"kind": "licence"}, 0, "absent"),
        ({"expires": date(2026, 1, 1)}, 75, "meets"),
        ({"expires": date(2020, 1, 1)}, 50, "partial"),
    ],
)
def test_a_record_counts_for_what_was_checked(change, score, level):
    answer = result(replace(RECORD, **change))
    assert (answer.score, answer.level) == (score, level)


def test_a_course_of_the_map_brings_its_hours():
    record = replace(RECORD, hours_total=None, course="dvsi-basic-mld")
    assert result(record).hours == 40


def test_words_alone_stay_low():
    text = "I hold a certificate of 160 hours from the Vodder School in lymph drainage."
    answer = result(text=text)
    assert answer.text_level == "meets"
    assert (answer.score, answer.level, answer.hours) == (40, "partial", 160)


def test_a_record_that_is_due_is_said_to_be():
    summary = result(replace(RECORD, expires=date(2026, 1, 1))).summary
    assert summary == "A record was checked; it is due for renewal."


TREATS = "We treat lymphedema with light strokes on the skin in our practice."


@pytest.mark.parametrize(
    ("scope", "text", "held"),
    [
        ("healthy", TREATS, True),
        ("compromised", TREATS, False),
        (None, TREATS, False),
        ("healthy", "Light strokes on the skin for people in good health.", False),
    ],
)
def test_more_offered_than_trained_for_is_held(scope, text, held):
    answer = training(replace(RECORD, scope=scope), text=text)
    assert ("scope_beyond_training" in answer.holds) == held
    assert (RUBRIC.wording["contradiction"]["scope_beyond_training"] in answer.contradictions) == (
        held
    )


@pytest.mark.parametrize(
    ("text", "hold"),
    [
        ("In our lymph drainage we squeeze the fluid out through the incisions.", "incision"),
        ("Our lymph drainage will cure lymphedema in ten sessions.", "cure_claim"),
    ],
)
def test_what_must_wait_for_a_person(text, hold):
    assert training(text=text).holds == (hold,)


def test_a_denied_incision_holds_nothing():
    assert training(text="We never drain through the incisions in lymph drainage.").holds == ()


def test_gentle_beside_tools_is_a_contradiction():
    answer = training(text="Gentle lymphatic drainage strokes, done with wooden rollers.")
    assert answer.contradictions == (RUBRIC.wording["contradiction"]["gentle_and_force"],)


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("MLD", "en", "too_little_text"),
        ("Manuellt lymfdränage är en mjuk behandling för huden och kroppen.", None, None),
        ("Il linfodrenaggio è una tecnica dolce che muove la pelle con calma.", None, None),
        ("word " * 5000, "en", "too_long"),
        ("Lymph drainage in our practice is light.", "fi", "language_not_read"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_unread(text, language, reason):
    field = TextField("about", "about", text)
    answer = assess(ListingText((field,), language), (), RUBRIC, DAY)
    assert not answer.read
    assert answer.unread_reason == (reason or "language_not_read")
    assert answer.verdict == "unclear"
    assert answer.findings == ()


def test_the_answer_names_what_it_was_made_with():
    answer = training(RECORD)
    assert answer.rubric_version == "2026.2"
    assert answer.rubric_sha256 == RUBRIC.sha256
    assert answer.as_of == DAY
    assert list(answer.as_dict())[:2] == ["verdict", "criteria"]
    assert [criterion.criterion for criterion in answer.criteria] == [
        "technique",
        "training",
        "anatomy",
    ]


def test_advice_and_questions_follow_what_is_missing():
    answer = training()
    assert RUBRIC.wording["advice"]["training"] in answer.advice
    assert "When would you not treat me?" in answer.questions
    good = training(
        RECORD,
        text="Our lymph drainage is a light touch on the skin; the lymph vessels lie just "
        "under the skin.",
    )
    assert RUBRIC.wording["advice"]["training"] in good.advice
    assert RUBRIC.wording["advice"]["technique"] not in good.advice
