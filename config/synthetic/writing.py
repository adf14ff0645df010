"""From a seed to invented listings: what fills the gaps of their stencils."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, permutations
from typing import Any
from uuid import UUID

import numpy as np

from config.synthetic import words
from directory.content import ServiceContent
from directory.models import Term
from directory.prices import band_of
from directory.search.gazetteer import Place, load_gazetteer

INVENTED_NAMES = 30_000
LEAST_POPULATION = 10_000
SCOPES = (("healthy",), ("healthy", "compromised"), ("healthy", "compromised", "cdt"))
LEVELS = (("meets", "80"), ("partial", "50"), ("absent", "0"))
_VERSION, _VARIANT = 8 << 76, 2 << 62

TEXTS = {
    "headline": "headline",
    "about": "about",
    "approach_hands": "hands",
    "approach_structures": "structures",
    "approach_limits": "limits",
    "approach_difference": "difference",
    "training_note": "training",
}
SENTENCES = {"about": 3, "hands": 2}
"""How many make a text of that kind; all others have one."""

TELLINGS = 40
"""Times that a text with a gap for a name is told, each with other names."""


class Writer:
    """Writes the same listings for the same seed, day and vocabulary."""

    def __init__(self, *, seed: int, public_share: float, today: date) -> None:
        self._seed, self._public_share = seed, public_share
        places = [
            place
            for place in load_gazetteer().places(words.LANGUAGE_OF_COUNTRY)
            if place.population >= LEAST_POPULATION
        ]
        self._towns = [_town(place) for place in places]
        self._sizes = np.array(list(accumulate(place.population for place in places)), dtype=float)
        self._names = np.array(_invented_names(INVENTED_NAMES), dtype=object)
        codes = {
            kind: tuple(Term.objects.of(kind).values_list("code", flat=True))
            for kind in ("condition", "method", "delivery")
        }
        self._conditions = _choices(codes["condition"], 5)
        self._delivery = _choices(codes["delivery"], 2)
        self._methods = codes["method"]
        self._days = {days: (today + timedelta(days)).isoformat() for days in range(-301, 702)}

    def write(self, numbers: range) -> Iterator[dict[str, Any]]:
        """What fills the gaps of each listing. Seeded by the first number: ask for the same ranges again.

        A draft has only id, name and headline. `public` says which it is; texts are plain, those that
        JSON must escape stand under `json` besides.
        """
        count = len(numbers)
        draw = np.random.default_rng([self._seed, numbers.start]).random
        towns = np.searchsorted(self._sizes, draw(count) * self._sizes[-1], side="right").tolist()
        names = self._people(draw(count), draw(count))
        public = (draw(count) < self._public_share).tolist()
        chosen = {name: draw(count).tolist() for name in _DRAWN}
        columns = zip(*chosen.values(), strict=True)
        for number, town, name, shown, drawn in zip(
            numbers, towns, names, public, columns, strict=True
        ):
            own_id = dashed_id(self._seed, number)
            if shown:
                yield self._listing(own_id, name, self._towns[town], drawn)
            else:
                text, _escaped = _pick("en", "headline", drawn[0])
                yield {"public": False, "id": own_id, "name": name, "headline": text}

    def _listing(
        self, own_id: str, name: str, town: dict[str, Any], drawn: tuple[float, ...]
    ) -> dict[str, Any]:
        texts, json_texts = {}, {}
        language = town["language"]
        for part, share in zip(words.PARTS, drawn, strict=False):
            texts[part], json_texts[part] = _pick(language, part, share)
        (
            both,
            where,
            north,
            east,
            street,
            flags,
            menu,
            paid,
            price,
            method,
            delivery,
            hours,
            days,
            until,
            scope,
            technique,
            anatomy,
        ) = drawn[len(words.PARTS) :]
        condition = self._conditions[int(where * len(self._conditions))]
        bits = int(flags * 100)
        minutes = 30 + 15 * int(menu * 4)
        asked = f"{25 + 5 * int(price * 20)}.00" if paid < 0.8 else None
        currency = town["currency"] if asked else ""
        total = 100 + 10 * int(hours * 12)
        technique_level, technique_score = _level(technique)
        anatomy_level, anatomy_score = _level(anatomy)
        values = {
            "public": True,
            "id": own_id,
            "name": name,
            **texts,
            "service_name": texts["service"].rstrip("."),
            "languages_of": (language, "en") if language != "en" and both < 0.4 else (language,),
            "conditions_of": condition["codes"],
            "delivery_of": self._delivery[int(delivery * len(self._delivery))]["codes"],
            "line": f"Synthetic street {1 + int(street * 200)}",
            "city": town["city"],
            "region": town["region"],
            "country": town["country"],
            "lat": repr(round(max(-90.0, min(90.0, town["lat"] + (north - 0.5) * 0.1)), 5)),
            "lon": repr(round(max(-180.0, min(180.0, town["lon"] + (east - 0.5) * 0.1)), 5)),
            "accepts_new": bits % 10 < 7,
            "insurance": bits // 10 < 3,
            "step_free": (bits * 7 + 3) % 10 < 4,
            "method": self._methods[int(method * method * len(self._methods))],
            "minutes": minutes,
            "price": asked,
            "currency": currency,
            "hours": f"{total}.0",
            "confirmed": self._days[-int(days * 300)],
            "decided": self._days[-int((days * 7.3) % 1 * 300)],
            "until": self._days[30 + int(until * 670)],
        }
        values["json"] = {
            **values,
            **json_texts,
            "service_name": json_texts["service"].rstrip("."),
            "city": town["city_json"],
            "region": town["region_json"],
            "languages": _list(values["languages_of"]),
            "conditions": condition["json"],
            "first": condition["first"],
            "all_conditions": condition["sorted"],
            "delivery": _list(values["delivery_of"]),
            "accepts_new": _TRUTH[values["accepts_new"]],
            "insurance": _TRUTH[values["insurance"]],
            "step_free": _TRUTH[values["step_free"]],
            "price": f'"{asked}"' if asked else "null",
            "band": _band(minutes, asked, currency),
            "hours_said": total,
            "scopes": _list(SCOPES[int(scope * 3)]),
            "technique_level": technique_level,
            "technique_score": technique_score,
            "anatomy_level": anatomy_level,
            "anatomy_score": anatomy_score,
        }
        return values

    def _people(self, first: np.ndarray, last: np.ndarray) -> list[str]:
        """Names; those that stand in front are given more often."""
        given = np.array([f"{name} " for name in words.FIRST_NAMES], dtype=object)
        picked = (last * last * len(self._names)).astype(int)
        return (given[(first * len(given)).astype(int)] + self._names[picked]).tolist()


def id_of(seed: int, number: int) -> UUID:
    """The id of a listing: a UUID of version 8 that ascends, so that tables grow at their end."""
    return UUID(int=(seed % 2**32 << 96) | _VERSION | _VARIANT | number)


def dashed_id(seed: int, number: int) -> str:
    """The same as text, without the cost of a UUID."""
    low = f"{_VARIANT | number:016x}"
    return f"{seed % 2**32:08x}-0000-8000-{low[:4]}-{low[4:]}"


_TRUTH = {True: "true", False: "false"}
_DRAWN = (
    *words.PARTS,
    *[
        "both",
        "where",
        "north",
        "east",
        "street",
        "flags",
        "menu",
        "paid",
        "price",
        "method",
        "delivery",
        "hours",
        "days",
        "until",
    ],
    *["scope", "technique", "anatomy"],
)


def _town(place: Place) -> dict[str, Any]:
    city = place.name.partition(",")[0]
    return {
        "city": city,
        "city_json": _quoted(city),
        "region": place.admin,
        "region_json": _quoted(place.admin),
        "country": place.country,
        "language": words.LANGUAGE_OF_COUNTRY[place.country],
        "currency": words.CURRENCY_OF_COUNTRY.get(place.country, "EUR"),
        "lat": place.lat,
        "lon": place.lon,
    }


def _choices(codes: Sequence[str], most: int) -> list[dict[str, Any]]:
    """One to `most` neighboring codes, so that choices come together as they do in life."""
    return [
        {
            "codes": some,
            "json": _list(some),
            "first": _list(some[:1]),
            "sorted": _list(tuple(sorted(some))),
        }
        for start in range(len(codes))
        for size in range(1, most + 1)
        for some in [tuple(codes[(start + at) % len(codes)] for at in range(size))]
    ]


def _level(share: float) -> tuple[str, str]:
    return LEVELS[(share >= 0.6) + (share >= 0.9)]


@cache
def _list(codes: tuple[str, ...]) -> str:
    return json.dumps(codes, separators=(",", ":"))


@cache
def _band(minutes: int, price: str | None, currency: str) -> str:
    """The price band of a menu with this one service, as JSON."""
    service = ServiceContent(
        name="",
        method="",
        description="",
        duration_minutes=minutes,
        price=price,
        currency=currency,
        conditions=(),
    )
    return json.dumps(band_of([service]))


def _pick(language: str, part: str, share: float) -> tuple[str, str]:
    pool = _sayings(language, part)
    return pool[int(share * len(pool))]


@cache
def _sayings(language: str, part: str) -> list[tuple[str, str]]:
    """Texts that the sentences of a part make, plain and as JSON escapes them."""
    chance = random.Random(f"{language}:{part}")  # noqa: S311 - not for secrets
    names = _invented_names(INVENTED_NAMES)
    pool = words.BY_LANGUAGE[language][part]
    said = []
    size = SENTENCES.get(part, 1)
    for chosen in permutations(pool, size):
        text = " ".join(chosen)
        again = "{" in text or part in words.CLOSED
        for _ in range((TELLINGS if size < 3 else 2) if again else 1):
            told = text
            if part in words.CLOSED:
                told += f" {chance.choice(words.CLOSINGS[language])}"
            said.append(told.format(x=chance.choice(names), y=chance.choice(names)))
    return [(text, _quoted(text)) for text in said]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


@cache
def _invented_names(size: int) -> tuple[str, ...]:
    chance = random.Random(0)  # noqa: S311 - not for secrets
    made: dict[str, None] = {}
    while len(made) < size:
        syllables = chance.choices(words.SYLLABLES, k=chance.randint(2, 4))
        made["".join(syllables).capitalize()] = None
    return tuple(made)
