import pytest

from chronicles.facets import (
    projects_with_totals,
    rubrics_by_project,
    terms_with_totals,
    weave_of,
)
from chronicles.models import Chronicle, Rubric
from projects.models import Keyword
from tests.builders import HIDDEN_STATES, make_chronicle, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def projects():
    """Two lots and the city; every chronicle has more terms than one."""
    first, second, city = map(make_project, (1, 2, None))
    make_chronicle(
        project=first, rubrics=["spazi", "culture"], keywords=["legami", "differenze"]
    )
    make_chronicle(project=first, rubrics=["spazi"], keywords=["legami"])
    make_chronicle(project=second, rubrics=["culture", "spazi", "racconti"])
    for state in HIDDEN_STATES.values():
        make_chronicle(project=first, rubrics=["spazi"], keywords=["legami"], **state)
    hidden = make_project(lot=3, state="withdrawn")
    make_chronicle(project=hidden, rubrics=["spazi"], keywords=["legami"])
    return first, second, city


def totals(rows, name="slug"):
    return {getattr(row, name): row.total for row in rows}


def test_terms_count_what_is_public(projects):
    rubrics = terms_with_totals(Rubric, Chronicle.objects.published())
    assert totals(rubrics) == {
        "racconti": 1,
        "spazi": 3,
        "persone-e-storie": 0,
        "economie-e-relazioni": 0,
        "culture": 2,
    }


def test_terms_keep_their_order(projects):
    rubrics = terms_with_totals(Rubric, Chronicle.objects.published())
    assert [rubric.position for rubric in rubrics] == [1, 2, 3, 4, 5]


def test_keywords_count_the_same_way(projects):
    keywords = terms_with_totals(Keyword, Chronicle.objects.published())
    found = {slug: total for slug, total in totals(keywords).items() if total}
    assert found == {"legami": 2, "differenze": 1}


def test_projects_count_what_is_public_and_the_city_is_last(projects):
    rows = projects_with_totals(Chronicle.objects.published())
    assert [(row.lot, row.total) for row in rows] == [(1, 2), (2, 1), (None, 0)]


def test_projects_count_within_a_rubric(projects):
    culture = Rubric.objects.get(slug="culture")
    rows = projects_with_totals(Chronicle.objects.published().in_rubric(culture))
    assert [(row.lot, row.total) for row in rows] == [(1, 1), (2, 1), (None, 0)]


def test_cells_count_what_is_public(projects):
    first, second, _ = projects
    rubrics = rubrics_by_project(Chronicle.objects.published())
    cells = {
        (project, rubric.slug): total
        for rubric in rubrics
        for project, total in rubric.by_project.items()
        if total
    }
    assert cells == {
        (first.pk, "spazi"): 2,
        (first.pk, "culture"): 1,
        (second.pk, "culture"): 1,
        (second.pk, "spazi"): 1,
        (second.pk, "racconti"): 1,
    }


def test_all_five_rubrics_come_with_their_cells(projects):
    rubrics = rubrics_by_project(Chronicle.objects.published())
    assert [rubric.position for rubric in rubrics] == [1, 2, 3, 4, 5]
    assert totals(rubrics) == totals(
        terms_with_totals(Rubric, Chronicle.objects.published())
    )


def test_shapes_of_the_trama_grow_with_the_count(projects):
    first, second, city = projects
    rows = weave_of(projects, rubrics_by_project(Chronicle.objects.published()))
    spazi = [row["cells"][1] for row in rows]
    assert [row["project"] for row in rows] == [first, second, city]
    drawn = [(cell["total"], cell["level"]) for cell in spazi]
    assert drawn == [(2, 5), (1, 4), (0, 0)]


def test_trama_without_chronicles_has_empty_cells(db):
    rows = weave_of([make_project(1)], rubrics_by_project(Chronicle.objects.none()))
    assert {cell["level"] for cell in rows[0]["cells"]} == {0}


def test_each_count_costs_one_query(projects, django_assert_num_queries):
    public = Chronicle.objects.published().newest_first()
    with django_assert_num_queries(3):
        list(terms_with_totals(Rubric, public))
        list(projects_with_totals(public))
        rubrics_by_project(public)


class TestFilters:
    @pytest.mark.parametrize(
        "address",
        [
            "/cronache/",
            "/cronache/rubriche/culture/",
            "/cronache/quartieri/progetto-1/",
            "/cronache/rubriche/spazi/quartieri/progetto-2/",
        ],
    )
    def test_say_before_the_click_what_one_finds(self, client, projects, address):
        groups = client.get(address).context["filters"]
        options = [option for group in groups for option in group["options"]]
        counted = [option for option in options if option.total is not None]
        assert len(counted) == 8
        for option in counted:
            page = client.get(option.url).context["page"]
            assert page.paginator.count == option.total, option.url

    def test_weave_leads_to_what_it_counts(self, client, projects):
        for row in client.get("/cronache/trama/").context["rows"]:
            for cell in row["cells"]:
                slugs = (cell["rubric"].slug, row["project"].slug)
                address = "/cronache/rubriche/{}/quartieri/{}/".format(*slugs)
                page = client.get(address).context["page"]
                assert page.paginator.count == cell["total"], address
