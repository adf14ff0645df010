"""Every role, route and method against rules.toml: what is not written there is an error too."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from tests.rights.asking import METHODS, address, answer, routes, word
from tests.rights.roles import ROLES

pytestmark = pytest.mark.django_db

TABLE = tomllib.loads((Path(__file__).parent / "rules.toml").read_text())
RULES: dict[str, dict[str, str]] = TABLE["rules"]
PARTS = {
    "admin": lambda route: route.startswith("/admin/"),
    "accounts": lambda route: route.startswith("/accounts/"),
    "others": lambda route: not route.startswith(("/admin/", "/accounts/")),
}
WITHOUT_TOKEN = {"/api/v1/vet/"}
"""Takes posts from programs that have no cookie, and nothing that a cookie would be needed for."""
FORM = "application/x-www-form-urlencoded"


def expected(route: str, role: str) -> list[str]:
    """The seven answers, from the narrowest word of the route's rule that holds for the role."""
    rule = RULES[route]
    groups = [word for word, roles in TABLE["groups"].items() if role in roles and word in rule]
    groups.sort(key=lambda word: len(TABLE["groups"][word]))
    kind = next(rule[word] for word in (role, *groups, "all") if word in rule)
    return TABLE["answers"].get(kind, kind).split()


def sent(route: str, method: str) -> dict[str, str]:
    query = {"QUERY_STRING": TABLE["queries"].get(route, "")}
    if method != "POST":
        return query
    return query | {"content_type": FORM, "data": TABLE["bodies"].get(route, "")}


@pytest.mark.parametrize("part", PARTS)
def test_every_role_gets_what_the_rules_say(scene, undrawn, part):
    wrong = []
    for route, name in routes().items():
        if not PARTS[part](route):
            continue
        path = address(route, name, scene.values)
        for role in ROLES:
            got = [answer(scene, role, method, path, **sent(route, method)) for method in METHODS]
            if got != expected(route, role):
                wrong.append(f"{route} as {role}: {' '.join(got)}")
    assert wrong == []


def test_no_route_is_left_out_and_none_is_made_up():
    assert set(RULES) == set(routes())
    words = {*ROLES, *TABLE["groups"], "all"}
    assert all(set(rule) <= words for rule in RULES.values())


def test_no_post_is_taken_without_its_token(scene, undrawn):
    refused, taken = {"login", "again", "factor", "401", "403", "404", "405"}, []
    for route, name in routes().items():
        for role in ROLES:
            if route in WITHOUT_TOKEN or expected(route, role)[2] in refused:
                continue
            strict = Client(enforce_csrf_checks=True)
            strict.cookies = scene.clients[role].cookies.copy()
            path = address(route, name, scene.values)
            got = word(strict.generic("POST", path, **sent(route, "POST")))
            if got not in {"403", "405"} and not leads_nowhere(route, role):
                taken.append(f"{route} as {role}: {got}")
    assert taken == []


def leads_nowhere(route: str, role: str) -> bool:
    """Whether even a GET is only led away, so that there is nothing to take."""
    return expected(route, role)[0] == expected(route, role)[2] == "302"
