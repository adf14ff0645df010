"""Where a results page leads on to: the same search with something changed."""

from functools import cache, lru_cache
from urllib.parse import quote_plus

from django.http import QueryDict
from django.urls import reverse

from directory.search.gazetteer import Place
from directory.templatetags.look import place_words


class Links:
    """Addresses made from the query of a results page, which is read and quoted once."""

    def __init__(self, address: QueryDict, language: str) -> None:
        """`language`: the one that is spoken."""
        self._language = language
        self._pairs = [
            (name, value, _quoted(name, value))
            for name, values in address.lists()
            for value in values
        ]

    def kept(self, *left_out: str) -> list[dict[str, str]]:
        """Name and value of everything but these and the page number, for a form to carry along."""
        left_out += ("page",)
        return [
            {"name": name, "value": value}
            for name, value, _both in self._pairs
            if value and name not in left_out
        ]

    def changed(self, **changes: str) -> str:
        """The query with these names set anew and without the page number."""
        left_out = {*changes, "page"}
        kept = [both for name, value, both in self._pairs if value and name not in left_out]
        return "?" + "&".join([*kept, *(_quoted(name, new) for name, new in changes.items())])

    def without(self, name: str, code: str) -> str:
        """The first page without this choice."""
        left_out = (name, code)
        kept = [
            both for had, value, both in self._pairs if (had, value) != left_out and had != "page"
        ]
        return self._to("results", kept)

    def page(self, number: int) -> str:
        """Another page of the same list."""
        turned = _quoted("page", str(number))
        pairs = [turned if name == "page" else both for name, _value, both in self._pairs]
        return self._to("results", pairs if turned in pairs else [*pairs, turned])

    def alert(self) -> str:
        """Where one asks to be told of new listings that fit."""
        left_out = ("page", "ordering")
        return self._to(
            "alert", [both for name, _value, both in self._pairs if name not in left_out]
        )

    def _to(self, name: str, pairs: list[str]) -> str:
        return f"{_path(name, self._language)}?{'&'.join(pairs)}"


def around(town: Place) -> str:
    """The query that looks around a town: the one spelling by which search engines know that page."""
    return f"?{_quoted('place', place_words(town))}"


def _quoted(name: str, value: str) -> str:
    # most values are codes and numbers, in which there is nothing to quote
    plain = value.isascii() and value.isalnum()
    return f"{_name(name)}={value if plain else quote_plus(value)}"


_name = lru_cache(maxsize=64)(quote_plus)
"""Parameters have few names, and what somebody wrote is none of them."""


@cache
def _path(name: str, language: str) -> str:
    return reverse(name)
