"""Whatever goes wrong under /api/ is answered as application/problem+json."""

import json

import pytest
from django.test import Client
from django.test.utils import override_settings
from rest_framework.throttling import SimpleRateThrottle

from directory.api import views
from tests.api.test_listings import problem

pytestmark = pytest.mark.django_db

VET = "/api/v1/vet/"


def post(client, body, content_type="application/json", **headers):
    return client.post(VET, data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    "address",
    ["/api/", "/api/v1/nothing/", "/api/v1/listings/not-an-id/", "/api/v2/listings/"],
)
def test_an_address_that_is_not_there(client, address):
    assert problem(client.get(address), 404)["type"] == "urn:truemld:problem:not-found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_taken(client, method):
    response = getattr(client, method)("/api/v1/listings/")
    problem(response, 405)
    assert "GET" in response["Allow"]


def test_only_json_is_served(client):
    problem(client.get("/api/v1/listings/", headers={"accept": "text/csv"}), 406)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "application/xml"]
)
def test_only_json_is_read(client, kind):
    problem(post(client, "text=hello", kind), 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"text": NaN}',
        b'{"text": 1e400}',
        b'{"text": 7}',
        b'{"text": null}',
        b'{"text": true}',
        b'{"text": "x", "lang": "english please"}',
        b'{"text": "x", "more": 1}',
        b'{"title": "x"}',
        b'{"text": "\\ud800"}',
        b"[" * 100_000,
        b'{"text": ' + b"9" * 10_000 + b"}",
        json.dumps({"text": "x" * 20_001}).encode(),
        json.dumps({"text": "x", "title": "x" * 301}).encode(),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_body_that_cannot_be_read(client, body):
    problem(post(client, body), 400)


def test_a_field_that_is_wrong_is_named(client):
    document = problem(post(client, json.dumps({"text": "x" * 20_001, "lang": "!"})), 400)
    assert set(document["errors"]) == {"text", "lang"}
    document = problem(post(client, json.dumps({"text": "x", "words": "y"})), 400)
    assert "Known are: title, text, lang" in document["errors"]["words"][0]


@pytest.mark.parametrize("size", [600_000, 10_000_000])
def test_a_body_that_is_too_large(client, size):
    problem(post(client, b'{"text": "' + b"x" * size + b'"}'), 413)


def test_a_host_that_is_not_ours():
    problem(Client(SERVER_NAME="elsewhere.example").get("/api/v1/listings/"), 400)


def test_a_fault_of_ours_tells_nothing(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("SECRET-DETAIL")

    monkeypatch.setattr(views, "find", broken)
    response = Client(raise_request_exception=False).get("/api/v1/listings/")
    problem(response, 500)
    assert b"SECRET-DETAIL" not in response.content


def test_too_many_requests_say_when_to_come_back(client, monkeypatch, frozen_clock):
    monkeypatch.setattr(
        SimpleRateThrottle, "THROTTLE_RATES", {"anon": "100/min", "user": "100/min", "vet": "2/min"}
    )
    body = json.dumps({"text": "I stretch the skin lightly."})
    assert [post(client, body).status_code for _ in range(2)] == [200, 200]
    refused = post(client, body)
    problem(refused, 429)
    frozen_clock.shift(int(refused["Retry-After"]))
    assert post(client, body).status_code == 200


def test_reading_is_open_to_other_sites_and_nothing_else_is(client):
    read = client.get("/api/v1/listings/", headers={"origin": "https://other.example"})
    assert read["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read
    asked = client.options(
        VET,
        headers={
            "origin": "https://other.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert "POST" not in asked.get("Access-Control-Allow-Methods", "")
    page = client.get("/practitioners/", headers={"origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in page


@override_settings(DEBUG=False)
def test_an_error_under_the_api_is_open_to_other_sites_too(client):
    response = client.get("/api/v1/nothing/", headers={"origin": "https://other.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
