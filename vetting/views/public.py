"""How we verify: the rubric for people and for machines, from the same file the engine reads."""

from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from directory.evidence import TITLES
from directory.kept_words import in_words
from vetting.engine import Clause
from vetting.terms import STATEMENTS, Ground
from vetting.versions import shown_rubric

NAMES = {"red_flag": "safety"}
"""What addresses say where the rubric has a name of its own."""

HEADINGS = TITLES | {"red_flag": gettext_lazy("Safety")}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a clause comes from; `url` is empty for a source that has no address."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ClauseView:
    """A clause as the page shows it; `rules` is how many rules refer to it."""

    id: str
    criterion: str
    heading: str
    title: str
    text: str
    sources: tuple[Source, ...]
    rules: int


@require_safe
def what_is_mld(request: HttpRequest) -> HttpResponse:
    """What MLD is and is not, with the questions that the rubric has for any therapist."""
    asked = shown_rubric().wording["question"].values()
    context = {"questions": [in_words(one) for one in chain.from_iterable(asked)]}
    response = render(request, "vetting/what_is_mld.html", context)
    patch_cache_control(response, private=True, max_age=300)
    return response


@require_safe
def how_we_vet(request: HttpRequest) -> HttpResponse:
    rubric = shown_rubric()
    shown = {
        "version": rubric.version,
        "sha256": rubric.sha256,
        "clauses": [_clause(clause) for clause in rubric.clauses],
        "courses": rubric.courses,
        "changelog": rubric.changelog,
    }
    context = {"rubric": shown, "statements": [_statement(ground) for ground in STATEMENTS]}
    response = render(request, "vetting/how_we_vet.html", context)
    patch_cache_control(response, private=True, max_age=300)
    return response


@require_safe
@conditional_page
def rubric_json(request: HttpRequest) -> HttpResponse:
    """The rubric as one file to keep or to compare."""
    response = JsonResponse(shown_rubric().as_dict(), json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _clause(clause: Clause) -> ClauseView:
    return ClauseView(
        id=clause.id,
        criterion=NAMES.get(clause.criterion, clause.criterion),
        heading=str(HEADINGS[clause.criterion]),
        title=in_words(clause.title),
        text=in_words(clause.text),
        sources=tuple(_source(source) for source in clause.sources),
        rules=len(clause.rules),
    )


def _statement(ground: Ground) -> Ground:
    return replace(ground, title=in_words(ground.title), text=in_words(ground.text))


def _source(source: str) -> Source:
    address = urlsplit(source)
    if address.scheme in {"http", "https"}:
        return Source(label=(address.hostname or source).removeprefix("www."), url=source)
    return Source(label=source, url="")
