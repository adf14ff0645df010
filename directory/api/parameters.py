"""How the schema describes the search parameters of `directory.filters`."""

from django_countries import countries
from drf_spectacular.utils import OpenApiParameter

from directory.filters import (
    ORDERINGS,
    PAGE_MOST,
    PAGE_SIZE,
    PAGE_SIZE_MOST,
    RADIUS_KM,
    RADIUS_LEAST,
    RADIUS_MOST,
    VOCABULARY_FACETS,
)
from directory.prices import BANDS, HIGH, LOW
from directory.search.postcodes import COUNTRIES as CODED
from directory.wording import vocabulary

HELP = {
    "condition": "Need or diagnosis. Several are joined by OR.",
    "method": "School or method. Several are joined by OR.",
    "language": "Language of treatment. Several are joined by OR.",
    "scope": "What the checked training covers. Several are joined by OR.",
    "delivery": "Where the treatment takes place. Several are joined by OR.",
}


def _one(name: str, description: str, schema: dict) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description)


def _several(name: str) -> OpenApiParameter:
    schema = {
        "type": "array",
        "items": {"type": "string", "enum": list(vocabulary(name))},
        "minItems": 1,
    }
    return OpenApiParameter(
        name,
        schema,
        OpenApiParameter.QUERY,
        description=HELP[name],
        explode=True,
        style="form",
    )


SEARCH_PARAMETERS = [
    _one(
        "q",
        "Words; all must be found. Typing errors and other spellings count. A whole certificate number finds its owner.",
        {"type": "string", "maxLength": 200},
    ),
    _one(
        "place",
        'Town, "town, country" or postal code of '
        f"{', '.join(CODED)}. Not together with `lat` and `lon`.",
        {"type": "string", "minLength": 1, "maxLength": 120, "example": "Lyon"},
    ),
    _one("lat", "Degrees north. Needs `lon`.", {"type": "number", "minimum": -90, "maximum": 90}),
    _one("lon", "Degrees east. Needs `lat`.", {"type": "number", "minimum": -180, "maximum": 180}),
    _one(
        "radius_km",
        f"Kilometers around the place; {RADIUS_KM:g} when it is left out. No answer is in miles.",
        {"type": "number", "minimum": RADIUS_LEAST, "maximum": RADIUS_MOST},
    ),
    *(_several(name) for name in VOCABULARY_FACETS),
    _one(
        "country",
        "ISO 3166-1 alpha-2 code of the first location.",
        {"type": "string", "enum": [code for code, _name in countries]},
    ),
    _one("accepts_new", "Whether new clients are taken.", {"type": "boolean"}),
    _one("step_free", "Whether a location is step-free.", {"type": "boolean"}),
    _one("insurance", "Whether health insurance can pay.", {"type": "boolean"}),
    OpenApiParameter(
        "price_band",
        {"type": "array", "items": {"type": "string", "enum": list(BANDS)}, "minItems": 1},
        OpenApiParameter.QUERY,
        description=(
            f"What the cheapest hour costs in the listing's own currency: `1` up to {LOW}, `2` up to "
            f"{HIGH}, `3` more. Several are joined by OR."
        ),
        explode=True,
        style="form",
    ),
    _one(
        "ordering",
        "`distance` needs a place. Left out: distance with a place, else relevance with words, else confirmed.",
        {"type": "string", "enum": list(ORDERINGS)},
    ),
    _one("page", "Counts from 1.", {"type": "integer", "minimum": 1, "maximum": PAGE_MOST}),
    _one(
        "page_size",
        f"{PAGE_SIZE} when it is left out.",
        {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_MOST},
    ),
]
