"""The drawing language of the site: a patch of tiles woven from a few shapes.

A patch is the cover of what has no photograph. It is drawn from a number alone, so
the same row always looks the same, and two rows never look alike: every number
below `PATTERNS` stands for another arrangement.
"""

from dataclasses import dataclass

COLUMNS, ROWS, TILE = 5, 3, 24
# The one large tile covers two by two; what is left is a tile of its own each.
CORNERS = [(x, y) for y in range(ROWS - 1) for x in range(COLUMNS - 1)]
FREE_TILES = COLUMNS * ROWS - 4
# Ground, shape on the ground, shape on colour, colour, half tone, shape on half tone.
KINDS = (("", False), ("", True), ("solid", True))
KINDS += (("solid", False), ("half", False), ("half", True))
PATTERNS = len(CORNERS) * len(KINDS) ** FREE_TILES
# Neighbouring numbers must look unlike each other. Prime to PATTERNS, which has
# no other factors than 2 and 3, it still leads each number to one of its own.
STRIDE = 1_566_083_941
MARGIN = 4


@dataclass(frozen=True)
class Mark:
    """A shape on a tile: its name, its corner and side, and what it stands on."""

    shape: str
    x: int
    y: int
    size: int
    ground: str


@dataclass(frozen=True)
class Patch:
    """Rectangles by tone, each (x, y, side), and the marks that stand on them."""

    solid: tuple
    half: tuple
    marks: tuple
    width: int = COLUMNS * TILE
    height: int = ROWS * TILE

    @property
    def solid_path(self):
        return _path(self.solid)

    @property
    def half_path(self):
        return _path(self.half)


def _path(squares):
    return "".join(f"M{x} {y}h{side}v{side}h-{side}z" for x, y, side in squares)


def patch(number, shapes):
    """Return the Patch of `number` (an int from 0) drawn with `shapes` (names).

    The first shape is the large one, the others take turns; without any the tiles
    stay plain. Numbers below PATTERNS give patches that all differ.
    """
    order = number * STRIDE % PATTERNS
    order, corner = divmod(order, len(CORNERS))
    left, top = CORNERS[corner]
    squares = {"solid": [(left * TILE, top * TILE, 2 * TILE)], "half": []}
    marks = [_mark(shapes, 0, squares["solid"][0], "solid")]
    for x, y in _tiles_around(left, top):
        order, kind = divmod(order, len(KINDS))
        tone, is_marked = KINDS[kind]
        square = (x * TILE, y * TILE, TILE)
        if tone:
            squares[tone].append(square)
        if is_marked:
            marks.append(_mark(shapes, len(marks), square, tone))
    drawn = tuple(filter(None, marks))
    return Patch(tuple(squares["solid"]), tuple(squares["half"]), drawn)


def _tiles_around(left, top):
    taken = {(left + dx, top + dy) for dx in (0, 1) for dy in (0, 1)}
    everywhere = [(x, y) for y in range(ROWS) for x in range(COLUMNS)]
    return [tile for tile in everywhere if tile not in taken]


def _mark(shapes, turn, square, ground):
    if not shapes:
        return None
    x, y, side = square
    margin = MARGIN * side // TILE
    shape = shapes[turn % len(shapes)]
    return Mark(shape, x + margin, y + margin, side - 2 * margin, ground)
