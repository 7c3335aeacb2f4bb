"""Three photos on a phone in a courtyard, and the same without a script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from chronicles.models import Chronicle
from editorial.publishing import State
from projects.models import Photo
from tests.admin import admin_url, sign_in_browser
from tests.builders import make_chronicle, make_photo
from tests.pictures import photograph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

HEIC = Path(__file__).parent / "data" / "phone_with_gps.heic"
PHONE = {"width": 390, "height": 844}
# In milliseconds: three pictures are decoded and written in all their sizes.
LONG = 20_000


@pytest.fixture
def files(tmp_path):
    """A photograph that says where it was taken, an iPhone's, and one that is none."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 27.0, 50.0), 3: "E"})
    with Image.open(photograph(1, (900, 600))) as picture:
        picture.save(tmp_path / "con-gps.jpg", exif=exif)
    (tmp_path / "finta.jpg").write_bytes(b"<html>")
    return [tmp_path / "con-gps.jpg", HEIC, tmp_path / "finta.jpg"]


def row(page, number):
    return page.get_by_role("group", name=f"Foto {number}", exact=True)


def say(page, number, alt):
    row(page, number).get_by_label("Testo alternativo").fill(alt)
    row(page, number).get_by_label("Autore o autrice").fill("Anna Bianchi")
    row(page, number).get_by_label("Chi si riconosce").select_option("nobody")


def save(page):
    page.get_by_role("button", name="Salva bozza").click()
    said = page.locator(".messagelist")
    expect(said).to_contain_text("Salvato", timeout=LONG)


class TestOnAPhone:
    @pytest.fixture
    def draft(self):
        return make_chronicle(state=State.DRAFT, published_at=None)

    @pytest.fixture
    def form(self, page, client, live_server, draft):
        page.set_viewport_size(PHONE)
        sign_in_browser(page, live_server, client)
        page.goto(f"{live_server.url}{admin_url(Chronicle, 'change', draft.pk)}")
        return page

    def test_three_photos_are_sent_said_ordered_and_saved(self, form, draft, files):
        page = form
        queue = page.locator("[data-photo-queue]")
        chooser = page.get_by_label("Scegli le foto, anche più di una")
        cookies = page.context.cookies()
        page.context.clear_cookies()
        chooser.set_input_files(files[2:])
        expect(queue).to_contain_text("Non sei più dentro", timeout=LONG)
        page.context.add_cookies(cookies)
        page.get_by_role("button", name="Riprova: finta.jpg").click()
        expect(queue).to_contain_text("«finta.jpg» non è una fotografia")
        page.get_by_role("button", name="Togli dall’elenco: finta.jpg").click()

        chooser.set_input_files(files)
        said = "«finta.jpg» non è una fotografia"
        expect(queue).to_contain_text(said, timeout=LONG)
        expect(row(page, 2).locator("img.thumb")).to_be_visible()
        expect(queue.get_by_role("listitem")).to_have_count(1)

        page.get_by_role("button", name="Riprova: finta.jpg").click()
        expect(queue).to_contain_text("«finta.jpg» non è una fotografia")
        page.get_by_role("button", name="Togli dall’elenco: finta.jpg").click()
        expect(queue.get_by_role("listitem")).to_have_count(0)

        expect(row(page, 1)).to_contain_text("Di’ se nella foto si riconosce qualcuno.")
        say(page, 1, "Bambini attorno alla fontana")
        say(page, 2, "L’orto visto dall’alto")
        expect(row(page, 1)).not_to_contain_text("Di’ se nella foto")
        later = row(page, 1).get_by_role("button", name="Sposta dopo")
        later.focus()
        page.keyboard.press("Enter")
        said = page.locator("[data-photo-said]")
        expect(said).to_have_text("Spostata: ora è la foto 2 di 2.")
        expect(row(page, 2).get_by_role("button", name="Sposta dopo")).to_be_focused()
        row(page, 2).get_by_label("Copertina").check()
        row(page, 2).get_by_text("Il punto che deve restare in vista").click()
        point = row(page, 2).get_by_role("button", name="Tocca la foto")
        point.press("Shift+ArrowLeft")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        found = Axe().run(page, context=".photo-rows")
        assert [one["id"] for one in found.response["violations"]] == []
        save(page)

        draft.refresh_from_db()
        first, second = draft.photo_uses.all()
        assert (first.alt, second.alt) == (
            "L’orto visto dall’alto",
            "Bambini attorno alla fontana",
        )
        assert draft.cover == second
        assert (second.photo.people, second.photo.focus_x) == ("nobody", 40)
        assert Photo.objects.count() == 2

    def test_a_photo_is_dragged_taken_away_and_put_back(self, form, draft, live_server):
        page = form
        for position in range(3):
            photo = make_photo(project=draft.project)
            draft.photo_uses.create(
                photo=photo, alt=f"N. {position}", position=position
            )
        page.reload()
        grip = row(page, 3).locator("[data-photo-grip]")
        grip.scroll_into_view_if_needed()
        box = grip.bounding_box()
        page.mouse.move(box["x"] + 10, box["y"] + 10)
        page.mouse.down()
        goal = row(page, 1).bounding_box()
        page.mouse.move(box["x"] + 10, goal["y"] + 1, steps=4)
        page.mouse.up()
        expect(page.locator("[data-photo-said]")).to_have_text(
            "Spostata: ora è la foto 1 di 3."
        )
        row(page, 2).get_by_role("button", name="Togli dalla pagina").click()
        page.get_by_role("button", name="Rimettila").click()
        row(page, 3).get_by_role("button", name="Togli dalla pagina").click()
        save(page)
        assert [use.alt for use in draft.photo_uses.all()] == ["N. 2", "N. 0"]


class TestWithoutJavaScript:
    def test_the_photos_go_with_the_form(self, browser, client, live_server, files):
        draft = make_chronicle(state=State.DRAFT, published_at=None, photos=1)
        context = browser.new_context(java_script_enabled=False, viewport=PHONE)
        page = sign_in_browser(context.new_page(), live_server, client)
        page.goto(f"{live_server.url}{admin_url(Chronicle, 'change', draft.pk)}")
        chooser = page.get_by_label("Scegli le foto, anche più di una")
        chooser.set_input_files(files)
        page.get_by_label("Togli dalla pagina").first.check()
        save(page)
        expect(page.locator(".messagelist")).to_contain_text(
            "«finta.jpg» non è una fotografia"
        )
        expect(page.locator("img.thumb")).to_have_count(2)
        assert draft.photo_uses.count() == 2
        context.close()
