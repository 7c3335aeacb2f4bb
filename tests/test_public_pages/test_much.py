"""Very much content: the pages still ask and weigh as little."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.test_public_pages import EVERY, PAGES, ask, html_of, reader

pytestmark = pytest.mark.django_db


def measures_by_address(client):
    measures = {}
    for address in EVERY:
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, address)
        assert response.status_code == 200, address
        weight = len(response.content)
        measures[address] = SimpleNamespace(queries=len(queries), weight=weight)
    return measures


@pytest.fixture(scope="module")
def small_and_large(django_db_setup, django_db_blocker):
    """Measure every page twice: with little content and with much."""
    with django_db_blocker.unblock(), transaction.atomic():
        public, client = builders.make_everything(), reader()
        # Named in the table, and empty without this one.
        builders.make_chronicle(title="Con foto che non si vedono")
        builders.make_chronicle(project=public.projects[1], rubrics=["racconti"])
        measures_by_address(client)  # warms what Django itself remembers
        few = measures_by_address(client)
        make_much(public)
        much = measures_by_address(client)
        transaction.set_rollback(True)
    return SimpleNamespace(few=few, much=much)


def make_much(public):
    """Add a thousand chronicles, and more of all that is shown beside them."""
    photo = public.photo
    links = {"place": public.place, "event": public.event, "story": public.story}
    builders.make_many_chronicles(500, public.projects, photo)
    builders.make_many_chronicles(500, [public.project], photo, **links)
    builders.make_many_events(200, project=public.project, place=public.place)
    builders.make_many_events(20, project=public.project, parent=public.umbrella)
    for number in range(6):
        organization = builders.make_organization(logo=photo)
        builders.make_partnership(
            project=public.project, organization=organization, position=number + 1
        )
        builders.make_action(project=public.project, keywords=["legami", "differenze"])
        builders.make_place(project=public.project)
        story = builders.make_story(project=public.project)
        builders.make_chronicle(story=story, photos=2)
        builders.make_issue(blocks=["text"])
    for kind in ("chronicle", "event", "photo", "text"):
        builders.make_block(kind, parent=public.issue)


def test_queries_are_eight_at_most(small_and_large):
    counts = {a: much.queries for a, much in small_and_large.much.items()}
    assert {a: count for a, count in counts.items() if count > 8} == {}


def test_queries_do_not_grow_with_the_content(small_and_large):
    few = {a: measured.queries for a, measured in small_and_large.few.items()}
    assert few == {a: much.queries for a, much in small_and_large.much.items()}


def test_pages_weigh_little(small_and_large):
    # Not compressed: a thousand cards that are alike hardly weigh then.
    weights = {a: small_and_large.much[a].weight for a in PAGES}
    assert {a: weight for a, weight in weights.items() if weight > 56 * 1024} == {}


class TestThousand:
    @pytest.fixture(autouse=True)
    def chronicles(self):
        builders.make_many_chronicles(1000, [builders.make_project(lot=1)])

    @pytest.mark.parametrize(
        ("number", "rows"), [("", 12), ("pagina/2/", 12), ("pagina/84/", 4)]
    )
    def test_are_shown_page_by_page(self, number, rows):
        page = html_of(ask(reader(), f"/cronache/{number}"))
        assert len(page.all("article")) == rows

    def test_pages_know_their_neighbours(self):
        page = html_of(ask(reader(), "/cronache/pagina/2/"))
        links = {a.get("rel"): a.get("href") for a in page.all("a") if a.get("rel")}
        assert links["prev"] == "/cronache/"
        assert links["next"] == "/cronache/pagina/3/"
        assert "Pagina 2 di 84" in page.texts("p")

    def test_last_page_has_no_next(self):
        page = html_of(ask(reader(), "/cronache/pagina/84/"))
        assert "next" not in page.values("rel")
        assert ask(reader(), "/cronache/pagina/85/").status_code == 404
