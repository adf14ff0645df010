"""How far a long command is, drawn on a terminal."""

import sys
from collections.abc import Callable


def bar(total: int) -> Callable[[int], None]:
    """A function that draws how many of `total` are done; it draws nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda done: None

    def draw(done: int) -> None:
        filled = 40 * done // max(total, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{total}{end}")
        sys.stderr.flush()

    return draw
