"""The rows of photos in the form of a chronicle, as they are saved."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from chronicles.models import Chronicle
from editorial.publishing import State
from editorial.roles import EQUIPE
from projects.admin import photo_rows
from projects.admin.photo_locks import WHY
from projects.models import Event, Photo, Project
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import (
    jpeg,
    make_chronicle,
    make_event,
    make_photo,
    make_project,
    make_release,
    make_user,
)
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss_client(client):
    return sign_in(client)


@pytest.fixture
def draft():
    return make_chronicle(photos=2, state=State.DRAFT)


def edit(client, page, **changes):
    """Open the form of `page` and send it back with `changes` in its photos."""
    url = admin_url(type(page), "change", page.pk)
    changes = {f"photo_uses-{name}": value for name, value in changes.items()}
    return client.post(url, form_of(client.get(url), **changes))


def open_form(client, page):
    url = admin_url(type(page), "change", page.pk)
    return form_of(client.get(url)), url


class TestRow:
    def test_writes_what_is_said_of_the_photo(self, boss_client, draft):
        release = make_release()
        edit(
            boss_client,
            draft,
            **{
                "0-author": "Ugo Neri",
                "0-people": "adults",
                "0-release": release.pk,
                "0-focus_x": "10",
                "0-focus_y": "0",
            },
        )
        photo = draft.photo_uses.get(position=0).photo
        assert (photo.author, photo.people) == ("Ugo Neri", "adults")
        assert photo.release == release
        assert (photo.focus_x, photo.focus_y) == (10, 0)

    def test_what_is_left_blank_takes_nothing_back(self, boss_client, draft):
        edit(boss_client, draft, **{"0-author": "", "0-people": "", "0-focus_x": ""})
        photo = draft.photo_uses.get(position=0).photo
        assert (photo.author, photo.people, photo.focus_x) == (
            "Ada Rossi",
            "nobody",
            50,
        )

    def test_does_not_undo_what_others_said_meanwhile(self, boss_client, draft):
        data, url = open_form(boss_client, draft)
        use = draft.photo_uses.get(position=0)
        Photo.objects.filter(pk=use.photo_id).update(people="minors")
        boss_client.post(url, data | {"photo_uses-0-caption": "La festa"})
        use.refresh_from_db()
        assert use.caption == "La festa"
        assert use.photo.people == "minors"

    def test_refuses_a_release_of_another_project(self, boss_client, draft):
        release = make_release(project=make_project(lot=2))
        response = edit(boss_client, draft, **{"0-release": release.pk})
        assert errors_of(response) == ["Questa liberatoria è di un altro progetto."]

    def test_of_a_photo_sent_before_is_saved_with_it(self, boss_client, draft):
        photo = make_photo(project=draft.project, people="", author="")
        edit(
            boss_client,
            draft,
            **{
                "TOTAL_FORMS": "3",
                "2-photo": photo.pk,
                "2-alt": "L’orto  a\nmaggio",
                "2-people": "public",
                "2-author": "Anna",
                "2-position": "2",
            },
        )
        use = draft.photo_uses.get(photo=photo)
        assert use.alt == "L’orto a maggio"
        assert (use.photo.people, use.photo.author) == ("public", "Anna")

    def test_that_is_empty_is_no_row(self, boss_client, draft):
        response = edit(boss_client, draft, **{"TOTAL_FORMS": "3", "2-position": "2"})
        assert errors_of(response) == []
        assert draft.photo_uses.count() == 2

    def test_new_and_taken_away_leaves_the_photo_alone(self, boss_client, draft):
        photo = make_photo(project=draft.project)
        changes = {"TOTAL_FORMS": "3", "2-photo": photo.pk, "2-DELETE": "on"}
        edit(boss_client, draft, **changes)
        assert draft.photo_uses.count() == 2
        assert Photo.objects.filter(pk=photo.pk).exists()

    def test_says_what_is_missing(self, boss_client, draft):
        photo = draft.photo_uses.get(position=1).photo
        draft.photo_uses.filter(position=0).update(alt="IMG_2041.jpg")
        Photo.objects.filter(pk=photo.pk).update(people="minors", author="")
        url = admin_url(Chronicle, "change", draft.pk)
        html = boss_client.get(url).content.decode()
        assert "Questo è il nome del file" in html
        assert "Scrivi chi l’ha scattata." in html
        assert "serve una liberatoria" in html

    def test_asks_as_many_questions_of_the_database_with_five(
        self, boss_client, django_assert_max_num_queries
    ):
        few = make_chronicle(photos=1)
        many = make_chronicle(photos=5)
        boss_client.get(admin_url(Chronicle, "change", few.pk))
        with django_assert_max_num_queries(100) as first:
            boss_client.get(admin_url(Chronicle, "change", few.pk))
        with django_assert_max_num_queries(len(first.captured_queries)):
            boss_client.get(admin_url(Chronicle, "change", many.pk))


class TestOfAnotherTeam:
    """Who writes for one project says nothing of the photos of another."""

    @pytest.fixture
    def their_client(self, client):
        city, mine = make_project(), make_project(lot=1)
        user = make_user("anna", projects=[city, mine], is_staff=True)
        user.groups.add(Group.objects.get(name=EQUIPE))
        client.force_login(user)
        return client

    def test_a_forged_photo_is_refused(self, their_client):
        draft = make_chronicle(state=State.DRAFT)
        photo = make_photo(project=make_project(lot=2))
        changes = {"TOTAL_FORMS": "1", "0-photo": photo.pk, "0-people": "nobody"}
        response = edit(their_client, draft, **changes)
        assert errors_of(response) != []
        assert draft.photo_uses.count() == 0

    def test_a_photo_shown_by_the_city_stays_as_its_team_said(self, their_client):
        city = make_chronicle(state=State.DRAFT, project=Project.objects.get(lot=None))
        photo = make_photo(project=make_project(lot=2), people="minors")
        city.photo_uses.create(photo=photo, alt="Il cortile")
        changes = {"0-people": "nobody", "0-caption": "La festa"}
        edit(their_client, city, **changes)
        photo.refresh_from_db()
        assert photo.people == "minors"
        assert city.photo_uses.get().caption == "La festa"

    def test_what_may_only_be_read_has_no_fields(self, their_client):
        chronicle = make_chronicle(photos=1)
        url = admin_url(Chronicle, "change", chronicle.pk)
        html = their_client.get(url).content.decode()
        assert "Il cortile in festa" in html
        assert 'name="photo_uses-0-alt"' not in html
        assert "data-photo-upload" not in html


class TestShownElsewhere:
    """Of a photo that a public page shows, a draft says nothing new."""

    @pytest.fixture
    def photo(self):
        public = make_chronicle(photos=1, project=make_project(lot=1))
        return public.photo_uses.get().photo

    @pytest.fixture
    def draft(self, photo):
        draft = make_chronicle(state=State.DRAFT, project=photo.project)
        draft.photo_uses.create(photo=photo, alt="Il cortile")
        return draft

    @pytest.fixture
    def their_client(self, photo):
        return client_of(make_member(EQUIPE, "anna", [photo.project]))

    def test_who_is_in_it_stays(self, their_client, draft, photo):
        Photo.objects.update(people="minors")
        response = edit(their_client, draft, **{"0-people": "nobody"})
        assert errors_of(response) == [WHY]
        photo.refresh_from_db()
        assert photo.people == "minors"

    def test_a_face_may_be_seen_in_it(self, their_client, draft, photo):
        assert errors_of(edit(their_client, draft, **{"0-people": "minors"})) == []
        photo.refresh_from_db()
        assert photo.people == "minors"

    def test_the_redazione_says_what_it_likes(self, boss_client, draft, photo):
        Photo.objects.update(people="minors")
        edit(boss_client, draft, **{"0-people": "nobody"})
        photo.refresh_from_db()
        assert photo.people == "nobody"


class TestCover:
    def covers(self, chronicle):
        chronicle.refresh_from_db()
        marked = chronicle.photo_uses.filter(is_cover=True)
        return chronicle.cover.position, [use.position for use in marked]

    def test_is_the_one_that_was_chosen(self, boss_client, draft):
        edit(boss_client, draft, **{"1-is_cover": "on"})
        assert self.covers(draft) == (1, [1])

    def test_chosen_anew_takes_the_place_of_the_old_one(self, boss_client, draft):
        edit(boss_client, draft, **{"1-is_cover": "on"})
        edit(boss_client, draft, **{"0-is_cover": "on"})
        assert self.covers(draft) == (0, [0])

    def test_stays_when_the_order_changes(self, boss_client, draft):
        edit(boss_client, draft, **{"0-is_cover": "on", "0-position": "5"})
        assert self.covers(draft) == (5, [5])


class TestFilesSentWithTheForm:
    def send(self, client, page, *files):
        data, url = open_form(client, page)
        return client.post(url, data | {"photo_uses-files": [*files]})

    def file(self, name="orto.jpg", content=None):
        return SimpleUploadedFile(name, content or jpeg().read())

    def test_become_rows(self, boss_client, draft):
        self.send(boss_client, draft, self.file(), self.file("b.jpg"))
        positions = draft.photo_uses.values_list("position", flat=True)
        assert [*positions] == [0, 1, 2, 3]
        last = draft.photo_uses.last().photo
        assert (last.project, last.people) == (draft.project, "")

    def test_that_fail_say_why_and_nothing_else_is_lost(self, boss_client, draft):
        data, url = open_form(boss_client, draft)
        data |= {"title": "Si apre l’orto"}
        data |= {"photo_uses-files": [self.file("a.jpg", b"<html>"), self.file()]}
        response = boss_client.post(url, data)
        draft.refresh_from_db()
        assert draft.title == "Si apre l’orto"
        assert draft.photo_uses.count() == 3
        said = [str(message) for message in get_messages(response.wsgi_request)]
        assert [words for words in said if words.startswith("«a.jpg» non è una foto")]

    def test_may_be_the_first_of_a_new_chronicle(self, boss_client):
        project = make_project(lot=1)
        url = admin_url(Chronicle, "add")
        changes = {"project": project.pk, "title": "Orto", "slug": "orto"}
        data = form_of(boss_client.get(url), **changes)
        boss_client.post(url, data | {"photo_uses-files": [self.file()]})
        chronicle = Chronicle.objects.get()
        assert chronicle.cover == chronicle.photo_uses.get()

    def test_wait_in_the_archive_when_the_page_is_public(self, boss_client):
        chronicle = make_chronicle()
        response = self.send(boss_client, chronicle, self.file())
        assert errors_of(response) == []
        assert chronicle.photo_uses.count() == 0
        assert Photo.objects.get().project == chronicle.project

    def warnings(self, response):
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_beyond_the_most_are_named(self, boss_client, draft, monkeypatch):
        monkeypatch.setattr(photo_rows, "MOST_AT_ONCE", 1)
        files = [self.file(name) for name in ("a.jpg", "b.jpg", "c.jpg")]
        said = self.warnings(self.send(boss_client, draft, *files))
        assert draft.photo_uses.count() == 3
        assert any("mandale adesso: «b.jpg», «c.jpg»." in words for words in said)

    def test_of_who_may_not_add_photos_are_named(self, client, draft):
        user = make_user("anna", projects=[draft.project], is_staff=True)
        rights = Permission.objects.filter(content_type__app_label="chronicles")
        user.user_permissions.set(rights)
        client.force_login(user)
        user.groups.clear()
        said = self.warnings(self.send(client, draft, self.file("a.jpg")))
        assert not Photo.objects.filter(people="").exists()
        assert any("Non sono arrivate: «a.jpg»." in words for words in said)

    def test_are_for_events_too(self, boss_client):
        event = make_event(state=State.DRAFT)
        assert errors_of(self.send(boss_client, event, self.file())) == []
        assert Event.objects.get().photo_uses.count() == 1
