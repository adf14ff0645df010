"""What every answer tells a browser: the strict policy, but for the few routes that are named here."""

import pytest

from tests.ground.test_headers import policy_of
from tests.rights.asking import address, routes
from tests.rights.test_matrix import TABLE

pytestmark = pytest.mark.django_db

FOR_OTHER_SITES = {
    "/badge/<uuid:listing_id>.svg",
    "/picture.png",
    "/practitioners/<uuid:listing_id>/picture.png",
}
"""Pictures: load nothing, whatever they are opened in."""
IN_A_FRAME = "/embed/search/"
FRAMED_BY = "www.charity.example"
"""Named in its query (`queries` in rules.toml)."""
DOWNLOADS = ("documents/<uuid:document_id>/",)
"""Have a policy of their own that lets nothing run at all."""
INLINE_STYLE = "/api/v1/docs/"


def policy_for(route: str, status: int) -> dict[str, set[str]]:
    """The policy of a route; pages that refuse are our own and have the strict one."""
    if route in FOR_OTHER_SITES and (status == 200 or route.startswith("/badge/")):
        closed = ("default-src", "base-uri", "form-action", "frame-ancestors", "object-src")
        return {name: {"'none'"} for name in closed}
    policy = {
        "default-src": {"'self'"},
        "base-uri": {"'none'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
        "object-src": {"'none'"},
    }
    if route == IN_A_FRAME and status == 200:
        policy["frame-ancestors"] = {"'self'", f"https://{FRAMED_BY}"}
    if status == 200 and route == INLINE_STYLE:
        policy["style-src"] = {"'self'", "'unsafe-inline'"}
        policy["img-src"] = {"'self'", "data:"}
    return policy


@pytest.mark.parametrize("role", ["nobody", "owner", "moderator"])
def test_every_answer_has_the_headers_of_its_route(scene, undrawn, role):
    wrong = []
    for route, name in routes().items():
        query = {"QUERY_STRING": TABLE["queries"].get(route, "")}
        path = address(route, name, scene.values)
        response = scene.clients[role].generic("GET", path, **query)
        if response.streaming:
            list(response)
        policy = policy_of(response)
        if route.endswith(DOWNLOADS) and response.status_code == 200:
            expected = {"sandbox": set(), "default-src": {"'none'"}}
        else:
            expected = policy_for(route, response.status_code)
        foreign = route in FOR_OTHER_SITES
        held = {
            "policy": policy == expected,
            "frames": response.get("X-Frame-Options") == (None if route == IN_A_FRAME else "DENY"),
            "sniffing": response.get("X-Content-Type-Options") == "nosniff",
            "referrer": response.get("Referrer-Policy") in {"same-origin", "no-referrer"},
            "opener": response.get("Cross-Origin-Opener-Policy") == "same-origin",
            "resource": response.get("Cross-Origin-Resource-Policy")
            == ("cross-origin" if foreign else "same-origin"),
            "permissions": "camera=()" in response.get("Permissions-Policy", ""),
        }
        wrong += [f"{route} as {role}: {what}" for what, holds in held.items() if not holds]
    assert wrong == []
