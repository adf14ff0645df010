"""Members' files: what is read, and the sentence for what is not."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from vetting import member_files
from vetting.member_files import FileRefused, read_members


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found(data: bytes) -> list[tuple[int, str, str]]:
    return [(one.line, one.name, one.email) for one in read_members(name="members", data=data)]


INES = [(2, "Ines Kallweit", "ines@example.org")]


@pytest.mark.parametrize(
    "data",
    [
        b"name,email\nInes Kallweit,ines@example.org\n",
        b"\xef\xbb\xbfName;E-Mail;Ort\r\nInes Kallweit;ines@example.org;Bonn\r\n",
        b"e-mail address\tnumber\tfull name\nines@example.org\t7\tInes Kallweit\n",
        b'name,email\n"Ines\n  Kallweit",ines@example.org\n',
        b"name,email\n Ines  Kallweit , ines@example.org \n,\n",
        xlsx(["Name", "Email"], ["Ines Kallweit", "ines@example.org"]),
    ],
)
def test_tables_of_many_kinds_say_the_same(data):
    assert found(data) == INES


def test_names_of_an_older_code_page_are_read():
    assert found("name,email\nJürgen Weiß,j@example.org\n".encode("cp1252"))[0][1] == "Jürgen Weiß"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"Ines,ines@example.org\n", "first row"),
        (b"name,email\n", "no row"),
        (b"PK\x03\x04 not a table", "damaged"),
        (b"\x89PNG\0\0", "neither"),
        (b"name,email\n" + b"A,a@example.org\n" * (member_files.MAX_ROWS + 1), "parts"),
        (b"name,email\n" + b"x" * member_files.MAX_BYTES, "larger"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, why):
    with pytest.raises(FileRefused, match=why):
        read_members(name="members", data=data)


def test_a_table_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(member_files, "MAX_UNPACKED", 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2000)
    with pytest.raises(FileRefused, match="unpacks"):
        read_members(name="members", data=out.getvalue())


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(data):
    for start in (b"", b"name,email\n", b"PK"):
        with contextlib.suppress(FileRefused):
            read_members(name="members", data=start + data)
