"""How dates are written in English here; for other languages Django's own formats hold."""
