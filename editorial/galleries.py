"""How the photographs of a gallery share its rows; nothing here knows of HTML."""

from itertools import pairwise
from math import log

# Width : height of a whole row that is neither too tall nor too thin.
IDEAL = 2.4
MOST_IN_ROW = 5
# Two photographs up to this wide together stay side by side on a phone too.
NARROW_PAIR = 1.7
# A photograph alone takes the whole width from here on, and little up to here.
WIDE = 2
UPRIGHT = 1.1


def ratio(photo):
    return photo.width / photo.height


def rows_of(uses):
    """Split `uses`, rows that have a `photo`, into rows of a gallery.

    Returns a list of lists in the same order: the split whose rows come nearest
    to the ideal shape when every photograph is shown whole.
    """
    uses = list(uses)
    # For every start, from the last back: how far from ideal, and where rows end.
    best = {len(uses): (0, ())}
    for start in reversed(range(len(uses))):
        ends = range(start + 1, min(start + MOST_IN_ROW, len(uses)) + 1)
        best[start] = min(
            (_distance(uses[start:end]) + best[end][0], (end, *best[end][1]))
            for end in ends
        )
    cuts = [0, *best[0][1]]
    return [uses[start:end] for start, end in pairwise(cuts)]


def shape_of(row):
    """Return width : height of a whole row."""
    return sum(ratio(use.photo) for use in row)


def share_of(use, row):
    """Return how much of the width of its row the photograph takes, from 0 to 1."""
    return ratio(use.photo) / shape_of(row)


def _distance(row):
    return log(shape_of(row) / IDEAL) ** 2


def kind_of_row(row):
    """Return how a row is laid out.

    One of "row", "pair" (side by side on a phone too) and, for one photograph,
    "wide", "alone", "upright".
    """
    shape = shape_of(row)
    if len(row) > 1:
        return "pair" if len(row) == 2 and shape <= NARROW_PAIR else "row"
    if shape >= WIDE:
        return "wide"
    return "upright" if shape <= UPRIGHT else "alone"
