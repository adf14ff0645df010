"""From a seed to invented listings: content, clearance, and where they are."""

import random
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, permutations
from uuid import UUID

from config.synthetic import words
from directory.clearance import Clearance, ClearedCheck, ClearedCriterion
from directory.content import ListingContent, LocationContent, QualificationContent, ServiceContent
from directory.models import Term
from directory.search.gazetteer import Place, load_gazetteer

INVENTED_NAMES = 30_000
LEAST_POPULATION = 10_000
RUBRIC = "synthetic"
DECIDED_BY = "Nobody: synthetic data"
SCOPES = (("healthy",), ("healthy", "compromised"), ("healthy", "compromised", "cdt"))
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

Draw = Callable[[], float]
"""A number from 0 up to 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """One invented listing. A draft is just begun: it has no content and no clearance."""

    id: UUID
    name: str
    headline: str
    confirmed: date
    content: ListingContent | None = None
    clearance: Clearance | None = None


class Writer:
    """Writes the same listings for the same seed, day and vocabulary."""

    def __init__(self, *, seed: int, public_share: float, today: date) -> None:
        self._seed, self._public_share, self._today = seed, public_share, today
        self._places = [
            place
            for place in load_gazetteer().places(words.LANGUAGE_OF_COUNTRY)
            if place.population >= LEAST_POPULATION
        ]
        self._sizes = list(accumulate(place.population for place in self._places))
        self._names = _invented_names(INVENTED_NAMES)
        self._codes = {
            kind: tuple(Term.objects.of(kind).values_list("code", flat=True))
            for kind in ("condition", "method", "delivery")
        }

    def write(self, numbers: range) -> Iterator[Written]:
        """The listings of these numbers. Seeded by the first, so ask for the same ranges again."""
        chance = random.Random(f"{self._seed}:{numbers.start}")  # noqa: S311 - not for secrets
        towns = chance.choices(self._places, cum_weights=self._sizes, k=len(numbers))
        for number, town in zip(numbers, towns, strict=True):
            yield self._one(chance, number, town)

    def _one(self, chance: random.Random, number: int, town: Place) -> Written:
        draw, own_id = chance.random, id_of(self._seed, number)
        confirmed = self._today - timedelta(days=int(draw() * 300))
        if draw() >= self._public_share:
            return Written(own_id, self._person(draw), self._say("en", "headline", draw), confirmed)
        content = self._content(draw, town, own_id)
        clearance = self._clearance(draw, content)
        return Written(own_id, content.name, content.headline, confirmed, content, clearance)

    def _content(self, draw: Draw, town: Place, own_id: UUID) -> ListingContent:
        language = words.LANGUAGE_OF_COUNTRY[town.country]
        texts = {name: self._say(language, part, draw) for name, part in TEXTS.items()}
        conditions = _some(self._codes["condition"], draw, 5)
        return ListingContent(
            name=self._person(draw),
            profession="",
            website="",
            **texts,
            languages=(language, "en") if language != "en" and draw() < 0.4 else (language,),
            conditions=conditions,
            delivery=_some(self._codes["delivery"], draw, 2),
            accepts_new=draw() < 0.7,
            availability_note="",
            insurance=draw() < 0.3,
            insurance_note="",
            locations=(_location(town, draw),),
            services=(self._service(draw, language, conditions[:1], town.country),),
            qualifications=(_training(own_id, draw),),
        )

    def _person(self, draw: Draw) -> str:
        return f"{words.FIRST_NAMES[int(draw() * len(words.FIRST_NAMES))]} {_pick(self._names, draw())}"

    def _say(self, language: str, part: str, draw: Draw) -> str:
        said = _pick(_sayings(language, part), draw())
        if "{" not in said:
            return said
        return said.format(x=_pick(self._names, draw()), y=_pick(self._names, draw()))

    def _service(
        self, draw: Draw, language: str, conditions: tuple[str, ...], country: str
    ) -> ServiceContent:
        text = self._say(language, "service", draw)
        minutes = 30 + 15 * int(draw() * 4)
        price = f"{25 + 5 * int(draw() * 20)}.00" if draw() < 0.8 else None
        return ServiceContent(
            name=text.rstrip("."),
            method=_pick(self._codes["method"], draw()),
            description=text,
            duration_minutes=minutes,
            price=price,
            currency=words.CURRENCY_OF_COUNTRY.get(country, "EUR") if price else "",
            conditions=conditions,
        )

    def _clearance(self, draw: Draw, content: ListingContent) -> Clearance:
        decided = self._today - timedelta(days=int(draw() * 300))
        hours = content.qualifications[0].hours_total
        return Clearance(
            decision_id=0,
            decided_by=DECIDED_BY,
            decided_on=decided,
            until=self._today + timedelta(days=30 + int(draw() * 670)),
            scopes=SCOPES[int(draw() * 3)],
            rubric_version=RUBRIC,
            rubric_sha256="",
            criteria=(
                _technique_or_anatomy("technique", draw()),
                ClearedCriterion(
                    criterion="training",
                    level="meets",
                    score=80,
                    sentence="Synthetic: nobody looked at a paper.",
                    hours=hours,
                    checked=False,
                ),
                _technique_or_anatomy("anatomy", draw()),
            ),
            findings=(),
            checks=_not_checked(content.qualifications),
            not_checked=("Everything: this listing is synthetic.",),
            questions=(),
        )


def id_of(seed: int, number: int) -> UUID:
    """The id of a listing: a UUID of version 8 that ascends, so that tables grow at their end."""
    return UUID(int=(seed % 2**32 << 96) | _VERSION | _VARIANT | number)


def _some(codes: Sequence[str], draw: Draw, most: int) -> tuple[str, ...]:
    """One to `most` neighboring codes, so that choices come together as they do in life."""
    start = int(draw() * len(codes))
    return tuple(codes[(start + at) % len(codes)] for at in range(1 + int(draw() * most)))


def _pick(names: Sequence[str], share: float) -> str:
    """What stands in front is picked more often."""
    return names[int(share * share * len(names))]


def _location(town: Place, draw: Draw) -> LocationContent:
    return LocationContent(
        name="",
        line=f"Synthetic street {1 + int(draw() * 200)}",
        city=town.name.partition(",")[0],
        region=town.admin,
        postal_code="",
        country=town.country,
        lat=round(max(-90.0, min(90.0, town.lat + (draw() - 0.5) * 0.1)), 5),
        lon=round(max(-180.0, min(180.0, town.lon + (draw() - 0.5) * 0.1)), 5),
        precision="city",
        step_free=draw() < 0.4,
        access_note="",
        hours="",
    )


def _training(own_id: UUID, draw: Draw) -> QualificationContent:
    total = 100.0 + 10 * int(draw() * 12)
    return QualificationContent(
        id=str(own_id),
        kind="training",
        course="",
        title="Synthetic training",
        issuer="Synthetic school",
        identifier="",
        hours_theory=None,
        hours_practical=None,
        hours_total=total,
        scope="",
        issued=None,
        renewed=None,
        expires=None,
    )


def _not_checked(papers: Sequence[QualificationContent]) -> tuple[ClearedCheck, ...]:
    return tuple(
        ClearedCheck(
            qualification_id=paper.id,
            paper=paper.title,
            says=f"{paper.hours_total:g} h",
            how="Not checked: synthetic",
            outcome="not_checked",
            checked_by="",
            checked_on=None,
            good_until=None,
        )
        for paper in papers
    )


def _technique_or_anatomy(criterion: str, share: float) -> ClearedCriterion:
    return _CRITERIA[criterion][bisect((0.6, 0.9), share)]


_CRITERIA = {
    criterion: [
        ClearedCriterion(
            criterion=criterion,
            level=level,
            score=score,
            sentence="Synthetic: nobody read this text.",
        )
        for level, score in (("meets", 80), ("partial", 50), ("absent", 0))
    ]
    for criterion in ("technique", "anatomy")
}


@cache
def _sayings(language: str, part: str) -> tuple[str, ...]:
    """Every text that the sentences of a part make."""
    pool = words.BY_LANGUAGE[language][part]
    return tuple(" ".join(chosen) for chosen in permutations(pool, SENTENCES.get(part, 1)))


@cache
def _invented_names(size: int) -> tuple[str, ...]:
    chance = random.Random(0)  # noqa: S311 - not for secrets
    made: dict[str, None] = {}
    while len(made) < size:
        syllables = chance.choices(words.SYLLABLES, k=chance.randint(2, 4))
        made["".join(syllables).capitalize()] = None
    return tuple(made)
