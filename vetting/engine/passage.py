"""A field as read: its sentences, and which terms and cues stand in each."""

import re
import unicodedata
from dataclasses import dataclass

from .context import BREAKS
from .lexicon import NAMED, NOUN, Lexicon
from .people import without_names
from .scan import Mention, scan
from .segment import Sentence, sentences
from .text import Scannable, menus_of

# From its number on: few characters are one, so that it is found or missed sooner.
_PRICE = re.compile(
    r"\d(?: ?(?:[€$£]|chf|eur|fr\.)|(?<=[€$£]\d)|(?<=[€$£] \d)"
    r"|(?<=(?:chf|eur|fr\.)\d)|(?<=(?:chf|eur|fr\.) \d))",
    re.IGNORECASE,
)
# A price without its currency: "Cupping for the back 55; Hot stone 70; ...".
_BARE_PRICE = re.compile(r"\D\d\d\d?$")
_BARE_PRICES = re.compile(r"\d(?<=\D\d)\d\d?\s*[;\n·•|]")
# A price list has at least so many lines, and its lines are short.
_PRICE_LINES = 3
_LONGEST_LINE = 90
# An item of a menu has at most so many words; what is longer is a sentence.
_ITEM_WORDS = 8
_STOPS = frozenset(".!?")
_PARTING = frozenset("·•|")
_CLOSING = frozenset('"“”»')
_OPENING = frozenset('"“„«')
_SINGLE = frozenset("'‘")
_SINGLE_END = re.compile(r"['’](?!\w)")
# A sentence begins with its second letter, behind a blank, or with the next.
_OPENS = 5
# "A: No, it is gentle." begins with its second word.
_LABEL = 4
_LYMPH = frozenset({"mld", "lymph"})
# Some keyboards open with the closing mark.
_QUOTATION = re.compile(r'(?:["“„«»]|(?<!\S)”(?=\w))([^"“”„«»\n]*)["“”»«]')
# So long a quotation, without a capital, is no more than a word held at arm's length.
_ARMS_LENGTH = 30
_ARMS_LENGTH_WORDS = 4
# Who speaks of the own service so close before a quotation says it too.
_NAMED = 40
# Who says it stands so close before a quotation or behind it.
_SAID = 60


# Where a quotation stands, and whether the text holds it at arm's length.
Quotation = tuple[int, int, bool]


@dataclass(slots=True)
class Passage:
    """A field as read: its sentences, and for each the terms, by name too, and the cues.

    ``names`` are all names in the field; ``dashes`` are the marks of ``BREAKS`` that it has;
    ``priced`` are the lines of a price list that offer something else than lymph work. ``quotes``
    are the quotations, and of each whether the text holds it at arm's length.
    """

    field: int
    kind: str
    folded: str
    clean: str
    sentences: list[Sentence]
    mentions: list[list[Mention]]
    by_name: list[dict[str, list[Mention]]]
    cues: list[list[Mention]]
    names: set[str]
    dashes: tuple[str, ...]
    priced: frozenset[int]
    quotes: tuple[Quotation, ...]
    void: dict[int, str]

    def quoted_until(self, position: int) -> int:
        """Return where the quotation around a position ends, or 0 where there is none."""
        return next((high for low, high, _ in self.quotes if low <= position < high), 0)

    def is_arms_length(self, position: int) -> bool:
        """Say whether a position is in a quotation that the text does not say itself."""
        return any(distant and low <= position < high for low, high, distant in self.quotes)


def read_passage(field: int, kind: str, text: Scannable, lexicon: Lexicon) -> Passage:
    """Scan a field and split it into sentences with their mentions."""
    folded, clean = text.folded, text.clean
    terms, cues = scan(folded, lexicon)
    if '"' in clean or "”" in clean or "»" in clean:
        # a mark that closes a quotation is no comma: `not "kneading" the muscle`
        cues = [one for one in cues if folded[one[0]] != " " or clean[one[0] - 1] not in _CLOSING]
    if cues and not clean.isascii():
        cues = _as_written(cues, clean, folded, lexicon)
    marks = {one[2] for one in cues}
    if NAMED in marks:
        terms, cues = without_names(terms, cues, clean, lexicon)
    if NOUN in marks:
        terms, cues = _without_verbs(terms, cues, clean)
    parts = sentences(text, lexicon) if terms or cues else []
    said, by_name = _told(terms, parts)
    return Passage(
        field,
        kind,
        folded,
        clean,
        parts,
        said,
        by_name,
        _shared_out(cues, parts),
        set().union(*by_name),
        tuple(mark for mark in BREAKS if mark in clean),
        _priced(clean, parts, by_name),
        _quotes(clean, folded, lexicon),
        _menu_items(text, parts),
    )


