"""Passkeys with Chromium's own virtual authenticator: the whole ceremony, under the strict policy."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from playwright.sync_api import Page

from tests import factories

DESK = "/admin/vetting/reviewcase/"


@contextmanager
def authenticator(page: Page) -> Iterator[None]:
    """A key built into this window's device; it says yes by itself, as after a fingerprint."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield
    session.send(
        "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": added["authenticatorId"]}
    )


def type_password(page: Page, user) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, *, passwordless: bool) -> list[str]:
    """Add one from the page of second factors; the recovery codes that come with the first."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("heading", name="Your password, once more").wait_for()
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Name").fill("This laptop")
    page.wait_for_load_state("domcontentloaded")  # the script that asks the authenticator has run
    page.locator("[name=passwordless]").set_checked(passwordless)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return page.locator("code.secret").all_inner_texts()


def press(page: Page, name: str) -> None:
    """Press a button that a script answers, once the script of its page has run."""
    button = page.get_by_role("button", name=name)
    button.wait_for()
    page.wait_for_load_state("domcontentloaded")
    button.click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/$"))


def test_a_passkey_signs_in_alone_and_is_removed_again(open_window, transactional_db):
    user = factories.make_user()
    page = open_window(width=320)
    with authenticator(page):
        type_password(page, user)
        page.wait_for_url("**/account/")
        add_passkey(page, passwordless=True)
        sign_out(page)
        page.goto("/accounts/login/")
        press(page, "Sign in with a passkey")
        page.wait_for_url("**/account/")
        page.goto("/accounts/2fa/webauthn/")
        page.get_by_role("link", name="Remove").click()
        page.get_by_role("link", name="with a passkey").click()
        press(page, "Use the passkey")
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("No passkey yet.").wait_for()
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_moderator_uses_one_as_second_factor_and_a_recovery_code_once(
    open_window, transactional_db
):
    user = factories.make_user("Ruth Okonjo", staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    page = open_window()
    with authenticator(page):
        type_password(page, user)
        page.wait_for_url("**/accounts/2fa/")
        codes = add_passkey(page, passwordless=False)
        assert len(codes) == 10
        page.goto(DESK)
        page.get_by_role("heading", name="Queue").wait_for()
        sign_out(page)
        type_password(page, user)
        press(page, "Use a passkey instead")
        page.wait_for_url("**/admin/**")
        page.goto(DESK)
        page.get_by_role("heading", name="Queue").wait_for()
        sign_out(page)
        for works in (True, False):
            type_password(page, user)
            page.get_by_label("Code").fill(codes[0])
            page.get_by_role("button", name="Sign in", exact=True).click()
            if works:
                page.wait_for_url("**/admin/**")
                sign_out(page)
            else:
                page.get_by_text("This code is wrong, was used, or is over.").first.wait_for()


def test_without_a_key_the_page_says_what_to_do(open_window, transactional_db):
    page = open_window()
    with authenticator(page):
        page.goto("/accounts/login/")
        press(page, "Sign in with a passkey")
        page.get_by_role("alert").filter(has_text="No passkey was used").wait_for()
