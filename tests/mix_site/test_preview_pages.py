"""The previews as pages name them: behind the same gate, with the same drawing."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from chronicles.filters import list_url
from editorial.publishing import State
from mix_site.previews import subjects
from projects.models import Photo
from tests import builders
from tests.builders import rome
from tests.html import Page

pytestmark = pytest.mark.django_db

SITE = "https://www.progettomix.it"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    return settings.PREVIEWS_ROOT


def get(address):
    return Client(headers={"host": "www.progettomix.it"}).get(address, secure=True)


class TestGate:
    KINDS = {
        "cronache": builders.make_chronicle,
        "eventi": builders.make_event,
        "spazi/progetto-1": builders.make_place,
    }

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("name", builders.HIDDEN_STATES)
    def test_is_that_of_the_page(self, kind, name, folder):
        state = builders.HIDDEN_STATES[name]
        row = self.KINDS[kind](slug="nascosta", **state)
        page = get(row.get_absolute_url()).status_code
        assert get(f"/anteprime/{kind}/nascosta.png").status_code == page
        assert page == (410 if name == "ritirata" else 404)
        assert not folder.exists()

    def test_closes_when_the_page_is_withdrawn(self):
        chronicle = builders.make_chronicle(slug="festa")
        assert get("/anteprime/cronache/festa.png").status_code == 200
        chronicle.state = State.WITHDRAWN
        chronicle.save(state_may_change=True)
        assert get("/anteprime/cronache/festa.png").status_code == 410

    @pytest.mark.parametrize(
        "address",
        [
            "/anteprime/",
            "/anteprime/altro.png",
            "/anteprime/cronache/altra.png",
            "/anteprime/cronache/..%2f..%2fetc.png",
            "/anteprime/storie/altra.png",
            "/anteprime/spazi/altro/altro.png",
            "/anteprime/newsletter/0.png",
            "/anteprime/newsletter/99999.png",
        ],
    )
    def test_of_nothing_is_a_404_and_keeps_nothing(self, address, folder):
        assert get(address).status_code == 404
        assert not folder.exists()

    def test_follows_a_changed_slug(self):
        chronicle = builders.make_chronicle(slug="prima")
        chronicle.slug = "dopo"
        chronicle.save()
        response = get("/anteprime/cronache/prima.png")
        assert response["Location"] == "/anteprime/cronache/dopo.png"

    def test_of_a_place_is_below_its_project(self):
        builders.make_place(slug="cortile")
        response = get("/anteprime/spazi/altro/cortile.png")
        assert response["Location"] == "/anteprime/spazi/progetto-1/cortile.png"


def shown_by(place):
    page = Page(get(place.get_absolute_url()).content.decode())
    said = {meta.get("property"): meta.get("content") for meta in page.all("meta")}
    return said["og:image"], said["og:image:alt"]


class TestPage:
    """What the pages say of their previews."""

    def test_of_a_place_shows_what_is_there_now(self):
        builders.make_project(lot=2)
        photo = builders.make_photo(size=(400, 300))
        place = builders.make_place(
            name="Il cortile", slug="cortile", photo_after=photo, alt_after="Panchine"
        )
        assert shown_by(place) == (
            f"{SITE}/anteprime/spazi/progetto-1/cortile.png",
            "Il cortile, Zona 1: Panchine",
        )
        assert subjects.place_subject(place).still.photo == photo.pk

    def test_of_a_place_is_drawn_without_a_release(self):
        photo = builders.make_photo(people=Photo.People.MINORS)
        place = builders.make_place(
            name="Il cortile", photo_after=photo, alt_after="Panchine"
        )
        assert shown_by(place)[1] == "Il cortile, Zona 1"
        assert subjects.place_subject(place).still is None

    def test_of_a_project_describes_the_cover(self):
        cover = builders.make_photo()
        project = cover.project
        project.cover, project.cover_alt = cover, "Una festa"
        project.save()
        assert shown_by(project)[1] == "Progetto 1, Zona 1: Una festa"

    def test_of_a_neighbourhood_describes_the_picture_of_its_project(self):
        project = builders.make_project(lot=1)
        page = SimpleNamespace(get_absolute_url=lambda: list_url(project=project))
        image, alt = shown_by(page)
        assert image.endswith("/anteprime/progetti/progetto-1.png")
        assert alt == "Progetto 1, Zona 1"

    @pytest.mark.parametrize("kind", ["story", "event", "place"])
    def test_has_the_same_drawing(self, kind):
        made = builders.make_everything(lots=[1])
        row = getattr(made, kind)
        drawn = getattr(subjects, f"{kind}_subject")(row).patch
        html = get(row.get_absolute_url()).content.decode()
        shapes = re.findall(r'href="#shape-([\w-]+)" x="(\d+)" y="(\d+)"', html)
        marks = [(mark.shape, str(mark.x), str(mark.y)) for mark in drawn.marks]
        assert drawn.solid_path in html
        assert shapes[: len(marks)] == marks


class TestSubject:
    def test_of_a_chronicle_without_rubrics_is_drawn(self):
        builders.make_chronicle(slug="senza", rubrics=[])
        assert get("/anteprime/cronache/senza.png").status_code == 200

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({}, "sabato 12 maggio 2018"),
            ({"when_note": "Il giorno esatto non è noto."}, "maggio 2018"),
            ({"status": "cancelled"}, "Evento annullato"),
            ({"status": "postponed"}, "Evento rinviato"),
        ],
    )
    def test_of_an_event_says_the_day_as_far_as_it_is_known(self, values, said):
        event = builders.make_event(starts_at=rome(2018, 5, 12, 16), **values)
        assert subjects.event_subject(event).label == said

    def test_two_chronicles_never_look_alike(self):
        values = {"title": "Festa", "rubrics": ["spazi"]}
        first, second = (
            builders.make_chronicle(slug=slug, **values) for slug in ("prima", "dopo")
        )
        assert first.patch != second.patch
