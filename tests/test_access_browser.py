"""Reading the pages otherwise: larger, respaced, by keyboard, in one's own colours."""

import pytest
from playwright.sync_api import expect

from tests import access, test_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

open_page = test_browser.open_page


KINDS = [*test_browser.KINDS, "/cerca/?q=cortile"]
# Long pages of different builds, for what is asked key by key.
WALKED = [
    "/",
    "/progetti/progetto-1/",
    "/cronache/festa-in-cortile/",
    "/cronache/rubriche/spazi/quartieri/progetto-1/",
    "/cronache/trama/",
    "/newsletter/1/",
]


def faults_of(open_page, look, addresses=KINDS):
    """Return {address: what `look` finds there} of the pages where it finds any."""
    found = {address: look(open_page(address)) for address in addresses}
    return {address: faults for address, faults in found.items() if faults}


def lost(page):
    return access.look(page, "lost")


def lost_with_more_space(page):
    access.look(page, "respaced")
    return lost(page)


def small_targets(page):
    return access.look(page, "smallTargets")


def lost_in_the_readers_own_colours(page):
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        found += [(scheme, fault) for fault in access.look(page, "forced")]
    page.emulate_media(forced_colors="none", color_scheme="light")
    return found


def moving(page):
    page.emulate_media(reduced_motion="reduce")
    found = access.look(page, "moving")
    page.emulate_media(reduced_motion="no-preference")
    return found


# Those that need no other visit: cards far below remember the size that they had.
WAYS = [small_targets, lost_in_the_readers_own_colours, moving]


def test_pages_can_be_read_otherwise(page, open_page):
    page.set_viewport_size({"width": 360, "height": 800})

    def every_way(page):
        found = {way.__name__: way(page) for way in WAYS}
        return {way: faults for way, faults in found.items() if faults}

    assert faults_of(open_page, every_way) == {}


class TestText:
    @pytest.mark.parametrize("width", [1280, 360])
    def test_of_double_size_loses_nothing(self, page, open_page, width):
        page.set_viewport_size({"width": width, "height": 900})
        access.set_text_size(page, 200)
        assert faults_of(open_page, lost) == {}

    @pytest.mark.parametrize("width", [320, 1280])
    def test_with_more_space_loses_nothing(self, page, open_page, width):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults_of(open_page, lost_with_more_space) == {}

    def test_of_double_size_is_double(self, page, open_page):
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        before = open_page("/il-progetto/").evaluate(size)
        access.set_text_size(page, 200)
        assert open_page("/il-progetto/").evaluate(size) == pytest.approx(2 * before)

    def test_that_is_cut_off_would_be_seen(self, page):
        page.set_content(
            "<div style='overflow: hidden; height: 1em; width: 9em'>Una riga e poi "
            "un’altra che non ci sta</div><p>Sotto</p><p style='margin-top: -2em'>Sopra"
        )
        kinds = {fault.split(":")[0] for fault in access.look(page, "lost")}
        assert kinds == {"cut off by DIV.", "one over the other"}


class TestTargets:
    def test_that_are_small_and_close_would_be_seen(self, page):
        page.set_content(
            "<style>body { font: 10px/12px sans-serif }</style>"
            "<p>Una frase con <a href='/1'>uno</a>, <a href='/2'>due</a> rimandi.</p>"
            "<div><a href='/3'>tre</a> <a href='/4'>quattro</a></div>"
            "<p style='margin: 40px'><a href='/5'>da solo</a></p>"
        )
        names = [f.split(" (")[0] for f in access.look(page, "smallTargets")]
        assert names == ["tre"]


class TestKeyboard:
    @pytest.mark.parametrize(("width", "colours"), [(360, "none"), (1280, "active")])
    def test_goes_in_order_and_is_seen(self, page, open_page, width, colours):
        page.emulate_media(reduced_motion="reduce", forced_colors=colours)
        page.set_viewport_size({"width": width, "height": 700})
        for address in WALKED:
            steps = [self.step(open_page(address))]
            while len(steps) < steps[0]["stops"]:
                steps.append(self.step(page))
            places = [step["place"] for step in steps]
            hidden = [s for s in steps if not s["isSeen"] or s["outline"] < 2]
            assert (address, places) == (address, list(range(len(steps))))
            assert (address, hidden) == (address, [])

    def step(self, page):
        page.keyboard.press("Tab")
        return access.look(page, "focus")


def test_movement_would_be_seen(page):
    page.set_content("<p style='transition: color 1s'>Piano</p>")
    assert access.look(page, "moving") == ["P."]


def test_without_javascript_nothing_is_dead(browser, page, open_page, live_server):
    open_page("/")
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    for address in KINDS:
        reader.goto(f"{live_server.url}{address}")
        expect(reader.locator("h1")).to_be_visible()
        outside_forms = reader.locator("button:not(form button):visible")
        expect(outside_forms, address).to_have_count(0)
        expect(reader.locator("[hidden]:visible"), address).to_have_count(0)
    context.close()
