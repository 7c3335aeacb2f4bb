"""Photographs in a real browser: cut, laid out, enlarged."""

from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from editorial.images import ingest
from projects.models import EventPhoto
from tests import builders
from tests.pictures import LANDSCAPE, PANORAMA, PORTRAIT, SQUARE, photograph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

CHRONICLE = "/cronache/festa/"
GALLERY = ".gallery img"
SIZES = (LANDSCAPE, PORTRAIT, SQUARE, LANDSCAPE, PORTRAIT, PANORAMA, LANDSCAPE)
LONG = "Sotto il portico abbiamo cantato finché ha smesso di piovere. " * 4
# Where everything is that the page shows of its pictures.
BOXES = """images => images.map(image => {
  const box = image.getBoundingClientRect();
  return {x: box.x, y: box.y, width: box.width, height: box.height,
          shape: image.naturalWidth / image.naturalHeight};
})"""
# Chromium keeps what moved before this was asked for, too.
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""


@cache
def ingested(number, size):
    return ingest(photograph(number, size))


def make_photo(number=0, size=(600, 400), **values):
    author, upload = f"Ada Rossi {number}", ingested(number, size)
    return builders.make_photo(author=author, upload=upload, **values)


def small(size):
    return tuple(side // 4 for side in size)


def make_chronicle(total, **values):
    """Make a chronicle with `total` photographs: a cover, and a gallery."""
    chronicle = builders.make_chronicle(slug="festa", title="La festa", **values)
    for number, size in enumerate(SIZES[:total]):
        is_decorative = number == 2
        builders.add_photo(
            chronicle,
            make_photo(number, small(size)),
            alt="" if is_decorative else f"La tavolata {number}",
            is_decorative=is_decorative,
            caption=LONG if number == 1 else "",
            position=number,
        )
    return chronicle


@pytest.fixture
def visit(page, live_server):
    def open_at(address=CHRONICLE):
        page.goto(f"{live_server.url}{address}")
        return page

    return open_at


@pytest.fixture
def links(page, visit):
    """Open a chronicle with seven photographs; return the links that enlarge them."""
    make_chronicle(7)
    visit()
    found = page.locator("[data-enlarge]")
    expect(found).to_have_count(7)
    return found


def load_all(page):
    for image in page.locator("main img").all():
        image.scroll_into_view_if_needed()
        expect(image).not_to_have_js_property("naturalWidth", 0)


class TestDialog:
    def test_opens_with_picture_caption_and_author(self, page, links):
        links.nth(1).click()
        dialog = page.get_by_role("dialog", name="Immagine 2 di 7")
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("img", name="La tavolata 1")).to_be_visible()
        expect(dialog).to_contain_text("Sotto il portico")
        expect(dialog).to_contain_text("Foto di Ada Rossi 1")

    def test_steps_by_button_and_goes_round(self, page, links):
        links.last.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Successiva").click()
        expect(dialog).to_have_accessible_name("Immagine 1 di 7")
        dialog.get_by_role("button", name="Precedente").click()
        expect(dialog).to_have_accessible_name("Immagine 7 di 7")

    def test_steps_by_arrow(self, page, links):
        links.nth(3).press("Enter")
        dialog = page.get_by_role("dialog")
        page.keyboard.press("ArrowRight")
        expect(dialog).to_have_accessible_name("Immagine 5 di 7")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        expect(dialog).to_have_accessible_name("Immagine 3 di 7")

    def test_says_where_it_is_at_every_step(self, page, links):
        links.first.press("Enter")
        page.keyboard.press("ArrowRight")
        said = page.locator("[data-enlargement] [aria-live]")
        expect(said).to_have_text("2 di 7: La tavolata 1")

    @pytest.mark.parametrize("way", ["Escape", "Chiudi"])
    def test_closes_and_focus_returns(self, page, links, way):
        links.nth(2).press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("ArrowRight")
        if way == "Chiudi":
            page.get_by_role("button", name="Chiudi").click()
        else:
            page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(links.nth(2)).to_be_focused()

    def test_keeps_the_keyboard_inside(self, page, links):
        links.first.press("Enter")
        expect(page.get_by_role("button", name="Chiudi")).to_be_focused()
        inside = "!document.activeElement.closest('main')"
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(inside)

    def test_loads_nothing_before_the_click(self, page, visit):
        make_chronicle(1)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_viewport_size({"width": 360, "height": 640})
        visit()
        load_all(page)
        assert len([url for url in asked if "/media/" in url]) == 1

    def test_has_no_steps_for_a_single_photograph(self, page, visit):
        make_chronicle(1)
        visit().locator("[data-enlarge]").click()
        expect(page.get_by_role("button", name="Chiudi")).to_be_visible()
        expect(page.get_by_role("button", name="Successiva")).to_be_hidden()

    def test_nothing_is_cut_off_on_a_small_phone(self, page, links):
        page.set_viewport_size({"width": 320, "height": 480})
        links.nth(1).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        too_wide = "dialog => dialog.scrollWidth - dialog.clientWidth"
        assert dialog.evaluate(too_wide) == 0
        for name in ("Precedente", "Successiva"):
            page.get_by_role("button", name=name).scroll_into_view_if_needed()
            expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)

    def test_nothing_is_refused_by_the_policy(self, page, links):
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        links.first.click()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("dialog")).to_have_accessible_name("Immagine 2 di 7")
        assert complaints == []

    def test_axe_finds_nothing(self, page, links):
        links.nth(1).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = Axe().run(page).response["violations"]
            found = [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations]
            assert (scheme, found) == (scheme, [])


