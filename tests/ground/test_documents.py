"""What the documents say to type exists, and what they link to is there."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
named = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@named
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", document.read_text())) <= targets


@named
def test_management_commands_exist(document: Path) -> None:
    assert set(re.findall(r"manage\.py ([a-z_]+)", document.read_text())) <= set(get_commands())


@named
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text())
    missing = [
        link
        for link in links
        if not re.match(r"https?://", link) and not (document.parent / link).exists()
    ]
    assert missing == []


def test_first_commands_are_the_two_that_start_the_site() -> None:
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block
    assert [line.split()[:2] for line in block[1].splitlines()] == [
        ["git", "clone"],
        ["cd", "true-mld"],
        ["make", "run"],
    ]


def test_backup_command_keeps_what_a_running_site_wrote(tmp_path: Path) -> None:
    command = re.search(
        r"```sh\n(.*VACUUM INTO.*)\n```", (ROOT / "docs" / "operations.md").read_text()
    )
    assert command
    (tmp_path / "var").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    # open, in the write-ahead mode of the site, with rows that are not in the main file yet
    running = sqlite3.connect(tmp_path / "var" / "truemld.sqlite3")
    running.execute("PRAGMA journal_mode=WAL")
    running.execute("CREATE TABLE listing (name TEXT)")
    running.execute("INSERT INTO listing VALUES ('kept')")
    running.commit()
    subprocess.run(["bash", "-c", command[1]], cwd=tmp_path, check=True)
    restored = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert restored.execute("SELECT name FROM listing").fetchall() == [("kept",)]
    assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    running.close()
    restored.close()


def test_make_names_a_missing_python(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    result = subprocess.run(
        ["make", "run", "PYTHON=python-that-is-not-there"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "Install Python 3.11 or newer" in result.stdout + result.stderr


def test_the_benchmarks_go_on_where_spacy_cannot_be_installed(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "requirements-bench.txt"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\ncase "$*" in *install*) exit 1;; *) echo "ran $*";; esac\n')
    python.chmod(0o755)
    for done in (".installed", ".installed-dev"):
        (tmp_path / ".venv" / done).touch()
    result = subprocess.run(
        ["make", "bench"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert "spaCy could not be installed" in result.stdout
    assert "ran -m benchmarks.vetting_speed" in result.stdout
