"""Certificate numbers: private, so they are compared by a keyed digest of the whole number alone.

Whoever holds a certificate can find its owner; nobody can read a number out of the search, nor find
one by its beginning. The key is SECRET_KEY: after it changes, `manage.py write_entries` writes the
digests anew.
"""

import unicodedata

from django.utils.crypto import salted_hmac

SHORTEST = 4
"""Letters and digits of a number, at least; less is a word or a year."""


def digest(written: str) -> str:
    """The keyed digest of a number as somebody wrote it; "" for what cannot be one.

    Case, blanks and signs do not matter: "CLT-20 431" is "clt20431". A number holds a digit.
    """
    plain = unicodedata.normalize("NFKC", written).casefold()
    kept = "".join(letter for letter in plain if letter.isalnum())
    if len(kept) < SHORTEST or not any(letter.isdigit() for letter in kept):
        return ""
    return salted_hmac("directory.numbers", kept, algorithm="sha256").hexdigest()[:32]
