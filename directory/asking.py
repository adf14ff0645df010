"""Ask a website whether it is there, without being led anywhere we must not go.

A stranger writes the address. So the name is looked up once, every address that comes back must be a
public one, and the connection goes to exactly that address; each redirect is checked anew. The words of
the page are never kept.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MOST_REDIRECTS = 3
MOST_SECONDS = 10.0
MOST_BYTES = 65_536
"""Read of an answer at most; that it answers is all there is to know."""
AGENT = "TrueMLD-website-check/1"

Resolver = Callable[[str, int], Sequence[str]]
"""From name and port to the IP addresses of the name, as text; raises OSError when there are none."""


class Refused(Exception):
    """The address, or one it leads to, is none that we ask; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: the HTTP status of the last hop, and where that was."""

    status: int
    url: str


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]


def ask(url: str, *, resolver: Resolver = resolve) -> Answer:
    """GET a page, following at most MOST_REDIRECTS, within MOST_SECONDS in all.

    Raises Refused for an address that is not public http or https on its usual port, OSError or
    http.client.HTTPException when nothing answers.
    """
    end = time.monotonic() + MOST_SECONDS
    for _hop in range(MOST_REDIRECTS + 1):
        status, location = _get(url, resolver, end)
        if status not in {301, 302, 303, 307, 308} or not location:
            return Answer(status=status, url=url)
        url = urljoin(url, location)
    raise Refused(f"more than {MOST_REDIRECTS} redirects")


def public_address(host: str, port: int, resolver: Resolver) -> str:
    """One address of `host` to connect to. Raises Refused unless all of its addresses are public."""
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in resolver(host, port)]
    if not addresses:
        raise OSError(f"{host} has no address")
    for address in addresses:
        inner = _unwrapped(address)
        if not inner.is_global or inner.is_multicast:
            raise Refused(f"{host} leads to {address}, which is not on the public network")
    return str(addresses[0])


def _unwrapped(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address stands for (mapped, 6to4, NAT64), else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _get(url: str, resolver: Resolver, end: float) -> tuple[int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("this is not an address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise Refused("only http and https are asked")
    if parts.username is not None or parts.password is not None:
        raise Refused("an address with a password in it is not asked")
    usual = 443 if parts.scheme == "https" else 80
    if (port or usual) != usual:
        raise Refused(f"only port {usual} is asked")
    address = public_address(host, usual, resolver)
    connection = _Pinned(host, address, usual, end, secure=parts.scheme == "https")
    # a byte now and then would satisfy any timeout of the socket
    watch = threading.Timer(_left(end), connection.abort)
    watch.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": "text/html, */*"})
        response = connection.getresponse()
        _read_some(response)
        return response.status, response.getheader("Location") or ""
    finally:
        watch.cancel()
        connection.close()


def _read_some(response: http.client.HTTPResponse) -> None:
    """Enough to know that a page comes, never more than MOST_BYTES."""
    left = MOST_BYTES
    while left > 0 and (part := response.read1(min(left, 8192))):
        left -= len(part)


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked address, whatever its name says by now."""

    def __init__(self, host: str, address: str, port: int, end: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=_left(end))
        self._address, self._end, self._secure = address, end, secure
        self._line: socket.socket | None = None

    def connect(self) -> None:
        self._line = socket.create_connection((self._address, self.port), timeout=_left(self._end))
        if self._secure:
            self._line = secured = ssl.create_default_context().wrap_socket(
                self._line, server_hostname=self.host, do_handshake_on_connect=False
            )
            secured.do_handshake()
        self.sock = self._line

    def abort(self) -> None:
        """Cut the line, from another thread. `sock` is gone as soon as an answer owns the line."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the website took too long")
    return left
