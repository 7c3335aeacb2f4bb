"""What comes out of the printer, asked of a real browser."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests import builders

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

KINDS = [
    "/",
    "/progetti/",
    "/progetti/progetto-1/",
    "/progetti/progetto-1/foglio/",
    "/progetti/progetto-1/spazi/cortile/",
    "/eventi/",
    "/eventi/pranzo-in-cortile/",
    "/cronache/",
    "/cronache/festa-in-cortile/",
    "/cronache/storie/orto/",
    "/cronache/trama/",
    "/cronache/rubriche/",
    "/newsletter/1/",
    "/il-progetto/",
    "/non-c-e/",
]
LONG = "Una frase lunga che racconta di un cortile, di un orto e di una festa di via "
# The words on paper that are lighter than a mid grey, as [text, colour].
PALE_WORDS = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pale = [];
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    const text = words.currentNode.data.trim();
    if (!text || element.closest("svg, .visually-hidden")) continue;
    if (!element.checkVisibility()) continue;
    const [red, green, blue] = getComputedStyle(element).color.match(/[\\d.]+/g);
    const light = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    if (light > 0.5) pale.push([text, getComputedStyle(element).color]);
  }
  return pale;
}"""
# What is wider than the paper between the margins, which is 174 mm at 96 dpi.
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
  .filter((e) => e.checkVisibility() && !e.closest("svg, .visually-hidden"))
  .filter((e) => e.getBoundingClientRect().right > 658 + 1)
  .map((e) => e.outerHTML.slice(0, 80))"""


def pages_in(pdf):
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


@pytest.fixture
def open_page(page, live_server):
    def open_at(address):
        page.goto(f"{live_server.url}{address}")
        return page

    return open_at


# --- The foglio di quartiere ---------------------------------------------------


def bare():
    return builders.make_project(lot=3, area="Rizzoli")


def usual():
    project = builders.make_project(lot=6, area="Barona", contact_phone="02 1234567")
    builders.make_many_chronicles(30, [project])
    for day in range(1, 9):
        builders.make_event(
            project=project, starts_at=builders.rome(2098, 5, day, 16), where="Cortile"
        )
    return project


def extreme():
    """Every text as long as its field takes it."""
    project = builders.make_project(
        lot=9,
        area=LONG[:60],
        name=(LONG * 2)[:120],
        slug="lungo",
        short_name="Lungo",
        neighbourhoods=(LONG * 4)[:250],
        summary=(LONG * 6)[:400],
        contact_email=f"{'nome.' * 12}x@{'cooperativa-di-quartiere.' * 6}example",
        contact_phone="02 1234567, 02 7654321, interno 1234567",
        contact_note=LONG * 20,
    )
    builders.make_partnership(
        project=project,
        role="lead",
        organization=builders.make_organization(name=(LONG * 3)[:160]),
    )
    for number in range(30):
        builders.make_chronicle(
            project=project,
            title=f"{number} {LONG * 2}"[:160],
            slug=f"lunga-{number}",
            standfirst=(LONG * 6)[:400],
            when_label=(LONG * 2)[:80],
        )
        builders.make_event(
            project=project,
            title=f"{number} {LONG * 2}"[:160],
            slug=f"lungo-{number}",
            starts_at=builders.rome(2098, 9, 20, 21, 30),
            ends_at=builders.rome(2098, 9, 21, 0, 30),
            where=(LONG * 3)[:160],
        )
    return project


@pytest.mark.parametrize(("fill", "most"), [(bare, 1), (usual, 1), (extreme, 2)])
def test_a_sheet_is_one_page_or_two(open_page, fill, most):
    page = open_page(f"{fill().get_absolute_url()}foglio/")
    assert 1 <= pages_in(page.pdf(prefer_css_page_size=True)) <= most


def test_a_sheet_of_places_and_long_summaries_is_one_page(open_page):
    project = bare()
    Project.objects.update(summary=(LONG * 6)[:400], legacy=f"<p>{LONG * 9}</p>")
    for number in range(9):
        builders.make_place(
            project=project, name=f"{number} {LONG}"[:60], address=LONG[:60]
        )
    page = open_page(f"{project.get_absolute_url()}foglio/")
    assert pages_in(page.pdf(prefer_css_page_size=True)) == 1


def test_a_printed_sheet_shows_no_sign_of_a_screen(page, open_page):
    page.emulate_media(media="print")
    open_page(f"{bare().get_absolute_url()}foglio/")
    expect(page.locator("h1")).to_be_visible()
    for furniture in page.locator(
        "nav, header.site-header, button, .site-footer"
    ).all():
        expect(furniture).to_be_hidden()
    expect(page.get_by_text("Torna al progetto")).to_be_hidden()


def test_a_button_prints_the_sheet(page, open_page):
    page.add_init_script("window.print = () => { document.title = 'stampato'; }")
    open_page(f"{bare().get_absolute_url()}foglio/")
    page.get_by_role("button", name="Stampa il foglio").click()
    expect(page).to_have_title("stampato")


def test_without_a_script_there_is_no_button(browser, live_server):
    project = bare()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{project.get_absolute_url()}foglio/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("fill", [usual, extreme])
def test_a_sheet_is_read_on_a_small_screen(page, open_page, fill):
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(f"{fill().get_absolute_url()}foglio/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# --- Every page ----------------------------------------------------------------


def test_paper_is_white_words_are_dark_and_nothing_is_cut_off(page, open_page):
    builders.make_everything(lots=range(1, 10))
    page.set_viewport_size({"width": 658, "height": 995})
    page.emulate_media(media="print", color_scheme="dark")
    found, papers = {}, set()
    for address in KINDS:
        open_page(address)
        found[address] = page.evaluate(PALE_WORDS) + page.evaluate(TOO_WIDE)
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert papers == {"rgb(255, 255, 255)"}


def test_a_printed_page_says_where_it_comes_from(page, open_page, settings):
    settings.SITE_URL = "https://www.progettomix.it"
    builders.make_everything()
    open_page("/cronache/festa-in-cortile/")
    source = page.get_by_text("progettomix.it/cronache/festa-in-cortile", exact=False)
    expect(source).to_be_hidden()
    page.emulate_media(media="print")
    expect(source).to_be_visible()


def test_before_and_after_stand_side_by_side(page, open_page):
    builders.make_everything()
    page.set_viewport_size({"width": 658, "height": 995})
    page.emulate_media(media="print")
    open_page("/progetti/progetto-1/spazi/cortile/")
    before, after = (
        page.locator(f"section:has(> #{side})").bounding_box()
        for side in ("prima", "adesso")
    )
    assert before["y"] == after["y"]
    assert before["x"] + before["width"] <= after["x"]


def test_no_photograph_fills_a_page(page, open_page):
    builders.make_everything()
    tall = builders.make_photo(size=(600, 1800))
    chronicle = builders.make_chronicle(title="Una foto alta")
    builders.add_photo(chronicle, tall)
    page.set_viewport_size({"width": 658, "height": 995})
    page.emulate_media(media="print")
    open_page(chronicle.get_absolute_url())
    (image,) = page.locator("article.chronicle img").all()
    expect(image).to_be_visible()
    assert image.bounding_box()["height"] <= 995 / 2
