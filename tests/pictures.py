"""Photo-like pictures made by a formula: the same number, the same picture.

A sky, houses or trees, the ground, people, grain: enough for a gallery to look like
one, for a JPEG to weigh what photographs weigh, and for a crop to cut a head off.
"""

import random
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

LANDSCAPE, PORTRAIT = (1800, 1200), (1200, 1800)
SQUARE, PANORAMA = (1400, 1400), (2400, 900)
SIZES = (LANDSCAPE, PORTRAIT, SQUARE, LANDSCAPE, PORTRAIT, PANORAMA, LANDSCAPE)

SKIES = [("#7fb2d9", "#e8eef0"), ("#f0b27a", "#fbe3c4"), ("#8d99a6", "#d7dbde")]
GROUNDS = ["#6f8f4e", "#9a8b78", "#b59a6a", "#5f6b63"]
WALLS = ["#c98f5f", "#d8b48a", "#a85d4a", "#8f9aa3", "#e0cfae"]
CLOTHES = ["#b3174f", "#0272b3", "#e8c15a", "#2f7a34", "#f2efea", "#2b2a33"]
SKINS = ["#f1c9a5", "#c68a5e", "#8a5a3c", "#5e3b28"]


def scene(number, size=LANDSCAPE, subject=(50, 45)):
    """Return the picture `number`: a person's head stands at `subject`, in per cent."""
    chance = random.Random(number)  # noqa: S311 (nothing is secret here)
    across, down = size
    horizon = round(down * chance.uniform(0.5, 0.62))
    picture = _sky(chance, size)
    draw = ImageDraw.Draw(picture)
    _houses(chance, draw, across, horizon)
    draw.rectangle((0, horizon, across, down), chance.choice(GROUNDS))
    _trees(chance, draw, across, horizon)
    picture = picture.filter(ImageFilter.GaussianBlur(min(size) / 260))
    _people(chance, ImageDraw.Draw(picture), size, horizon)
    x, y = (side * share / 100 for side, share in zip(size, subject, strict=True))
    _person(chance, ImageDraw.Draw(picture), x, y, min(size) * 0.085)
    picture = picture.filter(ImageFilter.GaussianBlur(min(size) / 900))
    return _grainy(chance, picture)


def photograph(number, size=LANDSCAPE, subject=(50, 45)):
    """Return an open JPEG file with `scene` in it."""
    stream = BytesIO()
    scene(number, size, subject).save(stream, "JPEG", quality=88)
    stream.seek(0)
    return stream


def _sky(chance, size):
    high, low = chance.choice(SKIES)
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), high, low)


def _houses(chance, draw, across, horizon):
    x = -chance.randrange(60)
    while x < across:
        width = chance.randrange(across // 9, across // 4)
        top = round(horizon * chance.uniform(0.15, 0.7))
        draw.rectangle((x, top, x + width, horizon), chance.choice(WALLS))
        _windows(draw, (x, top, x + width, horizon), max(20, across // 45))
        x += width + chance.choice([0, 0, across // 12])


def _windows(draw, house, step):
    left, top, right, bottom = house
    for x in range(left + step, right - step, step * 2):
        for y in range(top + step, bottom - step, step * 2):
            draw.rectangle((x, y, x + step * 0.8, y + step * 1.2), "#3d4a57")


def _trees(chance, draw, across, horizon):
    for _ in range(chance.randrange(2, 6)):
        x, radius = chance.randrange(across), across * chance.uniform(0.03, 0.07)
        top = horizon - radius * 2
        draw.rectangle((x - radius / 9, top, x + radius / 9, horizon), "#5b4632")
        crown = (x - radius, top - radius, x + radius, top + radius)
        draw.ellipse(crown, chance.choice(["#3f6b35", "#587f3a", "#7c8f3f"]))


def _people(chance, draw, size, horizon):
    across, down = size
    for _ in range(chance.randrange(3, 9)):
        head = min(size) * chance.uniform(0.022, 0.04)
        y = horizon + (down - horizon) * chance.uniform(-0.1, 0.35) - head * 5
        _person(chance, draw, chance.randrange(across), y, head)


def _person(chance, draw, x, y, head):
    body = (x - head * 1.3, y + head * 1.1, x + head * 1.3, y + head * 6)
    draw.rounded_rectangle(body, head * 1.1, chance.choice(CLOTHES))
    legs = (x - head, y + head * 5.5, x + head, y + head * 9)
    draw.rounded_rectangle(legs, head * 0.4, chance.choice(CLOTHES))
    draw.ellipse((x - head, y - head * 1.2, x + head, y + head * 1.2), "#3a2a20")
    face = (x - head * 0.8, y - head * 0.8, x + head * 0.8, y + head * 1.15)
    draw.ellipse(face, chance.choice(SKINS))


def _grainy(chance, picture):
    """Lay light from a corner and grain over what is otherwise too smooth."""
    light = ImageOps.invert(Image.radial_gradient("L")).resize(picture.size)
    light = ImageOps.colorize(light, "#8c8c8c", "#ffffff")
    lit = ImageChops.multiply(picture, light)
    across, down = (side // 2 for side in picture.size)
    grain = Image.frombytes("L", (across, down), chance.randbytes(across * down))
    grain = grain.resize(picture.size).convert("RGB")
    return Image.blend(lit, ImageChops.soft_light(lit, grain), 0.3)
