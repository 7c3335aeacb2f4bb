"""Looking at a page at the desk before its time, and the links to it."""

from importlib import import_module

import pytest
import reversion
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from reversion.models import Revision, Version

from chronicles.models import Chronicle
from editorial.addresses import FormerSlug
from editorial.preview_links import MOST_LINKS, PreviewAnswer, PreviewLink
from editorial.publishing import State
from editorial.roles import EQUIPE, REDAZIONE
from editorial.transitions import Transition
from editorial.workflow import move
from projects.models import Event, Place, Project
from tests import builders
from tests.admin import admin_url, form_of
from tests.html import Page
from tests.roles import client_of, clients_of_all_roles, make_member

pytestmark = pytest.mark.django_db

UNSAVED = "Si vede anche quello che hai scritto e non ancora salvato"


@pytest.fixture
def project():
    return builders.make_project(lot=1)


@pytest.fixture
def draft(project):
    return builders.make_chronicle(project=project, state=State.DRAFT, slug="bozza")


@pytest.fixture
def desk(project):
    return client_of(make_member(EQUIPE, projects=[project]))


def preview_of(client, row):
    return client.get(admin_url(type(row), "preview", row.pk))


def change_url(row):
    return admin_url(type(row), "change", row.pk)


def look(client, row, **values):
    """Press «Anteprima» in the form of `row`, with these fields changed."""
    form = form_of(client.get(change_url(row)), **values)
    return client.post(change_url(row), form | {"_preview": "1"})


def words_of(response):
    assert response.status_code == 200
    return response.content.decode()


class TestSaved:
    def test_page_is_the_real_one_with_a_bar(self, desk, draft):
        response = preview_of(desk, draft)
        assert response.templates[0].name == "chronicles/chronicle_detail.html"
        page = Page(words_of(response))
        assert page.faults == []
        assert "Anteprima: questa pagina non è pubblica." in page.texts("p")
        assert change_url(draft) in page.values("href")
        assert "non ancora salvato non si vede" in response.content.decode()

    def test_page_is_kept_by_nobody_and_under_the_public_policy(self, desk, draft):
        response = preview_of(desk, draft)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, noarchive"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]

    def test_page_lets_its_player_in(self, desk, draft):
        Chronicle.objects.filter(pk=draft.pk).update(
            media_url="https://www.youtube.com/watch?v=dQw4w9WgXcQ", media_title="Voci"
        )
        policy = preview_of(desk, draft)["Content-Security-Policy"]
        assert "frame-src https://www.youtube-nocookie.com" in policy

    def test_photos_that_do_not_hold_are_named_with_the_reason(
        self, desk, draft, project
    ):
        hidden = builders.make_photo(project=project, people="minors", title="Il coro")
        builders.add_photo(draft, hidden)
        words = words_of(preview_of(desk, draft))
        assert "Il coro: Per mostrare chi si riconosce serve una liberatoria" in words
        assert hidden.key not in words

    @pytest.mark.parametrize(
        "make",
        [
            builders.make_place,
            builders.make_event,
            lambda **values: builders.make_project(lot=2, **values),
            builders.make_issue,
        ],
    )
    def test_page_is_there_for_the_others_too(self, admin_client, make):
        row = make(state=State.REVIEW)
        words = words_of(preview_of(admin_client, row))
        assert "Stato: In revisione." in words

    def test_page_of_a_public_row_says_so(self, desk, project):
        row = builders.make_chronicle(project=project)
        assert "questa pagina è già sul sito" in words_of(preview_of(desk, row))

    def test_is_for_those_who_see_the_row(self, draft, project):
        other = builders.make_project(lot=2)
        found = {
            name: preview_of(client, draft).status_code
            for name, client in clients_of_all_roles([project], [other]).items()
        }
        assert found == {
            "anonymous": 302,
            "groupless": 404,
            "other_equipe": 404,
            "equipe": 200,
            "redazione": 200,
            "amministrazione": 404,
            "superuser": 200,
        }

    def test_of_nothing_is_a_404(self, admin_client):
        url = admin_url(Chronicle, "preview", 0)
        assert admin_client.get(url).status_code == 404


