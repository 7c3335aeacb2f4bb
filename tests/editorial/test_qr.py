import re

import pytest
import segno

from editorial.qr import QUIET_ZONE, qr_code

ADDRESS = "https://www.progettomix.it/3/"
# ISO/IEC 18004, the two bits of the error correction level.
LEVELS = {(0, 0): "M", (0, 1): "L", (1, 0): "H", (1, 1): "Q"}
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def black_modules(code):
    """Return the (x, y) of the black modules that a code's drawing covers."""
    runs = [tuple(map(int, run)) for run in RUN.findall(code.path)]
    return [(x + step, y) for x, y, width, _ in runs for step in range(width)]


def expected_modules(text):
    matrix = segno.make_qr(text, error="m").matrix
    return [
        (x, y)
        for y, row in enumerate(matrix, QUIET_ZONE)
        for x, is_black in enumerate(row, QUIET_ZONE)
        if is_black
    ]


def test_a_code_is_drawn_module_by_module():
    assert black_modules(qr_code(ADDRESS)) == expected_modules(ADDRESS)


def test_a_code_says_its_own_text():
    assert black_modules(qr_code(ADDRESS)) != expected_modules(f"{ADDRESS}x")


def test_a_drawing_is_nothing_but_rectangles():
    assert RUN.sub("", qr_code(ADDRESS).path) == ""


def test_every_rectangle_closes_where_it_began():
    assert all(run[2] == run[3] for run in RUN.findall(qr_code(ADDRESS).path))


def test_four_empty_modules_stand_on_every_side():
    code = qr_code(ADDRESS)
    columns, rows = zip(*black_modules(code), strict=True)
    assert (min(columns), min(rows)) == (4, 4)
    assert (max(columns), max(rows)) == (code.size - 5, code.size - 5)


@pytest.mark.parametrize("text", [ADDRESS, "https://www.progettomix.it/progetti/mix/"])
def test_a_torn_code_can_still_be_read(text):
    black = set(black_modules(qr_code(text)))
    # The level is in the first two modules of the ninth row, which are masked.
    first, second = ((QUIET_ZONE + x, QUIET_ZONE + 8) in black for x in (0, 1))
    assert LEVELS[not first, second] in ("M", "Q", "H")


def test_a_text_that_no_code_can_hold_is_refused():
    with pytest.raises(segno.DataOverflowError):
        qr_code("a" * 3000)
