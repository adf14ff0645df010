"""What is kept encrypted: numbers of papers, documents, secrets of second factors.

Fernet (AES-128-CBC with HMAC-SHA-256) under the first of settings.DATA_KEYS; any of them opens. A
number can be found again by its fingerprint, a keyed hash under settings.FINGERPRINT_KEY.
"""

import hashlib
import hmac
import unicodedata
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

HEADER = b"gAAAAA"
"""How every sealed value begins: Fernet's version byte and the high bytes of its time, in base64."""


class CannotOpen(ValueError):
    """None of DATA_KEYS opens this. The key it was sealed with is missing, or the value was changed."""


def seal(data: bytes) -> bytes:
    """`data`, encrypted and authenticated; about a third longer."""
    return _box(tuple(settings.DATA_KEYS)).encrypt(data)


def unseal(sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotOpen."""
    try:
        return _box(tuple(settings.DATA_KEYS)).decrypt(sealed)
    except InvalidToken:
        raise CannotOpen("none of DATA_KEYS opens this value") from None


def reseal(sealed: bytes) -> bytes:
    """The same value under the first key. Raises CannotOpen."""
    try:
        return _box(tuple(settings.DATA_KEYS)).rotate(sealed)
    except InvalidToken:
        raise CannotOpen("none of DATA_KEYS opens this value") from None


def seal_text(text: str) -> str:
    return seal(text.encode()).decode("ascii")


def unseal_text(sealed: str) -> str:
    """Raises CannotOpen."""
    return unseal(sealed.encode()).decode()


def fingerprint(number: str) -> str:
    """A keyed hash of a number as people write it: case, spaces and punctuation do not count.

    64 hex digits; "" for a number without letters and digits.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", number).casefold() if c.isalnum())
    if not plain:
        return ""
    return hmac.new(settings.FINGERPRINT_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


def masked(number: str) -> str:
    """A number as it is shown: its last two signs, or dots alone when it is short."""
    return f"••••{number[-2:]}" if len(number) > 5 else "••••" if number else ""


class SealedTextField(models.TextField):
    """Text that is sealed in the database and plain in Python. It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal_text(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal_text(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        raise TypeError("a sealed field cannot be searched: look for its fingerprint")


class FingerprintField(models.CharField):
    """The fingerprint of another text field of the same row, kept up by itself."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(
            *args, **{"max_length": 64, "editable": False, "blank": True, "db_index": True} | kwargs
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: Any, add: bool) -> str:
        value = fingerprint(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]
    )
