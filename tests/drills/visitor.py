"""A browser without scripts at a real server: cookies, forms, and how long each answer took."""

import http.client
import itertools
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import Cookie, CookieJar

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from directory.proof import is_solved
from tests import factories
from tests.directory.owner.browsing import fields_of

_addresses = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """`status` 0: nobody answered, and what was sent may or may not have been stored."""

    status: int
    content: bytes
    headers: Message
    seconds: float

    @property
    def text(self) -> str:
        return self.content.decode()


def _cookie(name: str, value: str) -> Cookie:
    where = {"domain": "127.0.0.1", "domain_specified": False, "domain_initial_dot": False}
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        path="/",
        path_specified=True,
        secure=False,
        expires=None,
        discard=True,
        comment=None,
        comment_url=None,
        rest={},
        **where,
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Visitor:
    """`session` is the key of a session of somebody who is signed in. Each has an address of its own."""

    def __init__(self, base: str, session: str = "") -> None:
        self.base, self.session = base, session
        number = next(_addresses)
        self.address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        self.jar = CookieJar()
        if session:
            self.jar.set_cookie(_cookie("sessionid", session))
        self.opener = urllib.request.build_opener(
            _Stay, urllib.request.HTTPCookieProcessor(self.jar)
        )

    def get(self, path: str) -> Answer:
        return self._ask(path, None, {})

    def post(self, path: str, fields: dict) -> Answer:
        """Send a form; the token of the last page is added."""
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "")
        data = {name: value for name, value in fields.items() if value not in (None, [])}
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, **data})
        return self._ask(path, body, {"Content-Type": MULTIPART_CONTENT})

    def sign_up(self, email: str) -> Answer:
        """Open the form and send it, with its sum done."""
        page = self.get("/accounts/signup/")
        if page.status != 200:
            return page
        challenge = re.search(r'name="proof"[^>]*value="([^"]+)"', page.text)
        words = {"email": email, "password1": factories.PASSWORD, "password2": factories.PASSWORD}
        return self.post("/accounts/signup/", words | {"proof": solved(challenge.group(1))})

    def save(self, slug: str, **changes) -> Answer:
        """Open a step of the listing, change some fields, save; `__` stands for the dash of a row."""
        path = f"/account/listing/{slug}/"
        page = self.get(path)
        if page.status != 200:
            return page
        typed = fields_of(page)
        typed |= {name.replace("__", "-"): value for name, value in changes.items()}
        return self.post(path, {**typed, "then": "stop"})

    def send(self) -> Answer:
        """Send the listing for review."""
        page = self.get("/account/listing/check/")
        return page if page.status != 200 else self.post("/account/listing/check/", {})

    def _ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(
            self.base + path, data=body, headers={**headers, "X-Forwarded-For": self.address}
        )
        began = time.monotonic()
        try:
            answer = self.opener.open(request, timeout=90)
            content = answer.read()
            status, head = answer.status, answer.headers
        except urllib.error.HTTPError as error:
            content, status, head = error.read(), error.code, error.headers
        except (OSError, http.client.HTTPException):
            content, status, head = b"", 0, Message()
        return Answer(status, content, head, time.monotonic() - began)


def solved(challenge: str) -> str:

    number = next(n for n in itertools.count() if is_solved(challenge, str(n), 4))
    return f"{challenge}~{number}"
