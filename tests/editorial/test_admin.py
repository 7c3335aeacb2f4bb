"""The whole admin: every registered class, whoever comes."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.flatpages.models import FlatPage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicles.models import Chronicle, Rubric, Story
from editorial.addresses import FormerSlug
from editorial.publishing import State
from mix_site.models import Home
from newsletter.models import Issue
from projects.models import (
    Event,
    Keyword,
    Organization,
    Photo,
    Place,
    Project,
    Release,
)
from tests.admin import admin_url, errors_of, form_of, registered, sign_in
from tests.builders import (
    FAR_AHEAD,
    make_chronicle,
    make_event,
    make_everything,
    make_issue,
    make_organization,
    make_photo,
    make_place,
    make_project,
    make_release,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

KEPT = {Home, Keyword, Rubric}
MODELS = registered()
VIEWS = ["changelist", "add", "change", "history", "delete"]
# What a change list may ask, filters and counts included.
MOST_QUERIES = 16
MAKERS = {
    Chronicle: lambda n: make_chronicle(title=f"Un’altra {n}", photos=1),
    Event: lambda n: make_event(title=f"Un altro {n}"),
    Group: lambda n: Group.objects.create(name=f"Gruppo {n}"),
    Issue: lambda n: make_issue(number=100 + n, blocks=["text"]),
    Organization: lambda n: make_organization(name=f"Un soggetto {n}"),
    Photo: lambda n: make_photo(people="adults", release=make_release()),
    Place: lambda n: make_place(name=f"Un posto {n}"),
    Release: lambda n: make_release(code=f"A-{n}"),
    Story: lambda n: make_story(title=f"Una storia {n}"),
}


@pytest.fixture(scope="class")
def everything(kept_rows):
    made = make_everything(lots=range(1, 3))
    make_release()
    make_user("qualcuno")
    Group.objects.get_or_create(name="Redazione")
    return made


@pytest.fixture
def boss_client(client):
    return sign_in(client)


def list_url(model):
    return admin_url(model, "changelist")


def answers(client, view, models=MODELS):
    """Return {label: status code} of one view of every model, with a row present."""
    return {
        model._meta.label: client.get(view_url(model, view), follow=False).status_code
        for model in models
    }


def view_url(model, view):
    rows = model._default_manager
    arguments = [] if view in ("changelist", "add") else [rows.first().pk]
    return admin_url(model, view, *arguments)


def labels(models):
    return sorted(model._meta.label for model in models)


class TestEveryModel:
    """Home's own list is its form: it leads there instead of answering."""

    def test_lists_answer(self, boss_client, everything):
        found = answers(boss_client, "changelist")
        refused = {label: code for label, code in found.items() if code != 200}
        assert refused == {"mix_site.Home": 302}

    @pytest.mark.parametrize("query", ["cortile", "\u0663\"'", "à" * 500])
    def test_searches_answer(self, boss_client, everything, query):
        for model in MODELS:
            response = boss_client.get(list_url(model), {"q": query}, follow=True)
            assert response.status_code == 200, model

    @pytest.mark.parametrize("view", ["change", "history"])
    def test_rows_and_their_history_answer(self, boss_client, everything, view):
        assert set(answers(boss_client, view).values()) == {200}

    @pytest.mark.parametrize(
        # The footer leads to the first of the pages.
        ("view", "closed"),
        [("add", KEPT), ("delete", {FlatPage, *KEPT})],
    )
    def test_only_what_is_closed_is_never_added_nor_deleted(
        self, boss_client, everything, view, closed
    ):
        found = answers(boss_client, view)
        refused = [label for label, status in found.items() if status == 403]
        assert sorted(refused) == labels(closed)
        assert set(found.values()) == {200, 403}

    def test_saving_what_was_opened_is_accepted(self, boss_client, everything):
        for model in MODELS:
            url = view_url(model, "change")
            response = boss_client.post(url, form_of(boss_client.get(url)))
            assert response.status_code == 302, (model, errors_of(response))

    @pytest.mark.parametrize("view", VIEWS)
    def test_strangers_are_sent_to_the_door(self, client, everything, view):
        assert set(answers(client, view).values()) == {302}
        response = client.get(view_url(Chronicle, view))
        assert response.url.startswith("/redazione/login/")

    @pytest.mark.parametrize("view", VIEWS)
    def test_staff_without_permission_are_refused(self, client, everything, view):
        client.force_login(make_user("nuova", is_staff=True))
        assert set(answers(client, view).values()) == {403}

    def test_dates_are_one_field_with_one_label(self, boss_client, everything):
        for model in MODELS:
            html = boss_client.get(view_url(model, "change")).content.decode()
            assert 'class="vDateField' not in html, model


class TestLists:
    @pytest.mark.parametrize("model", MAKERS, ids=lambda m: m._meta.label)
    def test_twenty_rows_ask_as_much_as_two(self, boss_client, everything, model):
        counts = []
        for rows in (2, 18):
            for number in range(rows):
                MAKERS[model](len(counts) * 100 + number)
            boss_client.get(list_url(model))
            with CaptureQueriesContext(connection) as queries:
                boss_client.get(list_url(model))
            counts.append(len(queries))
        assert counts[0] == counts[1] <= MOST_QUERIES


