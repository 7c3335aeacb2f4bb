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


@pytest.mark.parametrize(
    ("photo", "alt", "heading"),
    [
        ("photo_before", "alt_before", "Che cosa non c’era"),
        ("photo_after", "alt_after", "E adesso c’è"),
    ],
)
def test_a_place_shows_a_photo_that_has_no_text(client, photo, alt, heading):
    picture = builders.make_photo(author="Ada Neri")
    page = page_of(client, builders.make_place(**{photo: picture, alt: "Un prato"}))
    assert "Un prato" in page.values("alt")
    assert page.texts("h2")[0] == heading
    assert page.texts("figcaption") == ["Foto di Ada Neri"]
    said = [p.text.strip() for p in page.all("p") if "main" in p.parents]
    assert "" not in said


def test_a_place_whose_photo_may_not_be_shown_has_no_empty_side(client):
    hidden = builders.make_photo(people="minors")
    place = builders.make_place(photo_before=hidden, alt_before="Un bambino")
    page = page_of(client, place)
    assert "Che cosa non c’era" not in page.texts("h2")
    assert "before-after" not in page.values("class")


def test_a_project_says_who_took_its_cover(client):
    project = builders.make_project(lot=3)
    project.cover = builders.make_photo(project=project, author="Ada Neri")
    project.cover_alt = "Una festa"
    project.save()
    assert "Foto di Ada Neri" in page_of(client, project).texts("figcaption")


@pytest.mark.parametrize("thing", ["place", "event"])
def test_a_place_and_an_event_show_the_latest_chronicles_alone(client, thing):
    row = getattr(builders, f"make_{thing}")()
    builders.make_many_chronicles(10, [row.project], **{thing: row})
    newest = builders.make_chronicle(
        project=row.project, published_at=builders.rome(2019, 1, 1), **{thing: row}
    )
    shown = client.get(row.get_absolute_url()).context["chronicles"]
    assert (len(shown), shown[0]) == (6, newest)


def test_a_place_shows_the_latest_events_alone(client):
    place = builders.make_place()
    builders.make_many_events(30, project=place.project, place=place)
    newest = builders.make_event(project=place.project, place=place)
    shown = client.get(place.get_absolute_url()).context["events"]
    assert (len(shown), shown[0]) == (24, newest)


def test_a_project_shows_its_latest_events_those_to_come_apart(client):
    project = builders.make_project(lot=1)
    builders.make_many_events(30, project=project)
    years = [2098, 2097]
    coming = [
        builders.make_event(project=project, starts_at=builders.rome(year, 5, 1, 16))
        for year in years
    ]
    context = client.get(project.get_absolute_url()).context
    assert context["coming"] == coming[::-1]
    assert len(context["past"]) == 22


def test_the_list_of_events_shows_the_nearest_of_those_to_come(client):
    for year in range(2070, 2096):
        builders.make_event(starts_at=builders.rome(year, 1, 1, 16))
    coming = client.get("/eventi/").context["coming"]
    assert [event.starts_at.year for event in coming] == list(range(2070, 2094))


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


def test_an_event_that_is_over_says_so_on_its_page_alone(client):
    event = builders.make_event(title="Gita")
    assert "Appuntamento passato" in page_of(client, event).texts("p")
    assert "Appuntamento passato" not in Page(
        client.get("/eventi/").content.decode()
    ).texts("p")
