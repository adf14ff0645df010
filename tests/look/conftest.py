import pytest

from directory.searching import live_index


@pytest.fixture(autouse=True)
def fresh_index():
    """The index of this process knows nothing of other tests' listings."""
    live_index.forget()
    yield
    live_index.forget()
