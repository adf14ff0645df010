"""The language of a page is in its address: `/practitioners/` is English, `/de/practitioners/` German.

No cookie and no header of the browser is asked, so an address says the same to everybody, may be
kept by a cache, and can be found in each language. Machines' addresses, the admin and the desk have
no prefix and speak English.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

OTHERS = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
ONE_LANGUAGE = ("/admin/", "/api/")
"""Where pages are English only."""

_PREFIX = re.compile(rf"/({'|'.join(OTHERS)})(?=/)")


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language of the interface. `path` is the shown page in it, `url` the same with the query."""

    code: str
    name: str
    path: str
    url: str


class LanguageMiddleware:
    """Speaks the language of the address for as long as it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(path: str) -> str:
    """The code of the language that a path of this site is in."""
    found = _PREFIX.match(path)
    return found[1] if found else settings.LANGUAGE_CODE


def path_in(path: str, language: str) -> str:
    """The same page in another language; paths differ by their prefix alone."""
    bare = _PREFIX.sub("", path, count=1)
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
            name=name,
            path=path_in(path, code),
            url=path_in(path, code) + (f"?{_query_in(query, code)}" if query else ""),
        )
        for code, name in settings.LANGUAGES
    ]


def _query_in(query: str, language: str) -> str:
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
