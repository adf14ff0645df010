"""A search done the slow way, row by row, to hold the index against.

Knows nothing of the index: words are looked up in the small table below, distances come from another
formula, facets are counted one by one.
"""

import math
import random
import uuid
from datetime import date, timedelta
from functools import cache

from directory.search.document import SearchDocument
from directory.search.query import SearchQuery

DAY = date(2026, 11, 22)

FORMS = {
    "lymphedema": ["lymphedema", "Lymphoedema", "Lymphödem", "linfedema", "LYMPHŒDÈME"],
    "mld": ["MLD", "manual lymphatic drainage", "Lymphdrainage", "drenaje linfático", "DLM"],
    "cdt": ["CDT", "KPE", "complete decongestive therapy", "Entstauungstherapie"],
    "scars": ["scar", "scars", "Narbe", "Narben", "cicatrice", "cicatriz"],
    "vodder": ["Vodder", "vodder"],
    "leduc": ["Leduc"],
    "english": ["English", "anglais", "Englisch", "inglés"],
    "german": ["German", "Deutsch", "allemand"],
    "garden": ["garden", "gardens", "GARDEN"],
    "mountain": ["mountain", "mountains"],
    "yellow": ["yellow"],
    "river": ["river", "rivers"],
    "bogen": ["Bögen", "bogen"],
}
"""Meaning → ways to write it. Words of different meanings must not find each other."""

TYPOS = {
    "lymphadema": "lymphedema",
    "mountian": "mountain",
    "yelow": "yellow",
    "vodderr": "vodder",
    "quiett": "quiet",
}
FILLER = ["warm", "hands", "quiet", "room", "tram", "stop", "bread", "glass"]
NAMES = ["Keller", "Okafor", "Quispe", "Zsofia", "Brandt", "Ivanka", "Tamsin", "Umberto"]
UNKNOWN = ["xyzzyq", "qqjjvv"]

LABELS = {
    "lymphedema": "lymphedema",
    "scars": "scars",
    "vodder": "vodder",
    "leduc": "leduc",
    "cdt": "cdt",
    "en": "english",
    "de": "german",
}
"""Code → meaning of its label, which words find as well."""

_BY_FORM = {
    **{form.casefold(): meaning for meaning, forms in FORMS.items() for form in forms},
    **TYPOS,
    **{word: word for word in (*FILLER, *UNKNOWN)},
    **{name.casefold(): name.casefold() for name in NAMES},
}

CODES = {
    "conditions": ["lymphedema", "scars", "sinus"],
    "methods": ["vodder", "leduc", "foldi"],
    "languages": ["en", "de", "is"],
    "scopes": ["healthy", "compromised", "cdt"],
    "delivery": ["clinic", "home", "hospital"],
}
CENTERS = [
    (48.0, 7.85),
    (47.99, 7.9),
    (45.5, -122.7),
    (-16.8, 179.95),
    (-16.9, -179.9),
    (89.7, 10.0),
    (0, 0),
]


def some_document(chance: random.Random, own_id: str | None = None) -> SearchDocument:
    """A random listing. Its words are from the tables above only."""

    def some(facet: str, least: int = 0) -> tuple[str, ...]:
        return tuple(chance.sample(CODES[facet], chance.randint(least, 3)))

    meanings = chance.choices(list(FORMS), k=chance.randint(0, 6))
    spoken = [chance.choice(FORMS[meaning]) for meaning in meanings]
    spoken += chance.choices(FILLER, k=chance.randint(0, 30))
    chance.shuffle(spoken)
    return SearchDocument(
        id=own_id or str(uuid.UUID(int=chance.getrandbits(128))),
        name=" ".join(chance.sample(NAMES, 2)),
        points=tuple(_some_point(chance) for _ in range(chance.choice([1, 1, 1, 2, 3]))),
        text=", ".join(spoken),
        conditions=some("conditions"),
        methods=some("methods"),
        languages=some("languages", 1),
        scopes=some("scopes", 1),
        delivery=some("delivery"),
        country=chance.choice(["DE", "US", "FJ"]),
        accepts_new=chance.random() < 0.6,
        step_free=chance.random() < 0.4,
        price_band=chance.choice([None, 1, 2, 3]),
        insurance=chance.random() < 0.3,
        identifiers=tuple(f"clt{chance.randint(1, 60)}" for _ in range(chance.randint(0, 1))),
        confirmed=DAY - timedelta(days=chance.randint(0, 30)),
        verified_until=DAY + timedelta(days=chance.randint(-3, 60)),
    )


