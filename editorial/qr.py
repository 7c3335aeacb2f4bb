"""QR codes for paper, drawn by the server."""

from dataclasses import dataclass
from itertools import groupby

import segno

# ISO/IEC 18004: four empty modules on every side, or a reader may miss the code.
QUIET_ZONE = 4


@dataclass(frozen=True)
class QRCode:
    """A code as a drawing: `path` is the SVG path of its black modules.

    One module is one unit; `size` is the side in units, quiet zone included.
    """

    text: str
    path: str
    size: int


def qr_code(text):
    """Return the QR code of `text`, with error correction M or better.

    A sheet on a wall is torn and written on: M reads with 15 % of it missing.
    Raises `segno.DataOverflowError` for a text of more than two thousand characters.
    """
    matrix = segno.make_qr(text, error="m").matrix
    path = "".join(_runs(matrix))
    return QRCode(text, path, len(matrix) + 2 * QUIET_ZONE)


def _runs(matrix):
    """Draw each row's black modules that touch as one rectangle."""
    for y, row in enumerate(matrix, QUIET_ZONE):
        x = QUIET_ZONE
        for is_black, modules in groupby(row):
            width = len(list(modules))
            if is_black:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
