"""The advisor of owners: what the engine says of a working copy, as directory asks for it."""

from django.utils import timezone

from directory.publishing import (
    Advice,
    CriterionAdvice,
    ListingContent,
    PassageAdvice,
)
from vetting.assessing import preview

MARKS = {1: "supports", -1: "against", 0: "not_counted"}


def advise(content: ListingContent) -> Advice:
    """Advice from the rubric, not a decision. Nothing is stored."""
    answer = preview(content, as_of=timezone.localdate())
    return Advice(
        criteria=tuple(
            CriterionAdvice(criterion=item.criterion, level=item.level, sentence=item.summary)
            for item in answer.criteria
        ),
        passages=tuple(
            PassageAdvice(
                field=finding.field,
                quote=finding.quote,
                mark=MARKS[finding.polarity],
                sentence=finding.explain,
            )
            for finding in answer.findings
        ),
        missing=answer.advice,
        warnings=answer.contradictions,
        unread="" if answer.read else (answer.unread_reason or ""),
    )
