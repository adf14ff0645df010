"""One page after another, and nobody waits long for one that hangs."""

import threading

import pytest

from directory import turns

WITHIN_SECONDS = 20


class Page:
    """A page that waits in the middle until it is told to go on; counts who is inside."""

    def __init__(self):
        self.inside = self.most = 0
        self.entered, self.go_on = threading.Event(), threading.Event()

    def __call__(self, name):
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.entered.set()
        if name == "hangs":
            self.go_on.wait(WITHIN_SECONDS)
        self.inside -= 1
        return name


@pytest.fixture
def page():
    page = Page()
    yield page
    page.go_on.set()


def _begin(work, name):
    thread = threading.Thread(target=work, args=(name,))
    thread.start()
    return thread


def test_the_second_page_waits_for_the_first(page, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", WITHIN_SECONDS)
    work = turns.in_turn(page)
    first = _begin(work, "hangs")
    assert page.entered.wait(WITHIN_SECONDS)
    second = _begin(work, "second")
    second.join(0.2)
    assert second.is_alive()
    assert page.most == 1
    page.go_on.set()
    first.join(WITHIN_SECONDS)
    second.join(WITHIN_SECONDS)
    assert not second.is_alive()
    assert page.most == 1


def test_a_page_that_hangs_holds_up_nobody_for_long(page):
    work = turns.in_turn(page)
    first = _begin(work, "hangs")
    assert page.entered.wait(WITHIN_SECONDS)
    assert work("second") == "second"
    assert first.is_alive()
    page.go_on.set()
    first.join(WITHIN_SECONDS)
    assert work("third") == "third"


def test_an_error_ends_the_turn(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", WITHIN_SECONDS)

    @turns.in_turn
    def fails(number):
        if number == 1:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match="1"):
        fails(1)
    thread = threading.Thread(target=fails, args=(2,), daemon=True)
    thread.start()
    thread.join(WITHIN_SECONDS / 4)
    assert not thread.is_alive()
