"""A draft is looked at on a phone, sent to somebody outside, and answered."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chronicles.models import Chronicle
from editorial.publishing import State
from tests.admin import admin_url, sign_in_browser
from tests.builders import make_chronicle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PHONE = {"width": 360, "height": 740}


def assert_good(page, part="body"):
    """No sideways scrolling and nothing for axe to say of `part`."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(page, context=part).response["violations"] == []


def test_a_draft_is_seen_sent_and_answered(page, browser, client, live_server):
    draft = make_chronicle(title="La festa", state=State.DRAFT, published_at=None)
    page.set_viewport_size(PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in_browser(page, live_server, client)
    page.goto(live_server.url + admin_url(Chronicle, "change", draft.pk))

    # What is typed is seen in another tab, and stays typed in this one.
    page.locator("#id_title").fill("La festa, mai salvata")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Anteprima", exact=True).click()
    seen = opened.value
    expect(seen.get_by_role("heading", level=1)).to_have_text("La festa, mai salvata")
    expect(seen.get_by_role("complementary", name="Anteprima")).to_contain_text(
        "questa pagina non è pubblica"
    )
    seen.close()

    # The link is made and copied without leaving the form.
    page.get_by_role("button", name="Crea un link di anteprima").click()
    page.get_by_role("button", name="Copia il link di anteprima").click()
    panel = page.get_by_role("region", name="Anteprima")
    expect(panel.get_by_role("status")).to_contain_text("Copiato")
    address = page.evaluate("navigator.clipboard.readText()")
    expect(page.locator("#id_title")).to_have_value("La festa, mai salvata")
    assert_good(page, "#anteprima")

    # Somebody outside sees what is saved, and asks for a change.
    guests = browser.new_context(viewport=PHONE, locale="it-IT")
    guest = guests.new_page()
    guest.goto(re.sub(r"^https://[^/]+", live_server.url, address))
    expect(guest.get_by_role("heading", level=1)).to_have_text("La festa")
    assert_good(guest)
    guest.get_by_role("link", name="Rispondi in fondo alla pagina").click()
    guest.get_by_label("Chiedo una modifica").check()
    guest.get_by_label("Il tuo nome").fill("Ada")
    guest.get_by_role("button", name="Manda la risposta").click()
    note = guest.get_by_label("Una nota")
    expect(note).to_have_accessible_description(re.compile("Scrivi che cosa va"))
    assert_good(guest)
    note.fill("Manca la data")
    guest.get_by_role("button", name="Manda la risposta").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Grazie")
    assert guests.cookies() == []
    guests.close()

    # The answer stands in the form; the link is taken back without leaving it.
    page.goto(live_server.url + admin_url(Chronicle, "change", draft.pk))
    expect(panel).to_contain_text("Manca la data")
    page.get_by_role("button", name="Annulla il link").click()
    expect(panel.get_by_role("status")).to_contain_text("non porta più a niente")
    expect(page.get_by_role("textbox", name="Link di")).to_have_count(0)
    assert_good(page, "#anteprima")
