"""The whole results page against a bare search engine and the ORM, on one database, in one run.

    DATABASE_URL=… .venv/bin/python manage.py load_synthetic --listings 1000000 --seed 1
    DATABASE_URL=… .venv/bin/python -m benchmarks.search_page --tantivy --orm 8

Asks the 200 seeded searches of `search_data`, every engine in turn for each search: the page through
the site's WSGI handler, as it is drawn for the first time (first) and afterwards (again); the index
alone; hello world through the same handler; tantivy through its Python binding, without a page (a
package the site does not need: pip install tantivy); and for a few searches what one would write with
the ORM. Milliseconds by the clock and of this process' processor time (without what a database server
takes), for all but the first page the least of `--repeats`. The ratios count: times of a shared machine
mean little.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# E402 below: models can be imported only after setup, and this file is run as a script
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db.models import Count, Q, TextField  # noqa: E402
from django.db.models.functions import Cast  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.search_data import searches  # noqa: E402
from config.serve import settle  # noqa: E402
from directory.models import Listing, PublicEntry  # noqa: E402
from directory.search.geo import KM_PER_DEGREE  # noqa: E402
from directory.search.query import SearchQuery  # noqa: E402
from directory.searching import document_from, live_index  # noqa: E402

Taken = tuple[float, float]
"""Milliseconds by the clock and of the processor."""

FIRST, AGAIN = "page first", "page again"
ONE_BY_NAME = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}


def main() -> int:
    options = _options()
    handler = WSGIHandler()
    before = _resident_mb()
    started = time.perf_counter()
    live_index.current()
    built = time.perf_counter() - started
    public = live_index.current().search(SearchQuery(day=_today())).total
    print(
        f"{public} public listings: index built from the database in {built:.1f} s, "
        f"{_resident_mb() - before:.0f} MB; load {os.getloadavg()[0]:.1f}"
    )
    settle()
    _get(handler, "/practitioners/")
    engines: dict[str, Callable[[SearchQuery], object]] = {
        FIRST: lambda query: _get(handler, _address(query)),
        AGAIN: lambda query: _get(handler, _address(query)),
        "index": lambda query: live_index.current().search(query).facets,
        "hello": lambda _query: _get(handler, "/healthz"),
    }
    if options.tantivy:
        started = time.perf_counter()
        rows = (document_from(json.loads(row)) for row in _documents())
        engines["tantivy"] = import_module("benchmarks.search_tantivy").build_tantivy(rows)
        print(f"tantivy built in {time.perf_counter() - started:.1f} s", flush=True)
    asked = [query for queries in searches(options.seed).values() for query in queries]
    times: dict[str, list[Taken]] = {name: [] for name in engines}
    for query in asked:
        for name, ask in engines.items():
            repeats = 1 if name == FIRST else options.repeats
            taken = [_clock(ask, query) for _ in range(repeats)]
            times[name].append((min(wall for wall, _ in taken), min(own for _, own in taken)))
    if options.orm:
        step = max(1, len(asked) // options.orm)
        times["ORM"] = [_clock(_naive, query) for query in asked[::step][: options.orm]]
    for place, said in enumerate(("by the clock", "of the processor")):
        print(said)
        _report({name: [taken[place] for taken in each] for name, each in times.items()})
    print(f"load {os.getloadavg()[0]:.1f}; {_resident_mb():.0f} MB resident")
    return 0


def _report(times: dict[str, list[float]]) -> None:
    for name, values in times.items():
        cells = "  ".join(f"p{share} {_at(values, share):.2f}" for share in (50, 95, 99))
        print(f"  {name:10} {cells}  (n={len(values)})")
    for other in ("tantivy", "ORM", "hello"):
        if other in times:
            for mine in (FIRST, AGAIN, "index"):
                shares = [_at(times[mine], share) / _at(times[other], share) for share in (50, 95)]
                print(f"  {mine} / {other}: p50 {shares[0]:.4f}  p95 {shares[1]:.4f}")


def _today():
    return timezone.localdate()


def _documents():
    entries = PublicEntry.objects.filter(listing__in=Listing.objects.public())
    return entries.values_list(Cast("document", TextField()), flat=True).iterator()


def _address(query: SearchQuery) -> str:
    pairs: list[tuple[str, object]] = [("q", query.q), ("ordering", query.ordering)]
    pairs += [
        ("lat", query.lat),
        ("lon", query.lon),
        ("radius_km", query.radius_km and f"{query.radius_km:g}"),
    ]
    for field, name in ONE_BY_NAME.items():
        pairs += [(name, code) for code in getattr(query, field)]
    if query.accepts_new is not None:
        pairs.append(("accepts_new", str(query.accepts_new).lower()))
    kept = [(name, value) for name, value in pairs if value not in (None, "")]
    return f"/practitioners/?{urlencode(kept)}"


def _get(handler: WSGIHandler, address: str) -> bytes:
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    response = handler(environ, lambda status, _headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    if statuses != ["200 OK"]:
        raise RuntimeError(f"{address}: {statuses}")
    return body


def _naive(query: SearchQuery) -> object:
    """As one writes it first: icontains, a box, joins for every filter and count, prefetched rows."""
    rows = Listing.objects.public()
    for word in query.q.split():
        rows = rows.filter(
            Q(headline__icontains=word)
            | Q(about__icontains=word)
            | Q(approach_hands__icontains=word)
            | Q(approach_limits__icontains=word)
            | Q(practitioner__name__icontains=word)
        )
    if query.lat is not None:
        reach = query.radius_km / KM_PER_DEGREE
        rows = rows.filter(
            locations__lat__range=(query.lat - reach, query.lat + reach),
            locations__lon__range=(query.lon - reach, query.lon + reach),
        )
    if query.conditions:
        rows = rows.filter(conditions__code__in=query.conditions)
    if query.languages:
        rows = rows.filter(practitioner__languages__code__in=query.languages)
    if query.methods:
        rows = rows.filter(services__method__code__in=query.methods)
    rows = rows.distinct()
    total = rows.count()
    names = ("conditions", "delivery", "practitioner__languages", "services__method", "accepts_new")
    counts = [
        list(rows.order_by().values(name).annotate(n=Count("pk", distinct=True))) for name in names
    ]
    related = ("conditions", "delivery", "locations", "services")
    page = list(rows.order_by("-confirmed_on").prefetch_related(*related)[:20])
    return total, counts, page


def _clock(ask: Callable, query: SearchQuery) -> Taken:
    wall, own = time.perf_counter(), time.process_time()
    ask(query)
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - own) * 1e3


def _at(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _resident_mb() -> float:
    with open("/proc/self/statm") as figures:
        return int(figures.read().split()[1]) * 4096 / 1e6


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--tantivy", action="store_true", help="compare with tantivy")
    parser.add_argument("--orm", type=int, default=0, help="how many searches the ORM is asked")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