def _some_point(chance: random.Random) -> tuple[float, float]:
    lat, lon = chance.choice(CENTERS)
    if chance.random() < 0.1:
        return lat, lon
    lat = min(90.0, max(-90.0, lat + chance.gauss(0, 0.4)))
    return lat, (lon + chance.gauss(0, 0.6) + 540) % 360 - 180


def some_query(chance: random.Random) -> SearchQuery:
    """A random search, often of several parts."""
    fields: dict = {}
    if chance.random() < 0.5:
        fields["lat"], fields["lon"] = _some_point(chance)
        if chance.random() < 0.85:
            fields["radius_km"] = chance.choice([0.5, 5, 25, 50, 120, 700, 21_000])
    if chance.random() < 0.6:
        fields["q"] = " ".join(_some_words(chance) for _ in range(chance.choice([1, 1, 2, 3])))
    if chance.random() < 0.08:
        fields["number"] = f"clt{chance.randint(1, 90)}"
    for facet, codes in CODES.items():
        if chance.random() < 0.2:
            fields[facet] = tuple(chance.sample([*codes, "nobody-has-this"], chance.randint(1, 2)))
    for flag in ("accepts_new", "step_free", "insurance"):
        if chance.random() < 0.1:
            fields[flag] = chance.random() < 0.7
    if chance.random() < 0.1:
        fields["country"] = chance.choice(["DE", "US", "SE"])
    if chance.random() < 0.1:
        fields["price_bands"] = tuple(chance.sample([1, 2, 3, 4], 2))
    return SearchQuery(
        **fields,
        ordering=chance.choice(["distance", "distance", "relevance", "confirmed"]),
        page=chance.choice([1, 1, 1, 2, 5]),
        page_size=chance.choice([1, 7, 20, 100]),
        day=DAY + timedelta(days=chance.randint(0, 2)),
    )


