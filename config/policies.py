"""What a browser may load and run: one strict policy, and a looser one for the API's documentation page.

Its script sets inline styles and cannot be told not to, so it gets its own policy on its own path.
"""

from collections.abc import Callable
from functools import cached_property
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

Policy = dict[str, list[str]]

STRICT_POLICY: Policy = {
    "default-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}


def with_tiles(policy: Policy, tile_url: str) -> Policy:
    """The policy, with pictures of one server of map tiles let in. Without a server it stays as it is."""
    if not tile_url:
        return policy
    parts = urlsplit(tile_url)
    return policy | {"img-src": [SELF, f"{parts.scheme}://{parts.netloc}"]}


API_DOCS_POLICY: Policy = STRICT_POLICY | {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}
PATH_POLICIES = {"/api/v1/docs/": API_DOCS_POLICY}
"""The first prefix that fits decides; any other path has the strict policy."""

PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
} | {"geolocation": ["self"]}


def guard_static(headers: Headers, path: str, url: str) -> None:
    """What our own files say to a browser that opens one by itself, as a drawing with script in it."""
    directives = (" ".join((name, *sources)) for name, sources in STRICT_POLICY.items())
    headers["Content-Security-Policy"] = "; ".join(directives)
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    allowed = (f"{feature}=({' '.join(who)})" for feature, who in PERMISSIONS_POLICY.items())
    headers["Permissions-Policy"] = ", ".join(allowed)


class PolicyMiddleware(CSPMiddleware):
    """Writes the header; the usual one, which nearly every answer has, is put together once."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        asked = getattr(request, "_csp_nonce", None) or any(
            name.startswith("_csp_") for name in vars(response)
        )
        if asked or settings.DEBUG or HEADER in response:
            return super().process_response(request, response)
        response[HEADER] = self._usual
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()


class PathPolicyMiddleware:
    """Marks the answers under PATH_POLICIES; PolicyMiddleware, which stands outside, writes the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        for prefix, policy in PATH_POLICIES.items():
            # pages that refuse are our own
            if response.status_code == 200 and request.path_info.startswith(prefix):
                # an attribute that django-csp documents and its stubs do not know
                response._csp_config = policy  # type: ignore[attr-defined]
                break
        return response
