"""Search pages a second against hello world, from the site's own server.

    DATABASE_URL=… .venv/bin/python -m benchmarks.search_server --seconds 10

Starts `config.serve` with one process and asks it over four kept connections, in turn a while for
hello world (/healthz, through the same middleware) and a while for the pages of the 200 seeded searches.
Prints what the server answered a second, and answers for each second of its processor time: the second
figure does not depend on what else the machine does, nor on this program.
"""

import argparse
import http.client
import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.search_data import searches
from benchmarks.search_page import _address

ROUNDS, CONNECTIONS = 5, 4
STARTS_WITHIN_SECONDS = 600


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="for each of the two")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = [_address(query) for queries in searches(options.seed).values() for query in queries]
    kinds = {"hello": ["/healthz"], "pages": pages}
    answers = dict.fromkeys(kinds, 0)
    wall, processor = dict.fromkeys(kinds, 0.0), dict.fromkeys(kinds, 0.0)
    with _serving() as (port, group):
        _ask(port, pages, lambda: False, once=True)
        for _round, (kind, addresses) in itertools.product(range(ROUNDS), kinds.items()):
            started, before = time.monotonic(), _processor_seconds(group)
            ends = started + options.seconds / ROUNDS
            answers[kind] += _ask(port, addresses, lambda ends=ends: time.monotonic() < ends)
            wall[kind] += time.monotonic() - started
            processor[kind] += _processor_seconds(group) - before
        memory = _memory(group)
    rates = {kind: answers[kind] / wall[kind] for kind in kinds}
    each = {kind: answers[kind] / processor[kind] for kind in kinds}
    for kind in kinds:
        print(
            f"{kind}: {rates[kind]:.0f} a second, {each[kind]:.0f} a second of its processor time"
        )
    print(f"pages / hello: {rates['pages'] / rates['hello']:.3f} by the clock")
    print(f"pages / hello: {each['pages'] / each['hello']:.3f} by processor time")
    for resident, own in memory:
        print(f"a process: {resident:.0f} MB resident, {own:.0f} MB of them its own")
    print(f"load {os.getloadavg()[0]:.1f}")
    return 0


@contextmanager
def _serving() -> Iterator[tuple[int, int]]:
    """Port and process group of a server that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        env=os.environ | {"PORT": str(port), "WEB_PROCESSES": "1"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        ends = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > ends or server.poll() is not None:
                    raise
                time.sleep(0.5)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _ask(port: int, addresses: list[str], goes_on, *, once: bool = False) -> int:
    """Ask on four connections; how many were answered. Raises RuntimeError for another status than 200."""
    turn, counts, wrong = itertools.cycle(addresses), [0] * CONNECTIONS, []
    lock = threading.Lock()

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while goes_on() or (once and counts[number] < len(addresses)):
            with lock:
                address = next(turn)
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                wrong.append((address, answer.status))
                return
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"not answered: {wrong}")
    return sum(counts)


def _processor_seconds(group: int) -> float:
    """Processor time of every process of a group so far."""
    ticks = sum(int(fields[11]) + int(fields[12]) for _name, fields in _processes(group))
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(group: int) -> list[tuple[float, float]]:
    """MB resident, and MB that no other process shares, of each process of a group."""
    found = []
    for name, _fields in _processes(group):
        kilobytes = dict.fromkeys(("Rss", "Private_Clean", "Private_Dirty"), 0)
        with open(f"/proc/{name}/smaps_rollup") as file:
            for line in file:
                what, _colon, size = line.partition(":")
                if what in kilobytes:
                    kilobytes[what] = int(size.split()[0])
        own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
        found.append((kilobytes["Rss"] / 1e3, own / 1e3))
    return found


def _processes(group: int) -> Iterator[tuple[str, list[str]]]:
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            yield name, fields


if __name__ == "__main__":
    sys.exit(main())
