"""The name of a browser and its system, from the line with which it introduces itself.

The line itself is long, says little to people, and is whatever a stranger's program sent; so it is
read for a few known names and never shown.
"""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("Opera", ("OPR/", "OPT/")),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/")),
    ("Safari", ("Version/",)),
)
"""Name and marks; the first that fits, because most also claim to be Chrome and Safari."""
SYSTEMS = (
    ("iPhone", ("(iPhone",)),
    ("iPad", ("(iPad",)),
    ("Android", ("Android",)),
    ("Windows", ("Windows NT",)),
    ("macOS", ("(Macintosh",)),
    ("ChromeOS", ("CrOS",)),
    ("Linux", ("Linux",)),
)


def browser_of(introduction: str) -> str:
    """As "Firefox on Linux"; the browser alone where its system is not known, else "another browser"."""
    browser, system = _first(BROWSERS, introduction), _first(SYSTEMS, introduction)
    if not browser:
        return _("Another browser")
    return (
        _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        if system
        else browser
    )


def _first(known: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str:
    return next((name for name, marks in known if any(mark in text for mark in marks)), "")
