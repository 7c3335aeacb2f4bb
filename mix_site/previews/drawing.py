"""From a Subject to the PNG of 1200 × 630 pixels that Open Graph asks for."""

from functools import cache
from io import BytesIO
from pathlib import Path

import resvg_py
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import Image, ImageFont

from chronicles.models.rubric import RUBRICS
from editorial.xml import xml_text
from mix_site.previews.subjects import STILL_SIZE

WIDTH, HEIGHT = 1200, 630
FONTS = Path(__file__).with_name("fonts")
BOLD, SEMIBOLD = FONTS / "OpenSans-Bold.ttf", FONTS / "OpenSans-Semibold.ttf"
# The light values of tokens.css: a picture cannot ask which ones the reader prefers.
PAPER, INK, INK_SOFT = "#fbf9f5", "#1c1b20", "#57545f"
LOTS = {
    1: "#b3174f",
    2: "#c43e12",
    3: "#866200",
    4: "#2f7a34",
    5: "#00756b",
    6: "#0272b3",
    7: "#2f3c9e",
    8: "#7a2a9c",
    9: "#6b4636",
    None: INK,
}
COLOURS = {
    "paper": PAPER,
    "ink": INK,
    "soft": INK_SOFT,
    "warp": LOTS[1],
    "weft": LOTS[5],
}
STROKE = 3

LEFT, GAP = 64, 40
# A cover turned upright: five rows of three tiles fill the height.
TILE = HEIGHT // 5
DRAWN_WIDTH = 3 * TILE
# The trama: nine rows of five.
CELL = HEIGHT // 9
TRAMA_WIDTH = 5 * CELL
TITLE_SIZES = (104, 90, 78, 67, 58, 51, 45)
TITLE_TOP, TITLE_HEIGHT, LEADING = 182, 300, 1.14
# Of the 256 that a small PNG may have: a drawing is flat, a photograph takes the rest.
DRAWN_COLOURS = 64


@cache
def _font(path, size):
    return ImageFont.truetype(path, size)


def fitted(text, path, size, width):
    """Return `text` in one line of `width` pixels, shortened at a word if need be."""
    lines = wrapped(text, path, size, width)
    if len(lines) <= 1 and _fits(lines, path, size, width):
        return text
    return _shortened(lines[:1], path, size, width)[0]


def wrapped(text, path, size, width):
    """Return `text` as lines of at most `width` pixels, broken between words."""
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(path, size).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(lines, path, size, width):
    """Return `lines` with an ellipsis at the end, where there is room for it."""
    words = lines[-1].split()
    while len(words) > 1 and not _fits([f"{' '.join(words)}…"], path, size, width):
        words.pop()
    last = " ".join(words).rstrip(",;:.–—-")
    while last and not _fits([f"{last}…"], path, size, width):
        last = last[:-1]
    return [*lines[:-1], f"{last}…"]


def _fits(lines, path, size, width):
    return all(_font(path, size).getlength(line) <= width for line in lines)


def title_lines(title, width):
    """Return (size, lines): as large as the words allow, at most TITLE_HEIGHT high."""
    for size in TITLE_SIZES:
        lines = wrapped(title, BOLD, size, width)
        most = int(TITLE_HEIGHT / (size * LEADING))
        if len(lines) <= most and _fits(lines, BOLD, size, width):
            return size, lines
    kept = [fitted(line, BOLD, size, width) for line in lines[:most]]
    is_whole = len(lines) <= most
    return size, kept if is_whole else _shortened(kept, BOLD, size, width)


