"""Postal codes as people write them, and where their areas are.

Data: directory/data/postcodes.tsv.gz, built by tools/build_postcodes.py from GeoNames (CC BY 4.0). What
is kept is what says where: the first half of a British, Irish or Canadian code, four digits of a Dutch
or Portuguese one. 8 MB of memory, read in a tenth of a second.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.search.keys import SortedKeys

OF_PLACES = "postcodes.tsv.gz"

COUNTRIES = (
    *("US", "GB", "DE", "FR", "BR", "CA", "AU", "IT"),
    *("ES", "NL", "BE", "AT", "CH", "PT", "IE"),
)
"""Whose codes are known; a code of several comes in this order, unless the reader's language says better."""

_WRITTEN = {
    "US": "([0-9]{5})(?:-[0-9]{4})?",
    "GB": "([A-Z]{1,2}[0-9][A-Z0-9]?)(?: ?[0-9][A-Z]{2})?",
    "DE FR IT ES": "([0-9]{5})",
    "BR": "([0-9]{5}-?[0-9]{3})",
    "CA": "([A-Z][0-9][A-Z])(?:[ -]?[0-9][A-Z][0-9])?",
    "AU BE AT CH NL": "([0-9]{4})",
    # beside the line above: the letters may be the code's, as in "1012 AB", or the town's
    " NL": "([0-9]{4}) ?[A-Z]{2}",
    "PT": "([0-9]{4})(?:-?[0-9]{3})?",
    "IE": "(D6W|[A-Z][0-9]{2})",
    " IE": "(D6W|[A-Z][0-9]{2}) ?[A-Z0-9]{4}",
}
_READERS = tuple(
    (
        country,
        re.compile(rf"(?<![\w-])(?:([A-Z]{{1,2}})-)?{code}(?![\w-])", re.IGNORECASE | re.ASCII),
    )
    for countries, code in _WRITTEN.items()
    for country in countries.split()
)
_PREFIXES = {"A": "AT", "B": "BE", "D": "DE", "E": "ES", "F": "FR", "I": "IT", "P": "PT"}
"""Letters before a code, as in D-10115, where they are not the ISO code of the country."""

_MOST_SORTED = 2000
"""Codes with one beginning above which they are taken as they come."""


@dataclass(frozen=True)
class Postcode:
    """A code as it is shown, and the middle of its area in degrees. `region` is a code of the
    gazetteer, or ""."""

    code: str
    country: str
    town: str
    region: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Reading:
    """What a text may mean, and the words that stand beside the code."""

    postcode: Postcode
    beside: str


class Postcodes:
    """All codes in memory, as one sorted block."""

    def __init__(self, block: bytes) -> None:
        """`block`: the lines of the file."""
        self._lines = SortedKeys(block)

    def read(self, text: str, first: Sequence[str] = ()) -> list[Reading]:
        """Every known code that the text may hold; those of the countries in `first` come first."""
        found = []
        for country, reader in _READERS:
            match = reader.search(text)
            if match and _country_of(match.group(1), country) == country:
                beside = f"{text[: match.start()]} {text[match.end() :]}"
                postcode = self._lookup(country, match.group(2).upper())
                if postcode:
                    found.append(Reading(postcode, " ".join(beside.split()).strip(" ,")))
        return sorted(found, key=lambda reading: _rank(reading.postcode.country, first))

    def beginning(self, typed: str, limit: int, first: Sequence[str] = ()) -> list[Postcode]:
        """Codes that begin with what was typed."""
        if not typed.isascii():
            return []
        numbers = self._lines.beginning("".join(typed.split()).upper())
        some = range(numbers.start, numbers.stop)
        if len(some) > _MOST_SORTED:
            some = some[:limit]
        found = [_postcode(self._lines[number]) for number in some]
        return sorted(found, key=lambda one: _rank(one.country, first))[:limit]

    def _lookup(self, country: str, code: str) -> Postcode | None:
        if country == "BR":
            return self._municipality(code)
        numbers = self._lines.beginning(f"{code}\t{country}\t")
        return None if numbers.start == numbers.stop else _postcode(self._lines[numbers.start])

    def _municipality(self, code: str) -> Postcode | None:
        """The codes of a Brazilian municipality follow each other from the one in the file."""
        digits = code.replace("-", "")
        below = self._lines.beginning(f"br{digits}\t").stop - 1
        line = self._lines[below] if below >= 0 else ""
        _first, _tab, rest = line.partition("\t")
        if not line.startswith("br") or rest.startswith("BR\t\t"):
            return None
        return _postcode(f"{digits[:5]}-{digits[5:]}\t{rest}")


def _postcode(line: str) -> Postcode:
    code, country, town, region, lat, lon = line.split("\t")
    return Postcode(code, country, town, region, float(lat), float(lon))


def _country_of(prefix: str | None, country: str) -> str:
    """What stands before the hyphen, as a country; any is as good where nothing does."""
    return country if prefix is None else _PREFIXES.get(prefix.upper(), prefix.upper())


def _rank(country: str, first: Iterable[str]) -> int:
    return [*first, *COUNTRIES].index(country)
