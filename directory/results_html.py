"""The whole results page, for most visitors from an outline (see `outlines`).

The outline of the page is drawn for a request that nobody made: no cookie, no account, no words. What
the visitor asked for goes into gaps. Whoever has a session gets the same template drawn for their own
request, since the head of the page is then theirs.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve

from directory.filters import ListingFilter
from directory.languages import languages_of, path_in, query_in
from directory.lengths import offered_radii
from directory.outlines import Outline, gap

TEMPLATE = "directory/results.html"
PAGES = 256
"""Remembered outlines of the page; one takes about 25 kB. A language has a few dozen in use."""

_COOKIES = ("messages",)
_TYPED = ("place", "q")


def results_html(request: HttpRequest, asked: ListingFilter, search: Mapping[str, str]) -> str:
    """The page that says `search` (see `results.search_page`)."""
    if _has_session(request) or settings.DEBUG or not _offered(asked):
        return render_to_string(TEMPLATE, {"search": search, "form": asked.form}, request)
    typed = {name: asked.data.get(name, "") for name in _TYPED}
    outline = _outline(
        request.path_info,
        bool(request.GET),
        str(asked.data["radius_km"]),
        asked.data.get("unit", ""),
        tuple(name for name, value in typed.items() if value),
        tuple(name for name, value in search.items() if value),
        request.LANGUAGE_CODE,
    )
    return outline.filled({**search, **_prefixed(typed), **_addresses(request)})


def _offered(asked: ListingFilter) -> bool:
    """Whether the form of this search is one of few."""
    usual, unit = offered_radii(), asked.data.get("unit", "")
    return asked.data.get("radius_km") in (*usual, *(offered_radii(unit) if unit else ()))


def _has_session(request: HttpRequest) -> bool:
    return any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, *_COOKIES))


def _prefixed(typed: Mapping[str, str]) -> dict[str, str]:
    return {f"typed_{name}": value for name, value in typed.items()}


def _addresses(request: HttpRequest) -> dict[str, str]:
    """The page in every language, as `languages_of` has it."""
    query, paths = request.META.get("QUERY_STRING", ""), _paths(request.path_info)
    if not query:
        return paths
    return {
        f"in_{code}": f"{paths[f'in_{code}']}?{query_in(query, code)}"
        for code, _name in settings.LANGUAGES
    }


@lru_cache(maxsize=16)
def _paths(path: str) -> dict[str, str]:
    return {f"in_{code}": path_in(path, code) for code, _name in settings.LANGUAGES}


@lru_cache(maxsize=PAGES)
def _outline(
    path: str,
    queried: bool,
    radius: str,
    unit: str,
    typed: tuple[str, ...],
    said: tuple[str, ...],
    language: str,
) -> Outline:
    """`queried`: whether the address has a query; `typed`: fields with something in them; `said`:
    names of `search` that have a value. None of these is a word of anybody's."""
    nobody = HttpRequest()
    nobody.method, nobody.path, nobody.path_info = "GET", path, path
    nobody.resolver_match = resolve(path)
    nobody.GET = QueryDict("query" if queried else "")
    fields = QueryDict(mutable=True)
    fields["radius_km"] = radius
    if unit:
        fields["unit"] = unit
    for name in typed:
        fields[name] = gap(f"typed_{name}")
    languages = [replace(one, url=gap(f"in_{one.code}")) for one in languages_of(nobody)]
    context = {
        "search": {name: gap(name) for name in said},
        "form": ListingFilter(fields, strict=False).form,
        "site_languages": languages,
    }
    return Outline(render_to_string(TEMPLATE, context, nobody))


def forget() -> None:
    """Draw the page anew."""
    _outline.cache_clear()
