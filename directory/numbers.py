"""Certificate numbers: private, so they are compared by a keyed fingerprint of the whole number alone.

Whoever holds a certificate can find its owner; nobody can read a number out of the search, nor find
one by its beginning. After FINGERPRINT_KEY changed, `manage.py write_entries` writes them anew.
"""

from directory.sealing import fingerprint

SHORTEST = 4
"""Letters and digits of a number, at least; less is a word or a year's half."""


def digest(written: str) -> str:
    """The fingerprint of a number as somebody wrote it; "" for what cannot be one.

    Case, blanks and signs do not matter: "CLT-20 431" is "clt20431". A number holds a digit.
    """
    kept = [letter for letter in written if letter.isalnum()]
    if len(kept) < SHORTEST or not any(letter.isdigit() for letter in kept):
        return ""
    return fingerprint(written)
