from datetime import date

import pytest
from django.urls import reverse

from editorial.qr import qr_code
from projects.models import Project
from projects.sheets import sentences, sheet_of
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db

COMING = builders.rome(2098, 5, 12, 16)


def address_of(project):
    return reverse("projects:project-sheet", kwargs={"project": project.slug})


def page_of(client, project):
    return Page(client.get(address_of(project)).content.decode())


def shown(page):
    """Return the words of the sheet itself, without what is around it."""
    (sheet,) = [e for e in page.all("article") if "sheet" in e.get("class").split()]
    return " ".join(sheet.text.split())


@pytest.fixture
def project():
    return builders.make_project(lot=3, area="Rizzoli", name="Troviamoci in 3!")


# --- The head ------------------------------------------------------------------


def test_a_sheet_says_its_neighbourhood_and_lot(client, project):
    page = page_of(client, project)
    assert page.texts("h1") == ["Rizzoli"]
    assert page.texts("text") == ["3"]
    assert "Municipio 3" in page.texts("p")


def test_the_sheet_of_the_whole_city_has_no_lot(client):
    page = page_of(client, builders.make_project(lot=None, area="Tutta la città"))
    assert page.texts("h1") == ["Tutta la città"]
    assert page.texts("text") == []


@pytest.mark.parametrize(
    ("area", "size"),
    [("Barona", "huge"), ("Villapizzone", "large"), ("Ripamonti e Fatima", "small")],
)
def test_a_short_name_stands_larger(project, area, size):
    project.area = area
    assert sheet_of(project).area_size == size


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("withdrawn", 410)])
def test_a_project_that_is_not_public_has_no_sheet(client, state, status):
    values = builders.HIDDEN_STATES["ritirata" if state == "withdrawn" else "bozza"]
    project = builders.make_project(lot=5, **values)
    assert client.get(address_of(project)).status_code == status


def test_the_project_leads_to_its_sheet(client, project):
    page = Page(client.get(project.get_absolute_url()).content.decode())
    assert address_of(project) in page.values("href")


# --- What happens --------------------------------------------------------------


def test_a_sheet_tells_the_latest_chronicles_first(client, project):
    for month in (1, 3, 2):
        moment = builders.rome(2018, month, 1)
        builders.make_chronicle(
            project=project, title=f"Mese {month}", published_at=moment
        )
    assert page_of(client, project).texts("h3")[:3] == ["Mese 3", "Mese 2", "Mese 1"]


def test_a_chronicle_says_rubric_day_and_place(client, project):
    place = builders.make_place(project=project, name="Il cortile")
    builders.make_chronicle(
        project=project, place=place, rubrics=["spazi"], happened_on=date(2018, 3, 10)
    )
    assert "Spazi · 10 marzo 2018 · Il cortile" in page_of(client, project).texts("p")


def test_a_place_that_is_not_public_is_not_named(client, project):
    place = builders.make_place(project=project, name="Il cortile", state="draft")
    builders.make_chronicle(project=project, place=place)
    assert "Il cortile" not in shown(page_of(client, project))


@pytest.mark.parametrize("state", builders.HIDDEN_STATES)
def test_what_is_not_public_is_not_on_paper(client, project, state):
    hidden = builders.HIDDEN_STATES[state]
    builders.make_chronicle(project=project, title="Nascosta", **hidden)
    builders.make_place(project=project, name="Nascosta", **hidden)
    builders.make_event(project=project, title="Nascosta", starts_at=COMING, **hidden)
    assert "Nascosta" not in shown(page_of(client, project))


def test_other_projects_are_not_on_the_sheet(client, project):
    other = builders.make_project(lot=4)
    builders.make_chronicle(project=other, title="Altrove")
    builders.make_place(project=other, name="Altrove")
    builders.make_event(project=other, title="Altrove", starts_at=COMING)
    assert "Altrove" not in shown(page_of(client, project))


def test_a_neighbourhood_without_chronicles_tells_of_its_project(client, project):
    assert "Un progetto di quartiere." in shown(page_of(client, project))


def test_few_chronicles_are_told_at_greater_length(project):
    body = "<p>" + "Una frase qualunque, non breve, di quaranta. " * 20 + "</p>"
    lengths = {}
    for total in (1, 6):
        while project.chronicles.count() < total:
            builders.make_chronicle(project=project, body=body)
        lengths[total] = len(sheet_of(project).news[0].excerpt)
    assert lengths[1] > 2 * lengths[6]


def test_thirty_chronicles_are_too_many_for_a_sheet(project):
    builders.make_many_chronicles(30, [project])
    assert 3 <= len(sheet_of(project).news) <= 6


