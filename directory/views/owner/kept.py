"""Text that was typed while the session had ended: kept through the log-in, then shown again."""

from django.http import HttpRequest, QueryDict

from directory.limits import Limit, TooOften, visitor

LIMIT = 150_000
"""Characters of one form as it is sent; the longest step fits, in any script."""
FROM_ONE_VISITOR = Limit("typed", times=20, seconds=3600)

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "then"})


def put_aside(request: HttpRequest, slug: str) -> bool:
    """Keep what was posted to a step in the visitor's session; False when it is too much or too often."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in LEFT_OUT:
            typed.setlist(name, values)
    text = typed.urlencode()
    if len(text) > LIMIT:
        return False
    try:
        FROM_ONE_VISITOR.count(visitor(request))
    except TooOften:
        return False
    request.session[_key(slug)] = text
    return True


def take_up(request: HttpRequest, slug: str, listing_id: str) -> QueryDict | None:
    """What was put aside for this step, once. None for another person's text or for nothing."""
    text = request.session.pop(_key(slug), "")
    typed = QueryDict(text)
    return typed if text and typed.get("listing") == listing_id else None


def _key(slug: str) -> str:
    return f"typed:{slug}"
