"""Errors of the API as application/problem+json (RFC 9457), whatever raised them."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "The request cannot be read",
    403: "Not allowed",
    404: "Nothing is here",
    405: "This address does not take that method",
    406: "Only JSON is served here",
    413: "The request is too large",
    415: "Only JSON is read here",
    429: "Too many requests",
    500: "Something broke on our side",
}
DETAILS = {
    400: "The request was malformed. Check the address and the headers.",
    404: "There is nothing at this address, or it is not public.",
    500: "The fault is recorded. Try again later.",
}


def problem(
    status: int, detail: str = "", errors: dict[str, list[str]] | None = None
) -> dict[str, Any]:
    """The problem document. `errors` holds sentences by parameter or field."""
    document: dict[str, Any] = {
        "type": f"urn:truemld:problem:{kind_of(status)}",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail or DETAILS.get(status, TITLES.get(status, "")),
    }
    if errors:
        document["errors"] = errors
    return document


def kind_of(status: int) -> str:
    """The stable last part of a problem's `type`: the name of its status, "not-found"."""
    return HTTPStatus(status).phrase.lower().replace(" ", "-")


def problem_response(status: int) -> JsonResponse:
    """For errors that happen before or outside the API's views."""
    return JsonResponse(problem(status), status=status, content_type=CONTENT_TYPE)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of the API views. None leaves an unexpected error to the server."""
    response = exception_handler(error, context)
    if response is None:
        return None
    errors = None
    detail = ""
    if isinstance(error, exceptions.ValidationError):
        errors = _by_name(error.detail)
        detail = " ".join(f"{name}: {words[0]}" for name, words in errors.items())
    elif isinstance(error, exceptions.NotFound):
        detail = DETAILS[404]
    elif isinstance(error, exceptions.APIException):
        detail = str(error.detail)
    response.data = problem(response.status_code, detail, errors)
    response.content_type = CONTENT_TYPE
    return response


def _by_name(detail: Any) -> dict[str, list[str]]:
    if not isinstance(detail, dict):
        return {"body": [str(one) for one in detail]}
    return {
        ("body" if name == "non_field_errors" else str(name)): [
            str(one) for one in (words if isinstance(words, list) else [words])
        ]
        for name, words in detail.items()
    }
