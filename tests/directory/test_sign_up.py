"""An account is made whole or not at all, whatever happens in the middle."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.db import OperationalError
from django.test import Client

from config.invariants import no_half_made_account
from directory.forms.account import SignupForm
from directory.models import OutgoingMail
from tests import factories
from tests.proofs import solved

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "ines@example.org"


def sign_up(client: Client, email: str = EMAIL):
    words = {"email": email, "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    return client.post("/accounts/signup/", words | solved("signup"))


def test_account_address_and_letter_come_together(client):
    assert sign_up(client).status_code == 302
    user = User.objects.get(email=EMAIL)
    assert user.check_password(factories.PASSWORD)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == (EMAIL, True, False)
    assert OutgoingMail.objects.get().to == EMAIL


@pytest.mark.parametrize(
    "where", ["allauth.account.models.EmailAddress.save", "directory.mail.deliver"]
)
def test_a_process_stopped_in_a_sign_up_leaves_no_account(monkeypatch, where):
    """Processes that are killed outright are in tests/drills."""

    def stop(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as stopping:
        stopping.setattr(where, stop)
        with pytest.raises(SystemExit):
            sign_up(Client())
    assert not User.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert sign_up(Client()).status_code == 302, "the same address can be used at once"
    assert User.objects.get().emailaddress_set.count() == 1


def test_a_database_that_fails_in_a_sign_up_leaves_no_account(client, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("allauth.account.models.EmailAddress.save", full)
        answer = sign_up(client)
    assert answer.status_code == 503
    assert "Nothing of what you sent was stored" in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_taken_by_another_form_a_moment_ago_is_answered_as_known(client, monkeypatch):
    factories.make_user()
    taken = User.objects.get().email
    look, looks = SignupForm.validate_unique_email, []

    def before_the_other_form(form, value):
        looks.append(value)
        return value if len(looks) == 1 else look(form, value)

    monkeypatch.setattr(SignupForm, "validate_unique_email", before_the_other_form)
    assert sign_up(client, taken).status_code == 302
    assert User.objects.count() == 1
    assert list(no_half_made_account()) == []
    assert "already" in mail.outbox[0].body
