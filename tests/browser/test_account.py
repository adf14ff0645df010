"""Accounts in a real browser."""

from django.contrib.auth.models import User

PASSWORD = "quiet-hands-and-slow-circles"


def fill(page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email", exact=False).first.fill("mira@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)


def test_the_browser_does_the_sum_by_itself(open_window, settings, transactional_db):
    settings.PROOF_BITS = 17
    page = open_window()
    fill(page)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    assert User.objects.get().email == "mira@example.org"


def test_without_javascript_it_waits(open_window, settings, transactional_db):
    settings.PROOF_WAIT = 1
    page = open_window(javascript=False, width=320)
    fill(page)
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
