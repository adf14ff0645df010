"""Leave to publish: who cleared a revision, on which rubric, for what scope, until when.

`directory` asks for a Clearance and keeps it; it does not know how one is earned. The evidence in it
is plain data, so that a public listing can be shown in full while vetting is out of service.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ClearedCriterion:
    """One of technique, training, anatomy as a person confirmed it.

    `level` is meets, partial, absent or contradicts; `score` 0 to 100; `hours` of training shown.
    """

    criterion: str
    level: str
    score: int
    sentence: str
    hours: float | None = None
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class ClearedFinding:
    """A passage of the published text: `content[field][start:end] == quote`, in code points."""

    criterion: str
    status: str
    polarity: int
    field: str
    start: int
    end: int
    quote: str
    explain: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class ClearedCheck:
    """One paper: what it says, how and by whom it was checked, when, and until when it is good.

    `outcome` is confirmed, document_seen, not_confirmed or not_checked.
    """

    qualification_id: str
    paper: str
    says: str
    how: str
    outcome: str
    checked_by: str
    checked_on: date | None
    good_until: date | None


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """Made by vetting only, after a person decided; `until` is the last day of validity."""

    decision_id: int
    decided_by: str
    decided_on: date
    until: date
    scopes: tuple[str, ...]
    rubric_version: str
    rubric_sha256: str
    criteria: tuple[ClearedCriterion, ...]
    findings: tuple[ClearedFinding, ...]
    checks: tuple[ClearedCheck, ...]
    not_checked: tuple[str, ...]
    questions: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.until < self.decided_on:
            raise ValueError("a clearance cannot end before it begins")
        if not self.scopes:
            raise ValueError("a clearance names at least one scope")

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, dates as ISO 8601."""
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Clearance":
        """The clearance that `as_dict` wrote. Raises KeyError or ValueError on anything else."""
        checks = tuple(
            ClearedCheck(
                **{
                    **check,
                    "checked_on": _date(check["checked_on"]),
                    "good_until": _date(check["good_until"]),
                }
            )
            for check in data["checks"]
        )
        return cls(
            **{
                **data,
                "decided_on": date.fromisoformat(data["decided_on"]),
                "until": date.fromisoformat(data["until"]),
                "scopes": tuple(data["scopes"]),
                "criteria": tuple(ClearedCriterion(**item) for item in data["criteria"]),
                "findings": tuple(ClearedFinding(**item) for item in data["findings"]),
                "checks": checks,
                "not_checked": tuple(data["not_checked"]),
                "questions": tuple(data["questions"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a decision was taken: a stable code, the rubric's clause, and words for the owner."""

    code: str
    clause: str
    text: str


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
