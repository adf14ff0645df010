"""Every route of the site, and what it answers to a role and a method."""

import re
from collections.abc import Iterator

from django.core.cache import cache
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.rights.roles import Scene

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def routes() -> dict[str, str]:
    """All routes of the resolver with their names; pages once, as they stand in English."""
    found: dict[str, str] = {}
    for route, name in _walk(get_resolver().url_patterns):
        found.setdefault("/" + route, name)
    return found


def _walk(patterns, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + re.sub(r"^\^|\$$|\\Z$", "", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.name or ""


def address(route: str, name: str, values: dict[str, str]) -> str:
    """The route with the scene's values in the place of its parameters."""
    row = re.match(r"/admin/(\w+)/(\w+)/<path:object_id>", route)

    def value(match: re.Match) -> str:
        parameter = match[1] or match[2]
        for key in (f"{name} {parameter}", " ".join(row.groups()) if row else "", parameter):
            if key in values:
                return values[key]
        raise KeyError(f"{route} needs a value for {parameter}")

    return PARAMETER.sub(value, route)


def answer(scene: Scene, role: str, method: str, path: str, **sent) -> str:
    """What the role gets, as one word. All that it changed is taken back."""
    client = scene.clients[role]
    cookies = client.cookies.copy()
    if method == "POST" or "/api/" in path:
        cache.clear()  # what is counted there are limits, which are not asked about here
    with transaction.atomic():
        response = client.generic(method, path, **sent)
        if response.streaming:
            list(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return word(response)


def word(response) -> str:
    """The status, or where a redirect leads when it asks for something first."""
    target = response.headers.get("Location", "")
    for beginning, asked in (
        ("/accounts/login/", "login"),
        ("/accounts/reauthenticate/", "again"),
        ("/accounts/2fa/", "factor"),
    ):
        if target.startswith(beginning):
            return asked
    return str(response.status_code)
