"""How large an uploaded paper may be. Apart, so that the site need not load the decoders."""

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 60
