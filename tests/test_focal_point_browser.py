"""The focal point of a photograph, chosen in a real browser."""

import pytest
from playwright.sync_api import expect

from projects.models import Photo
from tests import builders
from tests.admin import admin_url, sign_in_browser
from tests.pictures import photograph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

UPRIGHT, LANDSCAPE = (300, 450), (450, 300)


class TestFocalPoint:
    @pytest.fixture
    def photo(self):
        return builders.make_photo(size=UPRIGHT)

    @pytest.fixture
    def picker(self, page, client, live_server, photo):
        sign_in_browser(page, live_server, client)
        page.goto(f"{live_server.url}{admin_url(Photo, 'change', photo.pk)}")
        found = page.get_by_role("button", name="Tocca la foto")
        expect(found).to_be_visible()
        return found

    def save(self, page, photo):
        page.get_by_role("button", name="Salva e continua").click()
        expect(page.locator(".messagelist")).to_be_visible()
        photo.refresh_from_db()
        return photo.focus_x, photo.focus_y

    @pytest.mark.parametrize("width", [360, 1280])
    def test_is_chosen_by_a_click(self, page, picker, photo, width):
        page.set_viewport_size({"width": width, "height": 800})
        box = picker.bounding_box()
        picker.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.1})
        expect(page.locator("#id_focus_x")).to_have_value("25")
        expect(page.locator("#id_focus_y")).to_have_value("10")
        assert self.save(page, photo) == (25, 10)

    def test_is_moved_by_the_arrows(self, page, picker, photo):
        picker.press("ArrowUp")
        picker.press("Shift+ArrowRight")
        expect(page.locator("[data-focus] output")).to_have_text(
            "60% da sinistra, 48% dall’alto"
        )
        assert self.save(page, photo) == (60, 48)

    def test_moves_the_crops(self, page, picker):
        crop = page.locator(".focus__crops img").first
        expect(crop).to_have_css("object-position", "50% 50%")
        page.locator("#id_focus_y").fill("0")
        expect(crop).to_have_css("object-position", "50% 0%")

    def test_is_written_as_numbers_without_javascript(
        self, browser, client, live_server, photo
    ):
        context = browser.new_context(java_script_enabled=False)
        page = sign_in_browser(context.new_page(), live_server, client)
        page.goto(f"{live_server.url}{admin_url(Photo, 'change', photo.pk)}")
        expect(page.get_by_role("button", name="Tocca la foto")).to_be_hidden()
        page.locator("#id_focus_x").fill("5")
        assert self.save(page, photo) == (5, 50)
        context.close()

    def test_is_chosen_while_the_photograph_is_added(
        self, page, client, live_server, tmp_path
    ):
        sign_in_browser(page, live_server, client)
        page.goto(f"{live_server.url}{admin_url(Photo, 'add')}")
        expect(page.locator("[data-focus] output")).to_have_text(
            "Scegli prima la fotografia."
        )
        file = tmp_path / "foto.jpg"
        file.write_bytes(photograph(1, LANDSCAPE).read())
        page.locator("#id_upload").set_input_files(file)
        picker = page.get_by_role("button", name="Tocca la foto")
        expect(picker).to_be_visible()
        picker.press("ArrowLeft")
        expect(page.locator("#id_focus_x")).to_have_value("48")
