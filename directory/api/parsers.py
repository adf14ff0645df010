"""Reading request bodies: JSON of a bounded size, and nothing that can exhaust the reader."""

from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json

LARGEST_BODY = 512 * 1024
"""Bytes. Twenty thousand characters need at most 240,000 when every one of them is escaped."""


class TooLarge(APIException):
    status_code = 413
    default_detail = f"A request may have at most {LARGEST_BODY} bytes."
    default_code = "too_large"


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8. Raises ParseError on anything else, TooLarge beyond LARGEST_BODY."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: dict[str, Any] | None = None,
    ) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            return json.loads(body.decode("utf-8"), parse_constant=json.strict_constant)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The body is not JSON in UTF-8: {error}") from None
