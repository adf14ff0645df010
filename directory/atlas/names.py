"""Where names stand on the map: beside their town, clear of pins and of each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

LETTER_WIDTH, LETTER_HEIGHT, GAP = 6.6, 12, 2
PIN_REACH, SEVERAL_REACH = 17, 21
"""How far a pin reaches from its middle, for one person and for several."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A town at x and y; its name, "" where there is no room, is centered about `name_x` on the base
    line `name_y`."""

    name: str
    x: int
    y: int
    name_x: int
    name_y: int


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def half_width(name: str) -> float:
    return len(name) * LETTER_WIDTH / 2


def box_of(name: str, x: float, y: float) -> Box:
    """The room of a name that is centered about x on the base line y."""
    half = half_width(name) + GAP
    return Box(x - half, y - LETTER_HEIGHT + 2, x + half, y + 2)


def box_of_pin(x: int, y: int, count: int) -> Box:
    reach = SEVERAL_REACH if count > 1 else PIN_REACH
    return Box(x - reach, y - reach, x + reach, y + reach)


def clear_of(
    towns: Sequence[Place], pins: Sequence[Box], *, taken: Iterable[Box], frame: Box
) -> tuple[Place, ...]:
    """The towns, each name that a pin would hide moved beside that pin, away from what is `taken`."""
    boxes = [_box(town) for town in towns]
    hides = [_hits(box, pins) for box in boxes]
    if not any(hides):
        return tuple(towns)
    filled = [*taken, *(box for box, hidden in zip(boxes, hides, strict=True) if not hidden)]
    moved = list(towns)
    for place, town in enumerate(towns):
        if not hides[place]:
            continue
        for name_x, name_y in _spots(town):
            box = box_of(town.name, name_x, name_y)
            if _within(box, frame) and not _hits(box, pins) and not _hits(box, filled):
                moved[place] = replace(town, name_x=round(name_x), name_y=round(name_y))
                filled.append(box)
                break
        else:
            moved[place] = replace(town, name="")
    return tuple(moved)


def _box(town: Place) -> Box:
    return box_of(town.name, town.name_x, town.name_y)


def _spots(town: Place) -> Iterable[tuple[float, float]]:
    """Above, below, right and left of a pin that stands on the town; farther off it would be read as
    the name of something else."""
    half = half_width(town.name)
    for reach in (PIN_REACH, SEVERAL_REACH, SEVERAL_REACH + 6):
        yield town.x, town.y - reach - 3
        yield town.x, town.y + reach + LETTER_HEIGHT
        yield town.x + reach + half + 3, town.y + 4
        yield town.x - reach - half - 3, town.y + 4


def _hits(box: Box, others: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    for other_left, other_top, other_right, other_bottom in others:
        # asked some hundred times for one map
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return True
    return False


def _within(box: Box, frame: Box) -> bool:
    return (
        frame.left <= box.left
        and box.right <= frame.right
        and frame.top <= box.top
        and box.bottom <= frame.bottom
    )
