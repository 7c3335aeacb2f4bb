import pytest

from mix_site.models import Home
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


def page_at(client, address):
    return Page(client.get(address).content.decode())


def test_the_credits_name_the_bodies_of_each_project(client):
    builders.make_page("crediti")
    project = builders.make_project(lot=2, name="Coesione sociale 3.0")
    comin = builders.make_organization(name="COMIN Cooperativa")
    builders.make_partnership(project=project, role="lead", organization=comin)
    page = page_at(client, "/crediti/")
    assert "COMIN Cooperativa" in page.texts("dd")
    assert "Capofila" in page.texts("dt")


def test_the_credits_leave_out_a_project_that_is_not_public(client):
    builders.make_page("crediti")
    project = builders.make_project(lot=2, state="draft")
    comin = builders.make_organization(name="COMIN Cooperativa")
    builders.make_partnership(project=project, organization=comin)
    assert "COMIN Cooperativa" not in page_at(client, "/crediti/").texts("dd")


def test_the_menu_marks_only_the_section_of_the_page(client):
    builders.make_page("programma")
    builders.make_place(slug="cortile")
    marked = {
        address: page_at(client, address).values("aria-current")
        for address in ("/programma/", "/progetti/progetto-1/spazi/cortile/")
    }
    assert ["true" in values for values in marked.values()] == [False, True]


def test_a_logo_stands_beside_the_name_it_belongs_to(client):
    builders.make_page("crediti")
    logo = builders.make_photo()
    comin = builders.make_organization(name="COMIN Cooperativa", logo=logo)
    builders.make_partnership(organization=comin)
    page = page_at(client, "/crediti/")
    assert [image.get("src") for image in page.all("img")] == [logo.small_jpeg_url]
    assert "COMIN Cooperativa" in page.texts("dd")


def test_a_quotation_is_marked_up_with_its_author(client):
    builders.make_home(
        quotation="Prima parte.\n\nSeconda parte.",
        quotation_author="Carmela Rozza",
        quotation_role="Assessore",
    )
    page = page_at(client, "/")
    assert page.texts("blockquote") == ["Prima parte. Seconda parte."]
    assert page.texts("cite") == ["Carmela Rozza"]


def test_the_home_puts_the_chosen_chronicle_before_newer_ones(client):
    project = builders.make_project(lot=1)
    older = builders.make_chronicle(
        project=project, title="Scelta", published_at=builders.rome(2017, 1, 1)
    )
    builders.make_chronicle(
        project=project, title="Nuova", published_at=builders.rome(2018, 1, 1)
    )
    builders.make_home(featured=[older])
    titles = [t for t in page_at(client, "/").texts("h3") if t in ("Scelta", "Nuova")]
    assert titles == ["Scelta", "Nuova"]


def test_a_second_home_cannot_be_made():
    builders.make_home()
    Home(claim="Un’altra").save()
    assert Home.objects.count() == 1


def test_a_text_of_a_page_is_sanitised_when_it_is_shown(client):
    page = builders.make_page("contatti")
    type(page).objects.filter(pk=page.pk).update(content="<p>Ciao<script>1</script>")
    assert b"<script>" not in client.get("/contatti/").content


def test_photographs_are_not_served_behind_a_web_server(client, settings):
    photo = builders.make_photo()
    address = photo.jpeg_url
    assert client.get(address).status_code == 200
    settings.SERVE_MEDIA = False
    assert client.get(address).status_code == 404


def test_a_photograph_cannot_run_as_a_page(client):
    response = client.get(builders.make_photo().jpeg_url)
    assert "sandbox" in response["Content-Security-Policy"]
