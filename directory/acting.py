"""Who acts: the signed-in person of the request, for what is recorded far below any view."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_request: ContextVar[HttpRequest | None] = ContextVar("acting_request", default=None)


class ActingMiddleware:
    """Remembers the request while it is answered. Stands after the one that knows the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def acting_id() -> int | None:
    """Account id of whoever acts; None for a visitor, a task or a command."""
    request = _request.get()
    return request.user.pk if request is not None and hasattr(request, "user") else None
