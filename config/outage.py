"""Answers for the moments when the site itself cannot go on: a busy database, a full disk, a rubric that
is not the one in use, a stale form."""

import errno
import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from directory.views import pages
from vetting.engine import RubricError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class OutageMiddleware:
    """Turns an outage (see `is_outage`) into 503 with the time to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _back_soon(request, error) if is_outage(error) else None


def is_outage(error: BaseException | None) -> bool:
    """Whether it is what the site leans on that failed, and not the site: the database, the disk, or the
    files of a rubric, which are gone or not those that stored answers name."""
    no_room = isinstance(error, OSError) and error.errno in NO_ROOM
    return no_room or isinstance(error, OperationalError | InterfaceError | RubricError)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error that no view saw, such as a session that could not be stored."""
    error = sys.exception()
    return _back_soon(request, error) if is_outage(error) else pages.server_error(request)


def _back_soon(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    logger.error("The site cannot go on: %s", error)
    response = _api_answer() if request.path_info.startswith("/api/") else _page(request)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _api_answer() -> HttpResponse:
    problem = {
        "type": "urn:truemld:problem:service-unavailable",
        "title": "The site is being looked after",
        "status": 503,
        "detail": f"Nothing was stored. Try again in {RETRY_AFTER_SECONDS} seconds.",
    }
    return JsonResponse(problem, status=503, content_type="application/problem+json")


def _page(request: HttpRequest) -> HttpResponse:
    # without the request: what it would look up about the visitor is in the database that is away
    return render(None, "503.html", {"was_sent": request.method == "POST"}, status=503)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without a valid token, in words of ours."""
    return render(request, "403_csrf.html", status=403)
