"""Every call in docs/api.md runs and gives what the page says."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from directory.api import problems
from directory.filters import ListingFilter
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
CALLS = re.findall(r"^curl .*?(?<!\\)$", PAGE, re.MULTILINE | re.DOTALL)
EXPECTED = {"colour=blue": 400, "If-None-Match": 200}


def run(client, command, listing_id):
    """Does with Django's client what curl would do."""
    filled = command.replace("\\\n", " ").replace("$SITE", "http://localhost")
    words = shlex.split(filled.replace("$ID", str(listing_id)))[1:]
    method, headers, body, address = "get", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0).lower()
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if method == "post":
        kind = headers.pop("Content-Type")
        return client.post(path, body, content_type=kind, headers=headers)
    return client.get(path, headers=headers)


@pytest.mark.parametrize("command", CALLS)
def test_a_call_of_the_page_runs(client, command):
    listing = factories.make_verified()
    expected = next((code for part, code in EXPECTED.items() if part in command), 200)
    response = run(client, command, listing.pk)
    assert response.status_code == expected
    assert response.json()


def test_the_page_has_a_call_for_every_address_of_the_schema(client):
    paths = re.findall(r"^  (/api/v1/[^:]*):", client.get("/api/v1/schema/").content.decode(), re.M)
    named = "\n".join(CALLS).replace("$ID", "{listing_id}")
    assert paths
    for path in paths:
        assert f"$SITE{path}" in named


def test_the_page_names_every_parameter_and_every_problem():
    for name in ListingFilter.base_filters:
        assert f"`{name}`" in PAGE
    for status in problems.TITLES:
        if status != 403:
            assert f"| {status} | `{problems.kind_of(status)}` |" in PAGE


def test_the_page_states_the_limits_that_hold():
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    assert rates["anon"] == "240/min"
    assert rates["vet"] == "30/min"
    assert "240 requests a minute" in PAGE
    assert "30 a minute to `vet/`" in PAGE