class TestUnsaved:
    def test_shows_what_is_typed_and_saves_nothing(self, desk, draft):
        before = Chronicle.objects.values().get(pk=draft.pk)
        words = words_of(look(desk, draft, title="Il titolo nuovo"))
        assert "<h1>Il titolo nuovo</h1>" in words
        assert UNSAVED in words
        assert Chronicle.objects.values().get(pk=draft.pk) == before
        assert not Revision.objects.exists()
        assert not FormerSlug.objects.exists()

    def test_of_a_new_row_leaves_none(self, desk, project):
        url = admin_url(Chronicle, "add")
        form = form_of(desk.get(url), project=project.pk, title="Appena nata")
        words = words_of(desk.post(url, form | {"_preview": "1"}))
        assert "<h1>Appena nata</h1>" in words
        assert not Chronicle.objects.exists()

    def test_of_a_public_page_says_what_the_site_has(self, admin_client, project):
        row = builders.make_chronicle(project=project)
        words = words_of(look(admin_client, row, title="Cambiato"))
        assert "sul sito c’è ancora il testo di prima" in words
        assert "Cambiato" not in words_of(admin_client.get(row.get_absolute_url()))

    def test_shows_the_photos_as_they_are_in_the_form(self, desk, draft, project):
        use = builders.add_photo(draft, builders.make_photo(project=project))
        words = words_of(look(desk, draft, **{"photo_uses-0-caption": "In festa"}))
        assert "In festa" in words
        use.refresh_from_db()
        assert use.caption == ""

    def test_stores_no_file(self, desk, draft, settings):
        form = form_of(desk.get(change_url(draft)))
        file = SimpleUploadedFile("a.jpg", builders.jpeg().read())
        desk.post(
            change_url(draft), form | {"_preview": "1", "photo_uses-files": [file]}
        )
        folders = [settings.MEDIA_ROOT, settings.PRIVATE_ROOT / "foto"]
        assert [p for folder in folders for p in folder.rglob("*.*")] == []

    def test_of_a_text_that_another_has_saved_shows_mine(self, desk, draft):
        form = form_of(desk.get(change_url(draft)), title="Il mio")
        Chronicle.objects.get(pk=draft.pk).save()
        response = desk.post(change_url(draft), form | {"_preview": "1"})
        assert "<h1>Il mio</h1>" in words_of(response)

    def test_says_what_is_wrong(self, desk, draft):
        response = look(desk, draft, title="", media_url="boh")
        words = response.content.decode()
        assert response.status_code == 422
        assert "Titolo: Questo campo è obbligatorio." in words
        assert "Audio o video: Inserisci un indirizzo valido" in words
        assert "Non è stato salvato niente" in words

    def test_keeps_the_copy_in_the_browser(self, desk, draft):
        look(desk, draft, _draft="una-copia")
        assert "forgotten_drafts" not in desk.session

    def test_saving_after_it_works_as_always(self, desk, draft):
        form = form_of(desk.get(change_url(draft)), title="Il titolo nuovo")
        desk.post(change_url(draft), form | {"_preview": "1"})
        desk.post(change_url(draft), form | {"_save": ""})
        draft.refresh_from_db()
        assert draft.title == "Il titolo nuovo"

    def test_of_anothers_row_is_refused(self, draft):
        other = builders.make_project(lot=2)
        stranger = client_of(make_member(EQUIPE, "altra", [other]))
        response = stranger.post(change_url(draft), {"_preview": "1"})
        assert (response.status_code, response["Location"]) == (302, "/redazione/")

    @pytest.mark.parametrize("model", [Project, Place, Event])
    def test_works_for_the_others(self, admin_client, model):
        made = builders.make_everything()
        row = {Project: made.project, Place: made.place, Event: made.event}[model]
        assert UNSAVED in words_of(look(admin_client, row, summary="Tutto nuovo"))

    @pytest.mark.parametrize("view", ["revision", "recover"])
    def test_is_not_of_earlier_versions(self, admin_client, draft, view):
        with reversion.create_revision():
            draft.save()
        version = Version.objects.get_for_object(draft).get()
        args = [draft.pk, version.pk]
        if view == "recover":
            draft.delete()
            args = [version.pk]
        url = admin_url(Chronicle, view, *args)
        form = form_of(admin_client.get(url))
        response = admin_client.post(url, form | {"_preview": "1"})
        assert response.status_code == 302
        assert Chronicle.objects.filter(slug="bozza").exists()

    def test_works_for_an_issue(self, admin_client):
        issue = builders.make_issue(blocks=["text"], state=State.DRAFT)
        words = words_of(look(admin_client, issue, title="Numero nuovo"))
        assert "<h1>Numero nuovo</h1>" in words


def make_link(client, row, **values):
    return client.post(admin_url(type(row), "preview_link", row.pk), values)


def revoke(client, row, link):
    return client.post(admin_url(type(row), "preview_revoke", row.pk, link.pk))


