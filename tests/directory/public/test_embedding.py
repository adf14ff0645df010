"""The search form on another website: which sites may frame it, and the page that makes its code."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.browser.injecting import PAYLOADS
from tests.ground.test_headers import policy_of

pytestmark = pytest.mark.django_db

HOSTS = [
    "charity.example",
    "www.charity.example",
    "a.b.c.charity.example",
    "charity.example:8443",
    "xn--mller-kva.example",
    "charity.xn--p1ai",
    "1.charity-2.example",
    "WWW.Charity.Example",
    f"{'a' * 63}.example",
]
NO_HOSTS = [
    "",
    "*",
    "*.charity.example",
    "charity.*",
    "charity.example:*",
    "https://charity.example",
    "https:",
    "data:",
    "//charity.example",
    "charity.example/",
    "charity.example/page",
    "charity.example?x",
    "charity.example#x",
    "me@charity.example",
    "charity",
    "localhost",
    "192.0.2.7",
    "[2001:db8::1]",
    "charity.example.",
    ".charity.example",
    "charity..example",
    "-charity.example",
    "charity-.example",
    "under_score.example",
    "charity.example:",
    "charity.example:0",
    "charity.example:080",
    "charity.example:65536",
    "charity.example:99999999999",
    "charity.example:8443:8443",
    f"{'a' * 64}.example",
    f"{'a.' * 126}example",
    "charity.example ",
    " charity.example",
    "charity.example other.example",
    "charity.example;script-src *",
    "charity.example; frame-ancestors *",
    "charity.example,other.example",
    "charity.example\n",
    "charity.example\r\nSet-Cookie: a=b",
    "charity.example\t",
    "charity.example\x00",
    "'none'",
    "'self'",
    "charity.example'",
    '"charity.example"',
    "müller.example",
    "ｃharity.example",
    "\u212aelvin.example",
    "charity.example:８０",
    *PAYLOADS,
]


def framed(client, *sites):
    return client.get("/embed/search/", {"site": list(sites)} if sites else {})


@pytest.mark.parametrize("site", HOSTS)
def test_the_form_is_framed_by_the_site_that_its_address_names(client, site):
    response = framed(client, site)
    assert response.status_code == 200
    assert sorted(response["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        f"frame-ancestors 'self' https://{site}",
        "object-src 'none'",
    ]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    page = response.content.decode()
    assert f'action="{reverse("results")}"' in page
    assert 'target="_blank"' in page
    assert client.get("/")["X-Frame-Options"] == "DENY"


def test_without_a_site_no_other_site_frames_it(client):
    response = framed(client)
    assert response.status_code == 200
    assert policy_of(response)["frame-ancestors"] == {"'self'"}
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("site", NO_HOSTS)
def test_what_is_no_host_is_refused_and_gets_into_no_header(client, site):
    response = framed(client, site)
    assert response.status_code == 400
    assert policy_of(response)["frame-ancestors"] == {"'self'"}
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    page = response.content.decode()
    assert "This form cannot be shown" in page
    assert "<form" not in page
    assert not re.search(r"[<;*]", site) or len(site) < 10 or site not in page


def test_one_site_alone(client):
    assert framed(client, "charity.example", "other.example").status_code == 400


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("www.charity.example", "www.charity.example"),
        ("  https://www.Charity.example/help/?page=1#top ", "www.charity.example"),
        ("https://charity.example:443/", "charity.example"),
        ("https://charity.example:8443", "charity.example:8443"),
        ("charity.example:8443", "charity.example:8443"),
        ("charity.example.", "charity.example"),
        ("Müller.example", "xn--mller-kva.example"),
        # as browsers ask for it; the older rule made "strasse" of it
        ("straße.example", "xn--strae-oqa.example"),
    ],
)
def test_the_page_makes_the_code_for_the_address_that_was_typed(client, typed, host):
    response = client.get("/for-websites/", {"site": typed})
    assert response.status_code == 200
    code = html.unescape(response.content.decode())
    address = urlsplit(re.search(r'<iframe src="([^"]+)"', code)[1])
    assert (address.path, address.query) == ("/embed/search/", f"site={host}")
    frame = client.get(address.path, {"site": host})
    assert policy_of(frame)["frame-ancestors"] == {"'self'", f"https://{host}"}


def test_the_code_of_a_page_in_german_shows_the_form_in_german(client):
    page = client.get("/de/for-websites/", {"site": "verein.example"}).content.decode()
    assert "/de/embed/search/?site=verein.example&quot;" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the address of your website."),
        ("http://charity.example/", "This address begins with http."),
        ("my website", "This is not the address of a website."),
        ("https://me:secret@charity.example", "This is not the address of a website."),
        ("javascript:run(1)", "This is not the address of a website."),
        ("charity.example:port", "This is not the address of a website."),
        ("https://[::1", "This is not the address of a website."),
        ("charity.example\nother.example", "This is not the address of a website."),
        ("charity.example; frame-ancestors *", "This is not the address of a website."),
        ("*.charity.example", "This is not the address of a website."),
        *((payload, "This is not the address of a website.") for payload in PAYLOADS),
    ],
)
def test_a_bad_address_is_named_and_what_was_typed_stays(client, typed, sentence):
    response = client.get("/for-websites/", {"site": typed})
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert "iframe src=" not in html.unescape(page)
    assert response.context["form"]["site"].value() == typed
    if typed:
        assert f'value="{html.escape(typed)}"' in page


def test_the_page_asks_before_it_shows_any_code(client):
    page = client.get("/for-websites/").content.decode()
    assert 'name="site"' in page
    assert "iframe" not in page
