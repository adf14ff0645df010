"""Does a rubric do what its own examples and exemplars say? And what changed between two?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .answers import Assessment, ListingText, TextField
from .assess import assess
from .rubric import Example, Rubric, RubricError
from .rubric_files import RUBRICS, read_examples

# Examples are single sentences; this tail makes enough prose to be read and says nothing.
_PADDING = {
    "en": "This is what you can read about it on our page.",
    "de": "Das ist es, was Sie dazu auf unserer Seite lesen.",
    "fr": "Voilà ce que vous pouvez lire sur notre page à ce sujet.",
    "es": "Esto es lo que usted puede leer en nuestra página sobre ello.",
    "pt": "Isto é o que você pode ler na nossa página sobre isso.",
}
_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Exemplar:
    """A whole labeled text that a rubric version is held to.

    ``open`` names the answers that this version is known to get wrong.
    """

    id: str
    language: str
    title: str
    text: str
    expect: dict
    open: tuple[str, ...]


def judge_sentence(text: str, language: str, rubric: Rubric) -> Assessment:
    """Assess one sentence as if it stood in a listing."""
    field = TextField("about", "about", f"{text}\n{_PADDING.get(language, '')}")
    return assess(ListingText((field,), language), (), rubric, _DAY)


def broken_examples(rubric: Rubric) -> Iterator[tuple[Example, str]]:
    """Yield each example that its rule does not honor, with what happened instead."""
    for example in read_examples(rubric.version):
        answer = judge_sentence(example.text, example.language, rubric)
        if not answer.read:
            yield example, f"was not read: {answer.unread_reason}"
            continue
        rule = next(rule for rule in rubric.rules if rule.id == example.rule)
        hit = any(
            finding.rule == rule.id and finding.status in rule.counts for finding in answer.findings
        )
        if hit != example.hit:
            yield example, "counts" if hit else "does not count"


def read_exemplars(version: str) -> tuple[Exemplar, ...]:
    """Read the regression texts of a version. Raises RubricError with file and line."""
    found = []
    for path in sorted((RUBRICS / version / "exemplars").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                data = json.loads(line)
                found.append(
                    Exemplar(
                        data["id"],
                        data["lang"],
                        data["title"],
                        data["text"],
                        data["expect"],
                        tuple(data.get("open", ())),
                    )
                )
            except (json.JSONDecodeError, KeyError) as error:
                raise RubricError(f"{path}: line {number}: {error!r}") from None
    return tuple(found)


def broken_exemplars(rubric: Rubric) -> Iterator[tuple[Exemplar, dict]]:
    """Yield each exemplar whose answer differs from what is expected, with the differences.

    What is known to be wrong (``open``) is passed over; when it comes right, that is reported, so
    that the list stays true.
    """
    for exemplar in read_exemplars(rubric.version):
        answer = judge_exemplar(exemplar, rubric)
        differences = {
            key: {"expected": want, "answer": answer[key]}
            for key, want in exemplar.expect.items()
            if (answer[key] != want) != (key in exemplar.open)
        }
        if differences:
            yield exemplar, differences


def judge_exemplar(exemplar: Exemplar, rubric: Rubric) -> dict:
    """Return verdict, levels and red flags for an exemplar."""
    fields = (
        TextField("title", "title", exemplar.title),
        TextField("text", "about", exemplar.text),
    )
    answer = assess(ListingText(fields, exemplar.language), (), rubric, _DAY)
    levels = {result.criterion: result.text_level for result in answer.criteria}
    return {
        "verdict": answer.verdict,
        **levels,
        "red_flags": sorted(answer.red_flags),
        "read": answer.read,
        "honest_not_mld": answer.honest_not_mld,
    }


def differences(old: Rubric, new: Rubric) -> tuple[str, ...]:
    """Return one line for each rule, clause, course or term that changed between versions."""
    before, after = _flat(old.as_dict()), _flat(new.as_dict())
    lines = []
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            lines.append(f"- {key}: {before[key]}")
        elif key not in before:
            lines.append(f"+ {key}: {after[key]}")
        elif before[key] != after[key]:
            lines.append(f"~ {key}: {before[key]} -> {after[key]}")
    return tuple(lines)


def _flat(public: dict) -> dict[str, str]:
    flat: dict[str, str] = {}
    for kind in ("clauses", "rules", "courses"):
        for entry in public[kind]:
            for key, value in entry.items():
                flat[f"{kind[:-1]} {entry['id']} {key}"] = json.dumps(value, ensure_ascii=False)
    for code, terms in public["terms"].items():
        for concept, words in terms.items():
            for word in words:
                flat[f"term {code} {concept} {word!r}"] = "listed"
    return flat


__all__ = [
    "Exemplar",
    "broken_examples",
    "broken_exemplars",
    "differences",
    "judge_exemplar",
    "judge_sentence",
    "read_exemplars",
]
