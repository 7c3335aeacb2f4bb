"""What stands first among the results, how they are counted, what is suggested."""

import logging

import pytest

from editorial.publishing import State
from mix_site.search.answer import PER_GROUP, answer, search_url
from mix_site.search.index import rebuild
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


def kinds(typed):
    return [group.kind for group in answer(typed).groups]


def page_of(client, **asked):
    return Page(client.get("/cerca/", asked).content.decode())


class TestOrder:
    @pytest.fixture(autouse=True)
    def rows(self):
        project = builders.make_project(
            lot=2,
            name="Coesione sociale 3.0",
            area="Via Padova",
            aliases="via Arquà, SI – CURA",
            neighbourhoods="Via Padova",
        )
        other = builders.make_project(
            lot=9, name="Costruire", area="Bovisasca", neighbourhoods="Bovisasca"
        )
        for number in range(4):
            builders.make_place(
                project=project,
                name=f"Il cortile di via Padova e via Arquà {number}",
                address="via Padova 36",
                story="<p>In via Padova, a Padova, sempre via Padova.</p>",
            )
        builders.make_chronicle(
            project=other,
            title="Una coesione possibile in piazza",
            body="<p>Coesione, coesione e coesione in viale Monza.</p>",
        )
        builders.make_page(title="Che cos’è la coesione sociale", url="/coesione/")
        rebuild()

    @pytest.mark.parametrize("typed", ["via padova", "Padova", "via Arquà", "sicura"])
    def test_begins_with_the_project_of_a_territory(self, typed):
        assert kinds(typed)[0] == "progetti"

    def test_brings_the_page_that_explains_a_word_before_the_chronicles(self):
        assert kinds("coesione") == ["progetti", "pagine", "cronache", "spazi"]

    def test_takes_no_account_of_the_kind_of_street(self):
        assert kinds("via bovisasca") == kinds("bovisasca") != []
        (project, *_) = answer("via Padova").groups[0].results
        marked = [piece.text for piece in project.excerpt if piece.is_hit]
        assert "via" not in [text.lower() for text in marked]

    def test_finds_a_kind_of_street_asked_for_alone(self):
        assert kinds("piazza") == ["cronache"]


class TestSuggestion:
    @pytest.fixture(autouse=True)
    def rows(self):
        project = builders.make_project(
            lot=2, area="Via Padova", neighbourhoods="Via Padova"
        )
        builders.make_chronicle(
            project=project, title="Ritorni", body="<p>Che tornino i dilì.</p>"
        )
        rebuild()

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("via torino", ""),
            ("torino", "tornino"),
            ("via padva", "via padova"),
            ("e di il la", ""),
        ],
    )
    def test_is_no_other_street(self, typed, meant):
        assert answer(typed).suggestion == meant


class TestStories:
    @pytest.fixture(autouse=True)
    def story(self):
        return builders.make_story(title="Il campetto", summary="Tra gli aquiloni.")

    def test_are_found_with_a_public_instalment(self, story):
        builders.make_chronicle(story=story)
        rebuild()
        (group,) = answer("aquiloni").groups
        assert (group.kind, group.label, group.count_label) == (
            "storie",
            "Storie",
            "1 storia",
        )
        assert group.results[0].shown.url == story.get_absolute_url()

    def test_are_hidden_without(self, story):
        builders.make_chronicle(story=story, state=State.DRAFT)
        rebuild()
        assert answer("aquiloni").groups == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("progetti", "Nessun progetto"),
        ("cronache", "Nessuna cronaca"),
        ("storie", "Nessuna storia"),
        ("eventi", "Nessun evento"),
        ("spazi", "Nessuno spazio"),
        ("newsletter", "Nessun numero della newsletter"),
        ("pagine", "Nessuna pagina"),
        (None, "Nessun risultato"),
    ],
)
def test_none_is_said_with_its_article(kind, said):
    assert answer("zzz", kind).count_label == said


@pytest.mark.parametrize(("total", "shown"), [(4, 4), (5, 5), (6, 4)])
def test_a_link_never_stands_for_a_single_one(client, total, shown):
    builders.make_many_chronicles(total, [builders.make_project(lot=1)])
    rebuild()
    page = page_of(client, q="tante")
    results = [
        li for li in page.all("li") if "search-result" in (li.get("class") or "")
    ]
    links = [text for text in page.texts("a") if text.startswith("Tutti i risultati")]
    assert len(results) == shown
    assert bool(links) is (total > PER_GROUP + 1)


@pytest.mark.parametrize("address", ["/cerca/", "/cerca/quartiere/", "/cronache/"])
def test_too_many_fields_are_refused_quietly(client, caplog, address):
    with caplog.at_level(logging.ERROR):
        response = client.get(f"{address}?{'&' * 4000}")
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    assert caplog.records == []


def test_the_count_is_no_live_region(client):
    for address in (search_url("zzz"), "/cerca/quartiere/?dove=zzz"):
        page = Page(client.get(address).content.decode())
        assert "status" not in page.values("role")
