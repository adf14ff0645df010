"""A file that came from outside: scanned, then taken apart and written anew by a process of its own.

Nothing here reads the file with a decoder: `directory.rebuilding` does, as a child with limits on
memory and time, and without the site's settings.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.scanning import is_clean

TIME_LIMIT = 20
"""Seconds that taking one file apart may last."""
_TURNS = threading.BoundedSemaphore(2)
"""Files taken apart at once by this process; each may use a few hundred megabytes."""
_ROOT = Path(__file__).resolve().parent.parent


class NotTaken(Exception):
    """The file is refused; `why` is a key of `directory.uploads.SENTENCES`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What the decoder found: the file's true type, and the file written anew."""

    content_type: str
    data: bytes


def examine(data: bytes) -> Examined:
    """The file written anew. Raises NotTaken, and ScannerAway when a scanner is set and silent."""
    answer, rebuilt = _taken_apart(data, "directory.rebuilding")
    return Examined(content_type=answer["content_type"], data=rebuilt)


def portraits_of(data: bytes) -> list[bytes]:
    """The pictures that `directory.portraits` makes of a photo. Raises NotTaken and ScannerAway."""
    answer, pictures = _taken_apart(data, "directory.portraits")
    made, start = [], 0
    for size in answer["sizes"]:
        made.append(pictures[start : start + size])
        start += size
    return made


def _taken_apart(data: bytes, program: str) -> tuple[dict[str, Any], bytes]:
    """The line that the child said, and what followed it."""
    if not is_clean(data):
        raise NotTaken("virus")
    try:
        with _TURNS:
            done = subprocess.run(  # noqa: S603 - one of our own programs
                [sys.executable, "-m", program],
                input=data,
                capture_output=True,
                timeout=TIME_LIMIT,
                cwd=_ROOT,
                # keys and passwords of the site are nothing that a decoder needs
                env={"PATH": os.environ.get("PATH", os.defpath)},
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise NotTaken("heavy") from None
    head, _sep, rebuilt = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise NotTaken("heavy")
    answer = json.loads(head)
    if "refused" in answer:
        raise NotTaken(answer["refused"])
    return answer, rebuilt
