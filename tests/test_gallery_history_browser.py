"""An enlarged photograph is a step of the history: Back closes it and stays."""

import pytest
from playwright.sync_api import expect

from tests import builders

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

CHRONICLE = "/cronache/festa/"


@pytest.fixture
def links(page, live_server):
    """Come from the list to a chronicle with three photographs; return their links."""
    builders.make_chronicle(slug="festa", title="La festa", photos=3)
    page.goto(f"{live_server.url}/cronache/")
    page.get_by_role("link", name="La festa", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}{CHRONICLE}")
    # Before its script has run a photograph is a plain link to its file.
    page.wait_for_load_state()
    found = page.locator("[data-enlarge]")
    expect(found).to_have_count(3)
    return found


@pytest.fixture
def dialog(page):
    return page.get_by_role("dialog")


def expect_back_leads_to_the_list(page, live_server):
    page.go_back()
    expect(page).to_have_url(f"{live_server.url}/cronache/")
    expect(page.get_by_role("heading", level=1, name="Cronache")).to_be_visible()


def test_back_closes_and_stays(page, live_server, links, dialog):
    links.nth(1).click()
    expect(dialog).to_be_visible()
    page.go_back()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{live_server.url}{CHRONICLE}")
    expect(links.nth(1)).to_be_focused()
    expect_back_leads_to_the_list(page, live_server)


def test_back_closes_after_any_number_of_steps(page, live_server, links, dialog):
    links.first.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_have_accessible_name("Immagine 3 di 3")
    page.go_back()
    expect(dialog).to_be_hidden()
    expect_back_leads_to_the_list(page, live_server)


@pytest.mark.parametrize("way", ["Escape", "Chiudi"])
def test_closing_leaves_no_dead_step(page, live_server, links, dialog, way):
    for _ in range(2):
        links.first.press("Enter")
        expect(dialog).to_be_visible()
        if way == "Chiudi":
            page.get_by_role("button", name="Chiudi").click()
        else:
            page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.wait_for_function("history.state === null")
    expect_back_leads_to_the_list(page, live_server)


def test_forward_opens_it_again(page, links, dialog):
    links.nth(1).click()
    expect(dialog).to_be_visible()
    page.go_back()
    expect(dialog).to_be_hidden()
    page.go_forward()
    expect(dialog).to_have_accessible_name("Immagine 2 di 3")


def test_a_reload_shows_the_same_photograph(page, live_server, links, dialog):
    links.first.click()
    page.keyboard.press("ArrowRight")
    expect(dialog).to_have_accessible_name("Immagine 2 di 3")
    page.reload()
    expect(dialog).to_have_accessible_name("Immagine 2 di 3")
    page.go_back()
    expect(dialog).to_be_hidden()
    expect_back_leads_to_the_list(page, live_server)