class TestLink:
    def test_is_named_after_the_picture(self, links):
        expect(links.nth(1)).to_have_accessible_name(
            "Ingrandisci l’immagine 2 di 7: La tavolata 1"
        )

    def test_that_leads_the_page_needs_no_number(self, links):
        expect(links.first).to_have_accessible_name(
            "Ingrandisci l’immagine: La tavolata 0"
        )

    def test_names_differ_where_pictures_are_described_alike(self, page, visit):
        builders.make_chronicle(slug="festa", photos=4)
        names = visit().locator("[data-enlarge]").all_inner_texts()
        assert len(set(names)) == 4

    def test_to_a_decorative_picture_has_a_name_too(self, links):
        expect(links.nth(2)).to_have_accessible_name(
            "Ingrandisci l’immagine 3 di 7: Foto di Ada Rossi 2"
        )

    def test_opens_the_picture_without_javascript(self, browser, live_server):
        make_chronicle(2)
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{live_server.url}{CHRONICLE}")
        link = page.locator("[data-enlarge]").last
        address = link.get_attribute("href")
        link.click()
        expect(page).to_have_url(f"{live_server.url}{address}")
        assert page.request.get(page.url).headers["content-type"] == "image/jpeg"
        context.close()


class TestLayout:
    @pytest.mark.parametrize("total", [2, 3, 4, 7])
    def test_photographs_are_whole_and_in_order(self, page, visit, total):
        make_chronicle(total)
        visit()
        load_all(page)
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            boxes = page.locator(GALLERY).evaluate_all(BOXES)
            assert len(boxes) == total - 1
            for box in boxes:
                shape = box["width"] / box["height"]
                assert shape == pytest.approx(box["shape"], rel=0.01)
                assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            read = [(round(box["y"]), round(box["x"])) for box in boxes]
            assert read == sorted(read)

    def test_photographs_of_a_row_are_equally_high(self, page, visit):
        make_chronicle(7)
        page.set_viewport_size({"width": 1280, "height": 900})
        visit()
        for row in page.locator(".gallery__row--row").all():
            boxes = row.locator("img").evaluate_all(BOXES)
            assert len(boxes) > 1
            assert len({round(box["height"]) for box in boxes}) == 1

    def test_a_phone_does_not_load_the_large_file(self, page, visit):
        builders.add_photo(make_chronicle(0), make_photo(1, LANDSCAPE))
        page.set_viewport_size({"width": 360, "height": 640})
        visit()
        image = page.locator(".lead-photo img")
        expect(image).not_to_have_js_property("naturalWidth", 0)
        assert image.evaluate("image => image.currentSrc").endswith("-480.webp")


