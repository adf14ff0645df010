"""Whether the time of an answer tells if an address is known: each form with both, taking turns.

    .venv/bin/python -m benchmarks.guessing [--rounds 40]

Makes a database of its own with the password hasher and the outbox of an installation, and prints one
JSON object: for each form the medians in ms, by the clock (what a caller sees) and of the processor (which
other work on the machine disturbs less), their ratio (known to unknown), their difference, and how far
two halves of the unknown ones lie apart, which is what chance alone does in this run. Limits are counted
from zero before each request, and the small sum costs one hash.
"""

import argparse
import atexit
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="truemld-guessing-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.update(
    VAR_DIR=str(FOLDER),
    DATABASE_URL="",
    REDIS_URL="",
    ALLOWED_HOSTS="testserver",
    EMAIL_URL="smtp://127.0.0.1:9",
    LOG_LEVEL="ERROR",
)

# E402 from here on: the settings read the environment above, and models can be imported only after setup
import django  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from directory.models import Listing  # noqa: E402
from tests.proofs import solved  # noqa: E402

PASSWORD = "quiet-hands-and-slow-circles"


def forms(listing: Listing) -> dict[str, tuple[str, Callable[[str], dict[str, str]]]]:
    """Address and what is typed, for an e-mail address."""
    here = listing.get_absolute_url()
    words = {"name": "Anna Petz", "message": "Do you have time on Tuesdays?"}
    report = {"field": "where", "category": "fact", "text": "The practice moved in May."}
    new = {"password1": PASSWORD, "password2": PASSWORD}
    return {
        "log-in": ("/accounts/login/", lambda email: {"login": email, "password": "wrong-one"}),
        "sign-up": ("/accounts/signup/", lambda email: {"email": email, **new, **solved("signup")}),
        "reset": ("/accounts/password/reset/", lambda email: {"email": email}),
        "contact": (
            f"{here}contact/",
            lambda email: {"email": email, **words, **solved("contact")},
        ),
        "report": (f"{here}report/", lambda email: {"email": email, **report, **solved("report")}),
        "alert": ("/alert/?place=Lyon", lambda email: {"email": email, **solved("alert")}),
    }


def milliseconds(address: str, typed: dict[str, str]) -> tuple[float, float]:
    """What one answer takes by the clock and of the processor, for a visitor who was not here before."""
    cache.clear()
    client = Client(raise_request_exception=False)
    begun = time.perf_counter(), time.thread_time()
    answer = client.post(address, typed)
    took = (time.perf_counter() - begun[0]) * 1000, (time.thread_time() - begun[1]) * 1000
    assert answer.status_code in {200, 302}, (address, answer.status_code)
    return took


def compared(known: Sequence[float], unknown: Sequence[float]) -> dict[str, float]:
    """Medians, and what chance does: the two halves of the unknown ones."""
    halves = [statistics.median(unknown[start::2]) for start in (0, 1)]
    middle = [statistics.median(known), statistics.median(unknown)]
    return {
        "known_ms": round(middle[0], 1),
        "unknown_ms": round(middle[1], 1),
        "ratio": round(middle[0] / middle[1], 3),
        "difference_ms": round(middle[0] - middle[1], 1),
        "chance_ms": round(abs(halves[0] - halves[1]), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    settings.PROOF_BITS = 1
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_synthetic", listings=5, seed=1, verbosity=0)
    accounts = [f"known{number}@example.org" for number in range(rounds)]
    for email in accounts:
        user = User.objects.create_user(username=email, email=email, password=PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    found = {}
    for name, (address, typed) in forms(Listing.objects.public()[0]).items():
        known: list[tuple[float, float]] = []
        unknown: list[tuple[float, float]] = []
        for number in range(-3, rounds):
            first = known if number % 2 else unknown
            for times in (first, unknown if first is known else known):
                email = (
                    accounts[number % rounds] if times is known else f"{name}{number}@example.net"
                )
                took = milliseconds(address, typed(email))
                if number >= 0:  # the first ones warm up
                    times.append(took)
        found[name] = {
            said: compared([each[place] for each in known], [each[place] for each in unknown])
            for place, said in enumerate(("clock", "processor"))
        }
    report = {"rounds": rounds, "python": platform.python_version(), "load": os.getloadavg()[0]}
    print(json.dumps({**report, "forms": found}, indent=1))


if __name__ == "__main__":
    main()
