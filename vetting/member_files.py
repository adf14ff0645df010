"""Members' files: a table of names and addresses from CSV or XLSX, read without trusting it."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_ROWS = 2000
LONGEST_CELL = 300

NAMES = frozenset({"name", "full name", "member", "nom", "nombre", "nome", "vollständiger name"})
ADDRESSES = frozenset(
    {
        "email",
        "e-mail",
        "mail",
        "email address",
        "e-mail address",
        "e-mail-adresse",
        "correo",
        "courriel",
    }
)


class FileRefused(Exception):
    """The file cannot be read; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One row as it stands in the file; `line` counts from 1, the head of the table included."""

    line: int
    name: str
    email: str


def read_members(*, name: str, data: bytes) -> tuple[Member, ...]:
    """Rows of the first table with a name and an address. Raises FileRefused."""
    if not data:
        raise FileRefused("This file is empty.")
    if len(data) > MAX_BYTES:
        raise FileRefused("This file is larger than 2 MB. Send a part of it, then the next.")
    rows = _xlsx(data) if data.startswith(b"PK") else _csv(data)
    members = tuple(_members(rows))
    if not members:
        raise FileRefused("There is no row under the head of the table.")
    return members


def _members(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Member]:
    columns: tuple[int, int] | None = None
    count = 0
    for line, cells in rows:
        if columns is None:
            if any(cells):
                columns = _columns(cells)
            continue
        name, email = (cells[column] if column < len(cells) else "" for column in columns)
        if not name and not email:
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRefused(f"This file has more than {MAX_ROWS} rows. Send it in parts.")
        yield Member(line=line, name=name, email=email)


def _columns(head: Sequence[str]) -> tuple[int, int]:
    words = [cell.casefold() for cell in head]
    name = next((column for column, word in enumerate(words) if word in NAMES), None)
    email = next((column for column, word in enumerate(words) if word in ADDRESSES), None)
    if name is None or email is None:
        raise FileRefused("The first row must name the columns. Call one “name” and one “email”.")
    return name, email


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise FileRefused("This is neither a CSV nor an XLSX file. Save the table as one of these.")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            yield number, [_cell(value) for value in row]
    except csv.Error as error:
        raise FileRefused(f"This CSV file is damaged ({error}). Save it again.") from error


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise FileRefused("This file unpacks to too much. Save the table as CSV.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=50), 1):
            if number > 10 * MAX_ROWS:
                raise FileRefused("This table has too many empty rows. Save it as CSV.")
            yield number, [_cell(value) for value in row]
    except FileRefused:
        raise
    # openpyxl answers a damaged file with whatever its parts raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        SyntaxError,
    ) as error:
        raise FileRefused("This XLSX file is damaged. Save it again, or as CSV.") from error


def _cell(value: object) -> str:
    return " ".join(str(value).split())[:LONGEST_CELL] if value is not None else ""
