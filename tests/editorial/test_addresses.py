import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from chronicles.models import Chronicle
from editorial.addresses import FormerSlug
from editorial.publishing import State
from tests.builders import (
    FAR_AHEAD,
    make_chronicle,
    make_event,
    make_place,
    make_project,
    make_story,
    rome,
)

pytestmark = pytest.mark.django_db


def rename(row, *slugs):
    for slug in slugs:
        row = type(row).objects.get(pk=row.pk)
        row.slug = slug
        row.save()


def assert_moved(client, former, current):
    response = client.get(former)
    assert (response.status_code, response.get("Location")) == (301, current)


@pytest.fixture
def project():
    return make_project(lot=1, name="Barona", slug="nuovo")


@pytest.fixture
def renamed(project):
    """A project with a place in it, called «vecchio» until now."""
    rename(project, "vecchio", "nuovo")
    make_place(project=project, slug="cortile")
    make_chronicle(project=project)
    return project


@pytest.mark.parametrize(
    "address",
    [
        "/progetti/{}/",
        "/progetti/{}/calendario.ics",
        "/progetti/{}/spazi/cortile/",
        "/cronache/quartieri/{}/",
        "/cronache/rubriche/racconti/quartieri/{}/",
        "/cronache/quartieri/{}/pagina/2/",
        "/cronache/rubriche/racconti/quartieri/{}/pagina/2/",
    ],
)
def test_every_address_with_the_projects_slug_moves(client, renamed, address):
    assert_moved(client, address.format("vecchio"), address.format("nuovo"))


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (make_event, "/eventi/{}/"),
        (make_event, "/eventi/{}.ics"),
        (make_chronicle, "/cronache/{}/"),
        (make_place, "/progetti/progetto-1/spazi/{}/"),
    ],
)
def test_a_row_moves(client, make, address):
    rename(make(slug="vecchio"), "nuovo")
    assert_moved(client, address.format("vecchio"), address.format("nuovo"))


def test_a_story_moves(client):
    story = make_story(slug="vecchio")
    make_chronicle(story=story)
    rename(story, "nuovo")
    assert_moved(client, "/cronache/storie/vecchio/", "/cronache/storie/nuovo/")


def test_place_and_project_move_together(client, renamed):
    rename(renamed.places.get(), "giardino")
    moved = "/progetti/nuovo/spazi/giardino/"
    assert_moved(client, "/progetti/vecchio/spazi/cortile/", moved)


@pytest.mark.parametrize("former", ["a", "b"])
def test_a_chain_leads_to_its_end_in_one_step(client, former):
    rename(make_chronicle(slug="a"), "b", "c")
    assert_moved(client, f"/cronache/{former}/", "/cronache/c/")


class TestSlugGivenBack:
    def test_answers_as_before(self, client):
        rename(make_chronicle(slug="a"), "b", "a")
        assert client.get("/cronache/a/").status_code == 200
        assert_moved(client, "/cronache/b/", "/cronache/a/")

    def test_never_redirects_to_itself(self, client):
        chronicle = make_chronicle(slug="a")
        rename(chronicle, "b", "a")
        Chronicle.objects.update(state=State.DRAFT)
        assert client.get("/cronache/a/").status_code == 404

    def test_by_somebody_else_is_theirs(self, client):
        rename(make_chronicle(slug="a"), "b")
        other = make_chronicle(slug="a", title="Un’altra")
        assert "Un’altra" in client.get("/cronache/a/").content.decode()
        rename(other, "c")
        assert_moved(client, "/cronache/a/", "/cronache/c/")


class TestNeverPublic:
    @pytest.mark.parametrize(
        "state",
        [
            {"state": State.DRAFT, "published_at": None},
            {"state": State.PUBLISHED, "published_at": FAR_AHEAD},
            {"state": State.WITHDRAWN, "published_at": None},
        ],
        ids=["draft", "scheduled", "withdrawn draft"],
    )
    def test_leaves_nothing_behind(self, client, state):
        rename(make_chronicle(slug="segreta", **state), "nota")
        assert not FormerSlug.objects.exists()
        assert client.get("/cronache/segreta/").status_code == 404

    def test_story_without_public_instalments_leaves_nothing(self):
        rename(make_story(slug="segreta"), "nota")
        assert not FormerSlug.objects.exists()

    def test_new_slug_of_what_went_back_to_draft_is_not_told(self, client):
        chronicle = make_chronicle(slug="nota")
        chronicle.state = State.DRAFT
        chronicle.save(state_may_change=True)
        rename(chronicle, "segreta")
        response = client.get("/cronache/nota/")
        assert (response.status_code, response.get("Location")) == (404, None)


class TestRedirect:
    def test_of_what_was_withdrawn_leads_to_its_410(self, client):
        chronicle = make_chronicle(slug="a")
        rename(chronicle, "b")
        Chronicle.objects.update(state=State.WITHDRAWN)
        assert client.get("/cronache/a/", follow=True).status_code == 410

    def test_of_what_was_deleted_is_a_404(self, client):
        chronicle = make_chronicle(slug="a")
        rename(chronicle, "b")
        chronicle.delete()
        assert client.get("/cronache/a/").status_code == 404

    def test_never_answers_a_post(self, client):
        rename(make_chronicle(slug="a"), "b")
        assert client.post("/cronache/a/").status_code == 405

    def test_answers_a_head(self, client):
        rename(make_chronicle(slug="a"), "b")
        assert client.head("/cronache/a/")["Location"] == "/cronache/b/"

    def test_keeps_kinds_apart(self, client):
        rename(make_event(slug="a"), "b")
        assert client.get("/cronache/a/").status_code == 404

    def test_costs_no_query_to_a_page_that_is_there(
        self, client, django_assert_max_num_queries
    ):
        make_chronicle(slug="a")
        with django_assert_max_num_queries(8) as queries:
            client.get("/cronache/a/")
        assert not [q for q in queries if "formerslug" in q["sql"]]


def test_a_saved_instance_remembers_when_renamed_again():
    chronicle = make_chronicle(slug="a")
    chronicle.slug = "b"
    chronicle.save(update_fields=["slug"])
    assert [former.slug for former in FormerSlug.objects.all()] == ["a"]


def test_one_kind_has_one_former_owner_of_a_slug():
    rows = [make_chronicle(), make_chronicle()]
    kind = ContentType.objects.get_for_model(Chronicle)
    with pytest.raises(IntegrityError):
        FormerSlug.objects.bulk_create(
            FormerSlug(content_type=kind, object_id=row.pk, slug="a") for row in rows
        )


class TestTwoPages:
    def test_a_former_slug_is_not_given_to_another_page(self):
        chronicle = make_chronicle(slug="prima")
        chronicle = Chronicle.objects.get(pk=chronicle.pk)
        chronicle.slug = "dopo"
        chronicle.save()
        other = make_chronicle(slug="altra")
        other.slug = "prima"
        with pytest.raises(ValidationError, match="porta già a un’altra pagina"):
            other.full_clean()

    def test_a_slug_changed_while_the_page_is_put_off_is_remembered(self):
        chronicle = Chronicle.objects.get(pk=make_chronicle(slug="prima").pk)
        chronicle.slug, chronicle.published_at = "dopo", rome(2090, 1, 1)
        chronicle.save()
        assert FormerSlug.objects.filter(slug="prima").exists()
