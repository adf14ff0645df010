"""What a clearance keeps in English, in the language of the reader.

A clearance is frozen when a person decides, in the words of the rubric and of the review. The rubric's
sentences are looked up as they stand; those made around a name or a number are known by their shape.
"""

import re

from django.utils.translation import gettext, gettext_noop

_SHAPES = tuple(
    (re.compile(shape, re.DOTALL), words)
    for shape, words in (
        (
            r"(?P<paper>.+): stated by the owner, not checked\. Ask to see it\.",
            gettext_noop("%(paper)s: stated by the owner, not checked. Ask to see it."),
        ),
        (
            (
                r"A person read this as (?P<person>[a-z ]+)\. "
                r"Software had read it as (?P<software>[a-z ]+); the person decides\."
            ),
            gettext_noop(
                "A person read this as “%(person)s”. Software had read it as “%(software)s”; the person decides."
            ),
        ),
        (
            r"(?P<theory>[\d.]+) theory, (?P<practice>[\d.]+) practice",
            gettext_noop("%(theory)s theory, %(practice)s practice"),
        ),
        (r"issued (?P<year>\d{4})", gettext_noop("issued %(year)s")),
        (
            r"Looked up in the public register: (?P<source>.+)",
            gettext_noop("Looked up in the public register: %(source)s"),
        ),
        (
            r"Asked the school or issuer: (?P<source>.+)",
            gettext_noop("Asked the school or issuer: %(source)s"),
        ),
        (r"Read the document: (?P<source>.+)", gettext_noop("Read the document: %(source)s")),
    )
)

FIXED = (
    gettext_noop("Nobody from here has watched a treatment."),
    gettext_noop("Results. Studies of the method disagree, and no listing may promise them."),
    gettext_noop("A person checked the training on paper."),
    gettext_noop("A part of this text is not shown until its owner has changed it."),
    gettext_noop("Not checked. Ask to see it"),
    gettext_noop("Looked up in the public register"),
    gettext_noop("Asked the school or issuer"),
    gettext_noop("Read the document"),
)
"""Sentences of the review that have no gap; listed so that the catalogs hold them."""

_LEVELS = {
    "shown": gettext_noop("Shown"),
    "partly shown": gettext_noop("Partly shown"),
    "not shown": gettext_noop("Not shown"),
    "speaks against": gettext_noop("Speaks against"),
}


def in_words(sentence: str) -> str:
    """A kept sentence in the reader's language; what is not known passes unchanged."""
    if not sentence:
        return ""
    for shape, words in _SHAPES:
        found = shape.fullmatch(sentence)
        if found:
            parts = {
                name: gettext(_LEVELS.get(part, part)) for name, part in found.groupdict().items()
            }
            return gettext(words) % parts
    return gettext(sentence)


def in_words_each(parts: str) -> str:
    """The same for what was joined by full stops, such as hours, year and issuer of a paper."""
    return ". ".join(_shaped(part) for part in parts.split(". "))


def _shaped(part: str) -> str:
    return in_words(part) if any(shape.fullmatch(part) for shape, _words in _SHAPES) else part
