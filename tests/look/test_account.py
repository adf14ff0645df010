"""Account pages and letters speak in the site's own voice, from the first letter to the new password."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from lxml import html

from tests import factories
from tests.codes import answered
from tests.look.test_pages import sound
from tests.proofs import solved

PASSWORD = "quiet-hands-and-slow-circles"

pytestmark = pytest.mark.django_db


def link_in(letter: mail.EmailMessage) -> str:
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


def plain(letter: mail.EmailMessage) -> None:
    """No greeting of the library, no markup, no entity, no shouting."""
    assert not re.search(r"Hello from|Thank you for using|[<>]|&#|&amp;|!", letter.body)
    assert letter.body.strip().splitlines()[-2] == "True MLD"


def test_an_account_is_confirmed_by_the_link_in_its_letter():
    visitor = Client()
    typed = {"email": "mira@example.org", "password1": PASSWORD, "password2": PASSWORD}
    typed |= solved("signup")
    answer = visitor.post(reverse("account_signup"), typed, follow=True)
    sound(html.fromstring(answer.content.decode()))
    assert "Look into your mail" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.subject == "True MLD: Confirm your address"
    plain(letter)
    page = visitor.get(link_in(letter))
    tree = html.fromstring(page.content.decode())
    sound(tree)
    assert "mira@example.org" in tree.xpath("string(//main)")
    confirmed = visitor.post(tree.xpath("//main//form/@action")[0], follow=True)
    assert "mira@example.org is confirmed." in confirmed.content.decode()


def test_a_used_or_wrong_link_says_what_to_do():
    answer = Client().get(reverse("account_confirm_email", args=["nonsense"]))
    tree = html.fromstring(answer.content.decode())
    sound(tree)
    assert tree.xpath("//main//a/@href") == [reverse("account_login")]


def test_a_forgotten_password_is_set_anew():
    user = factories.make_user()
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": user.email})
    (letter,) = mail.outbox
    assert letter.subject == "True MLD: Choose a new password"
    plain(letter)
    page = visitor.get(link_in(letter), follow=True)
    tree = html.fromstring(page.content.decode())
    sound(tree)
    done = visitor.post(
        tree.xpath("//main//form/@action")[0],
        {"password1": PASSWORD, "password2": PASSWORD},
        follow=True,
    )
    assert "Your password is changed" in done.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_unknown_address_gets_a_letter_that_says_so_and_a_page_that_does_not():
    answer = Client().post(
        reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True
    )
    assert "If the address has an account" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.subject == "True MLD: There is no account with this address"
    plain(letter)


def test_changing_the_address_shows_no_inline_style(client):
    user = factories.make_user()
    client.force_login(user)
    answered(client)
    page = client.get(reverse("account_email"), follow=True)
    sound(html.fromstring(page.content.decode()))
    client.post(
        reverse("account_email"), {"email": "new@example.org", "action_add": ""}, follow=True
    )
    page = client.get(reverse("account_email"), follow=True)
    tree = html.fromstring(page.content.decode())
    sound(tree)
    assert "new@example.org" in tree.xpath("string(//main)")


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_reset_password"])
def test_what_is_missing_is_said_by_the_page_not_by_a_bubble_of_the_browser(name):
    page = html.fromstring(Client().get(reverse(name)).content.decode())
    (form,) = page.xpath("//main//form[@method='post'][.//input[@type='email']]")
    assert "novalidate" in form.attrib
    answer = Client().post(reverse(name), {"email": "", "login": ""}, follow=True)
    assert html.fromstring(answer.content.decode()).xpath("//*[contains(@class, 'error-summary')]")
