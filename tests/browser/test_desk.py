"""A school's desk in a browser: hashes are made there, and what was typed stays there."""

import hashlib

import pytest
from playwright.sync_api import expect

from directory.models import Course
from tests import factories
from tests.browser.test_patient import sound, watched
from vetting.models import IssuedCertificate, Organization, Seat


@pytest.fixture
def desk(transactional_db):
    user = factories.make_user("Sela Dahl")
    school = Organization.objects.create(name="School of Light Hands", kind="school")
    school.courses.add(Course.objects.first())
    Seat.objects.create(user=user, organization=school)
    return user, school


def test_hashes_are_made_in_the_browser_and_only_they_are_sent(open_window, desk):
    user, school = desk
    page = open_window(width=320)
    page.goto("/accounts/login/?next=/desk/certificates/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Number and name, one a line").fill(
        "ML 20-41; Kallweit-Ödegård, Inés\nnothing here"
    )
    sent = watched(page)
    page.get_by_role("button", name="Make hashes").click()
    text = f"truemld:1|{school.pk}|ml2041|ines kallweit odegard"
    digest = hashlib.sha256(text.encode()).hexdigest()
    expect(page.get_by_label("Hashes, one a line")).to_have_value(digest)
    sound(page, "desk-certificates")
    page.get_by_role("button", name="Send the hashes").click()
    expect(page.get_by_text("1 added, 0 revoked.")).to_be_visible()
    assert IssuedCertificate.objects.get().digest == digest
    assert not any("Kallweit" in line or "ines" in line for line in sent)
