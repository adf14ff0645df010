"""The case page without script: read, check, preview, decide, and lose nothing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from directory import drafts
from directory.models import Event, EvidenceDocument, Listing, OutgoingMail, Qualification
from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import address, buttons, document_address, filled, press, told
from vetting import reviewing
from vetting.assessing import assess_revision
from vetting.models import Check, Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.make_moderator()


@pytest.fixture
def client(moderator):
    return signed_in(moderator)


@pytest.fixture
def case(moderator):
    return factories.make_claimed(moderator)


def paper_of(case) -> str:
    return case.revision.snapshot.qualifications[0].id


def record_check(client, case, **typed):
    paper = paper_of(case)
    typed = {"outcome": "confirmed", "method": "issuer", "primary_source": "the school", **typed}
    named = {f"{paper}-{name}": value for name, value in typed.items()}
    return press(client, case, f"check:{paper}", **named)


def attach(case, name: str = "certificate.pdf") -> EvidenceDocument:
    document = EvidenceDocument(
        qualification=Qualification.objects.get(pk=paper_of(case)),
        original_name=name,
        content_type="application/pdf",
        size=9,
        sha256="0" * 64,
    )
    document.file.save("any.pdf", ContentFile(b"%PDF-1.7\n"))
    document.save()
    return document


def test_the_page_shows_the_text_marked_with_numbered_notes(client, case):
    page = client.get(address(case)).content.decode()
    assert '<mark class="mark-supports">' in page
    assert 'href="#note-1"' in page
    assert 'id="note-1"' in page
    assert "marked under rubric" in page
    assert "160 h, at or above the benchmark of 135 h" in page
    assert "PRIVATE-0417" in page


def test_what_speaks_against_publication_comes_before_the_text(client, moderator):
    case = factories.make_claimed(
        moderator, approach_limits="Lymphatic drainage cures lymphedema for good."
    )
    page = client.get(address(case)).content.decode()
    assert page.index("Holds publication:") < page.index('id="words"')


def test_a_clear_case_takes_four_actions(client, moderator):
    revision = factories.make_submitted()
    case = factories.case_of(revision)
    attach(case)
    page = press(client, case, "claim")
    page = press(client, case, f"check:{paper_of(case)}", page)
    assert told(page) == "The check is recorded. The engine has read the papers again."
    levels = {"level_technique": "meets", "level_anatomy": "meets"}
    page = press(client, case, "preview", page, outcome="verified", **levels)
    assert "your listing is verified" in page.content.decode()
    assert not Decision.objects.exists()
    page = press(client, case, "send", page)
    assert "Verify. The letter is on its way." in told(page)
    listing = Listing.objects.public().get()
    assert listing.clearance["scopes"] == ["healthy", "compromised"]
    assert listing.clearance["decided_by"] == "R. Okonjo"
    assert Check.objects.get().outcome == "document_seen"
    assert OutgoingMail.objects.filter(subject__contains="verified").exists()


def test_recording_a_check_gives_the_engine_s_new_level_but_keeps_what_was_chosen(client, case):
    page = client.get(address(case))
    assert filled(page)["level_training"] == ["partial"]
    page = press(
        client,
        case,
        f"check:{paper_of(case)}",
        page,
        level_anatomy="absent",
        reason_1="Half a sentence",
        **{f"{paper_of(case)}-primary_source": "the school"},
    )
    kept = filled(page)
    assert kept["level_training"] == ["meets"]
    assert kept["level_anatomy"] == ["absent"]
    assert kept["reason_1"] == ["Half a sentence"]
    assert kept["scopes"] == ["healthy", "compromised"]


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        ("changes_requested", "needs changes"),
        ("honest_not_mld", "was read"),
        ("not_verified", "is not verified"),
    ],
)
def test_a_decision_against_is_read_before_it_is_sent(client, case, outcome, word):
    reason = "Please say whether the roller belongs to the lymph service."
    typed = {"outcome": outcome, "clause_1": "I.1", "reason_1": reason}
    page = press(client, case, "preview", **typed)
    shown = page.content.decode()
    assert word in shown
    assert shown.count(reason) == 2  # the field and the letter
    page = press(client, case, "send", page)
    assert Listing.objects.get(pk=case.listing_id).state == outcome
    assert reason in OutgoingMail.objects.get().text
    assert "The letter is on its way" in told(page)


def test_nothing_is_sent_that_was_not_previewed(client, case):
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "First words."}
    page = press(client, case, "send", **typed)
    assert "Read the letter first" in told(page)
    page = press(client, case, "send", page, reason_1="Other words.")
    assert "Read the letter first" in told(page)
    assert not Decision.objects.exists()
    press(client, case, "send", page)
    assert Decision.objects.get().reasons[0]["text"] == "Other words."


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "Choose one of the four outcomes."),
        ({"outcome": "sold"}, "Select a valid choice"),
        ({"outcome": "not_verified"}, "Give at least one reason"),
        ({"outcome": "not_verified", "clause_2": "I.1"}, "Say in your words"),
        ({"outcome": "not_verified", "reason_1": "Words."}, "Choose the clause"),
        (
            {"outcome": "not_verified", "clause_1": "IX.9", "reason_1": "W."},
            "Select a valid choice",
        ),
        ({"outcome": "verified", "until": "soon", "scopes": "healthy"}, "year-month-day"),
        ({"outcome": "verified", "until": "", "scopes": "healthy"}, "until which day"),
        ({"outcome": "verified", "until": "2020-01-01", "scopes": "healthy"}, "between tomorrow"),
        ({"outcome": "verified", "until": "2099-01-01", "scopes": "healthy"}, "between tomorrow"),
        ({"outcome": "verified", "scopes": []}, "for whom the checked training is good"),
        ({"outcome": "verified", "scopes": "healthy"}, "check at least one training paper"),
        ({"outcome": "not_verified", "level_anatomy": "splendid"}, "Select a valid choice"),
        ({"outcome": "not_verified", "reason_1": "x" * 1001}, "at most 1000 characters"),
    ],
)
@pytest.mark.parametrize("act", ["preview", "send"])
def test_every_error_says_what_to_do_and_keeps_what_was_typed(client, case, act, typed, error):
    page = press(client, case, act, **{"note": "Typed <before> the error.", **typed})
    assert error in page.content.decode()
    assert page.context["title"].startswith("Case")
    assert 'id="error-summary"' in page.content.decode()
    assert "Typed &lt;before&gt; the error." in page.content.decode()
    for name, value in typed.items():
        if name.startswith(("reason", "until")):
            assert filled(page)[name] == [value]
    assert not Decision.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_safety_findings_ask_for_a_tick_before_a_verification(client, moderator):
    case = factories.make_claimed(
        moderator, approach_limits="Lymphatic drainage cures lymphedema for good."
    )
    record_check(client, case)
    levels = {f"level_{name}": "meets" for name in ("technique", "training", "anatomy")}
    page = press(client, case, "preview", outcome="verified", **levels)
    assert "Read the safety findings, then say that you did." in page.content.decode()
    page = press(client, case, "preview", page, holds_seen="on")
    press(client, case, "send", page)
    assert Decision.objects.get().outcome == "verified"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"good_until": "2020-01-01"}, "That day has passed."),
        ({"good_until": "later"}, "year-month-day"),
        ({"method": "document"}, "Confirmed means that its source answered"),
        ({"primary_source": ""}, "Name the register or school that you asked."),
        ({"outcome": "splendid"}, "Select a valid choice"),
    ],
)
def test_a_wrong_check_is_explained_and_nothing_typed_is_lost(client, case, typed, error):
    page = record_check(client, case, note="Rang twice", **typed)
    assert error in page.content.decode()
    assert filled(page)[f"{paper_of(case)}-note"] == ["Rang twice"]
    assert not Check.objects.exists()


def test_a_check_of_a_paper_that_the_case_does_not_name_is_absent(client, case):
    other = factories.make_submitted().snapshot.qualifications[0].id
    for paper in (other, "nonsense"):
        assert client.post(address(case), {"act": f"check:{paper}"}).status_code == 404
    assert not Check.objects.exists()


def test_the_change_is_shown_against_the_approved_text(client, moderator):
    listing = factories.make_verified()
    listing.approach_limits = "I treat everyone."
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    page = client.get(address(factories.case_of(revision))).content.decode()
    assert "<ins>I treat everyone.</ins>" in page
    assert f"<del>{factories.LIMITS}</del>".replace("'", "&#x27;") in page
    assert "against revision 1. 1 of " in page
    assert "The approved text stays public" in page


def test_a_claim_that_ran_out_keeps_what_was_written(client, case, moderator, frozen_clock):
    reviewing.claim(case=case, actor=moderator)
    page = client.get(address(case))
    frozen_clock.shift(timedelta(minutes=31))
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Kept words."}
    page = press(client, case, "send", page, **typed)
    assert "claim it, look again, then decide. What you wrote is kept." in told(page)
    assert "send" not in buttons(page)
    page = press(client, case, "claim")
    assert filled(page)["reason_1"] == ["Kept words."]
    assert filled(page)["outcome"] == ["not_verified"]
    assert not Decision.objects.exists()


def test_the_slower_moderator_is_told_who_was_faster(client, case, moderator, frozen_clock):
    reviewing.claim(case=case, actor=moderator)
    opened = client.get(address(case))
    frozen_clock.shift(timedelta(minutes=31))
    other = factories.make_moderator("Ben Adler")
    reviewing.claim(case=case, actor=other)
    page = press(client, case, "claim", opened)
    assert "B. Adler is reading it." in told(page)
    fast = signed_in(other)
    reason = {"outcome": "changes_requested", "clause_1": "I.1", "reason_1": "Faster words."}
    press(fast, case, "send", press(fast, case, "preview", **reason))
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Slower words."}
    page = press(client, case, "send", opened, **typed)
    assert "B. Adler decided it: Return for changes." in told(page)
    assert "Slower words." in page.content.decode()
    assert "It was not sent." in page.content.decode()
    assert Decision.objects.get().decided_by == other
    assert OutgoingMail.objects.count() == 1


def test_a_text_that_its_owner_replaced_cannot_be_decided(client, case):
    opened = client.get(address(case))
    listing = Listing.objects.get(pk=case.listing_id)
    Listing.objects.filter(pk=listing.pk).update(headline="Newer words")
    newer = drafts.submit(
        listing=Listing.objects.get(pk=listing.pk), actor=listing.practitioner.user
    )
    assess_revision(newer.pk)
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Words."}
    page = press(client, case, "preview", opened, **typed)
    page = press(client, case, "send", page, **typed)
    assert not Decision.objects.exists()
    reviewing.close_overtaken()
    page = press(client, case, "send", opened, **typed)
    assert "The owner took this text back or sent a new one." in told(page)
    assert address(factories.case_of(newer)) in page.content.decode()


def test_giving_back_frees_the_case(client, case):
    page = press(client, case, "give_back")
    assert "is back in the queue" in told(page)
    case.refresh_from_db()
    assert case.state == "open"
    assert case.claimed_by is None


def test_a_document_is_a_locked_down_download_for_the_one_who_holds_the_case(client, case):
    document = attach(case, "Zeugnis „alt“.pdf")
    response = client.get(document_address(case, document))
    assert b"".join(response.streaming_content) == b"%PDF-1.7\n"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.get(kind="document.viewed")
    assert event.data["document"] == str(document.pk)


def test_a_document_stays_shut_for_a_moderator_without_the_claim(case):
    document = attach(case)
    other = signed_in(factories.make_moderator("Ben Adler"))
    page = other.get(document_address(case, document), follow=True)
    assert "Claim the case to open its documents." in told(page)
    assert not Event.objects.filter(kind="document.viewed").exists()


def test_a_document_of_another_listing_is_absent(client, case):
    other = attach(factories.case_of(factories.make_submitted()))
    assert client.get(document_address(case, other)).status_code == 404


def test_a_case_that_the_engine_did_not_read_yet_is_read_when_it_is_claimed(
    client, case, moderator
):
    reviewing.give_back(case=case, actor=moderator)
    case.revision.assessments.all().delete()
    assert "has not read this text yet" in client.get(address(case)).content.decode()
    page = press(client, case, "claim")
    assert "marked under rubric" in page.content.decode()


def test_a_text_in_a_language_that_nobody_taught_the_engine_says_so(client, moderator):
    words = "Rankani lepäävät iholla ja venyttävät sitä kevyesti hitain ympyröin. " * 4
    names = ("approach_structures", "approach_limits", "approach_difference", "training_note")
    case = factories.make_claimed(
        moderator, headline=words[:130], approach_hands=words, **dict.fromkeys(names, words)
    )
    assert "The engine did not read this text" in client.get(address(case)).content.decode()


def test_the_letter_alone_answers_in_json_for_pages_with_script(client, case):
    data = filled(client.get(address(case)))
    answer = client.post(address(case), {**data, "act": "letter", "outcome": "not_verified"}).json()
    assert answer["errors"] == ["Give at least one reason: the owner reads it, and may answer it."]
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Words."}
    answer = client.post(address(case), {**data, **typed, "act": "letter"}).json()
    assert answer["errors"] == []
    press(client, case, "send", **typed, previewed=answer["key"])
    assert Decision.objects.get().outcome == "not_verified"


def test_a_paper_that_changed_after_its_check_counts_as_not_checked(client):
    listing = factories.make_verified()
    listing.practitioner.qualifications.update(hours_total=500)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    page = client.get(address(factories.case_of(revision))).content.decode()
    papers = page[page.index('id="papers"') : page.index('id="history"')]
    assert "Not checked" in papers
    assert "Confirmed by its source" not in papers


def test_a_closed_case_shows_what_was_decided_and_offers_nothing(client, case):
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Shown words."}
    press(client, case, "send", press(client, case, "preview", **typed))
    page = client.get(address(case))
    assert "Decided: Not verified" in page.content.decode()
    assert "Shown words." in page.content.decode()
    assert buttons(page) == []
    page = press(client, case, "claim")
    assert "R. Okonjo decided it: Not verified." in told(page)


def test_the_end_of_a_verification_is_bound_by_the_paper_that_ends_first(client, moderator):
    listing = factories.make_draft()
    ends = timezone.localdate() + timedelta(days=200)
    listing.practitioner.qualifications.update(expires=ends)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    page = record_check(client, case)
    assert filled(page)["until"] == [ends.isoformat()]


def test_why_a_text_was_not_read_is_said_in_words(personas):
    dutch = (
        "Ik rek de huid op met de hele hand, zacht en langzaam, en wacht tot ze vanzelf terugveert."
    )
    case = factories.make_claimed(
        personas.moderator_user,
        headline="Oedeemtherapie aan huis",
        training_note=dutch,
        **{f"approach_{part}": dutch for part in ("hands", "structures", "limits", "difference")},
    )
    page = personas.moderator.get(address(case)).content.decode()
    assert "it is in a language that the rubric does not cover." in page
    assert "language_not_read" not in page
