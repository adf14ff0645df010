"""From the text as typed to the text as scanned, with the way back.

The scanned text has only lower-case letters, digits and spaces, so that one literal per term is
enough. Each of its characters knows the code point of the raw text it came from; for most honest
texts that is the same index, and then no map is kept.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace

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

# Two letters that a text may write as one: œ and æ, and ß in German. In French "ss" is no "s", as in
# "pressent" and "présent", and in Spanish and Portuguese "ae" is no "e", as in "saem" and "sem". In
# English no accent can make another word of one s, and it is a slip.
_LIGATURES = (("oe", "e"), ("ae", "e"))
_SHARP_S = (("ss", "s"),)
_USUALLY = _LIGATURES + _SHARP_S
_SHORTENED = {"fr": _LIGATURES, "es": (), "pt": ()}
_WRITTEN_OUT = (
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("œ", "oe"),
    ("æ", "ae"),
)

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_NEEDS_CLEANING = re.compile(rf"[{_INVISIBLE}\u0300-\u036f\ufb00-\ufb06<&\r\t\ud800-\udfff]|  |\n ")
_TOKEN = re.compile(
    rf"""(?P<hidden><!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\2\s*>|\Z)
          |<(?P<tag>[a-z][a-z0-9]*)\b(?=[^<>]*(?:\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden
            |font-size\s*:\s*0))[^<>]*>.*?(?:</(?P=tag)\s*>|\Z))
        |(?P<block></?(?:p|div|br|li|ul|ol|h[1-6]|table|tr|td|th|section|article|header|footer|nav|menu|main|aside)\b[^<>]*>)
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
    encoded = _latin(text)
    if encoded is None:
        encoded = _latin(_without_typography(text))
    if encoded is None:
        return text.translate(_FOLD)
    return encoded.translate(_FOLD_BYTES).decode("latin-1")


def _without_typography(text: str) -> str:
    """Most texts that are not Latin-1 are so but for a few marks; without them folding is fast."""
    for mark in _TYPOGRAPHY:
        if mark in text:
            text = text.replace(mark, " ")
    return text


def _latin(text: str) -> bytes | None:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


# What may be written in two ways, by language.
_TWICE = {
    code: tuple(long for long, _ in pairs) for code, pairs in (*_SHORTENED.items(), ("", _USUALLY))
}
_AS_SCANNED = re.compile("[a-z0-9]+(?: [a-z0-9]+)*")


def is_as_scanned(term: str, language: str) -> bool:
    """Say whether a term is written in scanning letters, and in no other way."""
    twice = _TWICE.get(language, _TWICE[""])
    return _AS_SCANNED.fullmatch(term) is not None and not any(map(term.__contains__, twice))


def fold_term(term: str, language: str = "de") -> tuple[str, ...]:
    """Return the scanning spellings of a rubric term: ``Földi`` is also written ``Foeldi``."""
    if is_as_scanned(term, language):
        return (term,)
    # In text one character stays one, so that ``œ`` is scanned as ``e`` and ``ß`` as ``s``.
    shortened = _SHORTENED.get(language, _USUALLY)
    if term.isascii() and not any(long in term for long, _ in shortened):
        return (" ".join(fold(term).split()),)
    spelled = [term, *(term.replace(long, one) for long, one in shortened if long in term)]
    if not term.isascii():
        for plain, long in _WRITTEN_OUT:
            spelled += [word.replace(plain, long) for word in spelled if plain in word.lower()]
    return tuple(sorted({" ".join(fold(word).split()) for word in spelled}))


@dataclass(slots=True)
class Rewritten:
    """Spans of a scanned text that were put right, and the text they were found in.

    ``starts`` are where the kept and the replaced pieces begin in the new text, in order; a kept
    piece has the place it had ``before``, a replaced one the span it stands for.
    """

    before: "Scannable"
    starts: list[int]
    pieces: list[tuple[int, int | None]]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw code point span of what stands at ``start`` to ``end`` now."""
        return self._bounds(start)[0], self._bounds(end - 1)[1]

    def _bounds(self, index: int) -> tuple[int, int]:
        at = bisect_right(self.starts, index) - 1
        low, high = self.pieces[at]
        if high is not None:
            return self.before.raw_span(low, high)
        place = low + index - self.starts[at]
        if 0 < place < len(self.before.folded) - 1:
            return self.before.raw_span(place, place + 1)
        return (0, 0) if place == 0 else (len(self.before.raw), len(self.before.raw))


@dataclass(slots=True)
class Scannable:
    """A field ready for the scan.

    ``folded`` starts and ends with one space; ``clean`` has the same characters as typed, index
    for index. ``origin`` leads back to the raw text: a list of its indexes, the pieces of a
    repair, or None where the index is one more than the raw one. ``tricks`` counts what was
    removed or put right.
    """

    raw: str
    folded: str
    clean: str
    origin: list[int] | Rewritten | None = None
    tricks: tuple[tuple[str, int], ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw code point span of ``folded[start:end]``."""
        origin = self.origin
        if origin is None:
            return start - 1, end - 1
        if isinstance(origin, Rewritten):
            return origin.raw_span(start, end)
        return origin[start], origin[end - 1] + 1


# Menus and footers of a pasted page, and lists and boxes that call themselves so.
_MENU = re.compile(
    r"""<(?P<tag>nav|footer|menu)\b[^<>]*>.*?</(?P=tag)\s*>
       |<(?P<box>ul|ol|div)\b(?=[^<>]*\b(?:class|id|role)\s*=\s*["']?[^"'<>]*
        \b(?:nav|navbar|navigation|menu|footer|breadcrumbs?)\b)[^<>]*>.*?</(?P=box)\s*>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def menus_of(raw: str) -> tuple[tuple[int, int], ...]:
    """Return the raw spans that a pasted page marks as menu or footer."""
    if "</" not in raw:
        return ()
    return tuple(match.span() for match in _MENU.finditer(raw))


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


def _prepare(raw: str) -> Scannable:
    plain = raw if raw.isascii() else _without_typography(raw)
    encoded = _latin(plain)
    if encoded is None:
        if _NEEDS_CLEANING.search(raw) is None:
            return Scannable(raw, f" {fold(raw)} ", f" {_plain(raw)} ")
    elif not (
        "<" in raw
        or "&" in raw
        or "  " in raw
        or "\n " in raw
        or "\r" in raw
        or "\t" in raw
        or "\u00ad" in raw
    ):
        return Scannable(raw, f" {encoded.translate(_FOLD_BYTES).decode('latin-1')} ", f" {raw} ")
    clean, origin, tricks = _clean(raw)
    text = _plain("".join(clean))
    return Scannable(
        raw,
        f" {fold(text)} ",
        f" {text} ",
        [0, *origin, max(0, len(raw) - 1)],
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
