"""The records behind the admin, as Chromium draws them: axe finds nothing, nothing runs over the edge.

The window of these tests fails for every error in the console, so also for what the policy holds back.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from directory.models import JobTrouble
from tests import codes, factories
from tests.browser.conftest import picture
from tests.browser.test_moderation import sign_in
from vetting.models import Organization, Seat

pytestmark = pytest.mark.django_db(transaction=True)

WITHOUT_COPIES = {"preload": False}
"""Axe would copy imported style sheets into the page, which the policy holds back and the console says."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def admin(transactional_db):
    user = factories.make_user("Ada Min", staff=True, superuser=True)
    codes.give_app(user)
    return user


@pytest.fixture
def records(admin):
    listing = factories.make_verified(name="Maximiliana-Konstantina von Großenhain-Oberlahnstein")
    school = Organization.objects.create(name="Schule für Lymphologie", kind="school")
    Seat.objects.create(organization=school, user=admin)
    JobTrouble.objects.create(job="send_letter", subject="decision:1", attempts=3)
    group = Group.objects.create(name="Readers")
    return {
        "index": "",
        "app": "directory/",
        "list": "directory/listing/",
        "users": "auth/user/?is_staff__exact=1&o=-1",
        "nothing": "auth/user/?q=zzzz",
        "jobs": "directory/jobtrouble/",
        "read": f"directory/listing/{listing.pk}/change/",
        "change": f"auth/user/{admin.pk}/change/",
        "rows": f"vetting/organization/{school.pk}/change/",
        "add": "auth/user/add/",
        "password": f"auth/user/{admin.pk}/password/",
        "history": f"auth/user/{admin.pk}/history/",
        "delete": f"vetting/organization/{school.pk}/delete/",
        "group": f"auth/group/{group.pk}/delete/",
    }


def sound(page: Page, name: str) -> None:
    picture(page, name)
    broken = Axe().run(page, options=WITHOUT_COPIES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken] == [], name
    assert page.evaluate(SIDEWAYS) == 0, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_records_are_sound(open_window, admin, records, scheme, width):
    page = open_window(scheme=scheme, width=width)
    sign_in(page, admin.email)
    for name, address in records.items():
        page.goto(f"/admin/{address}")
        sound(page, f"records-{scheme}-{name}")


def test_a_seat_is_given_and_a_chooser_of_courses_works(open_window, admin, records):
    school = Organization.objects.get()
    page = open_window()
    sign_in(page, admin.email)
    page.goto(f"/admin/{records['rows']}")
    page.locator("#id_courses_from option").first.dblclick()
    owner = factories.make_user("Ruth Okonjo")
    page.locator("#id_seats-1-user").fill(str(owner.pk))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert school.courses.count() == 1
    assert sorted(school.seats.values_list("user_id", flat=True)) == sorted([admin.pk, owner.pk])


def test_the_index_leads_to_the_cases(open_window, admin, records):
    page = open_window(width=320)
    sign_in(page, admin.email)
    for name, shown in (
        ("Queue of cases", "Queue"),
        ("Reports", "Queue"),
        ("Closed cases", "Queue"),
    ):
        page.goto("/admin/")
        page.get_by_role("navigation", name="Cases").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(shown)
    assert page.url.endswith("?show=closed")