class TestUprightCover:
    @pytest.fixture
    def boxes(self, page, visit):
        """Return where cover and text are, in a window of a given width."""
        chronicle = builders.make_chronicle(slug="festa", body=f"<p>{LONG * 4}</p>")
        builders.add_photo(chronicle, make_photo(1, small(PORTRAIT)))
        visit()

        def measure(width):
            page.set_viewport_size({"width": width, "height": 900})
            (photo,) = page.locator(".upright-photo img").evaluate_all(BOXES)
            return photo, page.locator(".prose").bounding_box()

        return measure

    @pytest.mark.parametrize("width", [768, 1280])
    def test_stands_beside_the_beginning_of_the_text(self, boxes, width):
        photo, text = boxes(width)
        assert abs(photo["y"] - text["y"]) < 16
        assert photo["x"] > text["x"] + text["width"] / 3

    def test_stands_above_the_text_on_a_phone(self, boxes):
        photo, text = boxes(360)
        assert photo["y"] + photo["height"] <= text["y"]

    @pytest.mark.parametrize("width", [360, 1280])
    def test_is_whole(self, boxes, width):
        photo, _ = boxes(width)
        shape = photo["width"] / photo["height"]
        assert shape == pytest.approx(photo["shape"], rel=0.01)


class TestCrop:
    @pytest.mark.parametrize(
        ("focus", "position"), [((50, 50), "50% 50%"), ((0, 0), "50% 0%")]
    )
    def test_of_a_cover_keeps_the_point(self, page, visit, focus, position):
        chronicle = builders.make_chronicle()
        photo = make_photo(1, small(PORTRAIT), focus_x=focus[0], focus_y=focus[1])
        builders.add_photo(chronicle, photo)
        visit("/cronache/")
        image = page.locator(".card__cover img")
        expect(image).to_have_css("object-position", position)
        expect(image).to_have_css("object-fit", "cover")

    def test_places_before_and_after_are_equally_high(self, page, visit):
        builders.make_place(
            slug="cortile",
            was="Auto.",
            now="Panchine, tavoli e un albero.",
            photo_before=make_photo(1, small(LANDSCAPE)),
            alt_before="Il cortile pieno di auto",
            photo_after=make_photo(2, small(PORTRAIT)),
            alt_after="Il cortile con le panchine",
        )
        page.set_viewport_size({"width": 1280, "height": 900})
        visit("/progetti/progetto-1/spazi/cortile/")
        before, after = page.locator(".before-after img").evaluate_all(BOXES)
        assert before["x"] < after["x"]
        assert (before["y"], before["height"]) == (after["y"], after["height"])
        page.set_viewport_size({"width": 360, "height": 900})
        before, after = page.locator(".before-after img").evaluate_all(BOXES)
        assert before["y"] + before["height"] < after["y"]


@pytest.fixture
def everything():
    made = builders.make_everything(lots=range(1, 10))
    for number, size in enumerate(SIZES, 1):
        photo = make_photo(number, small(size))
        builders.add_photo(made.chronicle, photo, position=number)
        EventPhoto.objects.create(event=made.event, photo=photo, alt="Una tavolata")


def test_nothing_jumps(page, visit, everything):
    addresses = [
        "/",
        "/cronache/",
        "/cronache/festa-in-cortile/",
        "/progetti/progetto-1/",
        "/progetti/progetto-1/spazi/cortile/",
        "/eventi/pranzo-in-cortile/",
    ]
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        shifts = {}
        for address in addresses:
            visit(address)
            load_all(page)
            shifts[address] = page.evaluate(SHIFTS)
        assert (width, shifts) == (width, dict.fromkeys(addresses, 0))
