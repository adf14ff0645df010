"""Hostile files in one table: each is refused for a reason, or written anew without what made it hostile."""

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from directory.rebuilding import Refused, rebuild
from tests.directory.test_uploads import jpeg, pdf, png

SCRIPT = b"<script>alert('7731')</script>"
ACTIONS = {
    "launch": lambda: pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("7731.exe")),
    "address": lambda: pikepdf.Dictionary(
        S=pikepdf.Name.URI, URI=pikepdf.String("https://7731.example/")
    ),
    "submit": lambda: pikepdf.Dictionary(
        S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://7731.example/")
    ),
    "other file": lambda: pikepdf.Dictionary(
        S=pikepdf.Name.GoToR, F=pikepdf.String("\\\\7731\\share"), D=pikepdf.Array([0])
    ),
    "file inside": lambda: pikepdf.Dictionary(S=pikepdf.Name.GoToE, F=pikepdf.String("7731.pdf")),
    "import": lambda: pikepdf.Dictionary(S=pikepdf.Name.ImportData, F=pikepdf.String("7731.fdf")),
    "script": lambda: pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(7731)")
    ),
    "sound": lambda: pikepdf.Dictionary(S=pikepdf.Name.Sound, Sound=pikepdf.String("7731")),
    "after another": lambda: pikepdf.Dictionary(
        S=pikepdf.Name.Named,
        N=pikepdf.Name.NextPage,
        Next=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("7731.exe")),
    ),
}


def acting(action: Callable[[], pikepdf.Dictionary], where: str) -> Callable[[pikepdf.Pdf], None]:
    """Puts an action where a reader would start it: at opening, on a page, under a click."""

    def change(made: pikepdf.Pdf) -> None:
        held = made.make_indirect(action())
        if where == "opening":
            made.Root.OpenAction = held
        elif where == "page":
            made.pages[0].AA = pikepdf.Dictionary(O=held)
        elif where == "click":
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array([0, 0, 90, 90]),
                A=held,
            )
            made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
        elif where == "outline":
            item = pikepdf.Dictionary(Title=pikepdf.String("Page 1"), A=held)
            made.Root.Outlines = pikepdf.Dictionary(First=made.make_indirect(item), Count=1)
        else:
            field = pikepdf.Dictionary(
                FT=pikepdf.Name.Btn,
                T=pikepdf.String("b"),
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                Rect=pikepdf.Array([0, 0, 90, 90]),
                A=held,
            )
            made.Root.AcroForm = pikepdf.Dictionary(
                Fields=pikepdf.Array([made.make_indirect(field)])
            )

    return change


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_with(*chunks: bytes) -> bytes:
    """A picture with more chunks after its head."""
    whole = png()
    return whole[:33] + b"".join(chunks) + whole[33:]


def other(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 20)).save(written, kind)
    return written.getvalue()


def looping(made: pikepdf.Pdf) -> None:
    """A tree of pages that is its own branch."""
    made.Root.Pages.Kids.append(made.Root.Pages)


NEUTRALISED = {
    **{
        f"pdf: {name} at {where}": pdf(acting(action, where))
        for name, action in ACTIONS.items()
        for where in ("opening", "page", "click", "outline", "form")
    },
    "jpeg and page of script": jpeg(tail=SCRIPT + b"7731"),
    "jpeg with a page of script in a comment": jpeg()[:2]
    + b"\xff\xfe"
    + struct.pack(">H", len(SCRIPT) + 2)
    + SCRIPT
    + jpeg()[2:],
    "jpeg and archive": jpeg(tail=b"PK\x03\x047731"),
    "png and program": png() + b"MZ7731",
    "png with words": png_with(chunk(b"tEXt", b"Author\0" + SCRIPT)),
    "png with words that unfold": png_with(
        chunk(b"zTXt", b"a\0\0" + zlib.compress(b"7731" * 200_000))
    ),
    "png with a chunk of its own": png_with(chunk(b"prIv", b"7731" * 100)),
    "pdf after a page of script": SCRIPT + b"\n" + pdf(),
    "pdf and archive": pdf() + b"PK\x03\x047731",
}

REFUSED = {
    "gif": (other("GIF"), "type"),
    "tiff": (other("TIFF"), "type"),
    "webp": (other("WEBP"), "type"),
    "bmp": (other("BMP"), "type"),
    "icon": (other("ICO"), "type"),
    "office file": (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml" + b"\0" * 400, "type"),
    "xml that unfolds": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;</a>',
        "type",
    ),
    "drawing": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "type"),
    "page of script named as picture": (SCRIPT * 20, "type"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "type"),
    "postscript": (b"%!PS-Adobe-3.0\n(7731) run\n", "type"),
    "pdf that begins too late": (b"7" * 2000 + pdf(), "type"),
    "half a jpeg": (jpeg((400, 400))[:900], "broken"),
    "half a png": (png((400, 400))[:80], "broken"),
    "half a pdf": (pdf()[:300], "broken"),
    "pages that never end": (pdf(looping), "broken"),
}


def unfolded(data: bytes) -> bytes:
    """A rebuilt file with every stream of a PDF unfolded, so that nothing hides in it."""
    if not data.startswith(b"%PDF-"):
        return data
    whole = data
    with pikepdf.open(io.BytesIO(data)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                whole += item.read_bytes()
            else:
                whole += item.unparse()
    return whole


@pytest.mark.parametrize("name", NEUTRALISED)
def test_what_is_hostile_in_a_file_is_gone(name):
    original = NEUTRALISED[name]
    kind, rebuilt = rebuild(original)
    assert kind in {"application/pdf", "image/jpeg", "image/png"}
    for trace in (
        b"7731",
        b"<script",
        b"/Launch",
        b"/JavaScript",
        b"/URI",
        b"/SubmitForm",
        b"/GoTo",
    ):
        assert trace not in unfolded(rebuilt), trace
    assert rebuild(rebuilt)[0] == kind


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_decoder_vouches_for_is_refused(name):
    data, why = REFUSED[name]
    with pytest.raises(Refused) as refusal:
        rebuild(data)
    assert refusal.value.args == (why,)


def test_every_original_held_what_is_looked_for():
    """The table would prove nothing with files that lost their sting while they were made."""
    for name, data in NEUTRALISED.items():
        assert b"7731" in unfolded(data) or b"7731" in data or "unfold" in name, name
