"""Proof of work: a small sum that a browser does before a form is taken, so that floods cost something.

No third party, no picture puzzle, nothing about the visitor. A form carries a signed challenge; its
answer is a number that makes SHA-256("challenge:number") begin with PROOF_BITS zero bits. Who has no
JavaScript waits instead: PROOF_WAIT seconds from opening the form, and only a few forms an hour from
one network address. A challenge is good for one form of one purpose.
"""

import hashlib
import secrets
import time

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from directory.limits import Limit

SALT = "directory.proof"
MAX_AGE = 4 * 3600
"""Seconds that an opened form stays good."""
SEPARATOR = "~"
WITHOUT_SUM = Limit("proof-waited", times=6, seconds=3600)
"""Forms that one network address may send by waiting."""


class ProofError(Exception):
    """The form cannot be taken like this."""


class TooOld(ProofError):
    """The challenge is older than MAX_AGE, was used, or is not ours."""


class TooSoon(ProofError):
    """No sum was done, and the form was opened less than PROOF_WAIT seconds ago; `wait` in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


def challenge(purpose: str) -> str:
    """A fresh challenge for one form, as text for a hidden field."""
    return signing.dumps(
        {
            "id": secrets.token_urlsafe(9),
            "for": purpose,
            "bits": settings.PROOF_BITS,
            "at": int(time.time()),
        },
        salt=SALT,
    )


def is_solved(challenge: str, number: str, bits: int) -> bool:
    """Whether SHA-256 of "challenge:number" begins with `bits` zero bits."""
    digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def check(answer: str, *, purpose: str, visitor: str) -> str:
    """The challenge's id, when `answer` ("challenge~number" or "challenge") lets the form through.

    Uses nothing up: `spend` does, once everything else in the form is right. Raises TooOld, TooSoon,
    and TooOften (directory.limits) for a visitor who waited instead of reckoning too many times.
    """
    text, _, number = answer.partition(SEPARATOR)
    try:
        said = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise TooOld from None
    age = time.time() - said["at"]
    if said["for"] != purpose or age > MAX_AGE or cache.get(_key(said["id"])):
        raise TooOld
    if number.isascii() and number.isdigit() and is_solved(text, number[:20], said["bits"]):
        return said["id"]
    if age < settings.PROOF_WAIT:
        raise TooSoon(max(1, int(settings.PROOF_WAIT - age + 1)))
    WITHOUT_SUM.count(visitor)
    return said["id"]


def spend(challenge_id: str) -> None:
    """Use a challenge up. Raises TooOld when another form was faster."""
    if not cache.add(_key(challenge_id), 1, timeout=MAX_AGE):
        raise TooOld


def _key(challenge_id: str) -> str:
    return f"proof:{challenge_id}"
