"""Texts in, answers out, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .answers import Assessment, ListingText, TextField
from .assess import assess
from .rubric import Rubric


@dataclass(frozen=True)
class Line:
    """The outcome for one input line: an answer as JSON, or what was wrong with the line."""

    number: int
    answer: str | None
    error: str | None


def vet_lines(lines: Iterable[str], rubric: Rubric, as_of: date) -> Iterator[Line]:
    """Vet each line ``{"id", "title", "text", "lang"?}``; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            key, text = read_line(line)
        except ValueError as error:
            yield Line(number, None, str(error))
            continue
        yield Line(number, json.dumps(public(key, assess(text, (), rubric, as_of))), None)


def read_line(line: str) -> tuple[str | int, ListingText]:
    """Return the id and the text of an input line. Raises ValueError with what to put right."""
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not valid JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("expected an object with id, title and text")
    key = data.get("id")
    if not isinstance(key, str | int) or isinstance(key, bool):
        raise ValueError("'id' must be a text or a whole number")
    values = [data.get(name, "") for name in ("title", "text")]
    if not all(isinstance(value, str) for value in values) or "text" not in data:
        raise ValueError("'title' and 'text' must be texts")
    language = data.get("lang")
    if language is not None and not isinstance(language, str):
        raise ValueError("'lang' must be a language tag such as en")
    fields = (TextField("title", "title", values[0]), TextField("text", "about", values[1]))
    tag = language.split("-")[0].lower() if language else None
    return key, ListingText(fields, tag)


def public(key: str | int, answer: Assessment) -> dict:
    """Return the answer in the words of the command line and of the label guide."""
    levels = {result.criterion: result.text_level for result in answer.criteria}
    return {
        "id": key,
        "verdict": answer.verdict,
        **levels,
        "scores": {result.criterion: result.score for result in answer.criteria},
        "red_flags": list(answer.red_flags),
        "evidence": [
            {
                "criterion": finding.criterion,
                "rule": finding.rule,
                "status": finding.status,
                "field": finding.field,
                "start": finding.start,
                "end": finding.end,
                "quote": finding.quote,
            }
            for finding in answer.findings
        ],
        "rubric": answer.rubric_version,
        "language": answer.language,
        "read": answer.read,
        "unread_reason": answer.unread_reason,
    }
