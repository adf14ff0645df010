from collections.abc import Iterator

import pytest

from tests.drills.site import Site


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    folder = tmp_path / "var"
    folder.mkdir()
    made = Site(folder)
    yield made
    made.close()
