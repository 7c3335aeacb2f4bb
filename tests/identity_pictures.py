"""Take the pictures of docs/identita.md from a development site that is running.

.venv/bin/python -m tests.identity_pictures http://127.0.0.1:8000
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import machine
from tests.conftest import BROWSER_ARGUMENTS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "identita"
SHAPES = [
    "racconti",
    "spazi",
    "persone-e-storie",
    "economie-e-relazioni",
    "culture",
]
# Pictures of parts of pages: name, address, what to look at, width.
PARTS = [
    ("trama", "/cronache/trama/", ".trama", 1000),
    ("mappa", "/", ".city-map svg", 1280),
    ("tessere", "/cronache/", "#elenco + .grid", 1280),
]
HEADS = ["/progetti/c6-x-tutti/", "/cronache/a-spasso-con-la-ligera/"]
HEADS += ["/cronache/rubriche/economie-e-relazioni/"]


def save(name, picture):
    """Keep a screenshot as a PNG of few colours: drawings need no more."""
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def show(page, html):
    """Put `html` in place of the page's content, with its styles and shapes."""
    page.locator("main").evaluate("(main, html) => { main.innerHTML = html }", html)
    return page.locator("main > div")


def shape(name, side):
    look = "fill:none;stroke:currentColor;stroke-width:3;margin:0 1rem 1rem 0"
    box = f'<svg viewBox="0 0 24 24" width="{side}" height="{side}" style="{look}">'
    return f'{box}<use href="#shape-{name}"/></svg>'


def shapes_sheet():
    rows = (
        "".join(f"<td>{shape(name, side)}</td>" for name in SHAPES)
        for side in (16, 24, 48, 160)
    )
    return (
        "<div><table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table></div>"
    )


def colours_sheet():
    chips = (
        f'<span class="lot lot--big lot-{lot}">{lot}</span> ' for lot in range(1, 10)
    )
    return "<div><p>" + "".join(chips) + "</p></div>"


def type_sheet():
    sizes = "".join(
        f'<p style="font:800 var(--size-{size}) var(--font)">--size-{size} La trama</p>'
        for size in range(6)
    )
    return f"<div>{sizes}</div>"


def take_parts(page, site):
    for name, address, selector, width in PARTS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + address)
        save(name, page.locator(selector).first.screenshot())


def take_heads(page, site):
    page.set_viewport_size({"width": 1280, "height": 480})
    pictures = []
    for address in HEADS:
        page.goto(site + address)
        pictures.append(Image.open(BytesIO(page.screenshot())))
    sheet = Image.new("RGB", (1280, 480 * len(pictures)))
    for row, picture in enumerate(pictures):
        sheet.paste(picture, (0, 480 * row))
    buffer = BytesIO()
    sheet.resize((960, 360 * len(pictures))).save(buffer, "PNG")
    save("testate", buffer.getvalue())


def take_sheets(page, site):
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(site + "/accessibilita/")
    save("forme", show(page, shapes_sheet()).screenshot())
    save("caratteri", show(page, type_sheet()).screenshot())
    both = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        both.append(Image.open(BytesIO(show(page, colours_sheet()).screenshot())))
    sheet = Image.new("RGB", (both[0].width, sum(image.height for image in both)))
    sheet.paste(both[0], (0, 0))
    sheet.paste(both[1], (0, both[0].height))
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    save("colori", buffer.getvalue())


def take_name(page, site):
    page.emulate_media(color_scheme="light")
    page.goto(site)
    mark = page.locator(".wordmark__mark").evaluate("mark => mark.outerHTML")
    icon, maskable = (
        (FOLDER.parents[1] / "static/img" / name).read_text()
        for name in ("icon.svg", "icon-maskable.svg")
    )
    drawings = [(mark, "19rem", "0"), (icon, "9rem", "0"), (maskable, "9rem", "50%")]
    sheet = "".join(
        drawing.replace(
            "<svg", f'<svg style="width:{side};height:9rem;border-radius:{edge}"', 1
        )
        for drawing, side, edge in drawings
    )
    row = f'<div style="display:flex;gap:3rem">{sheet}</div>'
    save("nome", show(page, row).screenshot())


def main(site):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.chromium(), args=BROWSER_ARGUMENTS
        )
        page = browser.new_page(bypass_csp=True, locale="it-IT")
        for take in (take_parts, take_heads, take_sheets, take_name):
            take(page, site.rstrip("/"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
