"""What the admin theme's pages lack for screen readers, put in as they are drawn.

The theme has no block for these attributes; copying its templates to add them would tie us to each of
its versions. `tests/look/test_admin_theme.py` says when a version draws them itself.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PUT_IN = (
    ('<div id="main" ', '<div id="main" role="main" '),
    (
        " data-simplebar data-simplebar-auto-hide",
        ' data-simplebar data-simplebar-aria-label="Rows" data-simplebar-auto-hide',
    ),
)
"""What the theme writes, and what is to stand there: the main part of a page; a name of its own for the
rows that can be scrolled, beside the menu that can be."""


@register.filter
def with_landmarks(drawn: str) -> SafeString:
    for theirs, ours in PUT_IN:
        drawn = drawn.replace(theirs, ours)
    return mark_safe(drawn)  # noqa: S308 - a template's output and attributes from here