class TestLinks:
    def test_is_made_and_listed_in_the_form(self, desk, draft):
        response = make_link(desk, draft)
        assert response["Location"] == f"{change_url(draft)}#anteprima"
        (link,) = PreviewLink.objects.all()
        assert (link.row, link.made_by.username) == (draft, "equipe")
        page = Page(words_of(desk.get(change_url(draft))))
        assert link.address in page.values("value")
        assert admin_url(Chronicle, "preview_revoke", draft.pk, link.pk) in page.values(
            "action"
        )

    def test_comes_alone_for_the_script(self, desk, draft):
        words = words_of(make_link(desk, draft, fragment="1"))
        assert "<html" not in words
        assert "Il link è pronto" in words
        assert 'name="csrfmiddlewaretoken"' in words

    def test_is_taken_back(self, desk, draft):
        make_link(desk, draft)
        link = PreviewLink.objects.get()
        revoke(desk, draft, link)
        link.refresh_from_db()
        assert not link.is_open
        assert link.revoked_by.username == "equipe"
        assert link.address not in words_of(desk.get(change_url(draft)))

    def test_of_before_a_withdrawal_are_listed_no_more(self, admin_client, project):
        row = builders.make_chronicle(project=project)
        for _ in range(MOST_LINKS):
            link = PreviewLink.objects.make(row, None)
        editor = make_member(REDAZIONE)
        for state in (State.WITHDRAWN, State.DRAFT):
            move(row, state, editor)
        assert link.address not in words_of(admin_client.get(change_url(row)))
        link.refresh_from_db()
        assert link.revoked_by == editor
        assert PreviewLink.objects.make(row, None).is_open

    def test_of_before_the_withdrawals_of_old_are_closed_too(self, project):
        row = builders.make_chronicle(project=project)
        before = PreviewLink.objects.make(row, None)
        gone = {"before": State.PUBLISHED, "after": State.WITHDRAWN}
        # In bulk: no signal is heard.
        Transition.objects.bulk_create([Transition(row=row, **gone)])
        after = PreviewLink.objects.make(row, None)
        import_module(
            "editorial.migrations.0004_end_links_of_withdrawn_pages"
        ).end_links(apps, None)
        assert list(PreviewLink.objects.open()) == [after]
        assert not PreviewLink.objects.get(pk=before.pk).is_open

    def test_of_another_row_is_not_taken_back(self, desk, draft, project):
        other = builders.make_chronicle(project=project)
        link = PreviewLink.objects.make(other, None)
        assert revoke(desk, draft, link).status_code == 404
        assert link.is_open

    def test_are_not_without_number(self, desk, draft):
        for _ in range(MOST_LINKS + 1):
            response = make_link(desk, draft, fragment="1")
        assert "Ci sono già 10 link aperti" in response.content.decode()
        assert PreviewLink.objects.count() == MOST_LINKS

    def test_are_for_those_who_see_the_row(self, draft, project):
        other = builders.make_project(lot=2)
        clients = clients_of_all_roles([project], [other])
        for client in clients.values():
            make_link(client, draft)
        makers = PreviewLink.objects.values_list("made_by__username", flat=True)
        assert sorted(makers) == ["boss", "nostra", "redazione"]
        link = PreviewLink.objects.first()
        for name in ("anonymous", "groupless", "other_equipe", "amministrazione"):
            revoke(clients[name], draft, link)
        link.refresh_from_db()
        assert link.is_open

    def test_are_made_by_a_post_alone(self, desk, draft):
        url = admin_url(Chronicle, "preview_link", draft.pk)
        assert desk.get(url).status_code == 405
        assert not PreviewLink.objects.exists()

    def test_form_shows_what_was_answered(self, desk, draft):
        link = PreviewLink.objects.make(draft, None)
        link.answer(PreviewAnswer.Verdict.CHANGE, "Ada <b>", "Manca la data")
        words = words_of(desk.get(change_url(draft)))
        assert "Ada &lt;b&gt;" in words
        assert "Manca la data" in words
        assert "da allora la pagina è cambiata" not in words
        Chronicle.objects.get(pk=draft.pk).save()
        words = words_of(desk.get(change_url(draft)))
        assert "da allora la pagina è cambiata" in words

    def test_old_version_shows_none(self, admin_client, draft):
        with reversion.create_revision():
            draft.save()
        version = Version.objects.get_for_object(draft).get()
        url = reverse(
            "admin:chronicles_chronicle_revision", args=[draft.pk, version.pk]
        )
        assert "data-preview-panel" not in words_of(admin_client.get(url))
