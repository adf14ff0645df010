"""Where a person read a text otherwise than the engine did: candidates for the next rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vetting.models import Assessment, Decision

# What a decision says of the words. The other outcomes leave the verdict open.
_VERDICTS = {
    Decision.Outcome.VERIFIED: "true_mld",
    Decision.Outcome.HONEST_NOT_MLD: "not_mld",
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A decided text with the person's levels and, beside them, the engine's of the same names."""

    decision_id: int
    language: str
    title: str
    text: str
    person: dict[str, str]
    engine: dict[str, str]

    @property
    def differs(self) -> bool:
        return self.person != self.engine

    def as_exemplar(self) -> dict[str, Any]:
        """Return the line of an exemplar file, with the engine's answer beside what is expected."""
        return {
            "id": f"decision-{self.decision_id}",
            "lang": self.language,
            "title": self.title,
            "text": self.text,
            "expect": self.person,
            "engine": self.engine,
        }


def readings() -> Iterator[Reading]:
    """Yield what people decided and the engine's answer at that moment, oldest first.

    What only stood from an earlier decision was not read anew and is left out. So is training where
    a paper was checked: a text alone cannot show what papers do.
    """
    decided = Decision.objects.select_related("assessment__revision").order_by("pk")
    for decision in decided.iterator(chunk_size=250):
        stored = decision.assessment
        engine = _engine(stored)
        person = {
            name: level
            for name, level in decision.levels.items()
            if name in engine and level and name not in decision.stood
        }
        if any(row["status"] == "checked" for row in stored.credentials):
            person.pop("training", None)
        if verdict := _VERDICTS.get(Decision.Outcome(decision.outcome)):
            person["verdict"] = verdict
        if not person:
            continue
        content = stored.revision.snapshot
        yield Reading(
            decision_id=decision.pk,
            language=stored.output["language"] or "",
            title=content.headline,
            text="\n".join(text for name, _kind, text in content.texts() if name != "headline"),
            person=person,
            engine={name: engine[name] for name in person},
        )


def candidates() -> Iterator[Reading]:
    """Yield the readings that differ from the engine in a level or in the verdict."""
    return (reading for reading in readings() if reading.differs)


def _engine(stored: Assessment) -> dict[str, str]:
    levels = {name: result["text_level"] for name, result in stored.criteria.items()}
    return {**levels, "verdict": stored.verdict}
