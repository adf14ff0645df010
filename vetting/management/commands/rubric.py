"""Check a rubric, compare two versions, see what one would change, activate it, or learn from people."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from directory.publishing import record
from vetting import activating, learning, rescoring
from vetting.engine import DEFAULT_VERSION, RubricError, load_rubric
from vetting.engine.proof import broken_examples, broken_exemplars, differences, read_exemplars
from vetting.engine.rubric_files import read_examples
from vetting.management.bar import bar
from vetting.versions import active_version, settled, settled_rubric


class Command(BaseCommand):
    """``check [VERSION]``, ``diff A B``, ``shadow VERSION``, ``activate VERSION``, ``candidates --output FILE``."""

    help = (
        "Check a rubric (check [VERSION]), compare two versions (diff A B), or say whose outcome a "
        "version would change (shadow VERSION), or make it the active one and open a case for each "
        "public listing that it reads otherwise (activate VERSION), or write decisions that differ "
        "from the engine as candidate exemplars (candidates --output FILE). Only activate stores "
        "anything, and it moves no status."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="validate and run every example and exemplar")
        check.add_argument("version", nargs="?", help="the active one when not given")
        diff = actions.add_parser("diff", help="list what changed between two versions")
        diff.add_argument("old")
        diff.add_argument("new")

        dark = actions.add_parser("shadow", help="re-score every current listing in the dark")
        dark.add_argument("version")

        new = actions.add_parser("activate", help="read new texts under a version, open cases")
        new.add_argument("version")

        learn = actions.add_parser("candidates", help="decisions that differ from the engine")
        learn.add_argument(
            "--output",
            required=True,
            type=Path,
            help="JSON Lines, not for a repository: real texts",
        )

    def handle(self, *args, **options):
        try:
            if options["action"] == "check":
                self._check(options["version"])
            elif options["action"] == "shadow":
                self._shadow(settled_rubric(options["version"]))
            elif options["action"] == "activate":
                self._activate(settled_rubric(options["version"]))
            elif options["action"] == "candidates":
                self._candidates(options["output"])
            else:
                old, new = load_rubric(options["old"]), load_rubric(options["new"])
                for line in differences(old, new):
                    self.stdout.write(line)
        except RubricError as error:
            raise CommandError(str(error)) from error

    def _check(self, version):
        try:
            active = active_version()
            rubric = settled(load_rubric(version or active))
        except DatabaseError:
            self.stderr.write("no database: which version is active, and used, is not known")
            active, rubric = "", load_rubric(version or DEFAULT_VERSION)
        wrong = 0
        for example, happened in broken_examples(rubric):
            wrong += 1
            want = "should count" if example.hit else "should not count"
            self.stderr.write(
                f"{example.language} {example.rule}: {want}, {happened}: {example.text}"
            )
        for exemplar, changed in broken_exemplars(rubric):
            wrong += 1
            self.stderr.write(f"exemplar {exemplar.id}: {changed}")
        exemplars = read_exemplars(rubric.version)
        known = sum(bool(exemplar.open) for exemplar in exemplars)
        self.stdout.write(
            f"rubric {rubric.version} {rubric.sha256[:12]}: {len(rubric.rules)} rules, "
            f"{len(rubric.courses)} courses, {len(read_examples(rubric.version))} examples, "
            f"{len(exemplars)} exemplars ({known} known to be answered wrongly), {wrong} broken"
            f"{', active' if rubric.version == active else ''}"
        )
        for line in rubric.changelog:
            self.stdout.write(f"  {line}")
        if wrong:
            sys.exit(1)

    def _candidates(self, path):
        found = list(learning.candidates())
        record("export", what="candidates", command="rubric candidates", rows=len(found))
        try:
            with path.open("w", encoding="utf-8") as lines:
                for candidate in found:
                    lines.write(json.dumps(candidate.as_exemplar(), ensure_ascii=False) + "\n")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{len(found)} decisions differ from the engine: {path}")

    def _activate(self, rubric):
        draw = None
        for step in activating.activate(rubric=rubric):
            if draw is None:
                self.stdout.write(f"rubric {rubric.version} {rubric.sha256[:12]} is active")
                draw = bar(step.total)
            draw(step.seen)
        self.stdout.write(
            f"{step.opened} cases opened for {step.total} public listings, no status moved"
        )

    def _shadow(self, rubric):
        changes = list(rescoring.shadow(rubric=rubric, as_of=timezone.localdate()))
        for change in changes:
            why = "; ".join([*change.levels, *change.because])
            self.stdout.write(
                f"revision {change.revision_id}: {change.before} to {change.after} ({why})"
            )
        self.stdout.write(f"rubric {rubric.version} would change {len(changes)} outcomes")
