"""Measure the search index, alone or against tantivy in the same run.

    .venv/bin/python -m benchmarks.search --size 30000
    .venv/bin/python -m benchmarks.search --size 300000 --tantivy

Prints times in milliseconds and, with --tantivy (a package this project does not need otherwise),
ratios. Both engines answer each search in turn: one page of 20, the exact total, and counts of the
same five facets. tantivy stems English only, corrects nothing before it searches, and is called
through its Python binding, so it finds a little less and is no picture of the engine in Rust.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module

from benchmarks.search_data import listings, searches
from directory.search.index import build
from directory.search.query import SearchQuery

REPEATS = 3
CHANGES = 300


def main() -> int:
    options = _options()
    rows = list(listings(options.size, options.seed))
    before = _resident_mb()
    gc.freeze()
    started = time.perf_counter()
    index = build(rows)
    built = time.perf_counter() - started
    print(f"{options.size} listings: built in {built:.2f} s, {_resident_mb() - before:.0f} MB")
    _measure_changes(index, rows)
    engines: dict[str, Callable[[SearchQuery], object]] = {
        "index": lambda query: index.search(query).facets
    }
    if options.tantivy:
        started = time.perf_counter()
        engines["tantivy"] = import_module("benchmarks.search_tantivy").build_tantivy(rows)
        print(f"tantivy built in {time.perf_counter() - started:.2f} s")
    del rows
    _report(_times(engines, searches(options.seed)))
    return 0


def _measure_changes(index, rows: list) -> None:
    started = time.perf_counter()
    changed = index.apply(rows[:1], [])
    one = time.perf_counter() - started
    started = time.perf_counter()
    changed = index.apply(rows[:CHANGES], [])
    many = time.perf_counter() - started
    started = time.perf_counter()
    changed.apply(rows[CHANGES : CHANGES + 1], [])
    further = time.perf_counter() - started
    print(
        f"apply: 1 change {one * 1e3:.1f} ms, {CHANGES} at once {many * 1e3:.1f} ms, "
        f"1 more after them {further * 1e3:.1f} ms"
    )


def _times(engines: dict, kinds: dict[str, list[SearchQuery]]) -> dict[str, dict[str, list[float]]]:
    """Engine → kind → milliseconds, the least of REPEATS for each search."""
    times: dict[str, dict[str, list[float]]] = {name: {} for name in engines}
    for kind, queries in kinds.items():
        for query in queries:
            taken: dict[str, list[float]] = {name: [] for name in engines}
            for _ in range(REPEATS):
                for name, ask in engines.items():
                    started = time.perf_counter()
                    ask(query)
                    taken[name].append((time.perf_counter() - started) * 1e3)
            for name, values in taken.items():
                times[name].setdefault(kind, []).append(min(values))
    return times


def _report(times: dict[str, dict[str, list[float]]]) -> None:
    for kinds in times.values():
        kinds["ALL"] = [value for values in kinds.values() for value in values]
    for name, kinds in times.items():
        cells = [f"{kind} {_at(v, 50):.2f}/{_at(v, 95):.2f}" for kind, v in kinds.items()]
        print(f"{name:8} p50/p95 ms: " + "  ".join(cells))
    if "tantivy" in times:
        ratios = {
            f"p{share}": round(
                _at(times["index"]["ALL"], share) / _at(times["tantivy"]["ALL"], share), 3
            )
            for share in (50, 95, 99)
        }
        print("index / tantivy:", json.dumps(ratios))


def _at(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _resident_mb() -> float:
    """Resident memory of this process in MB; 0 where /proc is missing."""
    try:
        with open("/proc/self/statm") as figures:
            return int(figures.read().split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, default=30_000, help="public listings (default 30000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tantivy", action="store_true", help="compare with tantivy")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
