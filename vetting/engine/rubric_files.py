"""Rubric folders: read, validated, refused with the file and the entry."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import tomli

from .answers import FIELD_KINDS
from .compiling import build_lexicon
from .digest import sha256_hex
from .lexicon import Lexicon, Lexicons
from .opinion import Opinion, read_opinion
from .rubric import (
    RED_FLAGS,
    RULE_CRITERIA,
    STATUSES,
    Clause,
    Copied,
    Course,
    Example,
    Rubric,
    RubricError,
    Rule,
    compare_hours,
)
from .text import fold

DEFAULT_VERSION = "2026.2"
"""What is read under while no other version was made active."""

RUBRICS = Path(__file__).resolve().parent.parent / "rubrics"
DIRECTIONS = ("forward", "back", "final", "sentence")


def load_rubric(version: str = DEFAULT_VERSION, languages: Iterable[str] | None = None) -> Rubric:
    """Return rubric ``version``, validated; ``languages`` limits which are loaded.

    Raises RubricError with the file and the entry when something is wrong.
    """
    return _load(version, None if languages is None else tuple(sorted(set(languages))))


@cache
def _load(version: str, languages: tuple[str, ...] | None) -> Rubric:
    return read_rubric(RUBRICS / version, languages, at_once=False)


def read_rubric(
    folder: Path, languages: tuple[str, ...] | None = None, *, at_once: bool = True
) -> Rubric:
    """Read and validate a rubric folder. Raises RubricError.

    The words of a language are compiled ``at_once``, or else when its first text is read.
    """
    main = _read_toml(folder / "rubric.toml")
    shared = _read_toml(folder / "shared.toml")
    rules = tuple(_rule(entry, folder / "rubric.toml") for entry in main.get("rule", ()))
    _unique((rule.id for rule in rules), folder / "rubric.toml", "rule")
    concepts = _concepts_of(rules) | frozenset(main["engine"]["concepts"])
    found = sorted(path.stem for path in (folder / "languages").glob("*.toml"))
    wanted = found if languages is None else list(languages)
    parts = {"rubric.toml": _canonical(main), "shared.toml": _canonical(shared)}
    function_words = {
        code: frozenset(map(fold, words)) for code, words in shared["other_languages"].items()
    }
    examples: list[Example] = []
    for code in wanted:
        path = folder / "languages" / f"{code}.toml"
        data = _read_toml(path)
        _check_words(data, shared, concepts, path)
        data["language"]["benign"] = [
            *data["language"].get("benign", ()),
            *_ordinary(path.with_suffix(".ordinary.txt")),
        ]
        examples += _examples(code, data, rules, main["rubric"]["reference_language"], path)
        function_words[code] = frozenset(map(fold, data["language"]["function_words"]))
        parts[f"languages/{path.name}"] = _canonical(data)
    lexicons = Lexicons(
        {
            # until it is needed a language is kept as one text, in a quarter of the room
            code: partial(_lexicon, code, parts[f"languages/{code}.toml"], shared, folder)
            for code in wanted
        }
    )
    if at_once:
        list(lexicons.values())
    courses_path = folder / "courses.toml"
    listed = _read_toml(courses_path)
    parts[courses_path.name] = _canonical(listed)
    courses = tuple(_course(entry, courses_path) for entry in listed["course"])
    _unique((course.id for course in courses), courses_path, "course")
    copied = _copied(folder / "copied.txt")
    parts["copied.txt"] = _canonical(sorted(copied.runs))
    opinion = _opinion(folder / "opinion.txt")
    if opinion is not None:
        parts["opinion.txt"] = sha256_hex((folder / "opinion.txt").read_bytes())
    return Rubric(
        version=_text(main["rubric"], "version", folder / "rubric.toml", "[rubric]"),
        sha256=_hash(parts),
        clauses=_clauses(main, rules, folder / "rubric.toml"),
        courses=courses,
        changelog=tuple(main["rubric"]["changelog"]),
        rules=rules,
        examples=tuple(examples),
        score=main["score"],
        wording=main["wording"],
        copied=copied,
        opinion=opinion,
        lexicons=lexicons,
        function_words=function_words,
    )


def _hash(parts: Mapping[str, str]) -> str:
    each = [f"{name} {sha256_hex(part.encode())}\n" for name, part in sorted(parts.items())]
    return sha256_hex("".join(each).encode())


def _canonical(part: Any) -> str:
    """Return the one form that a part of a rubric is hashed in."""
    return json.dumps(part, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RubricError(f"{path}: no such file; a rubric version needs it") from None
    except tomli.TOMLDecodeError as error:
        raise RubricError(f"{path}: not valid TOML: {error}") from None


def _text(entry: Mapping[str, Any], key: str, path: Path, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RubricError(f"{path}: {where}: '{key}' must be a text that is not empty")
    return value


def _unique(ids: Iterable[str], path: Path, kind: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RubricError(f"{path}: {kind} {one}: this id is used twice")
        seen.add(one)


def _rule(entry: Mapping[str, Any], path: Path) -> Rule:
    name = _text(entry, "id", path, "rule without id")
    where = f"rule {name}"
    known = set(Rule.__dataclass_fields__)
    if extra := sorted(set(entry) - known):
        raise RubricError(f"{path}: {where}: unknown key {extra[0]!r}")
    criterion = _text(entry, "criterion", path, where)
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
        family=_text(entry, "family", path, where),
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
        clause=_text(entry, "clause", path, where),
        explain=_text(entry, "explain", path, where),
        advice=_text(entry, "advice", path, where),
        source=_text(entry, "source", path, where),
    )


def _usual_counts(criterion: str, polarity: int | None) -> tuple[str, ...]:
    """ "When the skin is stretched, the vessels open" is as good a description as any."""
    if polarity == 1 and criterion in ("technique", "anatomy"):
        return ("asserted", "conditional")
    return ("asserted",)


def _concepts_of(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(
        name for rule in rules for slot in (*rule.slots, rule.unless, rule.after) for name in slot
    )


def _check_words(
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


def _lexicon(code: str, canonical: str, shared: Mapping[str, Any], folder: Path) -> Lexicon:
    try:
        return build_lexicon(code, json.loads(canonical), shared)
    except (KeyError, TypeError, ValueError) as error:
        raise RubricError(f"{folder / 'languages' / code}.toml: {error}") from None


def _examples(
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


def _course(entry: Mapping[str, Any], path: Path) -> Course:
    name = _text(entry, "id", path, "course without id")
    where = f"course {name}"
    hours = entry.get("hours_total")
    if entry.get("scope") not in (None, "healthy", "compromised"):
        raise RubricError(f"{path}: {where}: scope must be healthy or compromised, or be left out")
    return Course(
        id=name,
        school=_text(entry, "school", path, where),
        title=_text(entry, "title", path, where),
        method=entry.get("method", ""),
        country=_text(entry, "country", path, where),
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


def _clauses(main: Mapping[str, Any], rules: tuple[Rule, ...], path: Path) -> tuple[Clause, ...]:
    clauses = []
    for entry in main.get("clause", ()):
        name = _text(entry, "id", path, "clause without id")
        clauses.append(
            Clause(
                id=name,
                criterion=_text(entry, "criterion", path, f"clause {name}"),
                title=_text(entry, "title", path, f"clause {name}"),
                text=_text(entry, "text", path, f"clause {name}"),
                sources=tuple(entry.get("sources", ())),
                rules=tuple(rule.id for rule in rules if rule.clause == name),
            )
        )
    _unique((clause.id for clause in clauses), path, "clause")
    known = {clause.id for clause in clauses}
    for rule in rules:
        if rule.clause not in known:
            raise RubricError(f"{path}: rule {rule.id}: no clause {rule.clause}")
    return tuple(clauses)


def _opinion(path: Path) -> Opinion | None:
    if not path.exists():
        return None
    try:
        # line by line: at once they would take as much room as what is kept of them
        with path.open(encoding="utf-8") as lines:
            return read_opinion(line.rstrip("\n") for line in lines)
    except ValueError as error:
        raise RubricError(f"{path}: {error}") from None


def _ordinary(path: Path) -> list[str]:
    """Return the ordinary words that lie a slip away from a term and mean themselves."""
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def _copied(path: Path) -> Copied:
    try:
        first, last, *runs = path.read_text(encoding="utf-8").splitlines()
        begin, end = frozenset(first.split()), frozenset(last.split())
        telling = frozenset(word for word in begin | end if len(word) > 6)
        return Copied(frozenset(int(run, 16) for run in runs), begin, end, telling)
    except FileNotFoundError:
        raise RubricError(f"{path}: no such file; a rubric version needs it") from None
    except ValueError as error:
        raise RubricError(f"{path}: {error}") from None
