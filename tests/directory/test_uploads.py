"""Uploaded files: decided by the decoder, written anew, hostile ones refused in words."""

import io
import signal
import stat
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from directory import examining, uploads
from directory.models import Event, EvidenceDocument
from directory.rebuilding import LONGEST_SIDE, Refused, rebuild
from tests import factories

CANARY = b"CANARY-7731"


def jpeg(size=(40, 20), exif: Image.Exif | None = None, tail: bytes = b"") -> bytes:
    written = io.BytesIO()
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    picture.save(written, "JPEG", quality=95, **({"exif": exif} if exif else {}))
    return written.getvalue() + tail


def png(size=(40, 20), mode="RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, "PNG", **options)
    return written.getvalue()


def pdf(change=lambda pdf: None, **options) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    change(made)
    written = io.BytesIO()
    made.save(written, **options)
    return written.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A picture that claims width times height pixels and holds none of them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def with_javascript(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(7731)"))
    made.Root.OpenAction = made.make_indirect(action)
    made.Root.AA = pikepdf.Dictionary(WC=action)
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), action]))
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=pikepdf.Array([0, 0, 9, 9]),
        A=action,
        AA=pikepdf.Dictionary(E=action),
    )
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
    made.pages[0].AA = pikepdf.Dictionary(O=action)


def with_a_bomb(made: pikepdf.Pdf) -> None:
    unfolded = zlib.compress(b"\0" * (100 * 1024 * 1024), 1)
    made.pages[0].Contents = made.make_stream(unfolded, Filter=pikepdf.Name.FlateDecode)


def with_files_and_names(made: pikepdf.Pdf) -> None:
    made.attachments["payload.exe"] = CANARY
    made.docinfo["/Author"] = CANARY.decode()
    with made.open_metadata() as metadata:
        metadata["dc:title"] = CANARY.decode()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (jpeg(), "image/jpeg"),
        (png(), "image/png"),
        (png(mode="RGBA"), "image/png"),
        (png(mode="1"), "image/png"),
        (png(mode="P"), "image/png"),
        (pdf(), "application/pdf"),
        (b"\n\n" + pdf(), "application/pdf"),
    ],
    ids=["jpeg", "png", "png with alpha", "png of ink", "png of palette", "pdf", "pdf after lines"],
)
def test_papers_are_taken_and_open_again(data, content_type):
    kind, rebuilt = rebuild(data)
    assert kind == content_type
    assert rebuild(rebuilt)[0] == content_type


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\0" * 4000, "empty"),
        (b"Certificate of training", "type"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "type"),
        (b"GIF89a" + b"\0" * 60, "type"),
        (b"PK\x03\x04" + b"\0" * 200, "type"),
        (b"MZ" + b"\0" * 200, "type"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "type"),
        (jpeg((400, 400))[:600], "broken"),
        (png((400, 400))[:90], "broken"),
        (huge_png(50_000, 50_000), "pixels"),
        (huge_png(9_000, 9_000), "pixels"),
        (b"%PDF-1.7 nothing follows", "broken"),
        (pdf()[:200], "broken"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "locked"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="")), "locked"),
        (pdf(lambda made: made.pages.__delitem__(0)), "broken"),
        (pdf(lambda made: [made.add_blank_page() for _ in range(60)]), "pages"),
        (pdf(with_a_bomb), "heavy"),
    ],
)
def test_other_files_are_refused_for_what_they_are(data, why):
    with pytest.raises(Refused) as refusal:
        rebuild(data)
    assert refusal.value.args == (why,)
    assert uploads.SENTENCES[why].count(".") >= 2, "says what is wrong and what to do"


def test_a_name_decides_nothing(tmp_path):
    """An image named like a PDF is an image, and a page of script named like an image is nothing."""
    taken = uploads.take(SimpleUploadedFile("paper.pdf", jpeg(), "application/pdf"))
    assert (taken.content_type, taken.name) == ("image/jpeg", "paper.jpg")
    with pytest.raises(ValidationError, match="not a PDF, JPEG or PNG"):
        uploads.take(SimpleUploadedFile("paper.jpg", b"<script>alert(1)</script>", "image/jpeg"))


def test_a_picture_loses_everything_but_its_pixels_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[2] = (47.0, 59.0, 45.0)  # where it was taken
    kind, rebuilt = rebuild(jpeg((40, 20), exif, tail=b"PK\x03\x04" + CANARY))
    picture = Image.open(io.BytesIO(rebuilt))
    assert kind == "image/jpeg"
    assert picture.size == (20, 40)
    assert picture.getpixel((10, 5))[0] > 150 > picture.getpixel((10, 5))[1], "red side is up"
    assert not picture.getexif()
    assert CANARY not in rebuilt


def test_text_inside_a_png_is_gone():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY.decode())
    original = png(pnginfo=texts)
    assert CANARY in original
    assert CANARY not in rebuild(original)[1]


def test_a_large_photograph_is_made_smaller():
    _kind, rebuilt = rebuild(jpeg((7100, 5000)))
    assert max(Image.open(io.BytesIO(rebuilt)).size) == LONGEST_SIDE


def test_a_pdf_loses_what_acts_by_itself():
    original = pdf(with_javascript)
    assert b"7731" in original
    _kind, rebuilt = rebuild(original)
    for trace in (b"7731", b"JavaScript", b"OpenAction", b"/AA", b"/JS"):
        assert trace not in rebuilt, trace
    assert len(pikepdf.open(io.BytesIO(rebuilt)).pages) == 1


