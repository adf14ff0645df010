"""Where a paper can be looked up: the public registers of schools, associations and licensing bodies.

The list is `registers.toml`; its addresses come from the bodies' own pages.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.publishing import ListingContent
from vetting.interests import key_of

FILE = Path(__file__).with_name("registers.toml")


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register with its address; `verified` False means that only the body's own site is known."""

    name: str
    short: str
    kind: str
    countries: tuple[str, ...]
    url: str
    verified: bool


@cache
def registers() -> tuple[Register, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["register"]
    return tuple(Register(**{**row, "countries": tuple(row["countries"])}) for row in rows)


def registers_for(paper, content: ListingContent, school: str) -> tuple[Register, ...]:
    """Registers that may hold this paper, the most likely first.

    By the issuer, the title or the course map's school; for a licence, also those of the countries
    where the practitioner works.
    """
    words = key_of(f"{paper.issuer} {paper.title} {school}")
    named = [one for one in registers() if _named(one, words)]
    if paper.kind == "licence":
        countries = {place.country for place in content.locations} | {paper.country}
        named += [
            one for one in registers() if one.kind == "licence" and countries & set(one.countries)
        ]
    return tuple(dict.fromkeys(named))[:4]


def _named(register: Register, words: str) -> bool:
    if key_of(register.name) in words:
        return True
    short = key_of(register.short)
    return bool(short) and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", words) is not None
