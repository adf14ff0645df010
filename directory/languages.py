"""A page's addresses in every language of the interface: they differ by a prefix of the path alone."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

OTHERS = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
ONE_LANGUAGE = ("/admin/", "/api/")
"""Where pages are English only."""

LOCALES = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR"}
"""What Open Graph calls the languages: it knows none without a country."""

POSTCODES = {
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "CA"),
    "es": ("ES",),
    "pt": ("BR", "PT"),
}
"""Countries whose postal codes a reader of a language means first; ISO alpha-2."""

PREFIX = re.compile(rf"/({'|'.join(OTHERS)})(?=/)")


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language of the interface. `path` is the shown page in it, `url` the same with the query."""

    code: str
    locale: str
    name: str
    path: str
    url: str


def path_in(path: str, language: str) -> str:
    """The same page in another language; paths differ by their prefix alone."""
    bare = PREFIX.sub("", path, count=1)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def languages_of(request: HttpRequest) -> list[Language]:
    """The page that was asked for in every language, its query kept; empty where there is only one."""
    path = request.path_info
    if path.startswith(ONE_LANGUAGE):
        return []
    query = request.META.get("QUERY_STRING", "")
    return [
        Language(
            code=code,
            locale=LOCALES[code],
            name=name,
            path=path_in(path, code),
            url=path_in(path, code) + (f"?{query_in(query, code)}" if query else ""),
        )
        for code, name in settings.LANGUAGES
    ]


def query_in(query: str, language: str) -> str:
    """The query; where it says which page comes next, that page is in the language too."""
    if "next=" not in query:
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(
        [
            (name, path_in(value, language) if name == "next" and value.startswith("/") else value)
            for name, value in pairs
        ]
    )
