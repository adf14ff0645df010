"""An index of its own for each test, and somebody in Lyon."""

import pytest

from directory.searching import live_index
from tests import factories


@pytest.fixture(autouse=True)
def own_index():
    live_index.forget()
    yield
    live_index.forget()


@pytest.fixture
def lyon():
    return factories.make_verified(
        name="Maud Ferrand", city="Lyon", country="FR", lat=45.7485, lon=4.8467
    )