def _some_words(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.65:
        return chance.choice(FORMS[chance.choice(list(FORMS))])
    if kind < 0.75:
        return chance.choice(NAMES).upper()
    if kind < 0.85:
        return chance.choice(list(TYPOS))
    if kind < 0.95:
        return chance.choice(["the", "in", "für"]) + " " + chance.choice(FILLER)
    return chance.choice(UNKNOWN)


class Answer:
    """All matching rows of a query: ids, distances, scores, facet counts."""

    def __init__(self, rows: dict[str, SearchDocument], query: SearchQuery) -> None:
        alive = [row for row in rows.values() if row.verified_until >= query.day]
        self.query = query
        self.asked = meanings_of(query.q)
        if any(query.number in row.identifiers for row in alive):
            self.asked = [f"#{query.number}"]
        candidates = [row for row in alive if self._says(row) and self._near(row)]
        chosen = _choices(query)
        matching = [row for row in candidates if _fits(row, chosen)]
        self.rows = {row.id: row for row in matching}
        self.facets = _count_facets(candidates, chosen)
        self.worth = {
            meaning: _worth(len(alive), sum(1 for row in alive if counts_of(row).get(meaning)))
            for meaning in self.asked
        }

    def distance(self, own_id: str) -> float:
        query = self.query
        return min(angular_km(query.lat, query.lon, *point) for point in self.rows[own_id].points)

    def score(self, own_id: str) -> int:
        row = self.rows[own_id]
        counts, length = counts_of(row), length_of(row)
        return sum(
            worth * _weight(counts[meaning], length) for meaning, worth in self.worth.items()
        )

    def _says(self, row: SearchDocument) -> bool:
        counts = counts_of(row)
        return all(counts.get(meaning) for meaning in self.asked)

    def _near(self, row: SearchDocument) -> bool:
        if self.query.radius_km is None:
            return True
        near = (angular_km(self.query.lat, self.query.lon, *point) for point in row.points)
        return min(near) <= self.query.radius_km


@cache
def meanings_of(text: str) -> list[str]:
    """What a search text asks for, each once, by the tables above."""
    left, found = text.casefold().split(), []
    while left:
        for length in (3, 2, 1):
            phrase = " ".join(left[:length])
            if phrase in _BY_FORM or (length == 1 and phrase.isdigit()):
                found.append(_BY_FORM.get(phrase, phrase))
                break
            if phrase in ("the", "in", "für"):
                break
        del left[:length]
    return list(dict.fromkeys(found))


def counts_of(row: SearchDocument) -> dict[str, int]:
    """Meaning → how often the listing says it; its name counts as three times."""
    # The row is kept with its counts, so no other row can get its identity.
    if id(row) not in _COUNTS:
        _COUNTS[id(row)] = row, _count_words(row)
    return _COUNTS[id(row)][1]


_COUNTS: dict[int, tuple[SearchDocument, dict[str, int]]] = {}


def _count_words(row: SearchDocument) -> dict[str, int]:
    counts: dict[str, int] = {}
    said = [meaning for phrase in _phrases(row) for meaning in meanings_of(phrase)]
    codes = (*row.conditions, *row.methods, *row.languages, *row.scopes, *row.delivery)
    said += [LABELS[code] for code in codes if code in LABELS]
    said += [f"#{identifier}" for identifier in row.identifiers]
    for meaning in said:
        counts[meaning] = counts.get(meaning, 0) + 1
    for name in row.name.casefold().split():
        counts[name] = counts.get(name, 0) + 3
    return counts


def length_of(row: SearchDocument) -> int:
    """The number of words in the text."""
    return sum(len(phrase.split()) for phrase in _phrases(row))


def _phrases(row: SearchDocument) -> list[str]:
    return [phrase for phrase in row.text.split(", ") if phrase]


def _worth(alive: int, having: int) -> int:
    return max(1, round(64 * math.log(1 + (alive - having + 0.5) / (having + 0.5))))


def _weight(count: int, length: int) -> int:
    usual = 1.2 * (1 - 0.4 + 0.4 * length / 120)
    return min(127, max(1, round(127 * count / (count + usual))))


def angular_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the arc tangent of the vectors' cross and dot product."""
    a, b = _vector(lat, lon), _vector(lat2, lon2)
    cross = math.hypot(
        a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    )
    return 6371.0088 * math.atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


@cache
def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    phi, lam = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def _yes(value: bool) -> tuple[str]:
    return ("yes",) if value else ("no",)


_FACETS = {
    **{facet: (lambda row, facet=facet: getattr(row, facet)) for facet in CODES},
    "country": lambda row: (row.country,),
    "accepts_new": lambda row: _yes(row.accepts_new),
    "step_free": lambda row: _yes(row.step_free),
    "insurance": lambda row: _yes(row.insurance),
    "price_band": lambda row: () if row.price_band is None else (str(row.price_band),),
}


def _choices(query: SearchQuery) -> dict[str, tuple[str, ...]]:
    chosen = {facet: getattr(query, facet) for facet in CODES}
    chosen["country"] = (query.country,) if query.country else ()
    chosen["price_band"] = tuple(map(str, query.price_bands))
    for flag in ("accepts_new", "step_free", "insurance"):
        wanted = getattr(query, flag)
        chosen[flag] = () if wanted is None else _yes(wanted)
    return {facet: codes for facet, codes in chosen.items() if codes}


def _fits(row: SearchDocument, chosen: dict[str, tuple[str, ...]]) -> bool:
    return all(set(_FACETS[facet](row)) & set(codes) for facet, codes in chosen.items())


def _count_facets(rows: list[SearchDocument], chosen: dict) -> dict[str, dict[str, int]]:
    """A row counts for a facet when it misses no choice but that facet's own."""
    counts: dict[str, dict[str, int]] = {facet: {} for facet in _FACETS}
    for row in rows:
        missed = [facet for facet, codes in chosen.items() if not _fits(row, {facet: codes})]
        for facet in _FACETS if not missed else set(missed):
            if missed in ([], [facet]):
                for code in _FACETS[facet](row):
                    counts[facet][code] = counts[facet].get(code, 0) + 1
    return counts
