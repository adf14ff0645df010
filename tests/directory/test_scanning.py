"""The optional virus scanner: a scanner of the tests that speaks clamd's protocol."""

import socket
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from directory import scanning, uploads
from tests.directory.test_uploads import jpeg


class FakeScanner:
    """Answers one INSTREAM after another; finds something in whatever holds the word EVIL."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer = answer
        self.seen = b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            caller, _ = self.server.accept()
        except OSError:
            return
        with caller, caller.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", said.read(4))[0]:
                self.seen += said.read(size)
            found = b"stream: Test.Virus FOUND\0" if b"EVIL" in self.seen else b"stream: OK\0"
            caller.sendall(self.answer if self.answer is not None else found)


@pytest.fixture
def scanner(settings):
    made = FakeScanner()
    settings.CLAMD = made.address
    yield made
    made.server.close()


def refusal(data: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        uploads.take(SimpleUploadedFile("paper.jpg", data))
    return error.value.code


def test_the_file_as_it_came_is_scanned_before_it_is_opened(scanner):
    data = jpeg(tail=b"x" * 200_000)
    assert uploads.take(SimpleUploadedFile("paper.jpg", data)).content_type == "image/jpeg"
    assert scanner.seen == data


def test_what_the_scanner_finds_is_not_taken(scanner):
    assert refusal(jpeg(tail=b"EVIL")) == "virus"


def test_what_cannot_be_scanned_now_waits_unread(settings):
    settings.CLAMD = "127.0.0.1:9"
    unread = uploads.Unread(name="paper.jpg", data=jpeg())
    assert uploads.take(SimpleUploadedFile("paper.jpg", jpeg())) == unread
    odd = FakeScanner(answer=b"INSTREAM size limit exceeded. ERROR\0")
    settings.CLAMD = odd.address
    assert uploads.take(SimpleUploadedFile("paper.jpg", jpeg())) == unread


def test_without_a_scanner_nobody_is_asked(settings):
    settings.CLAMD = ""
    assert scanning.is_clean(b"EVIL")
