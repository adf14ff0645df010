"""Makes the pictures of a practitioner's photo, as a program of its own (see `rebuilding`).

`python -m directory.portraits < photo` writes one line of JSON, `sizes` with the bytes of each picture,
followed by the pictures: for each of PHOTO_SIDES a WebP and a JPEG, square, drawn again from pixels.
"""

import io
import json
import sys

from PIL import Image

from directory.paper_limits import MAX_BYTES, PHOTO_SIDES
from directory.rebuilding import Refused, decoded, limit_this_process

LEAST_SIDE = 240
"""Pixels that the shorter side must have."""
FROM_ABOVE = 0.2
"""Of what is cut off an upright photo, the share above: heads are in the upper part."""


def portraits(data: bytes) -> list[bytes]:
    """WebP and JPEG for each of PHOTO_SIDES, in this order. Raises Refused."""
    if not data.strip(b"\0\r\n\t "):
        raise Refused("empty")
    _kind, pixels = decoded(data)
    if min(pixels.size) < LEAST_SIDE:
        raise Refused("small")
    square = _square(pixels.convert("RGB"))
    made = []
    for side in PHOTO_SIDES:
        picture = square.resize((side, side), Image.Resampling.LANCZOS)
        for kind, quality in (("WEBP", 80), ("JPEG", 84)):
            written = io.BytesIO()
            picture.save(written, kind, quality=quality)
            made.append(written.getvalue())
    return made


def _square(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    side = min(width, height)
    left, top = (width - side) // 2, int((height - side) * FROM_ABOVE)
    return picture.crop((left, top, left + side, top + side))


def main() -> int:
    limit_this_process()
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        if len(data) > MAX_BYTES:
            raise Refused("size")
        made = portraits(data)
    except (Refused, MemoryError) as refusal:
        why = refusal.args[0] if isinstance(refusal, Refused) else "heavy"
        sys.stdout.write(json.dumps({"refused": why}) + "\n")
        return 0
    head = json.dumps({"sizes": [len(picture) for picture in made]}).encode()
    sys.stdout.buffer.write(head + b"\n" + b"".join(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
