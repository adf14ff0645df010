"""What a moderator typed, kept in the session until it is sent or dropped."""

from typing import Any

from django.http import HttpRequest

from vetting.models import ReviewCase

LEFT_OUT = {"csrfmiddlewaretoken", "act", "previewed", "content_sha256"}
MANY = {"scopes", "quotes", "hidden"}
"""Fields of which several values may be chosen."""

WRITTEN = ("reason_1", "reason_2", "reason_3", "facts", "answer", "note")
"""Fields of free words: what somebody would miss."""


def kept(request: HttpRequest, case: ReviewCase) -> dict[str, list[str]]:
    return request.session.get(_key(case), {})


def typed(request: HttpRequest, case: ReviewCase) -> dict[str, Any]:
    """The draft as initial values of a form."""
    draft = kept(request, case)
    return {name: values if name in MANY else values[-1] for name, values in draft.items()}


def keep(request: HttpRequest, case: ReviewCase) -> None:
    """What was typed outlives every answer: an error, a lost claim, a check recorded in between."""
    words = {name: values for name, values in request.POST.lists() if name not in LEFT_OUT}
    if words and request.POST.get("act") != "letter":
        for name in MANY:  # a browser sends nothing for boxes that were all cleared
            words.setdefault(name, [])
        request.session[_key(case)] = words


def drop(request: HttpRequest, case: ReviewCase, prefix: str = "") -> None:
    """Forget the draft, or the part of it whose names begin with `prefix`."""
    left = {
        name: values
        for name, values in kept(request, case).items()
        if prefix and not name.startswith(prefix)
    }
    if left:
        request.session[_key(case)] = left
    else:
        request.session.pop(_key(case), None)


def forget_proposed(request: HttpRequest, case: ReviewCase, proposed: dict[str, Any]) -> None:
    """Drop from the draft what was only proposed, so that a new proposal can take its place."""
    same = {
        name: value if isinstance(value, list) else [str(value)] for name, value in proposed.items()
    }
    request.session[_key(case)] = {
        name: values for name, values in kept(request, case).items() if values != same.get(name)
    }


def left_over(request: HttpRequest, case: ReviewCase) -> list[str]:
    """Words that were typed for a case which somebody else closed."""
    draft = kept(request, case)
    words = [draft[name][-1] for name in WRITTEN if draft.get(name)]
    return [one for one in words if one.strip()]


def _key(case: ReviewCase) -> str:
    return f"case:{case.pk}"
