"""The letter after a decision: its subject, the reasons with their clauses, who decided, what to do."""

from datetime import date

import pytest

from directory.clearance import Reason, Statement
from directory.mail import decision_letter

REASONS = (
    Reason(code="technique", clause="I.1", text='Say what "your hands" do & how hard.'),
    Reason(code="training", clause="II.1", text="Send the page with the hours."),
)


def letter(outcome: str, *, software: bool = True) -> tuple[str, str]:
    verified = outcome == "verified"
    return decision_letter(
        outcome=outcome,
        name="Ines Kallweit",
        reasons=() if verified else REASONS,
        until=date(2028, 3, 14) if verified else None,
        listing_path="/practitioners/one/",
        statement=Statement(software=software),
    )


@pytest.mark.parametrize(
    ("outcome", "subject"),
    [
        ("verified", "True MLD: your listing is verified"),
        ("changes_requested", "True MLD: your listing needs changes"),
        ("honest_not_mld", "True MLD: your listing was read"),
        ("not_verified", "True MLD: your listing was read and is not verified"),
        ("suspended", "True MLD: your listing is suspended"),
    ],
)
def test_the_first_line_is_the_subject_and_the_rest_a_letter(outcome, subject):
    head, text = letter(outcome)
    assert head == subject
    assert text.startswith("Dear Ines Kallweit,")
    assert "software read your text" in text
    assert "A person read it" in text
    assert "{" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("outcome", ["verified", "changes_requested", "suspended"])
def test_a_decision_without_software_says_so(outcome):
    _head, text = letter(outcome, software=False)
    assert "a person read your text with your papers and decided" in text
    assert "Software took no part" in text
    assert "software read" not in text


@pytest.mark.parametrize(
    "outcome", ["changes_requested", "honest_not_mld", "not_verified", "suspended"]
)
def test_reasons_are_told_word_for_word_with_the_address_of_their_clause(outcome):
    _head, text = letter(outcome)
    assert '1. Say what "your hands" do & how hard.' in text
    assert "2. Send the page with the hours." in text
    assert "http://127.0.0.1:8000/how-we-verify/#clause-II.1" in text
    assert "If you think that a reason is wrong, reply to this letter" in text


def test_a_verified_listing_is_told_until_when_and_where_it_stands():
    _head, text = letter("verified")
    assert "14\u00a0March 2028" in text
    assert "http://127.0.0.1:8000/practitioners/one/" in text
    assert "reason is wrong" not in text


def test_a_suspension_cannot_be_sent_again_but_answered():
    _head, text = letter("suspended")
    assert "send it again" not in text
