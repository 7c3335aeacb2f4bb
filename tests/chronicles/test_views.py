from datetime import date

import pytest

from tests.builders import (
    FAR_AHEAD,
    HIDDEN_STATES,
    make_action,
    make_chronicle,
    make_many_chronicles,
    make_project,
    make_story,
    rome,
)

pytestmark = pytest.mark.django_db


def titles(rows):
    return [row.title for row in rows]


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


class TestList:
    @pytest.fixture(autouse=True)
    def chronicles(self):
        first, second = make_project(lot=1), make_project(lot=2)
        days = {"A": 1, "B": 3, "C": 2}
        places = {"A": (first, ["spazi", "culture"]), "B": (second, ["culture"])}
        for title, day in days.items():
            project, rubrics = places.get(title, (first, ["racconti"]))
            make_chronicle(
                title=title,
                project=project,
                rubrics=rubrics,
                keywords=["legami"] if title in "AB" else [],
                published_at=rome(2018, 3, day),
            )

    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("/cronache/", ["B", "C", "A"]),
            ("/cronache/rubriche/culture/", ["B", "A"]),
            ("/cronache/quartieri/progetto-1/", ["C", "A"]),
            ("/cronache/rubriche/culture/quartieri/progetto-1/", ["A"]),
            ("/cronache/rubriche/racconti/quartieri/progetto-2/", []),
            ("/cronache/parole/legami/", ["B", "A"]),
            ("/cronache/parole/differenze/", []),
        ],
    )
    def test_shows_what_was_asked_the_newest_first(self, client, address, found):
        page = client.get(address).context["page"]
        assert titles(page) == found

    def test_says_when_nothing_is_found(self, client):
        address = "/cronache/rubriche/racconti/quartieri/progetto-2/"
        assert "Nessuna cronaca con questi filtri" in body(client, address)

    @pytest.mark.parametrize(
        "address",
        [
            "/cronache/rubriche/altra/",
            "/cronache/quartieri/altro/",
            "/cronache/rubriche/altra/quartieri/progetto-1/",
            "/cronache/rubriche/spazi/quartieri/altro/",
            "/cronache/parole/altra/",
            "/cronache/storie/altra/",
        ],
    )
    def test_of_what_is_not_there_is_a_404(self, client, address):
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("state", HIDDEN_STATES.values(), ids=list(HIDDEN_STATES))
    def test_of_a_hidden_project_is_a_404(self, client, state):
        make_project(lot=3, slug="nascosto", **state)
        assert client.get("/cronache/quartieri/nascosto/").status_code == 404


class TestPages:
    def test_hold_twelve_each(self, client):
        make_many_chronicles(25, [make_project(lot=1)])
        pages = [
            client.get(f"/cronache/{page}").context["page"]
            for page in ("", "pagina/2/", "pagina/3/")
        ]
        assert [len(page) for page in pages] == [12, 12, 1]
        assert len({row.pk for page in pages for row in page}) == 25

    @pytest.mark.parametrize(
        "first",
        [
            "/cronache/",
            "/cronache/rubriche/racconti/",
            "/cronache/quartieri/progetto-1/",
            "/cronache/rubriche/racconti/quartieri/progetto-1/",
            "/cronache/parole/legami/",
            "/cronache/storie/orto/",
        ],
    )
    def test_first_has_one_address(self, client, first):
        make_chronicle(keywords=["legami"], story=make_story(slug="orto"))
        response = client.get(f"{first}pagina/1/")
        assert (response.status_code, response["Location"]) == (301, first)
        assert client.get(f"{first}pagina/2/").status_code == 404


class TestInstalment:
    @pytest.fixture
    def story(self):
        story = make_story(title="L’orto", slug="orto")
        states = [{}, {"state": "draft"}, {}, {"published_at": FAR_AHEAD}, {}]
        for day, state in enumerate(states, 1):
            make_chronicle(
                title=f"Puntata {day}",
                slug=f"puntata-{day}",
                story=story,
                happened_on=date(2018, 3, day),
                **state,
            )
        return story

    @pytest.mark.parametrize(
        ("day", "number", "previous", "following"),
        [
            (1, 1, None, "Puntata 3"),
            (3, 2, "Puntata 1", "Puntata 5"),
            (5, 3, "Puntata 3", None),
        ],
    )
    def test_neighbours_skip_drafts(
        self, client, story, day, number, previous, following
    ):
        place = client.get(f"/cronache/puntata-{day}/").context["instalment"]
        assert (place["number"], place["total"]) == (number, 3)
        assert getattr(place["previous"], "title", None) == previous
        assert getattr(place["next"], "title", None) == following

    def test_story_is_read_in_order(self, client, story):
        page = client.get("/cronache/storie/orto/").context["page"]
        assert titles(page) == ["Puntata 1", "Puntata 3", "Puntata 5"]

    def test_further_pages_of_a_story_go_on_counting(self, client):
        story = make_story(slug="lunga")
        make_many_chronicles(26, [story.project], story=story)
        said = body(client, "/cronache/storie/lunga/pagina/2/")
        assert '<ol class="grid grid--numbered" start="25">' in said
        assert "La storia in 26 puntate" in said

    def test_story_without_public_instalments_is_a_404(self, client):
        story = make_story(slug="segreta")
        make_chronicle(story=story, state="draft")
        assert client.get("/cronache/storie/segreta/").status_code == 404

    def test_outside_a_story_there_is_none(self, client):
        make_chronicle(slug="una")
        assert client.get("/cronache/una/").context["instalment"] is None


