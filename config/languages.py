"""The language of a page is in its address: `/practitioners/` is English, `/de/practitioners/` German.

No cookie and no header of the browser is asked, so an address says the same to everybody, may be
kept by a cache, and can be found in each language. Machines' addresses, the admin and the desk have
no prefix and speak English.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from directory.languages import PREFIX


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
    found = PREFIX.match(path)
    return found[1] if found else settings.LANGUAGE_CODE
