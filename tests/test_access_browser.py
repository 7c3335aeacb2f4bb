"""Reading the pages otherwise: larger, respaced, by keyboard, in one's own colours."""

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from tests import access, test_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

open_page = test_browser.open_page


def is_routed(address):
    try:
        return bool(resolve(address.partition("?")[0]))
    except Resolver404:
        return False


KINDS = [
    *test_browser.KINDS,
    *filter(is_routed, ["/cerca/?q=cortile", "/progetti/progetto-1/foglio/"]),
]
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


class TestText:
    @pytest.mark.parametrize("width", [1280, 360])
    def test_of_double_size_loses_nothing(self, page, open_page, width):
        page.set_viewport_size({"width": width, "height": 900})
        access.set_text_size(page, 200)
        assert faults_of(open_page, lambda page: access.look(page, "lost")) == {}

    def test_of_double_size_is_double(self, page, open_page):
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        before = open_page("/il-progetto/").evaluate(size)
        access.set_text_size(page, 200)
        assert open_page("/il-progetto/").evaluate(size) == pytest.approx(2 * before)

    @pytest.mark.parametrize("width", [320, 1280])
    def test_with_more_space_loses_nothing(self, page, open_page, width):
        page.set_viewport_size({"width": width, "height": 900})

        def lost(page):
            access.look(page, "respaced")
            return access.look(page, "lost")

        assert faults_of(open_page, lost) == {}

    def test_that_is_cut_off_would_be_seen(self, page):
        page.set_content(
            "<div style='overflow: hidden; height: 1em; width: 9em'>Una riga e poi "
            "un’altra che non ci sta</div><p>Sotto</p><p style='margin-top: -2em'>Sopra"
        )
        kinds = {fault.split(":")[0] for fault in access.look(page, "lost")}
        assert kinds == {"cut off by DIV.", "one over the other"}


class TestTargets:
    def test_are_large_or_apart(self, page, open_page):
        page.set_viewport_size({"width": 360, "height": 800})
        small = faults_of(open_page, lambda page: access.look(page, "smallTargets"))
        assert small == {}

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
    @pytest.mark.parametrize("address", WALKED)
    def test_goes_in_order_and_is_seen(self, page, open_page, address, width, colours):
        page.emulate_media(reduced_motion="reduce", forced_colors=colours)
        page.set_viewport_size({"width": width, "height": 700})
        steps = [self.step(open_page(address))]
        while len(steps) < steps[0]["stops"]:
            steps.append(self.step(page))
        assert [step["place"] for step in steps] == list(range(len(steps)))
        hidden = [s for s in steps if not s["isSeen"] or s["outline"] < 2]
        assert hidden == []

    def step(self, page):
        page.keyboard.press("Tab")
        return access.look(page, "focus")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_lost_in_the_readers_own_colours(page, open_page, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    assert faults_of(open_page, lambda page: access.look(page, "forced")) == {}


def test_nothing_moves_for_who_asked_so(page, open_page):
    page.emulate_media(reduced_motion="reduce")
    assert faults_of(open_page, lambda page: access.look(page, "moving")) == {}


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
