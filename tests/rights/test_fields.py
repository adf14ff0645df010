"""Who reads which private field: every page that a role can open is read for every one of them."""

import tomllib
from pathlib import Path

import pytest

from tests.rights.asking import address, routes
from tests.rights.roles import ROLES
from tests.rights.test_matrix import TABLE, expected

pytestmark = pytest.mark.django_db

FIELDS = tomllib.loads((Path(__file__).parent / "fields.toml").read_text())
BY_TOKEN = ("token>", "key>")
"""Whoever holds the address reads what it names; tests of those pages say what that is."""


def pages(scene, role: str):
    """(route, text) of everything that a GET shows to the role."""
    for route, name in routes().items():
        if expected(route, role)[0] == "200" and not any(part in route for part in BY_TOKEN):
            query = {"QUERY_STRING": TABLE["queries"].get(route, "")}
            closed = scene.values | {"case_id": scene.values["closed case_id"]}
            for path in {address(route, name, values) for values in (scene.values, closed)}:
                response = scene.clients[role].generic("GET", path, **query)
                body = b"".join(response) if response.streaming else response.content
                yield route, body.decode(errors="replace")


def planted(scene) -> dict[str, str]:
    """What to look for, by the names of fields.toml."""
    owner = scene.users["owner"]
    found = {name: field["words"] for name, field in FIELDS.items() if "words" in field}
    return found | {
        "owner's address": owner.email,
        "owner's password": owner.password,
        "owner's session": scene.clients["owner"].session.session_key,
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_the_fields_it_has_a_right_to_and_no_other(scene, role):
    words = planted(scene)
    assert set(words) == set(FIELDS)
    seen: dict[str, list[str]] = {}
    for route, text in pages(scene, role):
        for name in words:
            if words[name] in text:
                seen.setdefault(name, []).append(route)
    allowed = {name for name, field in FIELDS.items() if role in field["read_by"]}
    assert {name: seen[name] for name in seen.keys() - allowed} == {}
    assert allowed - seen.keys() == set(), "fields that nothing was seen of"


def test_the_api_answers_everybody_the_same(scene):
    for route, name in routes().items():
        if route.startswith("/api/v1/") and expected(route, "nobody")[0] == "200":
            query = {"QUERY_STRING": TABLE["queries"].get(route, "")}
            path = address(route, name, scene.values)
            if route not in {"/api/v1/docs/", "/api/v1/schema/"}:  # told apart by what is accepted
                answers = {
                    scene.clients[role].generic("GET", path, **query).content for role in ROLES
                }
                assert len(answers) == 1, route
