"""Takes an uploaded file apart and writes it anew, as a program of its own.

`python -m directory.rebuilding < upload > rebuilt` reads at most MAX_BYTES, lets the decoder that
understands the bytes decide what they are, and writes one line of JSON (`content_type`) followed by
the new file. Images are drawn again from their pixels; PDFs are saved again without anything that
acts by itself, carries other files or tells about their maker. A file that is refused gives
`refused`, one of the keys of `uploads.SENTENCES`. A hostile file can use up this process's memory
and time, not the site's.
"""

import io
import json
import resource
import signal
import sys
import warnings
import zlib

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from directory.paper_limits import MAX_BYTES, MAX_PAGES

MAX_JPEG_PIXELS = 120_000_000
"""A JPEG is decoded at a reduced scale, so it costs little memory."""
MAX_PNG_PIXELS = 25_000_000
"""A page of A4 at 500 dots an inch has 24 million."""
LONGEST_SIDE = 3500
"""Pixels kept: A4 at 300 dots an inch."""
MAX_OBJECTS = 50_000
MAX_STREAM = 96 * 1024 * 1024
"""Bytes that one stream of a PDF may unfold into: a page of A4 at 600 dots an inch, in color."""
CHUNK = 1024 * 1024
MAX_MEMORY = 768 * 1024 * 1024
MAX_CPU_SECONDS = 15
MAX_SECONDS = 30
"""Of the clock: a process whose caller was killed ends by itself."""
MAX_REBUILT = 40 * 1024 * 1024
"""Bytes of the new file: four times what may be sent."""

ACTIVE_KEYS = (
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/AF",
    "/EF",
    "/XFA",
    "/URI",
    "/Metadata",
    "/PieceInfo",
)
"""Dictionary keys that start something, carry a file, lead elsewhere or describe the maker."""
ACTIVE_ANNOTATIONS = frozenset(
    {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Link"}
)


class Refused(Exception):
    """The file is not taken; `args[0]` is a key of `uploads.SENTENCES`."""


def rebuild(data: bytes) -> tuple[str, bytes]:
    """The content type that a decoder confirmed, and the file written anew. Raises Refused."""
    if not data.strip(b"\0\r\n\t "):
        raise Refused("empty")
    if b"%PDF-" in data[:1024]:
        return "application/pdf", _rebuild_pdf(data)
    return _rebuild_image(data)


def _rebuild_image(data: bytes) -> tuple[str, bytes]:
    kind, pixels = decoded(data)
    written = io.BytesIO()
    if kind == "JPEG":
        pixels.save(written, "JPEG", quality=88)
        return "image/jpeg", written.getvalue()
    pixels.save(written, "PNG")
    return "image/png", written.getvalue()


def decoded(data: bytes) -> tuple[str, Image.Image]:
    """JPEG or PNG, and its pixels upright and alone, no side over LONGEST_SIDE. Raises Refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
    except UnidentifiedImageError:
        raise Refused("type") from None
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise Refused("broken") from None
    kind = image.format or ""
    width, height = image.size
    if width * height > (MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PNG_PIXELS):
        raise Refused("pixels")
    shrink = min(1.0, LONGEST_SIDE / max(width, height))
    try:
        if kind == "JPEG":
            image.draft("RGB", (int(width * shrink), int(height * shrink)))
        image.load()
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(image, in_place=True)
        return kind, _plain(image)
    except (OSError, SyntaxError, ValueError):
        raise Refused("broken") from None


def _plain(image: Image.Image) -> Image.Image:
    """A new picture that holds pixels and nothing else: no EXIF, no profile, no text."""
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    mode = "L" if image.mode in {"1", "L"} else "RGB"
    pixels = image.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


def _rebuild_pdf(data: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused("locked")
            if len(pdf.pages) > MAX_PAGES or len(pdf.objects) > MAX_OBJECTS:
                raise Refused("pages")
            if not pdf.pages:
                raise Refused("broken")
            _disarm(pdf)
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True)
            return written.getvalue()
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError):
        raise Refused("broken") from None


def _disarm(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _refuse_bomb(item)
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
            _disarm_dictionary(item)
        elif isinstance(item, pikepdf.Array):
            _disarm_inside(item)
    if "/Names" in pdf.Root:
        del pdf.Root["/Names"]
    for page in pdf.pages:
        if "/Annots" in page:
            page["/Annots"] = pikepdf.Array([note for note in page["/Annots"] if _is_quiet(note)])
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _refuse_bomb(stream: pikepdf.Stream) -> None:
    """Raises Refused for a stream that would unfold into far more than it is."""
    filters = stream.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if first != pikepdf.Name.FlateDecode:
        return
    unfolding, rest, size = zlib.decompressobj(), stream.read_raw_bytes(), 0
    while rest and not unfolding.eof:
        try:
            size += len(unfolding.decompress(rest, CHUNK))
        except zlib.error:
            raise Refused("broken") from None
        rest = unfolding.unconsumed_tail
        if size > MAX_STREAM:
            raise Refused("heavy")


def _disarm_dictionary(item: pikepdf.Object) -> None:
    for key in ACTIVE_KEYS:
        if key in item:
            del item[key]
    if "/A" in item and isinstance(item["/A"], pikepdf.Dictionary):
        del item["/A"]
    for key in list(item.keys()):
        _disarm_inside(item[key])


def _disarm_inside(value: object) -> None:
    """Direct values only: what is indirect comes by itself."""
    if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
        _disarm_dictionary(value)
    elif isinstance(value, pikepdf.Array) and not value.is_indirect:
        for inner in value:
            _disarm_inside(inner)


def _is_quiet(note: pikepdf.Object) -> bool:
    return isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") not in ACTIVE_ANNOTATIONS


def limit_this_process() -> None:
    """Memory, time, and no writing of files; over any of them the system ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(MAX_SECONDS)


def main() -> int:
    limit_this_process()
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        if len(data) > MAX_BYTES:
            raise Refused("size")
        content_type, rebuilt = rebuild(data)
        if len(rebuilt) > MAX_REBUILT:
            raise Refused("heavy")
    except (Refused, MemoryError) as refusal:
        why = refusal.args[0] if isinstance(refusal, Refused) else "heavy"
        sys.stdout.write(json.dumps({"refused": why}) + "\n")
        return 0
    sys.stdout.buffer.write(json.dumps({"content_type": content_type}).encode() + b"\n" + rebuilt)
    return 0


if __name__ == "__main__":
    sys.exit(main())
