"""A map drawn from data that is here: outlines of the land, borders, towns, and numbered places."""

from directory.atlas.locator import Drawing, Ground, Pin, Spot, draw
from directory.atlas.names import Place

__all__ = ["Drawing", "Ground", "Pin", "Place", "Spot", "draw"]
