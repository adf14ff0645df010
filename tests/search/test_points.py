"""Circles on the globe: nothing inside is missed, nothing outside is taken."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.search import bits
from directory.search.points import Points
from tests.search.oracle import angular_km

POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
LISTINGS = st.lists(st.lists(POINT, min_size=1, max_size=3), min_size=1, max_size=30)


def points_of(listings):
    lats, lons = np.array([point for points in listings for point in points], dtype=float).T
    owners = [number for number, points in enumerate(listings) for _point in points]
    return Points(lats, lons, np.array(owners), size=len(listings))


def all_of(listings):
    return bits.of_flags(np.ones(len(listings), dtype=bool))


@settings(deadline=None)
@given(LISTINGS, POINT, st.floats(0.01, 20_100))
@example([[(0.0, 180.0)], [(0.0, -180.0)], [(0.0, 179.99)]], (0.0, -179.99), 3.0)
@example([[(90.0, 0.0)], [(89.99, 170.0)], [(-90.0, 5.0)]], (89.99, -10.0), 5.0)
@example([[(10.0, 10.0), (10.0, 10.5)]], (10.0, 10.5), 1.0)
def test_within_a_circle(listings, center, radius):
    documents, distances = points_of(listings).within(*center, radius, among=all_of(listings))
    nearest = [min(angular_km(*center, *point) for point in points) for points in listings]
    # A point on the rim may fall either way; one meter around it decides nothing.
    sure = {number for number, km in enumerate(nearest) if km < radius - 1e-3}
    possible = {number for number, km in enumerate(nearest) if km < radius + 1e-3}
    assert sure <= set(documents.tolist()) <= possible
    assert len(set(documents.tolist())) == len(documents)
    for number, km in zip(documents.tolist(), distances.tolist(), strict=True):
        assert km == pytest.approx(nearest[number], abs=1e-3)


@settings(deadline=None)
@given(LISTINGS, POINT, st.floats(0.01, 20_100) | st.none(), st.data())
def test_only_those_that_are_asked_for(listings, center, radius, data):
    asked = data.draw(st.sets(st.integers(0, len(listings) - 1)))
    everybody, _km = points_of(listings).within(*center, radius, among=all_of(listings))
    among = bits.of_numbers(np.array(sorted(asked), dtype=np.uint32), len(listings))
    found, _km = points_of(listings).within(*center, radius, among=among)
    assert sorted(found.tolist()) == sorted(asked & set(everybody.tolist()))


@settings(deadline=None)
@given(LISTINGS, POINT)
def test_without_a_radius_everything_is_there(listings, center):
    documents, distances = points_of(listings).within(*center, None, among=all_of(listings))
    nearest = [min(angular_km(*center, *point) for point in points) for points in listings]
    found = dict(zip(documents.tolist(), distances.tolist(), strict=True))
    assert found == pytest.approx(dict(enumerate(nearest)), abs=1e-3)


@pytest.mark.parametrize(
    ("one", "two", "km"),
    [
        # One degree of latitude on the mean sphere, a quarter of the way round, and the antipode.
        ((0, 0), (1, 0), 111.195),
        ((0, 0), (0, 90), 10_007.557),
        ((0, 0), (0, 180), 20_015.115),
        # Paris to Lyon, by the coordinates of their centers.
        ((48.85341, 2.3488), (45.74906, 4.84789), 393.0),
    ],
)
def test_known_distances(one, two, km):
    _documents, distances = points_of([[two]]).within(*one, None, among=all_of([[two]]))
    assert distances[0] == pytest.approx(km, rel=2e-3)
