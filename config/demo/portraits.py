"""Pictures for invented practitioners: nobody's face, drawn from a few shapes, and marked as invented."""

import io
import zlib

from PIL import Image, ImageDraw

from config.demo.texts import DemoListing
from directory import photos
from directory.examining import portraits_of
from directory.models import Photo
from directory.pictures import SANS, font

SIDE = 960
"""Pixels; drawn twice as large, so that edges come out smooth."""

PAPER, SHEET, INK = "#ebe6d8", "#fdfcf8", "#1a2420"
SKINS = ("#d9a98c", "#a9735a", "#7c5240", "#e6c3a8")
HAIRS = ("#4b3a31", "#8d8a80", "#2b2a26", "#b98a4e")
CLOTHES = ("#13604a", "#3d6c86", "#7d5a12", "#5a4a6b")
GROUNDS = ("#dfe7da", "#d9e2e6", "#ece0c8", "#e3dde6")


def attach_portrait(demo: DemoListing) -> None:
    """Write the files of a listing's picture, if it is to have one and has not taken it back."""
    photo = Photo.objects.filter(practitioner__user__username=f"demo-{demo.key}").first()
    if photo is not None:
        photos.keep(photo, portraits_of(portrait(demo.key)))


def portrait(key: str) -> bytes:
    """A PNG of head and shoulders without a face; the same for the same key."""
    number = zlib.crc32(key.encode())
    skin, hair, cloth, ground = (
        colors[(number >> shift) % len(colors)]
        for shift, colors in ((0, SKINS), (4, HAIRS), (8, CLOTHES), (12, GROUNDS))
    )
    image = Image.new("RGB", (2 * SIDE, 2 * SIDE), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((180, 120, 1740, 1680), fill=ground)
    _hair_behind(pen, hair, long=bool(number >> 16 & 1))
    pen.rounded_rectangle((850, 900, 1070, 1330), 100, fill=skin)
    pen.ellipse((360, 1220, 1560, 2420), fill=cloth)
    pen.polygon([(830, 1240), (1090, 1240), (960, 1480)], fill=skin)
    pen.ellipse((680, 420, 1240, 1120), fill=skin)
    pen.pieslice((660, 380, 1260, 1000), 180, 360, fill=hair)
    _mark_as_invented(pen)
    out = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _hair_behind(pen: ImageDraw.ImageDraw, color: str, *, long: bool) -> None:
    if long:
        pen.rounded_rectangle((630, 560, 1290, 1300), 240, fill=color)
    else:
        pen.ellipse((650, 390, 1270, 960), fill=color)


def _mark_as_invented(pen: ImageDraw.ImageDraw) -> None:
    """In a word that all languages of the site have."""
    pen.rectangle((0, 1690, 2 * SIDE, 2 * SIDE), fill=SHEET)
    pen.rectangle((0, 1690, 2 * SIDE, 1702), fill=INK)
    pen.text((SIDE, 1812), "Demo", font=font(SANS, 150, 640), fill=INK, anchor="mm")
