"""The same searches through tantivy, as the other engine of the search benchmark."""

import math
from collections.abc import Callable, Iterable
from functools import cache
from zlib import crc32

import tantivy

from benchmarks.search_data import TYPOS
from directory.search.document import SearchDocument
from directory.search.geo import KM_PER_DEGREE
from directory.search.query import SearchQuery

FACETS = ("conditions", "methods", "languages", "scopes", "delivery")
PAGE = 20
WRITER_BYTES = 200_000_000


def build_tantivy(rows: Iterable[SearchDocument]) -> Callable[[SearchQuery], object]:
    """A function that answers a search: (total, facet counts, addresses of the first page)."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="en_stem")
    for facet in FACETS:
        builder.add_unsigned_field(facet, indexed=True, fast=True)
    for axis in ("lat", "lon"):
        builder.add_float_field(axis, indexed=True, fast=True)
    builder.add_integer_field("confirmed", fast=True)
    builder.add_boolean_field("accepts_new", indexed=True, fast=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(WRITER_BYTES, 1)
    for row in rows:
        writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return _Engine(index, schema).ask


class _Engine:
    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        self._schema = schema
        self._index = index
        self._searcher = index.searcher()
        self._counts = {facet: {"terms": {"field": facet, "size": 100}} for facet in FACETS}
        self._counts["total"] = {"value_count": {"field": "confirmed"}}

    def ask(self, query: SearchQuery) -> object:
        parsed = self._parse(query)
        counts = self._searcher.aggregate(parsed, self._counts)
        options = {}
        if query.ordering == "confirmed":
            options["order_by_field"] = "confirmed"
        if query.lat is None:
            found = self._searcher.search(parsed, PAGE, **options)
            return found.count, counts, [address for _score, address in found.hits]
        total = int(counts["total"]["value"])
        if not total:
            return 0, counts, []
        found = self._searcher.search(parsed, total, count=False)
        return total, counts, self._nearest(query, found.hits)

    def _nearest(self, query: SearchQuery, hits: list) -> list:
        """No distance order in the engine: coordinates are fetched and measured here."""
        addresses = [address for _key, address in hits]
        if not addresses:
            return []
        lats = self._searcher.fast_field_values("lat", addresses)
        lons = self._searcher.fast_field_values("lon", addresses)
        shrink = math.cos(math.radians(query.lat))
        keyed = [
            ((lat - query.lat) ** 2 + ((lon - query.lon) * shrink) ** 2, place)
            for place, (lat, lon) in enumerate(zip(lats, lons, strict=True))
        ]
        reach = (query.radius_km / KM_PER_DEGREE) ** 2
        return [addresses[place] for km, place in sorted(keyed)[:PAGE] if km <= reach]

    def _parse(self, query: SearchQuery) -> tantivy.Query:
        must = []
        for word in query.q.split():
            if word in TYPOS:
                must.append(tantivy.Query.fuzzy_term_query(self._schema, "body", word, 2))
            else:
                must.append(self._index.parse_query(word, ["body"]))
        for facet in FACETS:
            codes = [_number(code) for code in getattr(query, facet)]
            if codes:
                must.append(tantivy.Query.term_set_query(self._schema, facet, codes))
        if query.accepts_new is not None:
            must.append(tantivy.Query.term_query(self._schema, "accepts_new", query.accepts_new))
        if query.lat is not None:
            must += self._box(query)
        if not must:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])

    def _box(self, query: SearchQuery) -> list[tantivy.Query]:
        high = query.radius_km / KM_PER_DEGREE
        wide = high / math.cos(math.radians(query.lat))
        return [
            tantivy.Query.range_query(
                self._schema, axis, tantivy.FieldType.Float, middle - reach, middle + reach
            )
            for axis, middle, reach in (("lat", query.lat, high), ("lon", query.lon, wide))
        ]


@cache
def _number(code: str) -> int:
    """Codes as numbers, which the engine counts faster than words."""
    return crc32(code.encode())


def _document(row: SearchDocument) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("body", f"{row.name}\n{row.text}")
    for facet in FACETS:
        for code in getattr(row, facet):
            document.add_unsigned(facet, _number(code))
    document.add_float("lat", row.points[0][0])
    document.add_float("lon", row.points[0][1])
    document.add_integer("confirmed", row.confirmed.toordinal())
    document.add_boolean("accepts_new", row.accepts_new)
    return document
