"""From a street to the project that works there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.publishing import State
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def projects():
    make = builders.make_project
    padova = make(
        lot=2,
        slug="padova",
        area="Via Padova",
        neighbourhoods="Via Padova, tratto centrale",
    )
    make(
        lot=5,
        slug="strade",
        name="Strade possibili",
        area="Ripamonti e Fatima",
        neighbourhoods="Via Ghini, via Caccia Dominioni, via Ripamonti",
    )
    make(
        lot=7,
        slug="start",
        name="Quartiere – Start",
        area="Quarti",
        neighbourhoods="Baggio",
    )
    comuni = make(
        lot=8,
        slug="comuni",
        name="Luoghi comuni",
        area="Villapizzone",
        neighbourhoods="Piazzale Prealpi, quartiere Villapizzone",
    )
    city = make(area="Tutta la città", neighbourhoods="Città", slug="mix")
    builders.make_place(project=padova, address="via Fonseca Pimentel 5")
    builders.make_event(project=comuni, where="Parco di via Coari", address="via Verro")
    builders.make_event(project=city, where="Piazza del Duomo")
    builders.make_place(project=comuni, address="via Segreta", state=State.DRAFT)


def ask(client, where):
    return client.get("/cerca/quartiere/", {"dove": where})


@pytest.mark.parametrize(
    ("where", "slug"),
    [
        ("via Padova", "padova"),
        ("Via Padova 36, Milano", "padova"),
        ("viale padova 36/a", "padova"),
        ("padova", "padova"),
        ("via padva", "padova"),
        ("via Pdaova", "padova"),
        ("v. Padova n. 4", "padova"),
        ("via Fonseca Pimentel", "padova"),
        ("P.le Prealpi", "comuni"),
        ("piazza prealpi 3", "comuni"),
        ("Villa Pizzone", "comuni"),
        ("vila pizone", "comuni"),
        ("via Coari", "comuni"),
        ("verro", "comuni"),
        ("cacciadominioni", "strade"),
        ("Caccia-Dominioni", "strade"),
        ("FATIMA", "strade"),
        ("via Ripamonti angolo via Ghini", "strade"),
        ("quartiere Start", "start"),
        ("quarti", "start"),
        ("Municipio 8", "comuni"),
    ],
)
def test_leads_to_the_project_that_names_it(client, where, slug):
    response = ask(client, where)
    assert (response.status_code, response.get("Location")) == (
        302,
        f"/progetti/{slug}/",
    )


@pytest.mark.parametrize(
    "where",
    [
        "Bovisa",
        "via",
        "via 36",
        "36",
        "Milano",
        "centrale",
        "Duomo",
        "via Segreta",
        "zzz",
        "",
    ],
)
def test_says_when_no_project_names_it(client, where):
    response = ask(client, where)
    assert response.status_code == 200
    page = Page(response.content.decode())
    addresses = [a.get("href") for a in page.all("a")]
    assert {f"/progetti/{s}/" for s in ("padova", "strade", "start", "comuni")} <= set(
        addresses
    )
    said = f"Nessun progetto nomina «{where}»."
    assert (said in page.texts("p")) is bool(where)


def test_says_which_projects_name_it_when_several_do(client):
    builders.make_project(lot=9, slug="bbc", area="Bovisasca", aliases="via Padova")
    page = Page(ask(client, "via Padova").content.decode())
    links = [a.get("href") for a in page.all("a") if "/progetti/" in a.get("href")]
    assert [
        link for link in links if link in ("/progetti/padova/", "/progetti/bbc/")
    ] == [
        "/progetti/padova/",
        "/progetti/bbc/",
    ]
    assert "è in più di un progetto" in " ".join(page.texts("h2"))


def test_says_which_project_names_a_part_of_it(client):
    page = Page(ask(client, "via Prealpi a Rozzano").content.decode())
    assert "Una parte sì" in " ".join(page.texts("h2"))


def test_never_leads_to_a_project_that_is_not_public(client):
    builders.make_project(lot=9, slug="nove", area="Bovisa", state=State.WITHDRAWN)
    assert ask(client, "Bovisa").status_code == 200


@pytest.mark.parametrize("where", ["via Padova", "Bovisa", "", "via Prealpi a Rozzano"])
def test_makes_eight_queries_at_most(client, where):
    with CaptureQueriesContext(connection) as queries:
        response = ask(client, where)
    assert len(queries) <= 8
    if response.status_code == 200:
        assert Page(response.content.decode()).faults == []