class TestReadingOn:
    @pytest.fixture(autouse=True)
    def chronicles(self):
        here, there = make_project(lot=1), make_project(lot=2)
        story = make_story(project=here)
        stories = {"puntata-1": story, "puntata-2": story}
        for day, slug in enumerate(["una", "puntata-1", "due", "puntata-2"], start=1):
            make_chronicle(
                slug=slug,
                title=slug,
                project=here,
                story=stories.get(slug),
                published_at=rome(2018, 3, day),
            )
        make_chronicle(slug="altrove", project=there)
        make_chronicle(slug="bozza", project=here, state="draft")

    @pytest.mark.parametrize(
        ("slug", "another"),
        [("due", "puntata-1"), ("una", "puntata-2"), ("puntata-2", "due")],
    )
    def test_goes_on_in_the_neighbourhood_and_round_again(self, client, slug, another):
        response = client.get(f"/cronache/{slug}/")
        assert response.context["another"].title == another
        assert f'href="/cronache/{another}/"' in response.content.decode()

    def test_inside_a_story_the_next_instalment_is_at_the_end(self, client):
        response = client.get("/cronache/puntata-1/")
        assert response.context["another"] is None
        assert "Puntata successiva: puntata-2" in response.content.decode()

    def test_nothing_else_is_told_elsewhere(self, client):
        assert client.get("/cronache/altrove/").context["another"] is None


class TestRelated:
    def test_same_rubric_elsewhere_comes_first(self, client):
        here, there = make_project(lot=1), make_project(lot=2)
        make_chronicle(slug="una", project=here, rubrics=["spazi"])
        make_chronicle(title="Qui", project=here, rubrics=["spazi"])
        make_chronicle(title="Altrove", project=there, rubrics=["spazi"])
        make_chronicle(title="Altra rubrica", project=there, rubrics=["culture"])
        related = client.get("/cronache/una/").context["related"]
        assert titles(related) == ["Altrove", "Qui"]

    def test_are_three_at_most(self, client):
        make_chronicle(slug="una")
        make_many_chronicles(30, [make_project(lot=2)])
        assert len(client.get("/cronache/una/").context["related"]) == 3


class TestDetail:
    def test_shows_what_was_met_on_the_way(self, client):
        make_chronicle(slug="una", resources="I vicini", obstacles="La pioggia")
        said = body(client, "/cronache/una/")
        assert "I vicini" in said
        assert "La pioggia" in said

    def test_needs_no_premise(self, client):
        make_chronicle(slug="una", rubrics=["persone-e-storie"], standfirst="")
        assert 'class="lead"' not in body(client, "/cronache/una/")

    def test_text_is_cleaned_when_shown(self, client):
        chronicle = make_chronicle(slug="una")
        hostile = "<p>Ciao<script>alert(1)</script></p>"
        type(chronicle).objects.filter(pk=chronicle.pk).update(body=hostile)
        assert "alert(1)" not in body(client, "/cronache/una/")

    @pytest.mark.parametrize(
        "field", ["title", "standfirst", "resources", "results", "byline"]
    )
    def test_plain_text_is_escaped(self, client, field):
        make_chronicle(slug="una", **{field: "<b>Noi</b> & voi"})
        said = body(client, "/cronache/una/")
        assert "&lt;b&gt;Noi&lt;/b&gt; &amp; voi" in said
        assert "<b>Noi</b>" not in said


class TestKeyword:
    def test_shows_its_public_actions(self, client):
        make_action(title="Cortili aperti", keywords=["legami"])
        hidden = make_project(lot=2, state="draft")
        make_action(title="Altro", keywords=["legami"], project=hidden)
        make_chronicle(keywords=["legami"])
        actions = client.get("/cronache/parole/legami/").context["actions"]
        assert titles(actions) == ["Cortili aperti"]

    def test_further_pages_have_chronicles_alone(self, client):
        make_action(keywords=["legami"])
        make_many_chronicles(61, [make_project(lot=2)])
        context = client.get("/cronache/parole/legami/pagina/2/").context
        assert list(context["actions"]) == []
        assert len(context["page"]) == 1


def test_neighbourhoods_are_the_projects(client):
    response = client.get("/cronache/quartieri/")
    assert (response.status_code, response["Location"]) == (301, "/progetti/")
