"""Entries of rubric files made into rules, courses and clauses, or refused by name."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .answers import FIELD_KINDS
from .rubric import (
    RED_FLAGS,
    RULE_CRITERIA,
    STATUSES,
    Clause,
    Course,
    Example,
    RubricError,
    Rule,
    compare_hours,
)

DIRECTIONS = ("forward", "back", "final", "sentence")


def text_of(entry: Mapping[str, Any], key: str, path: Path, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RubricError(f"{path}: {where}: '{key}' must be a text that is not empty")
    return value


def must_be_unique(ids: Iterable[str], path: Path, kind: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RubricError(f"{path}: {kind} {one}: this id is used twice")
        seen.add(one)


def read_rule(entry: Mapping[str, Any], path: Path) -> Rule:
    name = text_of(entry, "id", path, "rule without id")
    where = f"rule {name}"
    known = set(Rule.__dataclass_fields__)
    if extra := sorted(set(entry) - known):
        raise RubricError(f"{path}: {where}: unknown key {extra[0]!r}")
    criterion = text_of(entry, "criterion", path, where)
    weight = entry.get("weight", 0)
    polarity = entry.get("polarity")
    slots = tuple(tuple(slot) for slot in entry.get("slots", ()))
    counts = tuple(entry.get("counts", _usual_counts(criterion, polarity)))
    flag = entry.get("flag")
    problems = (
        (criterion not in RULE_CRITERIA, f"criterion must be one of {', '.join(RULE_CRITERIA)}"),
        (polarity not in (1, 0, -1), "polarity must be 1, 0 or -1"),
        (
            type(weight) is not int or not 0 <= weight <= 1000,
            "weight must be a whole number, 0 to 1000",
        ),
        (not slots or not all(slots), "slots must list at least one concept each"),
        (len(slots) > 3, "there may be three slots at most"),
        (entry.get("field") not in (None, *FIELD_KINDS), "field is not a kind of field"),
        (
            not set(counts) | set(entry.get("flag_counts", ())) <= set(STATUSES),
            "counts or flag_counts names an unknown status",
        ),
        (flag is not None and flag not in RED_FLAGS, f"unknown flag {flag!r}"),
    )
    for wrong, message in problems:
        if wrong:
            raise RubricError(f"{path}: {where}: {message}")
    return Rule(
        id=name,
        criterion=criterion,
        family=text_of(entry, "family", path, where),
        polarity=int(entry["polarity"]),
        weight=weight,
        slots=slots,
        window=entry.get("window", 60),
        window_back=entry.get("window_back", entry.get("window", 60)),
        ordered=entry.get("ordered", False),
        bound=entry.get("bound", False),
        field=entry.get("field"),
        counts=counts,
        needs=entry.get("needs"),
        unless=tuple(entry.get("unless", ())),
        after=tuple(entry.get("after", ())),
        answers=tuple(entry.get("answers", ())),
        quiet=entry.get("quiet", False),
        flag=flag,
        flag_counts=tuple(entry.get("flag_counts", counts)),
        hold=entry.get("hold"),
        clause=text_of(entry, "clause", path, where),
        explain=text_of(entry, "explain", path, where),
        advice=text_of(entry, "advice", path, where),
        source=text_of(entry, "source", path, where),
    )


def _usual_counts(criterion: str, polarity: int | None) -> tuple[str, ...]:
    """ "When the skin is stretched, the vessels open" is as good a description as any."""
    if polarity == 1 and criterion in ("technique", "anatomy"):
        return ("asserted", "conditional")
    return ("asserted",)


def concepts_of(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(
        name for rule in rules for slot in (*rule.slots, rule.unless, rule.after) for name in slot
    )


def check_words(
    data: Mapping[str, Any],
    shared: Mapping[str, Any],
    concepts: frozenset[str],
    path: Path,
) -> None:
    for key in ("code", "name", "function_words", "abbreviations", "openers"):
        if key not in data.get("language", {}):
            raise RubricError(f"{path}: [language]: '{key}' is missing")
    for source, origin in ((data, path), (shared, path.parent.parent / "shared.toml")):
        for name in source.get("concepts", {}):
            if name not in concepts:
                raise RubricError(f"{origin}: concept {name}: no rule uses it")
        for number, cue in enumerate(source.get("cue", ()), 1):
            where = f"cue {number} ({cue.get('kind')})"
            if cue.get("kind") not in STATUSES:
                raise RubricError(f"{origin}: {where}: unknown kind")
            if cue.get("direction", "forward") not in DIRECTIONS:
                raise RubricError(f"{origin}: {where}: unknown direction")
            if not cue.get("terms"):
                raise RubricError(f"{origin}: {where}: terms are missing")


def examples_of(
    code: str, data: Mapping[str, Any], rules: tuple[Rule, ...], reference: str, path: Path
) -> list[Example]:
    known = {rule.id for rule in rules}
    found = []
    for name, entry in data.get("examples", {}).items():
        if name not in known:
            raise RubricError(f"{path}: examples of {name}: no such rule")
        for key in ("hit", "miss"):
            if not entry.get(key):
                raise RubricError(f"{path}: examples of {name}: '{key}' needs a sentence")
            found += [Example(name, code, text, key == "hit") for text in entry[key]]
    # A rule for one kind of field cannot be shown by a sentence alone; it has its own test.
    known -= {rule.id for rule in rules if rule.field is not None}
    missing = sorted(known - set(data.get("examples", {})))
    if missing and code == reference:
        raise RubricError(f"{path}: rule {missing[0]} has no examples in this language")
    return found


def read_course(entry: Mapping[str, Any], path: Path) -> Course:
    name = text_of(entry, "id", path, "course without id")
    where = f"course {name}"
    hours = entry.get("hours_total")
    if entry.get("scope") not in (None, "healthy", "compromised"):
        raise RubricError(f"{path}: {where}: scope must be healthy or compromised, or be left out")
    return Course(
        id=name,
        school=text_of(entry, "school", path, where),
        title=text_of(entry, "title", path, where),
        method=entry.get("method", ""),
        country=text_of(entry, "country", path, where),
        hours_total=hours,
        hours_theory=entry.get("hours_theory"),
        hours_practical=entry.get("hours_practical"),
        scope=entry.get("scope"),
        renewal_years=entry.get("renewal_years"),
        source_url=entry.get("source_url", ""),
        verified=bool(entry.get("verified", False)),
        comparison=compare_hours(hours),
        note=entry.get("note", ""),
    )


def clauses_of(main: Mapping[str, Any], rules: tuple[Rule, ...], path: Path) -> tuple[Clause, ...]:
    clauses = []
    for entry in main.get("clause", ()):
        name = text_of(entry, "id", path, "clause without id")
        clauses.append(
            Clause(
                id=name,
                criterion=text_of(entry, "criterion", path, f"clause {name}"),
                title=text_of(entry, "title", path, f"clause {name}"),
                text=text_of(entry, "text", path, f"clause {name}"),
                sources=tuple(entry.get("sources", ())),
                rules=tuple(rule.id for rule in rules if rule.clause == name),
            )
        )
    must_be_unique((clause.id for clause in clauses), path, "clause")
    known = {clause.id for clause in clauses}
    for rule in rules:
        if rule.clause not in known:
            raise RubricError(f"{path}: rule {rule.id}: no clause {rule.clause}")
    return tuple(clauses)
