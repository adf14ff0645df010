"""An address as a QR code, drawn as one SVG path."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Light modules around the code, as ISO/IEC 18004 asks for."""


@dataclass(frozen=True, kw_only=True)
class QRCode:
    """`size` is the side in modules, quiet zone included; `path` fills the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> QRCode:
    """The code of a text. Raises ValueError for one that no code can hold."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    runs = (
        f"M{start} {y}h{end - start}v1h{start - end}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    return QRCode(size=len(rows), path="".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules stand side by side: a path of runs is a third of one of squares."""
    edges = [x for x in range(len(row) + 1) if (x < len(row) and row[x]) != (x > 0 and row[x - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))
