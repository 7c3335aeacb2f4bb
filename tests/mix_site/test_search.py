"""What a question finds, and how its page says so."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.publishing import State
from mix_site.models import Word
from mix_site.search.answer import PER_GROUP, PER_PAGE, answer
from mix_site.search.index import rebuild
from projects.models import Project
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


def found(typed, **values):
    """Return the titles that a question finds, kind by kind, the best first."""
    groups = answer(typed, **values).groups
    return [result.shown.title for group in groups for result in group.results]


def page_of(client, **asked):
    response = client.get("/cerca/", asked)
    assert response.status_code == 200
    return Page(response.content.decode())


def links(page):
    return [a.get("href") for a in page.all("a")]


@pytest.fixture(scope="class")
def rows(kept_rows):
    """A project with a few chronicles, an event, a place, an issue and a page."""
    project = builders.make_project(
        lot=8, name="Luoghi comuni", area="Villapizzone", aliases="piazzale Prealpi"
    )
    bbc = builders.make_project(
        lot=9, name="B.B.C. Costruire coesione", short_name="B.B.C.", area="Bovisasca"
    )
    builders.make_chronicle(project=project, title="Gli orti del cortile")
    builders.make_chronicle(
        project=bbc,
        title="Una mattina",
        standfirst="Perché un caffè?",
        body="<p>I bambini & le bambine lavorano all’orto.</p>",
    )
    builders.make_event(project=bbc, title="Laboratorio di teatro", where="via Gabbro")
    builders.make_place(project=project, name="TI CO SKA", address="via Console")
    builders.make_issue(title="Nove quartieri", blocks=["quotation"])
    builders.make_page(title="Note legali", content="<p>Le fotografie.</p>")
    rebuild()
    return project


@pytest.mark.usefixtures("rows")
class TestAnswer:
    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("orto", "Gli orti del cortile"),
            ("gli orti", "Gli orti del cortile"),
            ("L’ORTO", "Gli orti del cortile"),
            ("perche", "Una mattina"),
            ("caffe", "Una mattina"),
            ("bambina", "Una mattina"),
            ("laboratori", "Laboratorio di teatro"),
            ("via gabbro", "Laboratorio di teatro"),
            ("BBC", "B.B.C. Costruire coesione"),
            ("b.b.c.", "B.B.C. Costruire coesione"),
            ("b b c", "B.B.C. Costruire coesione"),
            ("ticoska", "TI CO SKA"),
            ("ti.co.ska", "TI CO SKA"),
            ("Villa Pizzone", "Luoghi comuni"),
            ("prealpi", "Luoghi comuni"),
            ("quartiere", "Nove quartieri"),
            ("inquilini", "Nove quartieri"),
            ("fotografia", "Note legali"),
            ("labor", "Laboratorio di teatro"),
            ("orto bovis", "Una mattina"),
        ],
    )
    def test_finds(self, typed, title):
        assert title in found(typed)

    @pytest.mark.parametrize(
        "typed", ["orto teatro", "zzz", "", "?", "fotografie orto"]
    )
    def test_holds_all_the_words(self, typed):
        assert found(typed) == []

    def test_puts_a_title_before_a_text(self):
        assert found("orto") == ["Gli orti del cortile", "Una mattina"]

    def test_begins_words_only_when_nothing_else_is_found(self):
        assert answer("teat").total == 1
        assert answer("teatr").groups[0].results[0].title[-1] == ("teatro", True)

    def test_counts_by_kind(self):
        counts = {g.kind: g.total for g in answer("bovisasca").groups}
        assert counts == {"progetti": 1, "cronache": 1, "eventi": 1}

    def test_of_one_kind_still_counts_the_others(self):
        limited = answer("bovisasca", kind="eventi")
        assert limited.total == 3
        assert [group.kind for group in limited.shown] == ["eventi"]


class TestRank:
    @pytest.fixture(autouse=True)
    def rows(self):
        project = builders.make_project(lot=1)
        make = builders.make_chronicle
        make(project=project, title="Nel testo", body="<p>Una panchina.</p>")
        make(project=project, title="Nella premessa", standfirst="Una panchina.")
        make(project=project, title="La panchina")
        make(project=project, title="Le panchine")
        rebuild()

    def test_follows_where_the_word_stands(self):
        assert found("panchina") == [
            "La panchina",
            "Le panchine",
            "Nella premessa",
            "Nel testo",
        ]

    def test_puts_the_newest_first_among_equals(self):
        for day in (10, 12, 11):
            builders.make_chronicle(
                title=f"Fontana del {day}", happened_on=f"2018-03-{day}"
            )
        rebuild()
        titles = [f"Fontana del {day}" for day in (12, 11, 10)]
        assert found("fontana") == titles


@pytest.mark.usefixtures("rows")
class TestSuggestion:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("laboratrio", "laboratorio"),
            ("Villapizone", "villapizzone"),
            ("vila pizone", "villapizzone"),
            ("otri", "orti"),
            ("perhcé", "perché"),
            ("il labboratorio di teatro", "il laboratorio di teatro"),
            ("ticosca", "TI CO SKA"),
        ],
    )
    def test_is_a_word_of_the_site_that_finds_something(self, typed, meant):
        assert answer(typed).suggestion == meant
        assert answer(meant).total

    @pytest.mark.parametrize("typed", ["zzzzzz", "ort" * 60, "2081", "otri zzzzzz"])
    def test_is_left_out_when_nothing_is_near(self, typed):
        assert answer(typed).suggestion == ""

    def test_never_names_a_hidden_word(self):
        builders.make_chronicle(title="Segretissima", state=State.DRAFT)
        rebuild()
        assert answer("segretisima").suggestion == ""

    def test_names_the_words_that_find_something_alone(self):
        assert [word for word, _ in answer("Orto teatro").alone] == ["Orto", "teatro"]


@pytest.fixture(scope="class")
def hidden_rows(kept_rows):
    builders.make_drafts(builders.make_everything())
    rebuild()


@pytest.mark.usefixtures("hidden_rows")
class TestHidden:
    """No word of what is not public finds anything, however well it is indexed."""

    @pytest.mark.parametrize(
        "typed",
        [
            "bozza segreta",
            "segreta",
            "segret",
            "cronaca bozza",
            "cronaca-programmata",
            "appuntamento-revisione",
            "spazio-di-ritirata",
            "evento-di-bozza",
            "azione-correggere",
            "soggetto-programmata",
            "numero-bozza",
            "foto-senza-minors",
            "utente",
            "didascalia",
            "987654",
        ],
    )
    def test_is_not_found(self, client, typed):
        response = client.get("/cerca/", {"q": typed})
        said = response.content.decode().replace(typed, "").upper()
        assert builders.SECRET not in said
        titles = [entry for entry in found(typed) if "fra tant" not in entry]
        assert [t for t in titles if builders.SECRET in t] == []

    def test_is_in_the_index_all_the_same(self):
        assert Word.objects.filter(text="segreta").exists()

    def test_is_not_where_a_street_leads(self, client):
        response = client.get("/cerca/quartiere/", {"dove": builders.SECRET})
        said = response.content.decode().replace(builders.SECRET, "", 6)
        assert response.status_code == 200
        assert "progetto-bozza" not in said.lower()


class TestVisibility:
    """Visibility is asked at every search: nothing has to be indexed again."""

    @pytest.fixture
    def chronicle(self):
        chronicle = builders.make_chronicle(title="La mongolfiera")
        rebuild()
        return chronicle

    def raw(self, row, **values):
        """Write past every hook, as the passing of time would."""
        table = type(row)._meta.db_table
        for column, value in values.items():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608
                    [value, row.pk],
                )

    def test_begins_with_its_moment(self, chronicle):
        self.raw(chronicle, published_at=builders.FAR_AHEAD)
        assert found("mongolfiera") == []
        self.raw(chronicle, published_at=builders.PUBLISHED_AT)
        assert found("mongolfiera") == ["La mongolfiera"]

    def test_ends_when_its_project_is_withdrawn(self, chronicle):
        self.raw(chronicle.project, state=State.WITHDRAWN)
        assert found("mongolfiera") == []


@pytest.mark.usefixtures("rows")
class TestPage:
    def test_says_how_many_there_are(self, client):
        page = page_of(client, q="orto")
        assert "2 risultati per «orto»" in page.texts("p")
        assert "2 risultati per «orto»" in page.texts("title")[0]

    def test_says_one_in_the_singular(self, client):
        assert "1 evento per «teatro»" in page_of(
            client, q="teatro", tipo="eventi"
        ).texts("p")

    def test_says_when_there_is_nothing(self, client):
        page = page_of(client, q="zzz")
        assert "Nessun risultato per «zzz»" in page.texts("p")

    def test_marks_the_words(self, client):
        assert page_of(client, q="orto").texts("mark") == ["orti", "orto"]

    def test_escapes_what_was_typed_and_what_was_found(self, client):
        page = page_of(client, q="<script>alert(1)</script> bambini & orto")
        assert [s for s in page.all("script") if "alert" in s.text] == []
        assert "I bambini & le bambine" in " ".join(
            page_of(client, q="bambine").texts("p")
        )

    def test_says_whose_each_result_is(self, client):
        said = page_of(client, q="orto").texts("li")
        (chronicle,) = [text for text in said if text.startswith("Una mattina")]
        assert "Cronaca 9Municipio 9, Bovisasca 15 marzo 2018" in chronicle

    def test_leads_to_the_results(self, client):
        assert "/cronache/gli-orti-del-cortile/" in links(page_of(client, q="orto"))

    def test_leads_to_one_kind(self, client):
        assert "/cerca/?q=bovisasca&tipo=eventi" in links(
            page_of(client, q="bovisasca")
        )

    def test_leads_to_the_mended_question(self, client):
        page = page_of(client, q="laboratrio")
        assert "/cerca/?q=laboratorio" in links(page)

    def test_is_not_for_search_engines(self, client):
        robots = [
            m.get("content")
            for m in page_of(client, q="orto").all("meta")
            if m.get("name") == "robots"
        ]
        assert robots == ["noindex, follow"]

    def test_asks_when_nothing_was_asked(self, client):
        page = page_of(client)
        assert {"q", "dove"} <= set(page.values("name"))

    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "orto"},
            {"q": "zzz"},
            {"q": "labboratrio teatro"},
            {},
            {"q": "orto", "tipo": "cronache", "pagina": "9"},
        ],
    )
    def test_makes_eight_queries_at_most(self, client, asked):
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, **asked)
        assert page.faults == []
        assert len(queries) <= 8

    def test_is_well_formed_with_results(self, client):
        page = page_of(client, q="bovisasca")
        assert page.faults == []
        assert len(page.all("h1")) == 1


class TestManyResults:
    @pytest.fixture(autouse=True)
    def rows(self):
        builders.make_many_chronicles(30, [builders.make_project(lot=1)])
        rebuild()

    def shown(self, page):
        return len(
            [li for li in page.all("li") if "search-result" in (li.get("class") or "")]
        )

    def test_are_a_few_of_each_kind(self, client):
        page = page_of(client, q="tante")
        assert self.shown(page) == PER_GROUP
        assert "Tutti i risultati: 30 cronache" in page.texts("a")

    def test_of_one_kind_are_shown_page_by_page(self, client):
        page = page_of(client, q="tante", tipo="cronache")
        assert self.shown(page) == PER_PAGE
        (following,) = [a.get("href") for a in page.all("a") if a.get("rel") == "next"]
        assert parse_qs(urlsplit(following).query) == {
            "q": ["tante"],
            "tipo": ["cronache"],
            "pagina": ["2"],
        }

    @pytest.mark.parametrize(
        ("number", "total"),
        [("1", 12), ("2", 12), ("3", 6), ("4", 6), ("999999999999", 6), ("0", 12)]
        + [(odd, 12) for odd in ("-1", "due", "٣", "1.5", "", "9" * 3000 + "x")],
    )
    def test_any_page_is_answered(self, client, number, total):
        page = page_of(client, q="tante", tipo="cronache", pagina=number)
        assert self.shown(page) == total

    def test_pages_hold_each_result_once(self, client):
        found = [
            result.shown.pk
            for number in (1, 2, 3)
            for group in answer("tante", "cronache", number).shown
            for result in group.results
        ]
        assert len(found) == len(set(found)) == 30

    def test_cost_no_more_queries_than_few(self, client):
        with CaptureQueriesContext(connection) as few:
            page_of(client, q="tante")
        builders.make_many_chronicles(60, Project.objects.all())
        rebuild()
        with CaptureQueriesContext(connection) as many:
            page_of(client, q="tante")
        assert len(few) == len(many) <= 8
