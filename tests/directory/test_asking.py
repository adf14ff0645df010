"""A website is asked only at public addresses, at each hop anew, for a short time and few bytes."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPException

import pytest

from directory import asking, drafts, tasks, websites
from directory.asking import Refused, ask
from directory.models import Listing, WebsiteCheck
from tests import factories

PUBLIC = "93.184.215.14"


class Site:
    """A server on this machine that stands in for the public address PUBLIC; counts who comes."""

    def __init__(self, answer: Callable[[socket.socket, bytes], None]) -> None:
        self.asked: list[bytes] = []
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            request = client.recv(65536)
            self.asked.append(request)
            try:
                self._answer(client, request)
                client.close()
            except OSError:
                pass

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def site(monkeypatch) -> Iterator[Callable[..., Site]]:
    """`site(answer)`: from now on every connection to PUBLIC reaches a server that answers so."""
    made: list[Site] = []
    connect = socket.create_connection

    def create(answer: Callable[[socket.socket, bytes], None]) -> Site:
        made.append(Site(answer))

        def to_site(address, *args, **kwargs):
            assert address[0] == PUBLIC, f"asked {address}"
            return connect(("127.0.0.1", made[-1].port), *args, **kwargs)

        monkeypatch.setattr(asking.socket, "create_connection", to_site)
        return made[-1]

    yield create
    for one in made:
        one.close()


def public(host: str, port: int) -> list[str]:
    return [PUBLIC]


def say(status: str, *headers: str, body: bytes = b"hello") -> Callable:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""])
    return lambda client, request: client.sendall(head.encode() + body)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_not_asked(site, address):
    server = site(say("200 OK"))
    with pytest.raises(Refused):
        ask("http://harmless.example/", resolver=lambda host, port: [address])
    with pytest.raises(Refused):
        ask("http://harmless.example/", resolver=lambda host, port: [PUBLIC, address])
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://localhost./",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_ways_to_write_this_machine_are_refused_by_what_they_resolve_to(url):
    with pytest.raises((Refused, OSError)):
        ask(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://x.example/",
        "ftp://x.example/",
        "http://x.example:6379/",
        "https://x.example:80/",
        "http://user:word@x.example/",
        "http://user@x.example/",
        "http://",
        "//x.example/",
        "javascript:alert(1)",
        "http://x.example:99999/",
        "http://[::1/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(site, url):
    server = site(say("200 OK"))
    with pytest.raises(Refused):
        ask(url, resolver=public)
    assert server.asked == []


def test_a_page_that_answers(site):
    server = site(say("200 OK"))
    answer = ask("http://practice.example/contact?x=1", resolver=public)
    assert (answer.status, answer.url) == (200, "http://practice.example/contact?x=1")
    (request,) = server.asked
    assert request.startswith(b"GET /contact?x=1 HTTP/1.1\r\nHost: practice.example\r\n")
    assert b"Cookie" not in request


@pytest.mark.parametrize(
    "target",
    [
        "http://internal.example/",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "http://practice.example:6379/",
    ],
)
def test_each_redirect_is_checked_anew(site, target):
    server = site(say("302 Found", f"Location: {target}"))

    def resolver(host: str, port: int) -> list[str]:
        return [PUBLIC] if host == "practice.example" else ["127.0.0.1"]

    with pytest.raises(Refused):
        ask("http://practice.example/", resolver=resolver)
    assert len(server.asked) == 1


def test_a_circle_of_redirects_ends(site):
    server = site(say("301 Moved", "Location: /again"))
    with pytest.raises(Refused, match="redirects"):
        ask("http://practice.example/", resolver=public)
    assert len(server.asked) == 4


def test_the_connection_goes_to_the_address_that_was_checked(site):
    """A name that answers otherwise the second time gains nothing: there is no second time."""
    site(say("200 OK"))
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    assert ask("http://practice.example/", resolver=lambda host, port: next(answers)).status == 200
    with pytest.raises(Refused):
        ask("http://practice.example/", resolver=lambda host, port: next(answers))


def test_an_endless_answer_is_cut_off(site):
    sent = []

    def pour(client: socket.socket, request: bytes) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            client.sendall(b"x" * 65536)
            sent.append(65536)

    site(pour)
    assert ask("http://practice.example/", resolver=public).status == 200
    assert sum(sent) < 16 * 1024 * 1024, "what stood in buffers, no more"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_in_drops_ends_with_the_time(site, monkeypatch, head):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.5)

    def drip(client: socket.socket, request: bytes) -> None:
        client.sendall(head)
        for byte in b"X-Slow: " + b"y" * 600:
            client.sendall(bytes([byte]))
            time.sleep(0.1)

    site(drip)
    began = time.monotonic()
    with contextlib.suppress(OSError, HTTPException):
        ask("http://practice.example/", resolver=public)
    assert time.monotonic() - began < 10


# what is kept of it


@pytest.fixture
def listed(db, settings) -> Listing:
    settings.WEBSITE_CHECKS = True
    listing = factories.make_draft()
    listing.practitioner.website = "http://practice.example/"
    listing.practitioner.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = factories.reviewing.claim(
        case=factories.case_of(revision), actor=factories.make_moderator()
    )
    factories.check_papers(case)
    factories.verify(case)
    return Listing.objects.get(pk=listing.pk)


def test_a_website_that_answers_is_looked_at_again_in_a_month(site, listed, frozen_clock):
    site(say("200 OK"))
    assert websites.look_at_due(resolver=public) == 1
    check = WebsiteCheck.objects.get()
    assert (check.outcome, check.status, check.misses) == ("answers", 200, 0)
    assert websites.look_at_due(resolver=public) == 0
    frozen_clock.shift(timedelta(days=31))
    assert websites.look_at_due(resolver=public) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("404 Not Found", "missing"), ("503 Busy", "missing"), ("403 Forbidden", "answers")],
)
def test_the_status_decides(site, listed, answer, outcome):
    site(say(answer))
    websites.look_at_due(resolver=public)
    assert WebsiteCheck.objects.get().outcome == outcome


def test_misses_are_counted_and_the_listing_stays_public(listed, frozen_clock):
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror

    for misses in (1, 2):
        assert websites.look_at_due(resolver=nobody) == 1
        assert WebsiteCheck.objects.get().misses == misses
        frozen_clock.shift(timedelta(days=3))
    assert Listing.objects.public().count() == 1


def test_a_private_address_is_kept_as_refused(listed):
    websites.look_at_due(resolver=lambda host, port: ["169.254.169.254"])
    assert WebsiteCheck.objects.get().outcome == "refused"


def test_nobody_is_asked_where_it_is_switched_off(listed, settings):
    settings.WEBSITE_CHECKS = False
    tasks.look_at_websites()
    assert not WebsiteCheck.objects.exists()


def test_invented_listings_and_those_without_a_website_are_left_alone(listed, site):
    site(say("200 OK"))
    listed.practitioner.is_demo = True
    listed.practitioner.save()
    factories.make_verified()
    assert websites.look_at_due(resolver=public) == 0