def _as_written(cues: list[Mention], clean: str, folded: str, lexicon: Lexicon) -> list[Mention]:
    """Return cues without the words that an accent makes others, or that lack the one they have.

    "né" denies nothing, as "ne" does, and "wurde" supposes nothing, as "würde" does, in a text that
    writes accents.
    """
    kept = []
    lacking = set()
    accented = lexicon.accented
    for one in cues:
        start, end, _ = one
        if not clean[start:end].isascii():
            if _is_accented(clean, folded, one, lexicon):
                continue
        elif folded[start:end] in accented:
            lacking.add((start, end))
        kept.append(one)
    cues = kept
    if lacking and unicodedata.normalize("NFD", clean) != clean:
        cues = [one for one in cues if one[:2] not in lacking]
    return cues


def _is_accented(clean: str, folded: str, cue: Mention, lexicon: Lexicon) -> bool:
    """Say whether an accent makes another word of what was taken for a cue: "sí" is no "si"."""
    start, end, _ = cue
    said = clean[start:end]
    return folded[start:end] in lexicon.unaccented and any(
        map(unicodedata.combining, unicodedata.normalize("NFD", said))
    )


def _without_verbs(
    terms: list[Mention], cues: list[Mention], clean: str
) -> tuple[list[Mention], list[Mention]]:
    """Return terms and cues without what is written small: German "gerät" is a verb, and no device.

    A text without any capital writes all nouns small.
    """
    verbs = {(start, end) for start, end, name in cues if name == NOUN and clean[start].islower()}
    if verbs and clean != clean.lower():
        terms = [one for one in terms if one[:2] not in verbs]
    return terms, [one for one in cues if one[2] != NOUN]


def _menu_items(text: Scannable, parts: list[Sentence]) -> dict[int, str]:
    """Return the items of menus and footers of a pasted page: they claim nothing of the service."""
    menus = menus_of(text.raw)
    if not menus:
        return {}
    return {
        index: "void:menu"
        for index, part in enumerate(parts)
        if part.mark not in _STOPS
        and len(text.folded[part.start : part.end].split()) <= _ITEM_WORDS
        and any(low <= text.raw_span(part.start + 1, part.end)[0] < high for low, high in menus)
    }


def is_quoted(passage: Passage, sentence: Sentence) -> bool:
    """Say whether a sentence begins inside quotation marks."""
    start = sentence.start
    said = passage.clean[start : min(sentence.end, start + _OPENS)].lstrip()
    # Some keyboards open with the closing mark; then a word follows at once.
    return (
        said[:1] in _OPENING
        or (said[:1] == "”" and said[1:2].isalnum())
        or (
            said[:1] in _SINGLE
            and said[1:2].isupper()
            and _SINGLE_END.search(passage.clean, start + 3, sentence.end + 2) is not None
        )
    )


def _quotes(clean: str, folded: str, lexicon: Lexicon) -> tuple[Quotation, ...]:
    """Find the quotations.

    One is held at arm's length where a colon follows (`"melts fat": it does not`), where guests
    ask for it, or where it is a few small words that are nobody's name for a service
    ("so-called 'deep flush' work").
    """
    if all(mark not in clean for mark in '"“”„«'):
        return ()
    found = []
    for match in _QUOTATION.finditer(clean):
        low, high = match.span(1)
        said = match.group(1)
        distant = clean[high + 1 : high + 2] == ":" or _is_anybodys(low, high, folded, lexicon)
        if not distant and 0 < high - low <= _ARMS_LENGTH and said[:1].islower():
            named = folded[max(0, low - _NAMED) : low].split()
            distant = (
                said[-1:].isalnum()
                and len(said.split()) <= _ARMS_LENGTH_WORDS
                and lexicon.openers["self"].isdisjoint(named)
            )
        found.append((low, high, distant))
    return tuple(found)


