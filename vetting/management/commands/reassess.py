"""Re-score every current listing, or prove that stored answers come out the same again."""

import multiprocessing
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from typing import Any

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from vetting import rescoring, tasks
from vetting.engine import RubricError, load_rubric
from vetting.management.bar import bar
from vetting.versions import active_version, settled_rubric


class Command(BaseCommand):
    """`reassess` re-scores what counts today; `reassess --check` replays every stored answer."""

    help = "Re-score all current listings, or --check every stored assessment byte for byte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="replay stored answers, store nothing"
        )
        parser.add_argument("--rubric", help="version to score with; the active one when not given")
        parser.add_argument(
            "--processes", type=int, default=2, help="without a broker: side by side"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        try:
            rubric = settled_rubric(options["rubric"] or active_version())
        except RubricError as error:
            raise CommandError(str(error)) from error
        today = timezone.localdate()
        chunks = rescoring.chunks_left(rubric=rubric, as_of=today)
        total = sum(len(chunk) for chunk in chunks)
        started = time.monotonic()
        if settings.EMBEDDED:
            done = self._here(chunks, rubric.version, today, options["processes"])
        else:
            done = self._through_the_queue(chunks, rubric, today)
        self._progress(done, total)
        seconds = max(time.monotonic() - started, 0.001)
        self.stdout.write(
            f"{total} revisions under rubric {rubric.version} in {seconds:.1f} s, {total / seconds:.0f} a second"
        )

    def _check(self) -> None:
        seen = wrong = 0
        for difference in rescoring.replay():
            seen += 1
            if difference is not None:
                wrong += 1
                self.stderr.write(f"assessment {difference.assessment_id}: {difference.reason}")
        self.stdout.write(f"{seen} assessments replayed, {wrong} different")
        if wrong:
            sys.exit(1)

    def _here(
        self, chunks: list[list[int]], version: str, as_of: date, processes: int
    ) -> Iterable[int]:
        if len(chunks) < 2 or processes < 2:
            for chunk in chunks:
                yield _rescore(chunk, version, as_of)
            return
        connections.close_all()
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=spawn, initializer=django.setup) as pool:
            waiting = [pool.submit(_rescore, chunk, version, as_of) for chunk in chunks]
            for future in as_completed(waiting):
                yield future.result()

    def _through_the_queue(
        self, chunks: list[list[int]], rubric: Any, as_of: date
    ) -> Iterable[int]:
        for chunk in chunks:
            tasks.rescore.delay(chunk, rubric.version, as_of.isoformat())
        left = sum(len(chunk) for chunk in chunks)
        while left:
            time.sleep(0.5)
            now = sum(len(c) for c in rescoring.chunks_left(rubric=rubric, as_of=as_of))
            yield left - now
            left = min(left, now)

    def _progress(self, steps: Iterable[int], total: int) -> None:
        draw = bar(total)
        done = 0
        for step in steps:
            done += step
            draw(done)


def _rescore(revision_ids: list[int], version: str, as_of: date) -> int:
    return rescoring.rescore(revision_ids, rubric=load_rubric(version), as_of=as_of)
