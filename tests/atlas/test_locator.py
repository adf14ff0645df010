"""The map beside a list: pins where the places are, rings of the right size, land where land is."""

import re
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.atlas import Spot, draw
from directory.atlas.locator import HEIGHT, MIDDLE, RADIUS, WIDTH

LYON = (45.76, 4.84)
ONE_DEGREE_KM = 111.195


def numbers(path: str) -> list[tuple[float, float]]:
    values = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(values[::2], values[1::2], strict=True))


def is_inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Ray casting, told anew here."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def is_land(drawing, point: tuple[float, float]) -> bool:
    if not drawing.ground.coast:
        return True
    return any(is_inside(point, numbers(path)) for path in drawing.ground.land)


def test_a_place_ten_kilometers_north_is_a_tenth_of_the_reach_above_the_middle():
    lat, lon = LYON
    spot = Spot(number=1, name="Ines", lat=lat + 10 / ONE_DEGREE_KM, lon=lon)
    (pin,) = draw(lat=lat, lon=lon, far_km=100, spots=[spot]).pins
    assert (pin.x, pin.y) == (round(MIDDLE[0]), round(MIDDLE[1] - RADIUS / 10))


@given(lat=st.floats(-70, 70), lon=st.floats(-180, 180), km=st.sampled_from([5.0, 20.0, 80.0]))
def test_the_outer_ring_is_as_wide_as_its_label_says(lat, lon, km):
    ring = draw(lat=lat, lon=lon, far_km=km, spots=[]).ground.rings[-1]
    assert ring.km == km
    for x, y in numbers(ring.path):
        assert hypot(x - MIDDLE[0], y - MIDDLE[1]) == pytest.approx(RADIUS, rel=0.06)


def test_in_miles_the_outer_ring_is_a_round_number_of_miles():
    mile = 1.609344
    ring = draw(lat=51.5, lon=-0.12, far_km=40, spots=[], unit_km=mile).ground.rings[-1]
    assert ring.km == pytest.approx(30 * mile)


@settings(max_examples=40)
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180), far=st.floats(0, 20000))
def test_there_is_a_map_of_anywhere(lat, lon, far):
    drawing = draw(lat=lat, lon=lon, far_km=far, spots=[Spot(number=1, name="A", lat=lat, lon=lon)])
    assert len(drawing.pins) == 1
    for path in (*drawing.ground.land, *drawing.ground.borders):
        for x, y in numbers(path):
            assert -100 <= x <= WIDTH + 100
            assert -100 <= y <= HEIGHT + 100


@pytest.mark.parametrize(
    ("center", "dry", "wet"),
    [
        ((43.30, 5.37), (43.53, 5.45), (42.9, 5.2)),  # Marseille: Aix, the open sea
        ((51.50, -0.12), (51.75, -1.25), (51.5, 1.6)),  # London: Oxford, off Margate
        ((-18.14, 178.44), (-17.8, 178.1), (-17.8, 179.9)),  # Suva, and beyond the 180th meridian
    ],
)
def test_land_is_where_land_is(center, dry, wet):
    lat, lon = center
    spots = [
        Spot(number=1, name="dry", lat=dry[0], lon=dry[1]),
        Spot(number=2, name="wet", lat=wet[0], lon=wet[1]),
    ]
    drawing = draw(lat=lat, lon=lon, far_km=150, spots=spots)
    on_land, at_sea = drawing.pins
    assert is_land(drawing, (on_land.x, on_land.y))
    assert not is_land(drawing, (at_sea.x, at_sea.y))


def test_towns_are_named_and_no_name_lies_over_another():
    drawing = draw(lat=LYON[0], lon=LYON[1], far_km=300, spots=[])
    names = [town.name for town in drawing.ground.towns]
    assert "Paris" in names or "Marseille" in names
    for position, town in enumerate(drawing.ground.towns):
        for other in drawing.ground.towns[position + 1 :]:
            assert abs(town.x - other.x) > 20 or abs(town.y - other.y) >= 26


GRENOBLE, GENEVA = (45.167, 5.716), (46.202, 6.146)


def room_of(name: str, x: int, y: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a name in 12 px letters about x on the base line y."""
    return x - 3 * len(name), y - 9, x + 3 * len(name), y


def is_hidden(name: str, x: int, y: int, pin) -> bool:
    left, top, right, bottom = room_of(name, x, y)
    nearest = (min(max(pin.x, left), right), min(max(pin.y, top), bottom))
    return hypot(pin.x - nearest[0], pin.y - nearest[1]) < (18 if pin.count > 1 else 14)


@pytest.mark.parametrize("together", [1, 2])
def test_a_pin_leaves_the_name_of_its_town_to_be_read(together):
    places = [LYON, GRENOBLE, GENEVA] * together
    spots = [
        Spot(number=number, name="Ines", lat=lat, lon=lon)
        for number, (lat, lon) in enumerate(places, 1)
    ]
    drawing = draw(lat=LYON[0], lon=LYON[1], far_km=120, spots=spots, name="Lyon")
    names = {town.name: town for town in (drawing.middle, *drawing.ground.towns)}
    assert {"Lyon", "Grenoble", "Geneva"} <= set(names)
    for name, town in names.items():
        for pin in drawing.pins:
            assert not is_hidden(name, town.name_x, town.name_y, pin), name
    rooms = [room_of(name, town.name_x, town.name_y) for name, town in names.items() if name]
    for position, one in enumerate(rooms):
        assert min(one[:2]) >= 0
        assert one[2] <= WIDTH
        for other in rooms[position + 1 :]:
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_names_that_no_pin_hides_stay_where_they_were():
    bare = draw(lat=LYON[0], lon=LYON[1], far_km=120, spots=[])
    spot = Spot(number=1, name="Ines", lat=LYON[0] + 0.6, lon=LYON[1] - 0.8)
    assert draw(lat=LYON[0], lon=LYON[1], far_km=120, spots=[spot]).ground == bare.ground


def test_practitioners_at_one_spot_share_a_pin_that_names_both():
    lat, lon = LYON
    spots = [Spot(number=n, name=name, lat=lat, lon=lon) for n, name in ((3, "Ines"), (4, "Ada"))]
    (pin,) = draw(lat=lat, lon=lon, far_km=20, spots=spots).pins
    assert pin.numbers == (3, 4)
    assert pin.label == "3: Ines; 4: Ada"
    assert pin.mark == "3+1"


def test_street_tiles_cover_the_drawing_without_a_gap():
    drawing = draw(
        lat=LYON[0], lon=LYON[1], far_km=20, spots=[], tile_url="https://t.example/{z}/{x}/{y}.png"
    )
    assert min(street.x for street in drawing.streets) <= 0
    assert max(street.x + street.size for street in drawing.streets) >= WIDTH
    assert min(street.y for street in drawing.streets) <= 0
    assert max(street.y + street.size for street in drawing.streets) >= HEIGHT
    assert all(
        re.fullmatch(r"https://t\.example/\d+/\d+/\d+\.png", street.url)
        for street in drawing.streets
    )