def _is_anybodys(low: int, high: int, folded: str, lexicon: Lexicon) -> bool:
    """Say whether a quotation is what guests ask for: `"Press harder", many beg`.

    A verb of asking stands close by, and with it somebody who is not named.
    """
    begs, somebody = lexicon.openers["begs"], lexicon.openers["somebody"]
    for part in (folded[max(0, low - _SAID) : low], folded[high : high + _SAID]):
        words = part.split()
        if not begs.isdisjoint(words) and not somebody.isdisjoint(words):
            return True
    return False


def first_word(passage: Passage, sentence: Sentence) -> str:
    """Return the first word of a sentence in scanning letters, after its label, or nothing."""
    words = sentence.words
    if len(words) > 1 and ":" in passage.clean[sentence.start : sentence.start + _LABEL]:
        return words[1]
    return words[0] if words else ""


def _shared_out(mentions: list[Mention], parts: list[Sentence]) -> list[list[Mention]]:
    """Share sorted mentions out to their sentences; one that reaches over an end is dropped."""
    shared: list[list[Mention]] = [[] for _ in parts]
    if not parts:
        return shared
    ends = iter(parts)
    here = iter(shared)
    part, into = next(ends), next(here)
    end, last = part.end, parts[-1]
    for mention in mentions:
        while mention[0] >= end and part is not last:
            part, into = next(ends), next(here)
            end = part.end
        if mention[1] <= end + 1:
            into.append(mention)
    return shared


def _told(
    terms: list[Mention], parts: list[Sentence]
) -> tuple[list[list[Mention]], list[dict[str, list[Mention]]]]:
    """Share terms out to their sentences, and to their names there, in one pass."""
    said: list[list[Mention]] = [[] for _ in parts]
    by_name: list[dict[str, list[Mention]]] = [{} for _ in parts]
    if not terms:
        return said, by_name
    here = zip(parts, said, by_name, strict=True)
    part, into, names = next(here)
    end, last = part.end, parts[-1]
    for mention in terms:
        start, until, name = mention
        while start >= end and part is not last:
            part, into, names = next(here)
            end = part.end
        if until <= end + 1:
            into.append(mention)
            if name in names:
                names[name].append(mention)
            else:
                names[name] = [mention]
    return said, by_name


def _priced(
    clean: str, parts: list[Sentence], by_name: list[dict[str, list[Mention]]]
) -> frozenset[int]:
    if _PRICE.search(clean) is None:
        return _priced_barely(clean, parts, by_name)
    # "Cupping · 60 min · 85 €" is one line, though its marks part it.
    lines: list[list[int]] = []
    for index in range(len(parts)):
        if index and parts[index - 1].mark in _PARTING:
            lines[-1].append(index)
        else:
            lines.append([index])
    prices = 0
    priced = []
    # "Our menu: cupping 80 €, gua sha 60 €, lymphatic drainage 70 €" is a list in itself.
    rows = [
        index
        for index, part in enumerate(parts)
        if sum(1 for _ in _PRICE.finditer(clean, part.start, part.end)) >= _PRICE_LINES
    ]
    for line in lines:
        named = [
            one
            for one in line
            if parts[one].end - parts[one].start <= _LONGEST_LINE
            and _PRICE.search(clean, parts[one].start, parts[one].end)
        ]
        prices += len(named)
        if parts[line[-1]].end - parts[line[0]].start > _LONGEST_LINE:
            priced += [[one] for one in named]
        elif named:
            priced.append(line)
    if prices < _PRICE_LINES:
        return frozenset(rows)
    offered = [
        index
        for line in priced
        if all(_LYMPH.isdisjoint(by_name[one]) for one in line)
        for index in line
    ]
    return frozenset(rows + offered)


def _priced_barely(
    clean: str, parts: list[Sentence], by_name: list[dict[str, list[Mention]]]
) -> frozenset[int]:
    """Return the lines of a list whose prices have no currency."""
    if _BARE_PRICES.search(clean) is None:
        return frozenset()
    priced = [
        index
        for index, part in enumerate(parts)
        if part.end - part.start <= _LONGEST_LINE
        and _BARE_PRICE.search(clean[part.start : part.end].rstrip())
    ]
    if len(priced) < _PRICE_LINES:
        return frozenset()
    return frozenset(index for index in priced if _LYMPH.isdisjoint(by_name[index]))