def test_little_is_told_in_larger_type(project):
    assert sheet_of(project).is_roomy
    builders.make_many_chronicles(30, [project])
    assert not sheet_of(project).is_roomy


def test_headings_are_left_out_of_what_is_told(project):
    builders.make_chronicle(
        project=project, body="<h2>La mattina</h2><p>Si montano i tavoli.</p>"
    )
    assert sheet_of(project).news[0].excerpt == "Si montano i tavoli."


@pytest.mark.parametrize(
    ("text", "limit", "told"),
    [
        ("Una cosa. Un’altra cosa.", 100, "Una cosa. Un’altra cosa."),
        ("Una cosa. Un’altra cosa.", 15, "Una cosa."),
        ("In via S. Siro. Poi altrove.", 20, "In via S. Siro."),
        ("«Si comincia.» Poi la pioggia.", 16, "«Si comincia.»"),
        ("Una frase che non finisce mai", 16, "Una frase che…"),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text, limit, told):
    assert sentences(text, limit) == told


# --- Dates ---------------------------------------------------------------------


def test_the_next_dates_are_those_of_here_and_of_the_whole_city(client, project):
    city = builders.make_project(lot=None)
    builders.make_event(project=city, title="La festa", starts_at=COMING)
    builders.make_event(
        project=project, title="Il pranzo", starts_at=builders.rome(2098, 5, 4, 13)
    )
    builders.make_event(project=project, title="Il passato")
    titles = [event.title for event in sheet_of(project).dates]
    assert titles == ["Il pranzo", "La festa"]


def test_a_date_is_said_in_words(client, project):
    builders.make_event(project=project, starts_at=COMING, where="In cortile")
    said = page_of(client, project).texts("p")
    assert {"lunedì 12 maggio 2098, alle 16", "In cortile"} <= set(said)


def test_a_cancelled_date_says_so(client, project):
    builders.make_event(project=project, starts_at=COMING, status="cancelled")
    assert "Annullato" in page_of(client, project).texts("p")


def test_without_dates_the_places_are_named(client, project):
    builders.make_place(project=project, name="Il cortile", address="via Rizzoli 1")
    said = shown(page_of(client, project))
    assert "Nessuna data in programma" in said
    assert "Il cortile" in said
    assert "via Rizzoli 1" in said


def test_without_dates_and_places_what_remains_is_told(client, project):
    Project.objects.filter(pk=project.pk).update(legacy="<p>Resta un gruppo.</p>")
    assert "Resta un gruppo." in shown(page_of(client, project))


# --- The foot ------------------------------------------------------------------


def test_contacts_that_are_not_known_are_not_there(client, project):
    assert "Contatti" not in page_of(client, project).texts("h2")


def test_contacts_that_are_known_are_all_there(client, project):
    contacts = {
        "contact_email": "equipe@rizzoli.example",
        "contact_phone": "02 1234567",
        "contact_note": "Ogni mercoledì, in cortile.",
    }
    Project.objects.filter(pk=project.pk).update(**contacts)
    assert set(contacts.values()) <= set(page_of(client, project).texts("p"))


def test_the_body_that_leads_is_named(client, project):
    leads = builders.make_organization(name="Cooperativa Uno")
    builders.make_partnership(project=project)
    builders.make_partnership(project=project, organization=leads, role="lead")
    assert "Capofila: Cooperativa Uno" in page_of(client, project).texts("p")


def test_addresses_are_short_enough_to_be_typed(settings, project):
    settings.SITE_URL = "https://www.progettomix.it"
    city = builders.make_project(lot=None, slug="mix")
    assert sheet_of(project).address == "progettomix.it/3"
    assert sheet_of(city).address == "progettomix.it/progetti/mix"


def test_the_code_leads_to_the_address_beside_it(client, settings, project):
    settings.SITE_URL = "https://www.progettomix.it"
    page = page_of(client, project)
    code = qr_code("https://www.progettomix.it/3/")
    (drawing,) = [e for e in page.all("svg") if e.get("role") == "img"]
    assert code.path in page.values("d")
    assert drawing.get("aria-label") == "Codice QR: porta a progettomix.it/3"


def test_the_address_on_paper_leads_to_the_project(client, project):
    response = client.get("/3/")
    assert response.status_code == 301
    assert response["Location"] == project.get_absolute_url()


@pytest.mark.parametrize(("address", "status"), [("/5/", 404), ("/0/", 404)])
def test_a_lot_that_is_not_there_has_no_address(client, address, status):
    assert client.get(address).status_code == status


def test_a_withdrawn_lot_is_gone(client):
    builders.make_project(lot=5, **builders.HIDDEN_STATES["ritirata"])
    assert client.get("/5/").status_code == 410