def svg_of(subject):
    """Return the drawing as SVG; where a photograph comes, its place stays empty."""
    panel = _panel_width(subject)
    width = WIDTH - panel - LEFT - GAP
    size, lines = title_lines(subject.title, width)
    head_width = width - (90 if subject.lot else 0)
    context = {
        "subject": subject,
        "width": WIDTH,
        "height": HEIGHT,
        "panel": WIDTH - panel,
        "panel_width": panel,
        "left": LEFT,
        "head_left": LEFT + (90 if subject.lot else 0),
        "area": fitted(subject.area, BOLD, 34, head_width),
        "label": fitted(subject.label, SEMIBOLD, 28, head_width - 44),
        "title_size": size,
        "title": [
            {"text": line, "y": round(TITLE_TOP + size * (0.85 + LEADING * index))}
            for index, line in enumerate(lines)
        ],
        "lot_colour": LOTS[subject.lot],
        "colours": COLOURS,
        "tiles": [] if subject.still else _tiles(subject),
        "stroke": STROKE,
    }
    return xml_text(render_to_string("mix_site/previews/preview.svg", context))


def _panel_width(subject):
    if subject.still:
        return STILL_SIZE[0]
    return DRAWN_WIDTH if subject.patch else TRAMA_WIDTH


def _tiles(subject):
    """Return what fills the panel, each with side, corner, tone, colour and shape."""
    return _cover(subject) if subject.patch else _trama()


def _cover(subject):
    """The same cover as in the lists, with rows for columns to stand upright."""
    drawn, scale, colour = subject.patch, TILE / 24, LOTS[subject.lot]
    tiles = [
        _tile(tone, colour, scale, square)
        for tone, squares in (("solid", drawn.solid), ("half", drawn.half))
        for square in squares
    ]
    marks = [
        _tile("", colour, scale, (mark.x, mark.y, mark.size))
        | {"shape": mark.shape, "is_on_solid": mark.ground == "solid"}
        for mark in drawn.marks
    ]
    return tiles + marks


def _tile(tone, colour, scale, square):
    # Whole: a number with a comma, as Italian templates write it, is no SVG.
    x, y, side = (round(part * scale) for part in square)
    return {"tone": tone, "colour": colour, "x": y, "y": x, "side": side}


def _trama():
    """Nine rows in the nine colours, five shapes in each, like a cloth."""
    tiles = []
    for row in range(9):
        for column, shape in enumerate(RUBRICS):
            tone = ("solid", "half")[(row + column) % 2]
            cell = _tile(tone, LOTS[row + 1], 1, (row * CELL, column * CELL, CELL))
            inner = (row * CELL + 16, column * CELL + 16, CELL - 32)
            mark = _tile("", LOTS[row + 1], 1, inner)
            tiles += [cell, mark | {"shape": shape, "is_on_solid": tone == "solid"}]
    return tiles


def png_of(subject, svg):
    """Return the PNG bytes of `subject`, whose drawing is `svg` (from `svg_of`)."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=[str(BOLD), str(SEMIBOLD)],
        skip_system_fonts=True,
    )
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    few = picture.quantize(DRAWN_COLOURS, dither=Image.Dither.NONE)
    if subject.still:
        few = _with_photograph(few, _photograph(subject.still))
    stream = BytesIO()
    few.save(stream, "PNG")
    return stream.getvalue()


def _with_photograph(drawing, photograph):
    """Return `drawing` with the photograph on its right, each with its own colours.

    A palette for both would bend the colour of the lot towards the photograph's.
    """
    # Chosen from a sixteenth of the pixels: the same colours in a tenth of the time.
    palette = photograph.reduce(4).quantize(256 - DRAWN_COLOURS)
    few = photograph.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    both = drawing.getpalette()[: 3 * DRAWN_COLOURS]
    both += [0] * (3 * DRAWN_COLOURS - len(both)) + palette.getpalette()
    drawing.paste(
        few.point(lambda index: index + DRAWN_COLOURS), (WIDTH - few.width, 0)
    )
    drawing.putpalette(both[: 3 * 256])
    return drawing


def _photograph(still):
    with default_storage.open(still.name) as stream:
        photograph = Image.open(stream).convert("RGB")
    across, down = photograph.size
    left, upper, right, lower = still.box
    box = (left * across, upper * down, right * across, lower * down)
    return photograph.resize(STILL_SIZE, Image.Resampling.LANCZOS, box=box)
