"""The clauses a decision can stand on: those of the rubric, and three on what a listing states.

The rubric judges words on technique, training and anatomy. Whether an address is right or a paper is
somebody's own is not its subject, so these three stand beside it, under V, on the same page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from vetting.versions import shown_rubric


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A clause: its id, what it is about, its title, its text."""

    id: str
    criterion: str
    title: str
    text: str


STATEMENTS = (
    Ground(
        id="V.1",
        criterion="facts",
        title=gettext_noop("What is stated is so, today"),
        text=gettext_noop(
            "Name, place, hours, prices and services are right on the day a patient reads them."
        ),
    ),
    Ground(
        id="V.2",
        criterion="facts",
        title=gettext_noop("Papers are one's own and can be confirmed"),
        text=gettext_noop(
            "A paper that is named belongs to the person who names it, and its source does not deny it."
        ),
    ),
    Ground(
        id="V.3",
        criterion="facts",
        title=gettext_noop("Questions are answered"),
        text=gettext_noop(
            "An owner who is asked about a listing answers by the day that the letter names."
        ),
    ),
)


def grounds() -> tuple[Ground, ...]:
    """Every clause that a reason may name, the rubric's first."""
    rubric = tuple(
        Ground(id=one.id, criterion=one.criterion, title=one.title, text=one.text)
        for one in shown_rubric().clauses
    )
    return (*rubric, *STATEMENTS)
