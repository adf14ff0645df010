"""Seeded synthetic listings and searches for the search benchmark. Invented; shows no real person."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID

from directory.search.document import SearchDocument
from directory.search.gazetteer import load_gazetteer
from directory.search.query import SearchQuery
from directory.search.vocabulary import load_vocabulary

DAY = date(2026, 6, 1)
COUNTRIES = ("DE", "FR", "ES", "GB", "US", "BR", "PT", "AT", "CH", "NL", "CA", "AU", "IT")
_COMMON = """
    massage gentle skin pressure hands therapy lymph treatment body clinic care pain swelling surgery
    training session light certified health patient practice years experience appointment therapist
    drainage manual lymphatic lymphoedema Lymphdrainage Behandlung Praxis drenaje linfático masaje
    acupuncture reflexology Vodder relaxation recovery movement breathing pregnancy scars oncology
"""
_SYLLABLES = "ba ko li mar ten su ver al no ri pan des fo gel hu is jo ka lem mon"
_FIRST = "Anna Bruno Chloé Dörte Elif Farid Greta Hugo Inês João Katja Luc Mara Noor Oskar Pia"
COMMON, SYLLABLES, FIRST = (words.split() for words in (_COMMON, _SYLLABLES, _FIRST))
TYPOS = [
    "lymphadema",
    "lymphoedma",
    "voder",
    "masage",
    "theraphy",
    "drainge",
    "pregnency",
    "acupunture",
]


def listings(size: int, seed: int) -> Iterator[SearchDocument]:
    """`size` listings of about 90 words in real towns, larger towns more often."""
    chance = random.Random(seed)
    codes = {
        kind: [term.code for term in load_vocabulary() if term.kind == kind]
        for kind in ("condition", "method", "language", "scope", "delivery")
    }
    places = _places()
    sizes = list(accumulate(place.population for place in places))
    rare = _rare_words(chance, 30_000)
    commonness = list(accumulate(1 / (rank + 3) for rank in range(len(COMMON))))
    rareness = list(accumulate(1 / (rank + 10) for rank in range(len(rare))))
    for _ in range(size):
        town = chance.choices(places, cum_weights=sizes)[0]
        words = chance.choices(COMMON, cum_weights=commonness, k=20)
        words += chance.choices(rare, cum_weights=rareness, k=70)
        chance.shuffle(words)
        yield SearchDocument(
            id=str(UUID(int=chance.getrandbits(128))),
            name=f"{chance.choice(FIRST)} {chance.choice(rare).title()}",
            points=((town.lat + chance.gauss(0, 0.03), town.lon + chance.gauss(0, 0.03)),),
            text=f"{' '.join(words)} {town.name}",
            conditions=tuple(chance.sample(codes["condition"], chance.randint(1, 5))),
            methods=tuple(chance.sample(codes["method"], chance.randint(1, 2))),
            languages=tuple(chance.sample(codes["language"][:12], chance.randint(1, 3))),
            scopes=tuple(chance.sample(codes["scope"], chance.randint(1, 2))),
            delivery=tuple(chance.sample(codes["delivery"], chance.randint(1, 2))),
            country=town.country,
            accepts_new=chance.random() < 0.7,
            step_free=chance.random() < 0.4,
            price_band=chance.choice((None, 1, 2, 3)),
            insurance=chance.random() < 0.3,
            identifiers=(),
            confirmed=DAY - timedelta(days=chance.randint(0, 300)),
            verified_until=DAY + timedelta(days=chance.randint(30, 700)),
        )


def searches(seed: int) -> dict[str, list[SearchQuery]]:
    """200 searches by kind: 80 combined, 40 text, 30 place, 30 facets, 20 with a misspelled word."""
    chance = random.Random(seed)
    places = _places()
    sizes = list(accumulate(place.population for place in places))

    def near() -> dict:
        town = chance.choices(places, cum_weights=sizes)[0]
        return {
            "lat": town.lat,
            "lon": town.lon,
            "radius_km": chance.choice((10.0, 25.0, 50.0, 100.0)),
        }

    def text() -> dict:
        return {"q": " ".join(chance.sample(COMMON, chance.choice((1, 1, 2, 3))))}

    def facets() -> dict:
        return chance.choice(
            (
                {"conditions": ("lymphedema",)},
                {"conditions": ("scars", "lipedema"), "accepts_new": True},
                {"methods": ("vodder",), "languages": ("en", "de")},
                {"scopes": ("cdt",), "delivery": ("home",)},
            )
        )

    def best() -> dict:
        return {"ordering": "relevance"}

    return {
        "combined": [SearchQuery(**near(), **text(), **facets(), day=DAY) for _ in range(80)],
        "text": [SearchQuery(**text(), **best(), day=DAY) for _ in range(40)],
        "place": [SearchQuery(**near(), day=DAY) for _ in range(30)],
        "facets": [SearchQuery(**facets(), ordering="confirmed", day=DAY) for _ in range(30)],
        "typo": [SearchQuery(q=chance.choice(TYPOS), **best(), day=DAY) for _ in range(20)],
    }


def _places() -> list:
    gazetteer = load_gazetteer()
    return [place for place in gazetteer.places(COUNTRIES) if place.population >= 10_000]


def _rare_words(chance: random.Random, size: int) -> list[str]:
    words: set[str] = set()
    while len(words) < size:
        words.add("".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))))
    return sorted(words)
