"""From the text as typed to the text as scanned, with the way back.

The scanned text has only lower-case letters, digits and spaces, so that one literal per term is
enough. Each of its characters knows the code point of the raw text it came from; for most honest
texts that is the same index, and then no map is kept.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, replace

HARD_BREAKS = ".!?;:\n"

# Letters of other scripts that look like Latin ones. Only letters that deceive in common fonts.
_LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеіјѕорсухԁԛԝһӏɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανκτυρικ",
        "abesijkmhopctyxaeijsopcyxdqwhlgabezhikmnoptyxoavktupik",
        strict=True,
    )
)
_SINGLE = {
    "ß": "s",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ð": "d",
    "þ": "p",
    "ı": "i",
    "æ": "e",
    "œ": "e",
    "µ": "u",
}

_SHORTENED = (("oe", "e"), ("ae", "e"), ("ss", "s"))

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_NEEDS_CLEANING = re.compile(rf"[{_INVISIBLE}\u0300-\u036f\ufb00-\ufb06<&\r\t\ud800-\udfff]|  |\n ")
_UNCLEAN_ASCII = ("<", "&", "  ", "\n ", "\r", "\t")
_TOKEN = re.compile(
    rf"""(?P<hidden><!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\2\s*>|\Z)
          |<(?P<tag>[a-z][a-z0-9]*)\b(?=[^<>]*(?:\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden
            |font-size\s*:\s*0))[^<>]*>.*?(?:</(?P=tag)\s*>|\Z))
        |(?P<block></?(?:p|div|br|li|ul|ol|h[1-6]|table|tr|td|th|section|article|header|footer)\b[^<>]*>)
        |(?P<inline></?[a-z][^<>]*>)
        |(?P<entity>&(?:\#[0-9]{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,24}});)
        |(?P<mark>[{_INVISIBLE}\u0300-\u036f\ud800-\udfff])
        |(?P<ligature>[\ufb00-\ufb06])
        |(?P<space>[ \t\r\u00a0]+)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class _Fold(dict):
    """Lazy table for ``str.translate``: one code point in, exactly one character out."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    low = char.lower()
    if low in _SINGLE:
        return _SINGLE[low]
    base = "".join(
        part for part in unicodedata.normalize("NFKD", low) if not unicodedata.combining(part)
    ).lower()
    base = base[:1]
    if base in _LOOKALIKES:
        return _LOOKALIKES[base]
    return base if base.isalnum() else " "


_FOLD = _Fold()
for _code in range(128):
    _FOLD[_code] = chr(_code).lower() if chr(_code).isalnum() else " "


_FOLD_BYTES = "".join(_FOLD[code] for code in range(256)).encode("latin-1")
_TYPOGRAPHY = "’‘“”„–—…•"


def fold(text: str) -> str:
    """Return ``text`` in scanning letters, character for character."""
    try:
        return text.encode("latin-1").translate(_FOLD_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        pass
    # Most texts that are not Latin-1 are so but for a few marks.
    plain = text
    for mark in _TYPOGRAPHY:
        plain = plain.replace(mark, " ")
    try:
        return plain.encode("latin-1").translate(_FOLD_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_FOLD)


def fold_term(term: str) -> tuple[str, ...]:
    """Return the scanning spellings of a rubric term: ``Földi`` is also written ``Foeldi``."""
    # In text one character stays one, so that ``œ`` is scanned as ``e`` and ``ß`` as ``s``.
    spelled = [term, *(term.replace(long, one) for long, one in _SHORTENED if long in term)]
    for plain, long in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("œ", "oe"),
        ("æ", "ae"),
    ):
        spelled += [word.replace(plain, long) for word in spelled if plain in word.lower()]
    return tuple(sorted({" ".join(fold(word).split()) for word in spelled}))


@dataclass(frozen=True)
class Scannable:
    """A field ready for the scan.

    ``folded`` starts and ends with one space; ``clean`` has the same characters as typed, index
    for index; ``origin`` maps an index to the raw text, or is None when the index is one more than the raw one; ``ends``, after a repair, maps to
    where the raw characters end; ``tricks`` counts what was
    removed or put right.
    """

    raw: str
    folded: str
    clean: str
    origin: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    tricks: tuple[tuple[str, int], ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw code point span of ``folded[start:end]``."""
        if self.origin is None:
            return start - 1, end - 1
        if self.ends is None:
            return self.origin[start], self.origin[end - 1] + 1
        return self.origin[start], self.ends[end - 1]


_STAND_INS = re.compile(r"(?<=[A-Za-z])(?:\$+(?=[A-Za-z])|@(?=[A-Za-z]+\b(?!\.)))")


def prepare(raw: str) -> Scannable:
    """Make a raw field scannable. Accepts any string, lone surrogates included."""
    if "$" in raw or "@" in raw:
        typed = raw
        raw = _STAND_INS.sub(
            lambda match: "a" if match.group() == "@" else "s" * len(match[0]), raw
        )
        return replace(_prepare(raw), raw=typed)
    return _prepare(raw)


def _needs_cleaning(raw: str) -> bool:
    if raw.isascii():
        return any(mark in raw for mark in _UNCLEAN_ASCII)
    return _NEEDS_CLEANING.search(raw) is not None


def _prepare(raw: str) -> Scannable:
    if not _needs_cleaning(raw):
        return Scannable(raw, f" {fold(raw)} ", f" {_plain(raw)} ", None, None, ())
    clean, origin, tricks = _clean(raw)
    text = _plain("".join(clean))
    return Scannable(
        raw,
        f" {fold(text)} ",
        f" {text} ",
        (0, *origin, max(0, len(raw) - 1)),
        None,
        tuple(sorted(tricks.items())),
    )


_ANY_WIDE = re.compile("[\u3001\u3002\uff01-\uff5e]")
_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3002: ".", 0x3001: ","}


def _plain(text: str) -> str:
    """Give full-width letters and marks their usual form, one for one."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def _clean(raw: str) -> tuple[list[str], list[int], dict[str, int]]:
    clean: list[str] = []
    origin: list[int] = []
    tricks: dict[str, int] = {}
    position = 0

    def put(char: str, at: int) -> None:
        if char != "\n" and char.isspace():
            char = " "
        if char in " \n" and clean and clean[-1] in " \n":
            if char == "\n":
                clean[-1] = "\n"
            return
        clean.append(char)
        origin.append(at)

    for token in _TOKEN.finditer(raw):
        for at in range(position, token.start()):
            put(raw[at], at)
        position = token.end()
        kind = token.lastgroup if token.lastgroup != "tag" else "hidden"
        at = token.start()
        if kind == "hidden":
            tricks["hidden"] = tricks.get("hidden", 0) + 1
            put(" ", at)
        elif kind == "block":
            put("\n", at)
        elif kind == "inline":
            pass
        elif kind == "entity":
            for char in html.unescape(token.group()):
                if not _is_mark(char):
                    put("\n" if char == "\n" else char, at)
        elif kind == "mark":
            if not unicodedata.combining(token.group()):
                tricks["invisible"] = tricks.get("invisible", 0) + 1
        elif kind == "ligature":
            for char in unicodedata.normalize("NFKD", token.group()):
                put(char, at)
        else:
            put(" ", at)
    for at in range(position, len(raw)):
        put(raw[at], at)
    return clean, origin, tricks


_MARK = re.compile(rf"[{_INVISIBLE}\u0300-\u036f\ud800-\udfff]")


def _is_mark(char: str) -> bool:
    return _MARK.match(char) is not None
