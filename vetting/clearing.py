"""From a decision to the clearance that directory keeps and shows."""

from django.utils import timezone

from directory.clearance import Clearance, ClearedCheck, ClearedCriterion, ClearedFinding
from directory.evidence import word_of
from directory.publishing import Facts
from vetting.models import Assessment, Check, Decision

NEVER_CHECKED = (
    "Nobody from here has watched a treatment.",
    "Results. Studies of the method disagree, and no listing may promise them.",
)


def clearance_of(
    facts: Facts, assessment: Assessment, decision: Decision, checks: dict[str, Check]
) -> Clearance:
    """What the public may read of a verification: evidence, checks, and what was not checked."""
    papers = facts.content.qualifications
    unchecked = [paper for paper in papers if paper.id not in checks]
    return Clearance(
        decision_id=decision.pk,
        decided_by=decision.decided_by_name,
        decided_on=timezone.localdate(decision.decided_at),
        until=decision.until,
        scopes=tuple(decision.scopes),
        rubric_version=assessment.rubric_version,
        rubric_sha256=assessment.rubric_sha256,
        criteria=tuple(
            _criterion(result, decision, checks) for result in assessment.output["criteria"]
        ),
        findings=cleared_findings(assessment),
        checks=tuple(_check(paper, checks.get(paper.id)) for paper in papers),
        not_checked=(
            *NEVER_CHECKED,
            *(
                f"{_paper(paper)}: stated by the owner, not checked. Ask to see it."
                for paper in unchecked
            ),
        ),
        questions=tuple(assessment.output["questions"]),
        language=assessment.output["language"] or "",
    )


def cleared_findings(assessment: Assessment) -> tuple[ClearedFinding, ...]:
    """The engine's findings as the edition of a text takes them."""
    return tuple(
        ClearedFinding(
            criterion=finding["criterion"],
            status=finding["status"],
            polarity=finding["polarity"],
            field=finding["field"],
            start=finding["start"],
            end=finding["end"],
            quote=finding["quote"],
            explain=finding["explain"],
            clause=finding["clause"],
        )
        for finding in assessment.findings
    )


def _criterion(result: dict, decision: Decision, checks: dict[str, Check]) -> ClearedCriterion:
    name = result["criterion"]
    level = decision.levels.get(name, result["level"])
    return ClearedCriterion(
        criterion=name,
        level=level,
        score=result["score"],
        sentence=result["summary"] if level == result["level"] else _read_otherwise(level, result),
        hours=result["hours"],
        checked=name == "training" and bool(checks),
    )


def _read_otherwise(level: str, result: dict) -> str:
    """A person overruled the software: both readings are said, and who decided."""
    person, software = (word_of(one)[0].lower() for one in (level, result["level"]))
    if result["criterion"] == "training" and level == "meets":
        return "A person checked the training on paper."
    return (
        f"A person read this as {person}. Software had read it as {software}; the person decides."
    )


def _check(paper, check: Check | None) -> ClearedCheck:
    return ClearedCheck(
        qualification_id=paper.id,
        paper=_paper(paper),
        says=_says(paper),
        how=_how(check) if check else "Not checked. Ask to see it",
        outcome=check.outcome if check else "not_checked",
        checked_by=check.checked_by_name if check else "",
        checked_on=check.checked_on if check else None,
        good_until=(check.good_until or paper.expires) if check else None,
    )


def _how(check: Check) -> str:
    how = check.get_method_display()
    return f"{how}: {check.primary_source}" if check.primary_source else how


def _paper(paper) -> str:
    kinds = {"licence": "Licence", "membership": "Membership", "insurance": "Insurance"}
    return paper.title or kinds.get(paper.kind, "Training")


def _says(paper) -> str:
    parts = []
    if paper.hours_total:
        parts.append(f"{paper.hours_total:g} h")
    if paper.hours_theory and paper.hours_practical:
        parts.append(f"{paper.hours_theory:g} theory, {paper.hours_practical:g} practice")
    if paper.issued:
        parts.append(f"issued {paper.issued.year}")
    if paper.issuer:
        parts.append(paper.issuer)
    return ". ".join(parts)
