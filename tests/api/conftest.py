"""What the API's tests share: an index of their own."""

import pytest

from directory.searching import live_index


@pytest.fixture(autouse=True)
def own_index():
    live_index.forget()
    yield
    live_index.forget()
