"""Rubric folders: read, validated, refused with the file and the entry."""

import re
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
# A table other than that of the language itself.
_NEXT_TABLE = re.compile(r"^\[+(?!language[\].])", re.MULTILINE)
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

    The words of a language are read and compiled ``at_once``, and its examples validated, or else
    only the words when its first text is read: until then no more is known of it than its small words.
    """
    main = _read_toml(folder / "rubric.toml")
    shared = _read_toml(folder / "shared.toml")
    rules = tuple(_rule(entry, folder / "rubric.toml") for entry in main.get("rule", ()))
    _unique((rule.id for rule in rules), folder / "rubric.toml", "rule")
    concepts = _concepts_of(rules) | frozenset(main["engine"]["concepts"])
    wanted = _languages_in(folder) if languages is None else list(languages)
    files = [folder / name for name in ("rubric.toml", "shared.toml", "courses.toml", "copied.txt")]
    function_words = {
        code: frozenset(map(fold, words)) for code, words in shared["other_languages"].items()
    }
    builders = {}
    for code in wanted:
        path = folder / "languages" / f"{code}.toml"
        function_words[code] = _function_words(path)
        files += [path, *_ordinary_file(path)]
        builders[code] = partial(_lexicon, code, path, _fingerprint(path), shared, concepts)
    lexicons = Lexicons(builders)
    if at_once:
        list(lexicons.values())
        _examples_in(folder, wanted, rules, main)
    listed = _read_toml(folder / "courses.toml")
    courses = tuple(_course(entry, folder / "courses.toml") for entry in listed["course"])
    _unique((course.id for course in courses), folder / "courses.toml", "course")
    opinion = _opinion(folder / "opinion.txt")
    if opinion is not None:
        files.append(folder / "opinion.txt")
    return Rubric(
        version=_text(main["rubric"], "version", folder / "rubric.toml", "[rubric]"),
        sha256=_hash(folder, files),
        clauses=_clauses(main, rules, folder / "rubric.toml"),
        courses=courses,
        changelog=tuple(main["rubric"]["changelog"]),
        rules=rules,
        score=main["score"],
        wording=main["wording"],
        copied=_copied(folder / "copied.txt"),
        opinion=opinion,
        lexicons=lexicons,
        function_words=function_words,
    )


def read_examples(version: str) -> tuple[Example, ...]:
    """Return the sentences that the rules of a version are held to. Raises RubricError."""
    folder = RUBRICS / version
    main = _read_toml(folder / "rubric.toml")
    rules = load_rubric(version).rules
    return tuple(_examples_in(folder, _languages_in(folder), rules, main))


def _languages_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "languages").glob("*.toml"))


def _examples_in(
    folder: Path, languages: Iterable[str], rules: tuple[Rule, ...], main: Mapping[str, Any]
) -> list[Example]:
    reference = main["rubric"]["reference_language"]
    found = []
    for code in languages:
        path = folder / "languages" / f"{code}.toml"
        found += _examples(code, _read_toml(path), rules, reference, path)
    return found


def _function_words(path: Path) -> frozenset[str]:
    """Return the small words of a language, of which no more than the first table is parsed."""
    head = _NEXT_TABLE.split(_read_text(path), maxsplit=1)[0]
    words = _parsed(head, path).get("language", {}).get("function_words")
    if not words:
        raise RubricError(f"{path}: [language] must come first and have 'function_words'")
    return frozenset(map(fold, words))


def _hash(folder: Path, files: Iterable[Path]) -> str:
    """Return the SHA-256 of a version: of a line for each file, its name and its own SHA-256."""
    names = sorted((path.relative_to(folder).as_posix(), path) for path in files)
    return sha256_hex("".join(f"{name} {_fingerprint(path)}\n" for name, path in names).encode())


def _fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, whichever way its lines end."""
    return sha256_hex(path.read_bytes().replace(b"\r\n", b"\n"))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RubricError(f"{path}: no such file; a rubric version needs it") from None


def _read_toml(path: Path) -> dict[str, Any]:
    return _parsed(_read_text(path), path)


def _parsed(content: str, path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(content)
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


def _lexicon(
    code: str, path: Path, fingerprint: str, shared: Mapping[str, Any], concepts: frozenset[str]
) -> Lexicon:
    if _fingerprint(path) != fingerprint:
        raise RubricError(f"{path}: changed since the rubric was read; start the program anew")
    data = _read_toml(path)
    _check_words(data, shared, concepts, path)
    language = data["language"]
    for ordinary in _ordinary_file(path):
        words = ordinary.read_text(encoding="utf-8").split()
        language["benign"] = [*language.get("benign", ()), *words]
    try:
        return build_lexicon(code, data, shared)
    except (KeyError, TypeError, ValueError) as error:
        raise RubricError(f"{path}: {error}") from None


def _ordinary_file(path: Path) -> list[Path]:
    """Return the file of ordinary words that lie a slip away from a term and mean themselves."""
    ordinary = path.with_suffix(".ordinary.txt")
    return [ordinary] if ordinary.exists() else []


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
        return read_opinion(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RubricError(f"{path}: {error}") from None


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
