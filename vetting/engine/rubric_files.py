"""Rubric folders: read, validated, refused with the file and the entry."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from typing import Any, TextIO

import tomli

from .compiling import build_lexicon, terms_of
from .digest import sha256, sha256_hex
from .entries import (
    check_words,
    clauses_of,
    concepts_of,
    examples_of,
    must_be_unique,
    read_course,
    read_rule,
    text_of,
)
from .lexicon import Lexicon, Lexicons
from .opinion import Opinion, read_opinion
from .rubric import (
    Copied,
    Example,
    Rubric,
    RubricError,
    Rule,
)
from .text import fold

DEFAULT_VERSION = "2026.2"
"""What is read under while no other version was made active."""

RUBRICS = Path(__file__).resolve().parent.parent / "rubrics"
# A table other than that of the language itself.
_NEXT_TABLE = re.compile(r"\[+(?!language[\].])")
# So many characters of a file are hashed at once.
_AT_ONCE = 1 << 16


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
    rules = tuple(read_rule(entry, folder / "rubric.toml") for entry in main.get("rule", ()))
    must_be_unique((rule.id for rule in rules), folder / "rubric.toml", "rule")
    concepts = concepts_of(rules) | frozenset(main["engine"]["concepts"])
    wanted = _languages_in(folder) if languages is None else list(languages)
    files = [folder / name for name in ("rubric.toml", "shared.toml", "courses.toml", "copied.txt")]
    function_words = {
        code: frozenset(map(fold, words)) for code, words in shared["other_languages"].items()
    }
    fingerprints = {}
    builders = {}
    for code in wanted:
        path = _language_file(folder, code)
        function_words[code] = _function_words(path)
        fingerprints[code] = _fingerprint(path)
        files += [path, *_ordinary_file(path)]
        builders[code] = partial(_lexicon, code, path, fingerprints[code], shared, concepts)
    lexicons = Lexicons(builders)
    if at_once:
        list(lexicons.values())
        _examples_in(folder, wanted, rules, main)
    listed = _read_toml(folder / "courses.toml")
    courses = tuple(read_course(entry, folder / "courses.toml") for entry in listed["course"])
    must_be_unique((course.id for course in courses), folder / "courses.toml", "course")
    opinion = _opinion(folder / "opinion.txt")
    if opinion is not None:
        files.append(folder / "opinion.txt")
    return Rubric(
        version=text_of(main["rubric"], "version", folder / "rubric.toml", "[rubric]"),
        sha256=_hash(folder, files),
        clauses=clauses_of(main, rules, folder / "rubric.toml"),
        courses=courses,
        changelog=tuple(main["rubric"]["changelog"]),
        rules=rules,
        score=main["score"],
        wording=main["wording"],
        copied=_copied(folder / "copied.txt"),
        opinion=opinion,
        lexicons=lexicons,
        function_words=function_words,
        read_terms=partial(_read_terms, folder, fingerprints, shared),
    )


def _read_terms(
    folder: Path, fingerprints: Mapping[str, str], shared: Mapping[str, Any]
) -> dict[str, Mapping[str, Sequence[str]]]:
    return {
        code: terms_of(_read_again(_language_file(folder, code), fingerprint), shared)
        for code, fingerprint in fingerprints.items()
    }


def read_examples(version: str) -> tuple[Example, ...]:
    """Return the sentences that the rules of a version are held to. Raises RubricError."""
    folder = RUBRICS / version
    main = _read_toml(folder / "rubric.toml")
    rules = load_rubric(version).rules
    return tuple(_examples_in(folder, _languages_in(folder), rules, main))


def _language_file(folder: Path, code: str) -> Path:
    return folder / "languages" / f"{code}.toml"


def _languages_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "languages").glob("*.toml"))


def _examples_in(
    folder: Path, languages: Iterable[str], rules: tuple[Rule, ...], main: Mapping[str, Any]
) -> list[Example]:
    reference = main["rubric"]["reference_language"]
    found = []
    for code in languages:
        path = _language_file(folder, code)
        found += examples_of(code, _read_toml(path), rules, reference, path)
    return found


def _function_words(path: Path) -> frozenset[str]:
    """Return the small words of a language, of which no more than the first table is read."""
    with _opened(path) as lines:
        head = "".join(takewhile(lambda line: _NEXT_TABLE.match(line) is None, lines))
    words = _parsed(head, path).get("language", {}).get("function_words")
    if not words:
        raise RubricError(f"{path}: [language] must come first and have 'function_words'")
    return frozenset(map(fold, words))


def _hash(folder: Path, files: Iterable[Path]) -> str:
    """Return the SHA-256 of a version: of a line for each file, its name and its own SHA-256."""
    names = sorted((path.relative_to(folder).as_posix(), path) for path in files)
    return sha256_hex("".join(f"{name} {_fingerprint(path)}\n" for name, path in names).encode())


def _fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, whichever way its lines end. It is never held as a whole."""
    digest = sha256()
    with _opened(path) as content:
        while part := content.read(_AT_ONCE):
            digest.update(part.encode())
    return digest.hexdigest()


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8")
    except FileNotFoundError:
        raise RubricError(f"{path}: no such file; a rubric version needs it") from None


def _read_toml(path: Path) -> dict[str, Any]:
    with _opened(path) as content:
        return _parsed(content.read(), path)


def _parsed(content: str, path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(content)
    except tomli.TOMLDecodeError as error:
        raise RubricError(f"{path}: not valid TOML: {error}") from None


def _read_again(path: Path, fingerprint: str) -> dict[str, Any]:
    if _fingerprint(path) != fingerprint:
        raise RubricError(f"{path}: changed since the rubric was read; start the program anew")
    return _read_toml(path)


def _lexicon(
    code: str, path: Path, fingerprint: str, shared: Mapping[str, Any], concepts: frozenset[str]
) -> Lexicon:
    data = _read_again(path, fingerprint)
    check_words(data, shared, concepts, path)
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
