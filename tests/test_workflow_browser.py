"""A text on its way, on a phone: what is missing is one tap away."""

import re

import pytest
from playwright.sync_api import expect

from chronicles.models import Chronicle
from editorial.publishing import State
from tests.admin import admin_url, sign_in_browser
from tests.builders import make_chronicle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_what_is_missing_leads_to_its_field_and_then_out(page, live_server, client):
    row = make_chronicle(
        title="Appunti", body="", rubrics=[], state=State.DRAFT, published_at=None
    )
    sign_in_browser(page, live_server, client)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + admin_url(Chronicle, "change", row.pk))
    page.fill("#id_title", "L’orto di tutti")
    button(page, "Invia in redazione").click()

    missing = page.get_by_role("alert")
    expect(missing).to_contain_text("Mancano alcune cose")
    expect(page.locator("#id_title")).to_have_value("L’orto di tutti")
    missing.get_by_text("Scrivi il testo.").click()
    expect(page.locator("#cke_id_body")).to_have_class(re.compile("cke_focus"))
    page.keyboard.type("Sabato mattina.")
    missing.get_by_text("Scegli la rubrica principale.").click()
    expect(page.locator("#id_main_rubric input").first).to_be_focused()
    page.keyboard.press("Space")

    button(page, "Invia in redazione").dblclick()
    expect(page.locator(".messagelist .success")).to_contain_text("è in redazione")
    row.refresh_from_db()
    assert (row.state, row.body) == (State.REVIEW, "<p>Sabato mattina.</p>")
