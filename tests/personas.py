"""The people of the tests, as signed-in clients: owner, stranger, moderator, nobody."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import codes, factories


@dataclass(frozen=True)
class Personas:
    """`nobody` is not signed in; `owner` owns a listing, `stranger` another; `admin` is a superuser."""

    nobody: Client
    owner: Client
    owner_user: User
    stranger: Client
    stranger_user: User
    moderator: Client
    moderator_user: User
    admin: Client


@pytest.fixture
def personas(db) -> Personas:
    owner = factories.make_user("Ines Kallweit")
    stranger = factories.make_user("Tobias Renn")
    moderator = factories.make_moderator()
    admin = factories.make_user("Ada Min", staff=True, superuser=True)
    return Personas(
        nobody=Client(),
        owner=signed_in(owner),
        owner_user=owner,
        stranger=signed_in(stranger),
        stranger_user=stranger,
        moderator=signed_in(moderator),
        moderator_user=moderator,
        admin=signed_in(admin),
    )


def signed_in(user: User) -> Client:
    """A session that began a while ago; who is staff began it with a second factor."""
    client = Client()
    client.force_login(user)
    return codes.answered(client, second_factor=True) if user.is_staff else client
