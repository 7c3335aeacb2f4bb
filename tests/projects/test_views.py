import pytest

from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


def page_of(client, row):
    return Page(client.get(row.get_absolute_url()).content.decode())


def test_a_project_says_where_it_works_and_what_it_does(client):
    project = builders.make_project(
        lot=3,
        neighbourhoods="Rizzoli, Crescenzago, Cimiano",
        challenge="<p>Una striscia di città.</p>",
        actions_label="I tre percorsi",
    )
    builders.make_action(project=project, group="Mediazione", title="Un tavolo")
    page = page_of(client, project)
    assert "Rizzoli, Crescenzago, Cimiano" in page.texts("dd")
    assert {"La sfida", "I tre percorsi"} <= set(page.texts("h2"))
    assert "Mediazione" in page.texts("h3")
    assert "Un tavolo" in page.texts("p")


def test_a_project_without_known_bodies_says_so(client):
    page = page_of(client, builders.make_project(lot=4))
    assert any("non sono ancora in questo archivio" in t for t in page.texts("dd"))


def test_a_place_tells_what_was_not_there_and_now_is(client):
    place = builders.make_place(was="Un prato vuoto.", now="Tavoli e panche.")
    page = page_of(client, place)
    assert page.texts("h2")[:2] == ["Che cosa non c’era", "E adesso c’è"]
    assert "Tavoli e panche." in page.texts("p")


def test_a_place_that_moved_to_another_project_is_found_again(client):
    place = builders.make_place()
    former = builders.make_project(lot=9)
    response = client.get(f"/progetti/{former.slug}/spazi/{place.slug}/")
    assert response.status_code == 301
    assert response["Location"] == place.get_absolute_url()


def test_a_cancelled_event_says_so_in_its_page_and_in_the_list(client):
    event = builders.make_event(title="Gita", status="cancelled")
    assert "Annullato" in page_of(client, event).texts("p")
    assert "Annullato" in Page(client.get("/eventi/").content.decode()).texts("p")


def test_a_draft_umbrella_is_not_named_by_its_events(client):
    city = builders.make_event(title="Ombrello in bozza", state="draft")
    event = builders.make_event(parent=city, project=city.project)
    response = client.get(event.get_absolute_url())
    assert "Ombrello in bozza" not in response.content.decode()
