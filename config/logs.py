"""Lines of the log: which error, and where. Never its words, which may quote what a person typed."""

import logging
import traceback
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from vetting.engine.rubric import RubricError

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

OUR_OWN = (OperationalError, ImproperlyConfigured, RubricError)
"""Errors whose words are about the machine."""


class LineFormatter(logging.Formatter):
    """Formats a record without what an error says. An error of the system keeps its own sentence.

    A database names the row that it refuses, and a mail server the address.
    """

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            # a copy, and without what another formatter made of the error
            record = logging.makeLogRecord({**record.__dict__, "exc_text": None})
            if isinstance(record.args, dict) and "exc" in record.args:
                # Celery writes the error into the message too
                record.args = {**record.args, "exc": type(error).__name__}
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:
        return _told(ei[1]) if ei[1] else ""


def line() -> LineFormatter:
    return LineFormatter("{asctime} {levelname} {name}: {message}", style="{")


def _told(error: BaseException) -> str:
    """The error with its lines of code, after the one that it came from."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    first = f"{_told(before)}\nthen\n" if before else ""
    lines = "".join(traceback.format_tb(error.__traceback__))
    return f"{first}Traceback (most recent call last):\n{lines}{_name(error)}{_words(error)}"


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _words(error: BaseException) -> str:
    if isinstance(error, OUR_OWN):
        return f": {str(error).splitlines()[0]}" if str(error) else ""
    if isinstance(error, OSError) and error.strerror and error.errno:
        return f": {error.strerror}"
    return ""
