"""Milan as a drawn diagram: Municipio 1 in the middle, 2 to 9 around it.

Not a map to measure on: angles and distances are those of the real Municipi only
as far as people recognise their city by them.
"""

from dataclasses import dataclass
from math import cos, radians, sin

SIDE = 420
CENTRE = 208
# How far the middle one reaches.
INNER = 72
# Where each Municipio begins, in degrees clockwise from north; it ends where the
# next begins. Then the corners of its outer edge: (degrees, distance).
BEGINS = {2: 22, 3: 66, 4: 106, 5: 153, 6: 204, 7: 250, 8: 292, 9: 334}
OUTER_EDGE = {
    2: [(22, 178), (44, 180), (66, 166)],
    3: [(66, 166), (86, 180), (106, 172)],
    4: [(106, 172), (128, 196), (153, 194)],
    5: [(153, 194), (178, 204), (204, 198)],
    6: [(204, 198), (229, 206), (250, 194)],
    7: [(250, 194), (262, 206), (281, 206), (292, 202)],
    8: [(292, 202), (314, 208), (334, 202)],
    9: [(334, 202), (356, 206), (382, 178)],
}
# Where the number and the name stand: degrees and distance from the middle.
LABELS = {
    2: (43, 132),
    3: (86, 126),
    4: (128, 136),
    5: (178, 132),
    6: (228, 136),
    7: (272, 136),
    8: (313, 148),
    9: (358, 158),
}


@dataclass(frozen=True)
class Area:
    """An outline as SVG path data and the point where its label is centred."""

    outline: str
    x: int
    y: int


def _point(degrees, distance):
    angle = radians(degrees)
    return round(CENTRE + distance * sin(angle)), round(CENTRE - distance * cos(angle))


def _outline(points):
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "z"


def _around(lot):
    ends = BEGINS.get(lot + 1, BEGINS[2] + 360)
    edge = [_point(*corner) for corner in OUTER_EDGE[lot]]
    inner = [_point(ends, INNER), _point(BEGINS[lot], INNER)]
    return Area(_outline(edge + inner), *_point(*LABELS[lot]))


def _middle():
    corners = [_point(degrees, INNER) for degrees in BEGINS.values()]
    return Area(_outline(corners), CENTRE, CENTRE)


# By lot, which is the number of the Municipio.
AREAS = {1: _middle()} | {lot: _around(lot) for lot in BEGINS}
