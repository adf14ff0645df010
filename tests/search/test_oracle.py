"""The index and a row-by-row search agree: totals, facets, distances, scores, order."""

import random

import pytest

from directory.search import index as index_module
from directory.search import postings
from directory.search.index import build
from directory.search.result import SearchResult
from tests.search.oracle import Answer, some_document, some_query


def check(result: SearchResult, answer: Answer) -> None:
    query = answer.query
    assert result.total == len(answer.rows), query
    assert result.facets == answer.facets, query
    for hit in result.hits:
        assert hit.id in answer.rows, query
        if query.lat is None:
            assert hit.distance_km is None
        else:
            assert hit.distance_km == pytest.approx(answer.distance(hit.id), abs=1e-5), query
        assert hit.score == answer.score(hit.id), query
    assert len({hit.id for hit in result.hits}) == len(result.hits)
    first = (query.page - 1) * query.page_size
    best = sorted(rank(answer, own_id) for own_id in answer.rows)[first : first + query.page_size]
    got = [rank(answer, hit.id) for hit in result.hits]
    assert got == pytest.approx(best, abs=2e-3), query


def rank(answer: Answer, own_id: str) -> float:
    query = answer.query
    if query.ordering == "confirmed":
        return -answer.rows[own_id].confirmed.toordinal()
    if query.ordering == "distance" and query.lat is not None:
        return answer.distance(own_id)
    return -answer.score(own_id)


@pytest.mark.parametrize("best", [postings.BEST, 40])
@pytest.mark.parametrize(("size", "queries", "seed"), [(12, 600, 1), (300, 700, 2), (1500, 80, 3)])
def test_answers_like_the_rows(size, queries, seed, best, monkeypatch):
    monkeypatch.setattr(postings, "BEST", best)
    chance = random.Random(seed)
    rows = {row.id: row for row in (some_document(chance) for _ in range(size))}
    index = build(rows.values())
    found = 0
    for _ in range(queries):
        query = some_query(chance)
        result = index.search(query)
        check(result, Answer(rows, query))
        found += result.total > 0
    assert found > queries / 5


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_answers_like_the_rows_while_listings_come_change_and_go(seed, monkeypatch):
    monkeypatch.setattr(index_module, "OPEN_SIZE", 10)
    monkeypatch.setattr(postings, "BEST", 25)
    chance = random.Random(seed)
    rows = {row.id: row for row in (some_document(chance) for _ in range(80))}
    gone: list[str] = []
    index = build(rows.values())
    for _ in range(40):
        removed = chance.sample(list(rows), min(len(rows), chance.randint(0, 3)))
        edited = chance.sample([i for i in rows if i not in removed], chance.randint(0, 3))
        back = [gone.pop()] if gone and chance.random() < 0.3 else []
        changed = [some_document(chance, own_id) for own_id in [*edited, *back]]
        changed += [some_document(chance) for _ in range(chance.randint(0, 3))]
        index = index.apply(changed, [*removed, "not-in-the-index"])
        for own_id in removed:
            del rows[own_id]
        gone += removed
        rows |= {row.id: row for row in changed}
        anew = build(rows.values())
        for _ in range(6):
            query = some_query(chance)
            result = index.search(query)
            check(result, Answer(rows, query))
            # The same to the last tie: several processes with different histories show one order.
            assert result == anew.search(query)


def test_an_older_index_is_untouched_by_a_change():
    chance = random.Random(5)
    rows = {row.id: row for row in (some_document(chance) for _ in range(60))}
    index = build(rows.values())
    queries = [some_query(chance) for _ in range(40)]
    before = [index.search(query) for query in queries]
    index.apply([some_document(chance) for _ in range(20)], list(rows)[:30])
    assert [index.search(query) for query in queries] == before


def test_an_emptied_index_finds_nothing_and_fills_again():
    chance = random.Random(6)
    rows = {row.id: row for row in (some_document(chance) for _ in range(5))}
    empty = build(rows.values()).apply([], rows)
    for _ in range(50):
        query = some_query(chance)
        check(empty.search(query), Answer({}, query))
        check(build([]).search(query), Answer({}, query))
        check(empty.apply(rows.values(), []).search(query), Answer(rows, query))
