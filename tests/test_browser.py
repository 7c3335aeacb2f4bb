"""What only a real browser can tell about the public pages."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests import builders

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# One page of each kind.
KINDS = [
    "/",
    "/progetti/",
    "/progetti/progetto-1/",
    "/progetti/progetto-1/foglio/",
    "/progetti/progetto-1/spazi/cortile/",
    "/eventi/",
    "/eventi/pranzo-in-cortile/",
    "/eventi/festa-della-citta/",
    "/cronache/",
    "/cronache/rubriche/",
    "/cronache/rubriche/spazi/quartieri/progetto-1/",
    "/cronache/festa-in-cortile/",
    "/cronache/storie/",
    "/cronache/storie/orto/",
    "/cronache/parole/",
    "/cronache/parole/legami/",
    "/cronache/trama/",
    "/newsletter/",
    "/newsletter/1/",
    "/crediti/",
    "/il-progetto/",
    "/non-c-e/",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The scheme changes colours alone: what is not about them is asked in the light.
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# The outline may be around the whole card that the link stands for.
FOCUS = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const outlines = [];
  for (let e = document.activeElement; e !== document.body; e = e.parentElement) {
    const style = getComputedStyle(e);
    outlines.push(style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth));
  }
  return {
    tag: document.activeElement.tagName,
    text: document.activeElement.textContent.trim(),
    outline: Math.max(...outlines),
    isSeen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
      && box.left < innerWidth && box.top < innerHeight,
  };
}"""


@pytest.fixture
def open_page(page, live_server):
    """Return a function that opens an address of a site with everything in it."""
    builders.make_everything(lots=range(1, 10))

    def open_at(address):
        page.goto(f"{live_server.url}{address}")
        return page

    return open_at


def findings(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)", options
    )
    return [
        (scheme, violation["id"], node["target"], node["failureSummary"])
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page, open_page, width):
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for address in KINDS:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        open_page(address)
        found[address] = [f for scheme in RULES for f in findings(page, scheme)]
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_no_page_scrolls_asks_others_complains_or_leaves_anything(
    page, open_page, live_server
):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda said: complaints.append((said.location["url"], said.text))
    )
    page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
    page.set_viewport_size({"width": 320, "height": 700})
    widths = {
        address: open_page(address).evaluate("document.documentElement.scrollWidth")
        for address in KINDS
    }
    assert {a: found for a, found in widths.items() if found > 320} == {}
    foreign = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert len(asked) > len(KINDS)
    assert foreign == []
    # The last is an address of nothing, of which a browser complains.
    missing = f"{live_server.url}{KINDS[-1]}"
    assert [said for said in complaints if said[0] != missing] == []
    stored = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert (page.context.cookies(), stored) == ([], [0, 0])


def test_photographs_are_shown(page, open_page):
    open_page("/cronache/festa-in-cortile/")
    images = page.locator("main img").all()
    assert len(images) >= 2
    for image in images:
        image.scroll_into_view_if_needed()
        expect(image).not_to_have_js_property("naturalWidth", 0)


class TestKeyboard:
    def test_meets_the_skip_link_first(self, page, open_page):
        open_page("/cronache/")
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["text"] == "Vai al contenuto"
        assert focus["isSeen"]

    def test_skip_link_leads_to_the_content(self, page, open_page):
        open_page("/cronache/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#"))
        page.keyboard.press("Tab")
        within = "document.querySelector('main').contains(document.activeElement)"
        assert page.evaluate(within)

    @pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
    def test_always_shows_where_it_is(self, page, open_page, scheme, width):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        open_page("/cronache/festa-in-cortile/")
        stops = page.locator("a[href], button, input, summary")
        stops = stops.locator("visible=true").count()
        lost = []
        for _ in range(stops):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["outline"] < 2 or not focus["isSeen"]:
                lost.append(focus)
        assert lost == []

    def test_reaches_the_end_of_the_page(self, page, open_page):
        open_page("/")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("!!document.activeElement.closest('footer')")


def test_colours_follow_the_reader(page, open_page):
    open_page("/")
    body = page.locator("body")
    for scheme, paper in [("light", "rgb(251, 249, 245)"), ("dark", "rgb(22, 21, 26)")]:
        page.emulate_media(color_scheme=scheme)
        expect(body).to_have_css("background-color", paper)


def test_site_works_without_javascript(browser, live_server):
    builders.make_everything()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("/progetti/", "/cronache/", "/newsletter/"):
        address = f"{live_server.url}{path}"
        page.goto(live_server.url)
        page.locator(f'nav[aria-label="Principale"] a[href="{path}"]').click()
        expect(page).to_have_url(address)
        page.locator("main h3 a, main article a").first.click()
        expect(page).to_have_url(re.compile(re.escape(address) + "."))
        expect(page.locator("h1")).to_be_visible()
    context.close()


def test_paper_shows_no_menu(page, open_page):
    page.emulate_media(media="print")
    for address in ("/", "/cronache/festa-in-cortile/"):
        open_page(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator('nav[aria-label="Principale"]'), address).to_be_hidden()
