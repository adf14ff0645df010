"""Leave to publish: who cleared a revision, on which rubric, for what scope, until when.

`directory` asks for a Clearance and keeps it; it does not know how one is earned. The evidence in it
is plain data, so that a public listing can be shown in full while vetting is out of service.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

PART_NOT_SHOWN = "A part of this text is not shown until its owner has changed it."


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
    language: str = ""
    """BCP 47 tag of the language that the text was read in; empty where software read none."""
    hidden: tuple[str, ...] = ()
    """Names of passages that are not shown until the owner has changed them and a person agreed."""

    def __post_init__(self) -> None:
        if self.until < self.decided_on:
            raise ValueError("a clearance cannot end before it begins")
        if not self.scopes:
            raise ValueError("a clearance names at least one scope")

    def trace(self) -> dict[str, Any]:
        """What an event keeps of it: last day, scopes and rubric, as codes."""
        return {
            "until": self.until.isoformat(),
            "scopes": list(self.scopes),
            "rubric": self.rubric_version,
        }

    def limited(self, *, scopes: Sequence[str], hidden: Sequence[str]) -> "Clearance":
        """This clearance for fewer scopes, or without some passages and what was found in them.

        Raises ValueError when a scope is added, or when nothing gets less.
        """
        if set(scopes) - set(self.scopes):
            raise ValueError("a limit cannot add a scope")
        kept = tuple(scope for scope in self.scopes if scope in scopes)
        away = tuple(dict.fromkeys((*self.hidden, *hidden)))
        if kept == self.scopes and away == self.hidden:
            raise ValueError("a limit takes away a scope or hides a passage")
        return replace(
            self,
            scopes=kept,
            hidden=away,
            findings=tuple(one for one in self.findings if one.field not in away),
            not_checked=tuple(dict.fromkeys((*self.not_checked, *(away and (PART_NOT_SHOWN,))))),
        )

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
                "hidden": tuple(data.get("hidden", ())),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a decision was taken: a stable code, the rubric's clause, and words for the owner."""

    code: str
    clause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A passage that a decision rests on: the field's label, its words, what they say to the rubric."""

    label: str
    words: str
    explain: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a decision owes its owner beside the reasons (DSA Art. 17).

    `facts` it rests on, `quotes` from the text, whether `software` read the text beforehand, what
    of it is `hidden`, the `scopes` that remain, until when and at which path (`appeal_path`) it can
    be appealed. `decision_id` names the occasion.
    """

    decision_id: int | None = None
    facts: str = ""
    quotes: tuple[Quote, ...] = ()
    software: bool = False
    scopes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    due_on: date | None = None
    appeal_until: date | None = None
    appeal_path: str = ""


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
