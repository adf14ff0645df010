"""A Redis that is away slows no request down and breaks none; limits go on holding."""

import fnmatch
import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import BaseCache

from config import cache as cache_module
from config.cache import OwnKeysRedisCache, RedisOrLocalCache
from config.celery import HurriedTask, Publisher, app


@pytest.fixture(autouse=True)
def redis_not_known_to_be_away() -> Iterator[None]:
    RedisOrLocalCache._away_until = 0.0
    yield
    RedisOrLocalCache._away_until = 0.0


def cache_at(port: int) -> BaseCache:
    return RedisOrLocalCache(
        f"redis://127.0.0.1:{port}/0",
        {"KEY_PREFIX": "outage", "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}},
    )


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody accepts the connection and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_limits_go_on_counting_without_redis(closed_port: int) -> None:
    cache = cache_at(closed_port)
    cache.clear()
    assert cache.add("tries", 1)
    assert not cache.add("tries", 1)
    assert cache.incr("tries") == 2
    assert cache.get("tries") == 2
    assert cache.get_many(["tries", "nothing"]) == {"tries": 2}


def test_a_silent_redis_is_waited_for_once(silent_port: int) -> None:
    cache = cache_at(silent_port)
    began = time.monotonic()
    for _ in range(20):
        cache.get("anything")
    assert time.monotonic() - began < 3


def test_redis_is_asked_again_after_a_pause(
    closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = cache_at(closed_port)
    cache.get("anything")
    asked = []
    monkeypatch.setattr(cache._redis, "get", lambda *args, **kwargs: asked.append(args) or "back")
    assert cache.get("anything") is None
    later = time.monotonic() + cache_module.PAUSE_SECONDS
    monkeypatch.setattr("config.cache.time.monotonic", lambda: later)
    assert cache.get("anything") == "back"


def test_no_request_waits_for_a_broker_that_hangs(
    silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # its own publisher: the process's real one goes on serving the tests that follow
    monkeypatch.setattr("config.celery.publisher", Publisher())
    distant = type(app)(
        "distant",
        broker=f"redis://127.0.0.1:{silent_port}/0",
        task_cls=HurriedTask,
        set_as_current=False,
    )

    distant.conf.task_publish_retry = False

    @distant.task(name="tests.hurried")
    def hurried() -> None:
        raise AssertionError("this only has to be sent")

    began = time.monotonic()
    for _ in range(3):
        hurried.delay()
    assert time.monotonic() - began < 1


def test_the_publisher_goes_on_after_a_failure() -> None:
    publisher, sent = Publisher(), []

    def fail() -> None:
        raise ConnectionError

    publisher.publish(fail)
    publisher.publish(lambda: sent.append("second"))
    end = time.monotonic() + 5
    while not sent and time.monotonic() < end:
        time.sleep(0.01)
    assert sent == ["second"]


def test_more_than_it_can_keep_is_left_to_the_sweeps() -> None:
    publisher = Publisher()
    began = time.monotonic()
    for _ in range(1000):
        publisher.publish(lambda: time.sleep(60))
    assert time.monotonic() - began < 2


def test_clearing_takes_the_own_keys_only() -> None:
    class Redis:
        """As much of a Redis client as clearing needs, over a dictionary."""

        stored = {"outage:1:limit": "1", "other:1:limit": "1", "mail": "a waiting job"}

        def scan_iter(self, match: str, count: int) -> list[str]:
            return fnmatch.filter(self.stored, match)

        def delete(self, *keys: str) -> None:
            for key in keys:
                del self.stored[key]

    cache = OwnKeysRedisCache("redis://127.0.0.1:1/0", {"KEY_PREFIX": "outage"})
    cache._cache.get_client = lambda *args, **kwargs: Redis()
    cache.clear()
    assert set(Redis.stored) == {"other:1:limit", "mail"}
