"""Coming in for the first time, on a phone and by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from editorial.roles import AMMINISTRAZIONE, REDAZIONE
from tests.accounts import NEW_PASSWORD, PASSWORD, code_now, link_in, make_colleague
from tests.builders import make_home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_default_timeout(15_000)
    return page


def sign_in(page, live_server, username, password):
    page.goto(live_server.url + reverse("admin:login"))
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def check(page):
    """No sideways scrolling and nothing for axe to say."""
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_the_second_factor_from_the_first_code_to_the_next(
    phone, live_server, settings
):
    settings.REQUIRE_SECOND_FACTOR = True
    make_home()
    make_colleague()
    sign_in(phone, live_server, "ada", PASSWORD)
    expect(phone.get_by_role("img", name="Codice QR")).to_be_visible()
    code = phone.get_by_label("Codice di sei cifre")
    expect(code).to_be_focused()
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    expect(code).to_have_attribute("inputmode", "numeric")
    check(phone)
    letters = phone.locator(".account__key").inner_text()
    phone.keyboard.type(code_now(letters))
    phone.keyboard.press("Enter")
    expect(phone.locator(".account__codes li")).to_have_count(10)
    expect(phone.get_by_role("button", name="Stampa i codici")).to_be_visible()
    check(phone)
    phone.get_by_role("link", name="Li ho messi al sicuro").press("Enter")
    expect(phone.get_by_role("button", name="Esci")).to_be_visible()
    phone.get_by_role("button", name="Esci").press("Enter")
    expect(phone.get_by_text("La sessione è chiusa")).to_be_visible()
    sign_in(phone, live_server, "ada", PASSWORD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Un ultimo passo")
    check(phone)
    # The code of half a minute ago has confirmed the phone: here comes the next.
    phone.keyboard.type(code_now(letters, steps=1))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Esci")).to_be_visible()


def test_an_invitation_from_the_desk_to_the_first_sign_in(
    phone, live_server, mailoutbox
):
    make_colleague("capo", AMMINISTRAZIONE, is_superuser=True)
    make_colleague("altra", REDAZIONE)
    sign_in(phone, live_server, "capo", PASSWORD)
    expect(phone.get_by_role("button", name="Esci")).to_be_visible()
    phone.goto(live_server.url + reverse("admin:auth_user_add"))
    phone.get_by_label("Indirizzo email").fill("anna@esempio.it")
    phone.get_by_label("Nome:", exact=True).fill("Anna")
    phone.get_by_label("Cognome").fill("Bo")
    phone.get_by_label("Redazione: rivede").check()
    check(phone)
    phone.get_by_role("button", name="Salva", exact=True).click()
    sent = phone.get_by_text("L’invito è partito per anna@esempio.it")
    expect(sent).to_be_visible(timeout=15_000)
    expect(phone.get_by_role("button", name="Ritira l’invito")).to_be_visible()
    phone.get_by_role("button", name="Esci").click()
    expect(phone.get_by_text("La sessione è chiusa")).to_be_visible()

    phone.goto(live_server.url + link_in(mailoutbox[0]))
    check(phone)
    phone.locator("#id_new_password1").fill(NEW_PASSWORD)
    phone.locator("#id_new_password2").fill(NEW_PASSWORD)
    phone.get_by_role("button", name="Scegli questa password").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("La password è pronta")
    sign_in(phone, live_server, "anna.bo", NEW_PASSWORD)
    expect(phone.get_by_role("button", name="Esci")).to_be_visible()
