"""Order, pages, rotation of ties, expiry, and queries that contradict themselves."""

import dataclasses
from collections import Counter
from datetime import date, timedelta

import pytest

from directory.search.document import SearchDocument
from directory.search.index import build
from directory.search.query import SearchQuery
from tests.search.test_words import DAY, LISTING


def listing(own_id: str, **fields) -> SearchDocument:
    return dataclasses.replace(LISTING, id=own_id, verified_until=date(2027, 6, 1), **fields)


EQUAL = [listing(f"listing-{number}") for number in range(5)]


def order(index, **fields) -> list[str]:
    query = SearchQuery(**{"day": DAY, **fields})
    return [hit.id for hit in index.search(query).hits]


def test_nearest_first_then_best_then_recently_confirmed():
    near = listing("near", points=((48.0, 7.8),), text="scar", confirmed=DAY - timedelta(days=9))
    far = listing("far", points=((48.4, 7.8),), text="scar scar scar scar", confirmed=DAY)
    index = build([far, near])
    here = {"lat": 48.0, "lon": 7.8, "radius_km": 100, "q": "scar"}
    assert order(index, **here, ordering="distance") == ["near", "far"]
    assert order(index, **here, ordering="relevance") == ["far", "near"]
    assert order(index, **here, ordering="confirmed") == ["far", "near"]
    assert order(index, q="scar", ordering="distance") == ["far", "near"]


def test_a_listing_with_two_places_counts_once_and_from_the_nearer():
    two = listing("two", points=((48.0, 7.8), (52.5, 13.4)))
    result = build([two]).search(SearchQuery(lat=52.5, lon=13.4, radius_km=10, day=DAY))
    assert (result.total, result.hits[0].distance_km) == (1, pytest.approx(0, abs=1e-6))
    everywhere = build([two]).search(SearchQuery(lat=52.5, lon=13.4, day=DAY))
    assert everywhere.total == 1


def test_ties_take_turns_fairly():
    index = build(EQUAL)
    days = [DAY + timedelta(days=number) for number in range(150)]
    firsts = Counter(order(index, day=day)[0] for day in days)
    # Five equals, 150 days: 30 each on average; 12 is more than four standard deviations below.
    assert len(firsts) == 5
    assert min(firsts.values()) >= 12
    assert order(index) == order(build(reversed(EQUAL)))
    assert sorted(order(index)) == sorted(listing.id for listing in EQUAL)


def test_pages_part_the_answer_without_gap_or_repeat():
    many = [listing(f"listing-{number}") for number in range(45)]
    index = build(many)
    pages = [order(index, page=page, page_size=20) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({own_id for page in pages for own_id in page}) == 45


def test_a_listing_is_found_through_its_last_verified_day():
    index = build([dataclasses.replace(LISTING, verified_until=DAY)])
    assert index.search(SearchQuery(day=DAY)).total == 1
    late = index.search(SearchQuery(day=DAY + timedelta(days=1)))
    assert late.total == 0
    assert late.facets["languages"] == {}


def test_a_facet_leaves_its_own_choice_out_of_its_counts():
    index = build(
        [
            listing("a", methods=("vodder",), languages=("de",)),
            listing("b", methods=("leduc",), languages=("de", "fr")),
            listing("c", methods=("vodder", "leduc"), languages=("fr",)),
        ]
    )
    result = index.search(SearchQuery(methods=("vodder",), day=DAY))
    assert result.total == 2
    assert result.facets["methods"] == {"vodder": 2, "leduc": 2}
    assert result.facets["languages"] == {"de": 1, "fr": 1}
    either = index.search(SearchQuery(methods=("vodder", "leduc"), languages=("fr",), day=DAY))
    assert either.total == 2
    assert either.hits[0].reasons[-1] == "languages:fr"


def test_suggestions_complete_terms_and_names():
    index = build([listing("a", name="Anna Lindqvist"), listing("b", name="Linda Okafor")])
    offered = index.suggest("lymphoe")
    assert ("condition", "lymphedema") in [(item.kind, item.code) for item in offered]
    assert [(item.kind, item.label) for item in index.suggest("lind")] == [
        ("name", "Linda Okafor"),
        ("name", "Anna Lindqvist"),
    ]
    assert index.suggest("vodd")[0].code == "vodder"
    assert index.suggest("") == ()
    assert len(index.suggest("l", 3)) == 3
    assert index.apply([], ["a"]).suggest("lindq") == ()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"lat": 1.0}, "go together"),
        ({"lat": 91.0, "lon": 0.0}, "degrees"),
        ({"lat": float("nan"), "lon": 0.0}, "degrees"),
        ({"radius_km": 5.0}, "needs lat"),
        ({"lat": 1.0, "lon": 1.0, "radius_km": -1.0}, "0 or more"),
        ({"ordering": "paid"}, "ordering is one of"),
        ({"page": 0}, "1 or more"),
    ],
)
def test_a_query_that_contradicts_itself_says_so(fields, says):
    with pytest.raises(ValueError, match=says):
        SearchQuery(day=DAY, **fields)


def test_a_listing_without_a_place_is_refused():
    with pytest.raises(ValueError, match="no location"):
        dataclasses.replace(LISTING, points=())
    with pytest.raises(ValueError, match="off the earth"):
        dataclasses.replace(LISTING, points=((91.0, 0.0),))
