"""Second factors of the tests: an app with a secret that is known, and sessions that used it."""

import time

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: User) -> None:
    TOTP.activate(user, SECRET)


def code_now() -> str:
    """What the app shows at this moment."""
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))


def answered(client: Client, *, second_factor: bool = False) -> Client:
    """The client's session as after an answer to "who are you, once more"."""
    session = client.session
    session["account_authentication_methods"] = [
        {
            "method": "mfa" if second_factor else "password",
            "at": time.time(),
            "reauthenticated": True,
        }
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
