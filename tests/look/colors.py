"""Colors as the stylesheet states them, and the contrast of two by the formula of WCAG 2."""

import re
from pathlib import Path

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()


def block(opening: str, source: str = TOKENS) -> dict[str, str]:
    """Custom properties of the first rule that begins with this selector."""
    start = source.index(opening)
    body = source[source.index("{", start) + 1 : source.index("}", start)]
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", body)}


LIGHT = {
    name: value for name, value in block(":root {").items() if re.fullmatch(r"#[0-9a-f]{6}", value)
}
DARK = LIGHT | block(':root:not([data-theme="light"]) {')
DARK_BY_SWITCH = LIGHT | block(':root[data-theme="dark"] {')


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, between 1 and 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
