"""Processes are killed with -9 in the middle of their work. Nothing acknowledged is lost."""

import os
import signal

import pytest

from tests.drills.site import Site, on_redis

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif("DRILLS" not in os.environ, reason="takes minutes: DRILLS=1 runs it"),
]

MANY = "print(' '.join(str(submit()) for _ in range(6)))"
WRITE_FOR_EVER = """
while True:
    print(submit(), flush=True)
"""


def test_the_whole_worker_is_killed_while_it_works(site: Site):
    site.python(MANY)
    first = site.jobs()
    site.until(lambda: site.count("Assessment") > 0)
    site.kill(first)
    site.jobs()
    site.until(lambda: site.count("Assessment") >= 6 and site.count("ReviewCase") >= 6)
    assert site.count("Assessment") == 6
    assert site.check() == "0"


@pytest.mark.skipif(not on_redis(), reason="embedded jobs are threads: they have no child to kill")
def test_the_child_of_a_worker_is_killed_again_and_again(site: Site):
    worker = site.jobs()
    site.until(lambda: site.children(worker))
    site.python(MANY)
    for _kill in range(3):
        site.until(lambda: site.children(worker))
        for child in site.children(worker):
            os.kill(child, signal.SIGKILL)
    site.until(lambda: site.count("Assessment") >= 6 and site.count("ReviewCase") >= 6)
    assert worker.poll() is None
    assert site.check() == "0"


def test_a_writer_is_killed_in_the_middle_and_keeps_its_word(site: Site):
    acknowledged: list[str] = []
    for _kill in range(3):
        writer = site.begin(WRITE_FOR_EVER)
        for _listing in range(4):
            acknowledged.append(writer.stdout.readline().strip())
        site.kill(writer)
        acknowledged += writer.stdout.read().split()
    stored = site.python(
        "from directory.models import Revision\n"
        "print(*Revision.objects.values_list('pk', flat=True))"
    ).split()
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) == len(set(acknowledged)) >= 12
    assert len(stored) <= len(acknowledged) + 3, "at most one unanswered for each kill"
    assert site.check() == "0"
