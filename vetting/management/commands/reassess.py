"""Re-score every current listing, or prove that stored answers come out the same again."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from vetting import near_duplicates, rescoring, tasks
from vetting.engine import Rubric, RubricError, load_rubric
from vetting.management.bar import bar
from vetting.versions import active_version, settled_rubric

PATIENCE = 60.0
"""Seconds without anything coming in after which what is left is sent once more."""

MOST_TIMES = 3

LOOKED_AT = 4
"""How many chunks are asked whether they came in."""


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
        left = rescoring.left(rubric=rubric, as_of=today)
        waiting = set(rescoring.without_keys())
        new = [pk for pk in left if pk in waiting]
        with _workers(options["processes"], len(left)) as work:
            self._do("compared", new, work.remember)
            self._do(
                f"scored under rubric {rubric.version}",
                left,
                partial(work.rescore, rubric=rubric, as_of=today),
            )

    def _do(self, what: str, left: list[int], work: Callable[[list[int]], Iterable[int]]) -> None:
        """Work through these revisions, with a bar; says how many and how fast."""
        draw = bar(len(left))
        started = time.monotonic()
        done = 0
        for step in work(left) if left else ():
            done += step
            draw(done)
        seconds = max(time.monotonic() - started, 0.001)
        self.stdout.write(
            f"{len(left)} revisions {what} in {seconds:.1f} s, {len(left) / seconds:.0f} a second"
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


@contextmanager
def _workers(processes: int, texts: int) -> Iterator["Here | Queue"]:
    """The workers of a queue, or where there is none, processes of our own."""
    if not settings.EMBEDDED:
        yield Queue()
    elif processes < 2 or texts <= rescoring.CHUNK:
        yield Here(map)
    else:
        connections.close_all()
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=spawn, initializer=django.setup) as pool:
            yield Here(pool.map)


class Here:
    """Chunks go to this process or to some of its own, by a `map`."""

    def __init__(self, each: Callable[..., Iterable[int]]) -> None:
        self._map = each

    def remember(self, left: list[int]) -> Iterable[int]:
        return self._map(rescoring.remember, rescoring.in_chunks(left))

    def rescore(self, left: list[int], *, rubric: Rubric, as_of: date) -> Iterable[int]:
        one = partial(_rescore, version=rubric.version, as_of=as_of)
        return self._map(one, rescoring.in_chunks(left))


class Queue:
    """Chunks go through the broker, and are counted in the database as they come in.

    A chunk whose worker was killed is sent once more when nothing has come in for PATIENCE seconds.
    """

    def remember(self, left: list[int]) -> Iterable[int]:
        def send(some: list[int]) -> None:
            _publish(tasks.remember, [[chunk] for chunk in rescoring.in_chunks(some)])

        return _until_done(left, send, near_duplicates.unread)

    def rescore(self, left: list[int], *, rubric: Rubric, as_of: date) -> Iterable[int]:
        def send(some: list[int]) -> None:
            day = as_of.isoformat()
            chunks = rescoring.in_chunks(some)
            _publish(tasks.rescore, [[chunk, rubric.version, day] for chunk in chunks])

        still = partial(rescoring.not_done, rubric=rubric, as_of=as_of)
        return _until_done(left, send, still)


def _until_done(
    left: list[int], send: Callable[[list[int]], None], still: Callable[[list[int]], list[int]]
) -> Iterator[int]:
    """Send the work and yield how much of it came in; `still` tells which of some are left.

    It comes in about as it was sent, so what is left is asked of the first chunks, and of all only when
    nothing came: asking for all each time cost a tenth of a processor.
    Raises CommandError when nothing has come in for PATIENCE seconds MOST_TIMES in a row.
    """
    send(left)
    sent, moved = 1, time.monotonic()
    while left:
        began = time.monotonic()
        late = began - moved > PATIENCE
        first = len(left) if late else LOOKED_AT * rescoring.CHUNK
        now = [*_ask(still, left[:first]), *left[first:]]
        if len(now) < len(left):
            yield len(left) - len(now)
            left, sent, moved = now, 1, time.monotonic()
        elif late:
            if sent == MOST_TIMES:
                raise CommandError(
                    f"{len(left)} revisions are left and nothing comes in. Is a worker running? Its "
                    "log names texts that cannot be read. The next run goes on from here."
                )
            send(left)
            sent, moved = sent + 1, time.monotonic()
        # asking a busy database takes a while itself
        time.sleep(max(0.5, 9 * (time.monotonic() - began)) if left else 0)


def _ask(still: Callable[[list[int]], list[int]], some: list[int]) -> list[int]:
    return [pk for chunk in rescoring.in_chunks(some) for pk in still(chunk)]


def _publish(task: Any, calls: list[list[Any]]) -> None:
    """Hand all messages over here and now: the publisher of a web process keeps few."""
    with task.app.producer_or_acquire() as producer:
        for arguments in calls:
            task.apply_async(arguments, producer=producer)


def _rescore(revision_ids: list[int], *, version: str, as_of: date) -> int:
    return rescoring.rescore(revision_ids, rubric=load_rubric(version), as_of=as_of)