def test_a_pdf_loses_files_inside_and_its_makers_name():
    original = pdf(with_files_and_names, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    _kind, rebuilt = rebuild(original)
    opened = pikepdf.open(io.BytesIO(rebuilt))
    assert not opened.attachments
    assert not opened.docinfo
    assert "/Metadata" not in opened.Root
    for item in opened.objects:
        if isinstance(item, pikepdf.Stream):
            assert CANARY not in item.read_bytes()


def test_a_page_that_is_also_a_pdf_becomes_a_pdf_only():
    original = pdf()
    _kind, rebuilt = rebuild(b"<!-- <script>alert(1)</script> -->\n" + original)
    assert b"<script>" not in rebuilt
    assert rebuilt.startswith(b"%PDF-")


def test_a_pdf_is_taken_unread_and_left_to_the_job(monkeypatch):
    monkeypatch.setattr(uploads, "examine", lambda data: pytest.fail("opened"))
    hostile = pdf(with_javascript)
    taken = uploads.take(SimpleUploadedFile("Scan 3.jpg", hostile, "image/jpeg"))
    assert taken == uploads.Unread(name="Scan 3.pdf", data=hostile)


def test_too_large_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(examining.subprocess, "run", lambda *args, **kwargs: pytest.fail("opened"))
    large = SimpleUploadedFile("large.pdf", b"%PDF-" + b"0" * uploads.MAX_BYTES)
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        uploads.take(large)


def test_a_file_that_never_ends_opening_is_refused(monkeypatch):
    monkeypatch.setattr(examining, "TIME_LIMIT", 0.2)
    monkeypatch.setattr(
        examining.subprocess, "run", _run_instead(examining.subprocess.run, ["/bin/sleep", "30"])
    )
    with pytest.raises(ValidationError, match="too much work to open"):
        uploads.take(SimpleUploadedFile("slow.jpg", jpeg()))


def test_a_decoder_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(
        examining.subprocess,
        "run",
        _run_instead(examining.subprocess.run, ["/bin/sh", "-c", "kill -9 $$"]),
    )
    with pytest.raises(ValidationError, match="too much work to open"):
        uploads.take(SimpleUploadedFile("deadly.jpg", jpeg()))


def limited(program: str) -> subprocess.CompletedProcess:
    """Python code run as the decoder is: after its limits, without the site's settings."""
    before = "from directory import rebuilding; rebuilding.limit_this_process(); "
    return subprocess.run(
        [sys.executable, "-c", before + program],
        cwd=Path(uploads.__file__).parents[1],
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_decoders_process_has_little_memory_writes_no_file_and_ends_by_itself(tmp_path):
    assert b"MemoryError" in limited("bytearray(1024**3)").stderr
    target = tmp_path / "written"
    assert limited(f"open({str(target)!r}, 'w').write('x' * 9000)").returncode != 0
    assert target.read_bytes() == b""
    slow = limited("import signal, time; signal.alarm(1); time.sleep(30)")
    assert slow.returncode == -signal.SIGALRM
    cpu = limited(
        "import resource, itertools; resource.setrlimit(resource.RLIMIT_CPU, (1, 1));"
        "all(True for _ in itertools.count())"
    )
    assert cpu.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_the_decoders_process_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    says = (
        "import json, os; print(json.dumps({'content_type': sorted(os.environ)}));"
        "assert 'directory' in os.listdir()"
    )
    run = examining.subprocess.run
    monkeypatch.setattr(
        examining.subprocess, "run", _run_instead(run, [sys.executable, "-c", says])
    )
    assert set(examining.examine(b"anything").content_type) <= {"PATH", "LC_CTYPE"}


def _run_instead(run, command):
    return lambda _command, **options: run(command, **options)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "etc passwd.pdf"),
        ("a\0b\u202egpj.exe", "a b gpj.pdf"),
        ("Zertifikat Nr. 7.PDF", "Zertifikat Nr. 7.pdf"),
        ("", "paper.pdf"),
        (".pdf", "paper.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("資格証.pdf", "資格証.pdf"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert uploads.safe_name(name, "application/pdf") == safe


@pytest.mark.django_db(transaction=True)
class TestKeeping:
    @pytest.fixture
    def paper(self):
        listing = factories.make_draft()
        return listing.practitioner.qualifications.get()

    def keep(self, paper, data=b"%PDF-one"):
        rebuilt = uploads.Rebuilt(name="paper.pdf", content_type="application/pdf", data=data)
        return uploads.keep(paper=paper, file=rebuilt, actor_id=1)

    def test_a_file_is_private_on_the_disk_and_has_a_name_of_its_own(self, paper):
        document = self.keep(paper)
        path = Path(document.file.path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.name == f"{document.pk.hex}.pdf"
        assert b"PDF-one" not in path.read_bytes()
        assert document.file.open("rb").read() == b"%PDF-one"
        assert Event.objects.filter(kind="document.added").count() == 1

    def test_the_same_file_sent_twice_is_kept_once(self, paper):
        assert self.keep(paper) == self.keep(paper)
        assert EvidenceDocument.objects.count() == 1

    def test_one_document_more_than_fit_is_refused(self, paper, monkeypatch):
        monkeypatch.setattr(uploads, "MAX_DOCUMENTS", 2)
        self.keep(paper, b"one")
        self.keep(paper, b"two")
        with pytest.raises(ValidationError, match="Remove one that is not needed"):
            self.keep(paper, b"three")
        assert EvidenceDocument.objects.count() == 2

    def test_a_removed_document_leaves_no_file(self, paper):
        document = self.keep(paper)
        path = Path(document.file.path)
        uploads.drop(document, actor_id=1)
        assert not path.exists()
        assert not EvidenceDocument.objects.exists()
