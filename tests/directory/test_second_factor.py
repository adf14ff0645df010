"""Second factors: offered to all, asked of staff before any page of the desk."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from lxml import html

from tests import factories
from tests.codes import answered, code_now
from tests.look.test_pages import sound

pytestmark = pytest.mark.django_db

DESK = "/admin/vetting/reviewcase/"


def log_in(user, client=None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    return client


def shown_secret(page) -> str:
    return re.search(r'<code class="secret">([A-Z2-7]+)</code>', page.content.decode())[1]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def set_up(client: Client):
    page = answered(client).get("/accounts/2fa/totp/activate/")
    return client.post(
        "/accounts/2fa/totp/activate/", {"code": code_of(shown_secret(page))}, follow=True
    )


@pytest.mark.parametrize("address", ["/admin/", DESK, "/admin/auth/user/"])
def test_staff_without_one_are_led_to_set_one_up(address):
    user = factories.make_user(staff=True, superuser=True)
    answer = log_in(user).get(address, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Moderators need a second factor." in answer.content.decode()


def test_a_password_alone_never_reaches_the_desk():
    moderator = factories.make_moderator()
    client = log_in(moderator)
    assert "_auth_user_id" not in client.session
    assert client.get(DESK, follow=True).redirect_chain[-1][0].startswith("/accounts/")
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is wrong, was used, or is over." in wrong.content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now()}).status_code == 302
    assert client.get(DESK).status_code == 200


def test_a_session_from_before_is_asked_for_its_factor():
    moderator = factories.make_moderator()
    client = Client()
    client.force_login(moderator)
    gate = client.get(DESK)
    assert gate.headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=%2Fadmin%2F")
    page = client.get(gate.headers["Location"])
    sound(html.fromstring(page.content.decode()))
    client.post(gate.headers["Location"], {"code": code_now()})
    assert client.get(DESK).status_code == 200


def test_a_code_opens_one_door_once():
    moderator = factories.make_moderator()
    code = code_now()
    first, second = log_in(moderator), log_in(moderator)
    first.post("/accounts/2fa/authenticate/", {"code": code})
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


@pytest.mark.django_db(transaction=True)
def test_setting_an_app_up_gives_recovery_codes_ends_other_sessions_and_tells_by_mail():
    user = factories.make_user(staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    elsewhere, here = log_in(user), log_in(user)
    page = answered(here).get("/accounts/2fa/totp/activate/")
    tree = html.fromstring(page.content.decode())
    sound(tree)
    assert tree.xpath("//main//svg[@role='img']/@aria-label")
    assert "data:" not in page.content.decode().split("<main")[1]
    done = set_up(here)
    assert len(re.findall(r'<code class="secret">', done.content.decode())) == 10
    assert "_auth_user_id" not in elsewhere.session
    assert mail.outbox[-1].subject == "True MLD: An app was set up"
    assert here.get(DESK).status_code == 200


def test_a_recovery_code_works_once():
    user = factories.make_user()
    code = re.search(r'<code class="secret">(\d+)</code>', set_up(log_in(user)).content.decode())[1]
    for works in (True, False):
        client = log_in(user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is works


def test_secrets_are_sealed_in_the_database():
    user = factories.make_user()
    client = log_in(user)
    secret = shown_secret(answered(client).get("/accounts/2fa/totp/activate/"))
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "gAAAAA" in stored
    assert secret not in stored


def test_staff_keep_their_last_factor_and_others_may_remove_it(personas):
    answered(personas.moderator, second_factor=True)
    kept = personas.moderator.post("/accounts/2fa/totp/deactivate/")
    assert "Moderators keep at least one second factor." in kept.content.decode()
    assert Authenticator.objects.filter(user=personas.moderator_user, type="totp").exists()
    set_up(personas.owner)
    personas.owner.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=personas.owner_user).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/sessions/",
    ],
)
def test_pages_are_in_the_sites_own_look(personas, address):
    page = answered(personas.owner).get(address, follow=True)
    assert page.status_code == 200
    sound(html.fromstring(page.content.decode()))
    assert personas.nobody.get(address).headers["Location"].startswith("/accounts/login/")


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_sessions_are_listed_and_ended():
    user = factories.make_user()
    here, there = log_in(user, Client(headers={"user-agent": FIREFOX})), log_in(user)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox on Linux" in page
    assert FIREFOX not in page
    assert page.count("This browser") == 1
    here.post("/accounts/sessions/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_a_changed_password_ends_the_other_sessions():
    user = factories.make_user()
    here, there = log_in(user), log_in(user)
    new = "quiet-hands-and-slow-circles"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
    )
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
