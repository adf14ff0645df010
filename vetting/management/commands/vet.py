"""Vet texts from a file, without touching the database."""

import sys
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vetting.engine import DEFAULT_VERSION, RubricError, load_rubric
from vetting.engine.jsonl import vet_lines


class Command(BaseCommand):
    """Read one JSON object a line and write one answer a line."""

    help = 'Vet texts: one {"id", "title", "text", "lang"?} a line in, one answer a line out.'
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--input", default="-", help="file to read; - is standard input")
        parser.add_argument("--output", default="-", help="file to write; - is standard output")
        parser.add_argument("--rubric", default=DEFAULT_VERSION, help="version of the rubric")

    def handle(self, *args, **options):
        wrong = 0
        try:
            rubric = load_rubric(options["rubric"])
            with ExitStack() as files:
                source = _source(options["input"], files)
                target = _target(options["output"], files, self.stdout)
                for line in vet_lines(source, rubric, timezone.now().date()):
                    if line.error is None:
                        target.write(line.answer + "\n")
                    else:
                        wrong += 1
                        self.stderr.write(f"line {line.number}: {line.error}")
        except RubricError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if wrong:
            sys.exit(1)


def _source(name, files):
    if name == "-":
        return (_decode(line) for line in sys.stdin.buffer)
    return (_decode(line) for line in files.enter_context(Path(name).open("rb")))


def _decode(line):
    # A byte that is not UTF-8 must spoil its own line only, and then as a JSON error.
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"


def _target(name, files, stdout):
    if name == "-":
        return stdout
    return files.enter_context(Path(name).open("w", encoding="utf-8"))
