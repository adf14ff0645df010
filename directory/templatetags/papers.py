"""Template filters of papers and their documents."""

from django import template

from directory.models import EvidenceDocument
from directory.uploads import SENTENCES

register = template.Library()


@register.filter
def why_not_taken(document: EvidenceDocument) -> str:
    """The sentence that says why a file was refused and what to do; "" for one that was not."""
    return str(SENTENCES.get(document.refused_for, ""))
