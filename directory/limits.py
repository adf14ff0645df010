"""How often something may be done: fixed windows, counted in the cache.

The address of a visitor is kept as a keyed hash, for as long as its window lasts.
"""

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle


class TooOften(Exception):
    """The limit is reached; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limit:
    """At most `times` in each window of `seconds`, for each key."""

    name: str
    times: int
    seconds: int

    def count(self, key: str) -> None:
        """Count one for this key. Raises TooOften when it is one too many."""
        now = time.time()
        window = int(now // self.seconds)
        entry = f"limit:{self.name}:{window}:{key}"
        cache.add(entry, 0, timeout=self.seconds)
        try:
            counted = cache.incr(entry)
        except ValueError:  # a full cache dropped it between the two calls
            return
        if counted > self.times:
            raise TooOften(max(1, int((window + 1) * self.seconds - now) + 1))


def visitor(request: HttpRequest) -> str:
    """A key for the visitor's network address, as the trusted proxies report it."""
    address = BaseThrottle().get_ident(request)  # type: ignore[arg-type]
    return salted_hmac("directory.limits", address or "").hexdigest()[:32]
