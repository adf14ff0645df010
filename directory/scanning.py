"""An optional virus scanner: a clamd of the operator's, asked over a socket (CLAMD in .env.example)."""

import socket
import struct

from django.conf import settings

TIMEOUT = 15
"""Seconds for connecting and for each answer."""
CHUNK = 64 * 1024


class ScannerAway(Exception):
    """The scanner is set but does not answer; nothing is taken unscanned."""


def is_clean(data: bytes) -> bool:
    """Whether the scanner finds nothing; True without asking when none is set. Raises ScannerAway."""
    if not settings.CLAMD:
        return True
    try:
        with _connect(settings.CLAMD) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                chunk = data[start : start + CHUNK]
                scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
            scanner.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and (more := scanner.recv(4096)):
                answer += more
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    said = answer.strip(b"\0\n ").decode(errors="replace")
    if said.endswith(" FOUND"):
        return False
    if said.endswith(" OK"):
        return True
    raise ScannerAway(said[:80] or "no answer")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(TIMEOUT)
        scanner.connect(address)
        return scanner
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
