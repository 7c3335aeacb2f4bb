"""No word is lost: a killed browser, an expired session, two people in one form."""

import os
import re
import signal
import subprocess

import pytest
from playwright.sync_api import expect

from chronicles.models import Chronicle
from tests import machine
from tests.admin import admin_url, form_of, sign_in, sign_in_browser
from tests.builders import make_chronicle, make_user
from tests.conftest import BROWSER_ARGUMENTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "una parola lunga"


def change_url(live_server, row):
    return f"{live_server.url}{admin_url(Chronicle, 'change', row.pk)}"


def let_in(page, live_server, client):
    """Return `page` with the session of `client`."""
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def write_body(page, words):
    """Type at the beginning of the rich text, as a person does."""
    editor = page.frame_locator("#cke_id_body iframe").locator("body")
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)
    expect(editor).to_contain_text(words.strip())


def processes_of(folder):
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True)
    lines = [line for line in listed.stdout.splitlines() if str(folder) in line]
    return [int(line.split()[0]) for line in lines if "chrom" in line]


class TestKilledBrowser:
    @pytest.fixture
    def open_browser(self, playwright, client, live_server, tmp_path):
        """Start Chromium with a folder that outlives it; return its page."""
        opened = []
        sign_in(client)

        def start():
            for lock in (tmp_path / "profile").glob("Singleton*"):
                lock.unlink()
            context = playwright.chromium.launch_persistent_context(
                tmp_path / "profile",
                executable_path=machine.chromium(),
                args=BROWSER_ARGUMENTS,
                locale="it-IT",
            )
            opened.append(context)
            return let_in(context.pages[0], live_server, client)

        yield start
        opened[-1].close()

    def test_gives_the_text_back(self, open_browser, live_server, tmp_path, client):
        row = make_chronicle(photos=1, body="<p>Fine.</p>")
        page = open_browser()
        page.goto(change_url(live_server, row))
        page.get_by_label("Titolo", exact=False).first.fill("Un titolo mai salvato")
        page.locator("#id_photo_uses-0-alt").fill("Un melo mai salvato")
        write_body(page, "Parole mai salvate. ")
        page.wait_for_function(DRAFTS_HOLD, arg="Parole mai salvate")
        for pid in processes_of(tmp_path):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

        page = open_browser()
        page.goto(change_url(live_server, row))
        found = page.get_by_role("region", name="Testo ritrovato")
        expect(found).to_be_visible()
        found.get_by_role("button", name="Confronta").click()
        expect(page.get_by_text("Parole mai salvate.").first).to_be_visible()
        page.get_by_role("button", name="Riprendi la mia nel modulo").click()
        expect(page.locator("#id_title")).to_have_value("Un titolo mai salvato")
        expect(page.locator("#id_photo_uses-0-alt")).to_have_value(
            "Un melo mai salvato"
        )
        assert Chronicle.objects.get().title != "Un titolo mai salvato"
        page.locator('[name="_save"]').first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        row.refresh_from_db()
        assert "Parole mai salvate." in row.body
        page.goto(change_url(live_server, row))
        page.wait_for_function(NO_DRAFTS)
        expect(page.get_by_role("region", name="Testo ritrovato")).to_have_count(0)


# Read from the store itself: what is on the screen proves nothing after a crash.
READ = """
  const all = await new Promise((resolve) => {
    const opening = indexedDB.open("mix", 1);
    opening.onsuccess = () => {
      const drafts =
        opening.result.transaction("drafts").objectStore("drafts").getAll();
      drafts.onsuccess = () => { opening.result.close(); resolve(drafts.result); };
    };
  });
"""
DRAFTS_HOLD = (
    f"async (words) => {{ {READ} return JSON.stringify(all).includes(words); }}"
)
NO_DRAFTS = f"async () => {{ {READ} return all.length === 0; }}"


class TestExpiredSession:
    def test_is_opened_again_over_the_form(self, page, client, live_server):
        row = make_chronicle(body="<p>Fine.</p>")
        boss = make_user("capa", password=PASSWORD, is_staff=True, is_superuser=True)
        client.force_login(boss)
        let_in(page, live_server, client)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(change_url(live_server, row))
        write_body(page, "Scritto a lungo. ")
        client.session.flush()
        page.locator('[name="_save"]').first.click()
        dialog = page.get_by_role("dialog", name="Entra di nuovo")
        expect(dialog).to_be_visible()
        page.keyboard.type(boss.username)
        page.keyboard.press("Tab")
        page.keyboard.type("sbagliata")
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("non sono giusti")
        dialog.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist .success")).to_be_visible()
        row.refresh_from_db()
        assert "Scritto a lungo." in row.body


class TestConflictPage:
    def test_is_settled_by_keyboard_on_a_phone(self, page, client, live_server):
        row = make_chronicle(title="Il cortile", body="<p>Fine.</p>")
        url = admin_url(Chronicle, "change", row.pk)
        sign_in_browser(page, live_server, client)
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(change_url(live_server, row))
        page.locator("#id_title").fill("Il mio cortile")
        anna = type(client)()
        anna.force_login(make_user("anna", is_staff=True, is_superuser=True))
        anna.post(url, form_of(anna.get(url), title="Il suo cortile", byline="Anna"))
        page.locator('[name="_save"]').first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Qualcuno ha salvato prima di te"
        )
        expect(page.locator("del").first).to_have_text("suo")
        width = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(width) <= 0
        save = page.get_by_role("button", name="Salva la mia versione")
        for _ in range(40):
            page.keyboard.press("Tab")
            if save.evaluate("button => button === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_be_visible()
        expect(page).to_have_url(re.compile(re.escape(url)))
        row.refresh_from_db()
        assert (row.title, row.byline) == ("Il mio cortile", "Anna")
