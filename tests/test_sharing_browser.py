"""Sharing, and the audio and video of other sites, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests import builders

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
BUTTON = "Guarda il video su YouTube"
ADDRESS = "https://www.progettomix.it/cronache/video/"


@pytest.fixture
def address(live_server):
    builders.make_chronicle(slug="video", media_url=VIDEO, media_title="La festa")
    return f"{live_server.url}/cronache/video/"


@pytest.fixture
def asked(page, live_server):
    """The addresses outside this site that the browser asks for."""
    found = []

    def note(request):
        if not request.url.startswith((live_server.url, "data:")):
            found.append(request.url)

    page.on("request", note)
    return found


class TestPlayer:
    def test_nothing_foreign_is_asked_before_the_click(self, page, address, asked):
        page.goto(address)
        expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
        page.get_by_role("button", name=BUTTON).hover()
        page.wait_for_load_state("networkidle")
        assert asked == []
        expect(page.locator("iframe")).to_have_count(0)

    def test_the_click_brings_that_player_alone(self, page, address, asked):
        page.goto(address)
        page.get_by_role("button", name=BUTTON).click()
        frame = page.locator("iframe")
        expect(frame).to_have_attribute("src", PLAYER)
        expect(frame).to_have_attribute("title", "La festa")
        expect(frame).to_be_focused()
        page.wait_for_load_state("networkidle")
        assert asked == [PLAYER]

    def test_the_policy_lets_no_other_frame_in(self, page, address):
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(address)
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('iframe'),"
            " {src: 'https://altrove.example/'}))"
        )
        with page.expect_console_message(lambda m: "frame-src" in m.text):
            page.evaluate("document.querySelector('iframe').src += '?2'")
        assert any("altrove.example" in text for text in refused)

    def test_works_from_the_keyboard(self, page, address):
        page.goto(address)
        page.get_by_role("button", name=BUTTON).press("Enter")
        expect(page.locator("iframe")).to_have_attribute("src", PLAYER)

    def test_without_a_script_is_a_link(self, browser, address):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("link", name=BUTTON)).to_have_attribute("href", VIDEO)
        expect(page.get_by_role("button")).to_have_count(0)
        context.close()


class TestCopy:
    def test_puts_the_address_on_the_clipboard(self, page, address):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(address)
        page.get_by_role("button", name="Copia il link").click()
        expect(page.get_by_role("status")).to_have_text("Link copiato")
        assert page.evaluate("navigator.clipboard.readText()") == ADDRESS

    def test_says_so_when_the_browser_refuses(self, page, address):
        page.add_init_script(
            "navigator.clipboard.writeText = () => Promise.reject(new Error())"
        )
        page.goto(address)
        page.get_by_role("button", name="Copia il link").click()
        expect(page.get_by_role("status")).to_contain_text("non lascia copiare")

    def test_is_not_offered_where_it_cannot_work(self, page, address):
        page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
        )
        page.goto(address)
        expect(page.get_by_role("button", name="Stampa")).to_be_visible()
        expect(page.get_by_role("button", name="Copia il link")).to_have_count(0)


class TestHandOver:
    SHARE = "navigator.share = async (data) => { window.shared = data; }"

    def test_is_offered_on_a_phone(self, browser, address):
        context = browser.new_context(has_touch=True, is_mobile=True)
        page = context.new_page()
        page.add_init_script(self.SHARE)
        page.goto(address)
        page.get_by_role("button", name="Condividi…").click()
        assert page.evaluate("window.shared.url") == ADDRESS
        context.close()

    def test_is_not_offered_with_a_mouse(self, page, address):
        page.add_init_script(self.SHARE)
        page.goto(address)
        expect(page.get_by_role("button", name="Stampa")).to_be_visible()
        expect(page.get_by_role("button", name="Condividi…")).to_have_count(0)


def test_the_page_prints_itself(page, address):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(address)
    page.get_by_role("button", name="Stampa").click()
    assert page.evaluate("window.printed")


def test_plain_links_carry_the_address(page, address):
    page.goto(address)
    share = page.get_by_role("complementary", name="Condividi")
    for name in ("WhatsApp", "Telegram", "Email"):
        expect(share.get_by_role("link", name=name)).to_have_attribute(
            "href", re.compile(r"progettomix\.it%2Fcronache%2Fvideo%2F")
        )
