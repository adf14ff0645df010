"""How large what is uploaded may be, and is made. Apart, so that the site need not load the decoders."""

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 60
PHOTO_SIDES = (160, 480)
"""Pixels of the sides of a photo, for a card and for a listing; both are shown at half of it."""
