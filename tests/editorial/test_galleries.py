from types import SimpleNamespace

import pytest

from editorial.galleries import kind_of_row, rows_of, share_of
from editorial.templatetags.editorial import gallery_rows

LANDSCAPE, PORTRAIT, SQUARE, PANORAMA = (3, 2), (2, 3), (1, 1), (8, 3)


def uses_of(*sizes):
    photos = [SimpleNamespace(width=width, height=height) for width, height in sizes]
    return [SimpleNamespace(photo=photo) for photo in photos]


def layout(*sizes):
    return [(kind_of_row(row), len(row)) for row in rows_of(uses_of(*sizes))]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([LANDSCAPE], [("alone", 1)]),
        ([PORTRAIT], [("upright", 1)]),
        ([PANORAMA], [("wide", 1)]),
        ([PORTRAIT] * 2, [("pair", 2)]),
        ([LANDSCAPE, PORTRAIT], [("row", 2)]),
        ([LANDSCAPE] * 3, [("alone", 1), ("row", 2)]),
        ([PORTRAIT] * 7, [("row", 3), ("row", 4)]),
        ([LANDSCAPE] * 7, [("alone", 1), ("row", 2), ("row", 2), ("row", 2)]),
    ],
)
def test_photographs_share_rows_by_their_shapes(sizes, expected):
    assert layout(*sizes) == expected


@pytest.mark.parametrize("total", [0, 1, 2, 3, 7, 30, 2000])
def test_order_is_the_editors(total):
    shapes = (LANDSCAPE, PORTRAIT, SQUARE, PANORAMA)
    uses = uses_of(*(shapes[number % 4] for number in range(total)))
    assert [use for row in rows_of(uses) for use in row] == uses


@pytest.mark.parametrize("size", [(1, 2400), (2400, 1)])
def test_odd_shapes_are_laid_out_too(size):
    assert sum(total for _, total in layout(*[size] * 9)) == 9


def test_photographs_of_a_row_share_its_whole_width():
    row = uses_of(LANDSCAPE, PORTRAIT, SQUARE)
    assert sum(share_of(use, row) for use in row) == pytest.approx(1)
    assert share_of(row[0], row) > share_of(row[2], row) > share_of(row[1], row)


def test_browser_is_told_how_wide_each_picture_is():
    (pair,) = gallery_rows(uses_of(PORTRAIT, PORTRAIT))
    assert {picture["sizes"] for picture in pair["pictures"]} == {
        "(min-width: 1386px) 648px, (min-width: 720px) 46vw, 46vw"
    }
