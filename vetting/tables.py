"""Tables for spreadsheets: the one place that writes them, so that no cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = frozenset("=+-@＝＋－＠\t\r\n\0")
"""First signs that a spreadsheet takes for the beginning of a formula, full-width ones as well."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV. Text that would begin a formula gets an apostrophe before it; numbers stay."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(head)
    table.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    # some programs drop blanks before they look for a formula
    begins = {value[:1], value.lstrip()[:1]}
    return f"'{value}" if begins & FORMULA_STARTS else value
