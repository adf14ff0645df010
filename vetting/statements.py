"""The statement of reasons: what a decision rests on, and how to appeal (DSA Art. 17)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from directory.clearance import Quote, Reason, Statement
from directory.publishing import Facts, facts_of
from vetting.models import Assessment, Decision

APPEAL_DAYS = 180
"""Six months, as Art. 20 of the DSA gives."""

MOST_QUOTES = 6

SCOPE_WORDS = {
    "healthy": "Healthy lymph system",
    "compromised": "Compromised lymph system",
    "cdt": "Complete decongestive therapy (CDT)",
}


def passages_of(facts: Facts, assessment: Assessment | None) -> list[tuple[str, Quote]]:
    """What the engine marked in a text and could be quoted, as (key, quote), weightiest first.

    The key names the place; what speaks against comes before what supports.
    """
    if assessment is None:
        return []
    labels = {passage.name: passage.label for passage in facts.content.passages()}
    findings = sorted(assessment.findings, key=lambda one: one["polarity"])
    return [
        (
            key_of(finding),
            Quote(
                label=labels.get(finding["field"], finding["field"]),
                words=finding["quote"],
                explain=finding["explain"],
                clause=finding["clause"],
            ),
        )
        for finding in findings
        if finding["quote"].strip()
    ]


def key_of(finding: dict) -> str:
    return f"{finding['field']}:{finding['start']}:{finding['end']}"


def proposed(facts: Facts, assessment: Assessment | None) -> list[str]:
    """Keys of the passages that speak against a text: what a decision against it would quote."""
    if assessment is None:
        return []
    against = [one for one in assessment.findings if one["polarity"] < 0 and one["quote"].strip()]
    return [key_of(finding) for finding in against[:MOST_QUOTES]]


def quotes(facts: Facts, assessment: Assessment | None, chosen: Sequence[str]) -> tuple[Quote, ...]:
    """The chosen passages, each once, at most MOST_QUOTES."""
    passages = dict(passages_of(facts, assessment))
    return tuple(passages[key] for key in dict.fromkeys(chosen) if key in passages)[:MOST_QUOTES]


def appeal_end(decided_on: date) -> date:
    """The last day on which a decision of that day can be appealed."""
    return decided_on + timedelta(days=APPEAL_DAYS)


def labels_of(decision: Decision) -> tuple[str, ...]:
    """What a limit hides, as the owner knows it."""
    if not decision.hidden:
        return ()
    passages = facts_of(decision.case.revision_id).content.passages()
    labels = {passage.name: hidden_label(passage.name, passage.label) for passage in passages}
    return tuple(labels.get(name, name) for name in decision.hidden)


def hidden_label(name: str, label: str) -> str:
    """A passage as one that can be hidden; with the name of a service, all of it goes."""
    return f"{label} (all of it)" if name.endswith(".name") else label


def quotes_of(decision: Decision) -> tuple[Quote, ...]:
    return tuple(Quote(**quote) for quote in decision.quotes)


def reasons_of(decision: Decision) -> tuple[Reason, ...]:
    return tuple(Reason(**reason) for reason in decision.reasons)


def statement_of(decision: Decision) -> Statement:
    """The statement of a stored decision, as letters and pages show it."""
    return Statement(
        decision_id=decision.pk,
        facts=decision.facts,
        quotes=quotes_of(decision),
        software=decision.software,
        scopes=tuple(SCOPE_WORDS[scope] for scope in decision.scopes),
        hidden=labels_of(decision),
        due_on=decision.until if decision.outcome == Decision.Outcome.WARNED else None,
        appeal_until=decision.appeal_until,
        appeal_path=reverse("owner_decisions") if decision.restricts else "",
    )


def preview_of(
    *,
    outcome: str,
    facts: str,
    quoted: Iterable[Quote],
    software: bool,
    scopes: Sequence[str] = (),
    hidden: Sequence[str] = (),
    due_on: date | None = None,
) -> Statement:
    """The statement as it would be sent today."""
    restricts = outcome in Decision.RESTRICTIONS
    return Statement(
        facts=facts,
        quotes=tuple(quoted),
        software=software,
        scopes=tuple(scopes),
        hidden=tuple(hidden),
        due_on=due_on,
        appeal_until=appeal_end(timezone.localdate()) if restricts else None,
        appeal_path=reverse("owner_decisions") if restricts else "",
    )
