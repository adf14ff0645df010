"""The people of the demonstration: an account each, and the log-ins that anybody at this machine may use."""

import os
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from config.demo.texts import DemoListing
from config.serve import DEMO_ACCOUNTS
from vetting.reference import MODERATORS

PASSWORD_LENGTH = 14
SECOND_FACTOR_LINES = (
    "Moderators and the administrator are asked for a code after the password. It is shown by",
    "  .venv/bin/python manage.py demo_code",
    "or by an app for one-time codes that is given the secret at the end of the line.",
)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, kw_only=True)
class LogIn:
    """An account that people may use. `role` says what is to be seen with it."""

    key: str
    role: str
    email: str
    name: str = ""


OWNERS = {
    "practitioner": LogIn(
        key="practitioner",
        role="practitioner, verified listing",
        email="practitioner@example.org",
    ),
    "draft": LogIn(key="draft", role="practitioner, draft", email="draft@example.org"),
    "changes": LogIn(
        key="changes", role="practitioner, changes asked for", email="changes@example.org"
    ),
    "appeal": LogIn(key="appeal", role="practitioner, appeal waits", email="appeal@example.org"),
    "suspended": LogIn(
        key="suspended", role="practitioner, suspended", email="suspended@example.org"
    ),
}
STAFF = (
    LogIn(key="moderator", role="moderator", email="moderator@example.org", name="Ruth Calder"),
    LogIn(key="moderator2", role="moderator", email="moderator2@example.org", name="Tomasz Brandl"),
    LogIn(key="admin", role="administrator", email="admin@example.org", name="Ines Aalto"),
)
DESK = LogIn(key="desk", role="desk of a school", email="desk@example.org", name="Maren Solvang")
LOG_INS = (*OWNERS.values(), DESK, *STAFF)
INVENTED_DOMAINS = ("example.org", "example.com")
"""Nobody has an address there: letters to it are written, and never sent."""


def owner_of(demo: DemoListing) -> User:
    """The account of an invented practitioner. Nobody can log in to it unless it is a log-in."""
    log_in = OWNERS.get(demo.account)
    email = log_in.email if log_in else f"{demo.key}@example.com"
    return _account(username=f"demo-{demo.key}", email=email, name=demo.name)


def moderators() -> list[User]:
    """The two moderators; makes the administrator as well."""
    people = [
        _account(username=f"demo-{log_in.key}", email=log_in.email, name=log_in.name, staff=True)
        for log_in in STAFF
    ]
    *pair, admin = people
    group = Group.objects.get(name=MODERATORS)
    for person in pair:
        person.groups.add(group)
    admin.is_superuser = True
    admin.save()
    for person in people:
        TOTP.activate(person, generate_totp_secret())
    return pair


def desk() -> User:
    """The account that acts for the invented school."""
    return _account(username=f"demo-{DESK.key}", email=DESK.email, name=DESK.name)


def staff() -> QuerySet[User]:
    return User.objects.filter(username__in=[f"demo-{log_in.key}" for log_in in STAFF])


def account_file() -> Path:
    return Path(settings.VAR_DIR) / DEMO_ACCOUNTS


def new_password() -> str:
    """A new random password for the log-ins, one for all of them, in this installation alone."""
    password = get_random_string(PASSWORD_LENGTH, LETTERS)
    people = User.objects.filter(
        email__in=[log_in.email for log_in in LOG_INS], username__startswith="demo-"
    )
    people.update(password=make_password(password))
    return password


def write_accounts(password: str) -> Path:
    """Keep the log-ins in a file that only its owner may read."""
    secrets = app_secrets()
    rows = [
        f"{log_in.role:34}{log_in.email:28}{password}  {secrets.get(log_in.email, '')}".rstrip()
        for log_in in LOG_INS
    ]
    if secrets:
        rows += ["", *SECOND_FACTOR_LINES]
    path = account_file()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            "\n".join(["Log-ins of the demonstration data, for this installation only:", *rows, ""])
        )
    return path


def app_secrets() -> dict[str, str]:
    """E-mail address to secret, of the demonstration's staff: the app that shows their codes."""
    apps = Authenticator.objects.filter(user__in=staff(), type=Authenticator.Type.TOTP)
    return {app.user.email: decrypt(app.data["secret"]) for app in apps.select_related("user")}


def _account(*, username: str, email: str, name: str, staff: bool = False) -> User:
    first, _, last = name.rpartition(" ")
    person = User(username=username, email=email, first_name=first, last_name=last, is_staff=staff)
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
