"""The picture that other sites show beside a link (Open Graph), drawn here with the site's own type."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
"""Width and height in pixels, as the sites that show such pictures ask for."""

PAPER, SHEET, INK, SECOND, LYMPH = "#f5f2ea", "#fdfcf8", "#1a2420", "#4b554f", "#13604a"
MARGIN = 72
LINES_OF_TITLE = 3
_FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
SERIF = "literata-latin-wght-normal.woff2"
SANS = "atkinson-hyperlegible-next-latin-wght-normal.woff2"


def picture(*, title: str, under: str, facts: Sequence[tuple[str, str]] = ()) -> bytes:
    """A PNG of SIZE: a large title, a line under it, and up to three (name, word) columns."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 8), fill=INK)
    _mark(draw, MARGIN, 62)
    draw.text((MARGIN + 66, 60), settings.SITE_NAME, font=font(SERIF, 40, 430), fill=INK)
    serif = font(SERIF, 68, 430)
    lines = _wrapped(draw, title, serif, SIZE[0] - 2 * MARGIN)[:LINES_OF_TITLE]
    y = 168
    for line in lines:
        draw.text((MARGIN, y), line, font=serif, fill=INK)
        y += 82
    sans = font(SANS, 34, 400)
    for line in _wrapped(draw, under, sans, SIZE[0] - 2 * MARGIN)[:2]:
        draw.text((MARGIN, y + 14), line, font=sans, fill=SECOND)
        y += 46
    _columns(draw, facts[:3])
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _columns(draw: ImageDraw.ImageDraw, facts: Sequence[tuple[str, str]]) -> None:
    if not facts:
        return
    top = SIZE[1] - 150
    draw.rectangle((MARGIN, top, SIZE[0] - MARGIN, top + 4), fill=INK)
    draw.line((MARGIN, top + 9, SIZE[0] - MARGIN, top + 9), fill=INK)
    width = (SIZE[0] - 2 * MARGIN) // 3
    for position, (name, word) in enumerate(facts):
        x = MARGIN + position * width
        draw.text((x, top + 26), name, font=font(SANS, 28, 400), fill=SECOND)
        draw.text((x, top + 62), word, font=font(SERIF, 36, 430), fill=LYMPH)


def _mark(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """The mark in its simplest form: a vessel with its flap open, one drop inside, one outside."""
    draw.arc((x, y + 6, x + 46, y + 52), start=-42, end=282, fill=LYMPH, width=5)
    draw.ellipse((x + 19, y + 26, x + 28, y + 35), fill=LYMPH)
    draw.ellipse((x + 27, y - 1, x + 35, y + 7), outline=LYMPH, width=3)


def _wrapped(
    draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """SERIF or SANS in pixels and a weight from 100 to 900."""
    font = ImageFont.truetype(str(_FONTS / name), size)
    font.set_variation_by_axes([weight])
    return font
