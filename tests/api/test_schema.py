"""The schema is true: it is the committed one, it is valid, and the API keeps to it."""

from pathlib import Path

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from rest_framework.throttling import SimpleRateThrottle
from schemathesis.config import SchemathesisConfig

from tests import factories

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "openapi.yaml"
PLAIN = {"Accept-Encoding": "identity"}
"""In process nobody unpacks an answer."""

FAST = {"anon": "1000000/min", "user": "1000000/min", "vet": "1000000/min"}

pytestmark = pytest.mark.django_db


def test_the_schema_is_valid_and_is_the_committed_one(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    assert made.read_text() == COMMITTED.read_text(), (
        "run: manage.py spectacular --file docs/openapi.yaml"
    )


def test_the_schema_is_openapi_3_1_and_served(client):
    response = client.get("/api/v1/schema/")
    assert response.status_code == 200
    assert b"openapi: 3.1" in response.content
    assert client.get("/api/v1/docs/").status_code == 200


@pytest.fixture
def open_door(monkeypatch):
    """No limits, and requests leave the test's database connection open, as Django's client does."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", FAST)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/",
    get_wsgi_application(),
    config=SchemathesisConfig.from_path(ROOT / "schemathesis.toml"),
)


@pytest.fixture
def three_listings(open_door):
    return [factories.make_verified(name=f"Person Nr{number}") for number in range(3)]


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_that_can_be_made_up_breaks_a_promise_of_the_schema(three_listings, case):
    case.call_and_validate(headers=PLAIN)


@pytest.mark.parametrize("tail", ["", "verification/"])
def test_the_answer_for_a_listing_that_is_there_keeps_to_the_schema(three_listings, tail):
    operation = schema["/api/v1/listings/{listing_id}/" + tail]["GET"]
    case = operation.Case(path_parameters={"listing_id": str(three_listings[0].pk)})
    assert case.call_and_validate(headers=PLAIN).status_code == 200
