"""A Redis cache that a broken Redis cannot take the site down with.

Log-in limits and API limits live in the cache. While Redis does not answer they are kept in this
process, so they still hold, only less strictly: once per process.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 20.0
"""How long Redis is left alone after a failure, so that not every request waits for it."""


class OwnKeysRedisCache(RedisCache):
    """Clears its own keys only: Django's would empty the database, and the queues of jobs with it."""

    def clear(self) -> None:
        client = self._cache.get_client(None, write=True)
        own = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        if own:
            client.delete(*own)


class RedisOrLocalCache(BaseCache):
    """Django's Redis cache; for PAUSE_SECONDS after a failure a cache in memory."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = OwnKeysRedisCache(location, params)
        self._local = LocMemCache("while-redis-is-away", {"KEY_PREFIX": params.get("KEY_PREFIX")})

    def _run(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrLocalCache._away_until:
            try:
                return getattr(self._redis, method)(*args, **kwargs)
            except (RedisError, OSError) as error:
                logger.warning("Redis does not answer (%s); cached in memory", type(error).__name__)
                RedisOrLocalCache._away_until = time.monotonic() + PAUSE_SECONDS
        return getattr(self._local, method)(*args, **kwargs)

    # Shared by the connections of all threads: one of them waiting for Redis is enough.
    _away_until = 0.0


def _forward(method: str) -> Callable[..., Any]:
    def call(self: RedisOrLocalCache, *args: Any, **kwargs: Any) -> Any:
        return self._run(method, *args, **kwargs)

    call.__name__ = method
    return call


for _method in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "set_many",
    "delete_many",
    "has_key",
    "incr",
    "clear",
):
    setattr(RedisOrLocalCache, _method, _forward(_method))
