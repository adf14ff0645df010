"""The arrows between the rooms hold, and files stay small enough to read."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "vetting", "directory")
FRONT_DOOR = {"publishing", "clearance", "evidence", "kept_words", "signals", "states"}
LONGEST_FILE = 420
VAGUE_NAMES = {"utils", "util", "common", "core", "helpers", "misc"}


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imported(path: Path) -> Iterator[str]:
    """Full dotted names that the file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_import_contracts_hold() -> None:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert f"{len(contracts['contracts'])} kept, 0 broken" in " ".join(result.stdout.split())


def test_vetting_enters_directory_by_the_front_door_only() -> None:
    strays = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("vetting")
        for name in imported(path)
        if name.split(".")[0] == "directory" and name.split(".")[1] not in FRONT_DOOR
    }
    assert strays == set()


@pytest.mark.parametrize("room", ["directory"])
def test_directory_never_looks_up(room: str) -> None:
    strays = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(room)
        for name in imported(path)
        if name.split(".")[0] in {"vetting", "config"}
    }
    assert strays == set()


def test_engine_uses_the_standard_library_and_its_matchers_only() -> None:
    # "_sha2" is the standard library's from Python 3.12 on
    later = {"_sha2"}
    allowed = sys.stdlib_module_names | later | {"vetting", "ahocorasick_rs", "rapidfuzz", "tomli"}
    strays = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("vetting/engine")
        for name in imported(path)
        if name.split(".")[0] not in allowed
        or (name.startswith("vetting.") and not name.startswith("vetting.engine"))
    }
    assert strays == set()


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(*ROOMS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_room_for_everything() -> None:
    vague = [
        str(path.relative_to(ROOT))
        for path in sources(*ROOMS)
        if path.stem in VAGUE_NAMES or set(path.parts) & VAGUE_NAMES
    ]
    assert vague == []