def test_nine_projects_ask_as_much_as_two(boss_client):
    counts = []
    for lots in (range(1, 3), range(3, 10)):
        for lot in lots:
            make_chronicle(project=make_project(lot=lot))
        with CaptureQueriesContext(connection) as queries:
            boss_client.get(list_url(Project))
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestNonsenseInAnAddress:
    @pytest.mark.parametrize(
        "query",
        [
            "created_at__year=99999",
            "published_at__year=99999",
            "published_at__year=0",
            "published_at__year=due",
            "published_at__year=2018&published_at__month=13",
            "published_at__month=1&published_at__day=99999999999999999999",
            "pk__gt=99999999999999999999999",
            "project__id__exact=999999999999999999999",
            "project__id__exact=x",
            "p=99999999999999999999",
            "o=99999999.-9999999999",
            "non_esiste=1",
        ],
    )
    def test_gives_the_plain_list(self, boss_client, everything, query):
        response = boss_client.get(f"{list_url(Chronicle)}?{query}", follow=True)
        assert response.status_code == 200
        assert response.context["cl"].queryset is not None

    def test_says_what_happened(self, boss_client, everything):
        url = f"{list_url(Chronicle)}?created_at__year=99999"
        response = boss_client.get(url, follow=True)
        assert "un filtro che non vale" in response.content.decode()

    def test_patterns_are_refused(self, boss_client, everything):
        for lookup in ("title__regex", "title__iregex"):
            response = boss_client.get(list_url(Chronicle), {lookup: "(a+)+$"})
            assert response.status_code == 400

    def test_nul_bytes_are_refused_by_the_search(self, boss_client, everything):
        response = boss_client.get(list_url(Chronicle), {"q": "orto\x00"})
        assert response.status_code == 400

    @pytest.mark.parametrize("pk", ["99999999999999999999999", "x", "0", "_5F"])
    def test_rows_that_are_not_there_lead_back(self, boss_client, everything, pk):
        for view in ("change", "delete"):
            response = boss_client.get(admin_url(Chronicle, view, pk), follow=True)
            assert response.status_code == 200


class TestPublication:
    def test_view_on_site_only_while_the_page_is_there(self, boss_client):
        chronicle = make_chronicle()
        url = admin_url(Chronicle, "change", chronicle.pk)
        link = f'<a href="{chronicle.get_absolute_url()}" class="viewsitelink">'
        assert link in boss_client.get(url).content.decode()
        Project.objects.update(state=State.WITHDRAWN)
        assert link not in boss_client.get(url).content.decode()

    def test_scheduled_rows_say_so(self, boss_client):
        make_chronicle(published_at=FAR_AHEAD)
        html = boss_client.get(list_url(Chronicle)).content.decode()
        assert '<span class="badge badge--scheduled">Programmata</span>' in html

    @pytest.mark.parametrize(
        ("state", "titles"),
        [("published", ["Uscita"]), ("scheduled", ["Futura"]), ("draft", ["Bozza"])],
    )
    def test_filter_tells_scheduled_from_published(self, boss_client, state, titles):
        make_chronicle(title="Uscita")
        make_chronicle(title="Futura", published_at=FAR_AHEAD)
        make_chronicle(title="Bozza", state=State.DRAFT, published_at=None)
        response = boss_client.get(list_url(Chronicle), {"stato": state})
        assert [row.title for row in response.context["cl"].queryset] == titles

    def test_saving_again_moves_no_moment(self, boss_client):
        chronicle = make_chronicle(published_at=FAR_AHEAD.replace(second=37))
        url = admin_url(Chronicle, "change", chronicle.pk)
        boss_client.post(url, form_of(boss_client.get(url)))
        saved = Chronicle.objects.get()
        assert (saved.published_at, saved.slug) == (
            chronicle.published_at,
            chronicle.slug,
        )


class TestHistory:
    def test_going_back_to_an_old_slug_keeps_the_address(self, boss_client):
        story = make_chronicle(slug="prima", state=State.PUBLISHED)
        url = admin_url(Chronicle, "change", story.pk)
        for slug in ("prima", "seconda"):
            boss_client.post(url, form_of(boss_client.get(url), slug=slug))
        history = boss_client.get(admin_url(Chronicle, "history", story.pk))
        oldest = history.context["action_list"][-1]["url"]
        boss_client.post(oldest, form_of(boss_client.get(oldest)))
        assert Chronicle.objects.get().slug == "prima"
        assert FormerSlug.objects.filter(
            content_type=ContentType.objects.get_for_model(Chronicle), slug="seconda"
        ).exists()

    def test_reading_takes_no_write_lock(self, boss_client):
        url = admin_url(Chronicle, "change", make_chronicle(photos=1).pk)
        with CaptureQueriesContext(connection) as queries:
            boss_client.get(url)
        assert not [q for q in queries if "SAVEPOINT" in q["sql"]]


class TestDesk:
    def test_speaks_italian(self, client):
        html = client.get("/redazione/login/").content.decode()
        assert "Accedi" in html
        assert "Mix · Redazione" in html

    def test_sections_in_the_order_of_the_work(self, boss_client):
        response = boss_client.get("/redazione/")
        names = [section["name"] for section in response.context["app_list"]]
        assert names == [
            "Cronache",
            "Storie",
            "Progetti dei quartieri",
            "Spazi",
            "Foto e liberatorie",
            "Eventi",
            "Newsletter",
            "Pagine",
            "Redazione",
        ]

    def test_shows_every_registered_model(self, boss_client):
        sections = boss_client.get("/redazione/").context["app_list"]
        shown = [entry["model"] for section in sections for entry in section["models"]]
        assert sorted(shown, key=lambda model: model._meta.label) == MODELS

    def test_every_model_has_lists_that_forgive(self):
        missing = [
            model
            for model, model_admin in admin.site._registry.items()
            if model_admin.get_changelist(None).__name__ != "ForgivingChangeList"
        ]
        assert missing == []
