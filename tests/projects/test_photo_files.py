"""Where the files of photographs lie, and who may ask for them."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import DatabaseError
from django.urls import reverse

from projects import photo_files
from projects.models import EventPhoto, Photo, Release
from tests.admin import admin_url, sign_in
from tests.builders import (
    add_photo,
    jpeg,
    make_block,
    make_chronicle,
    make_event,
    make_issue,
    make_photo,
    make_place,
    make_project,
    make_release,
    make_user,
    rome,
)

pytestmark = pytest.mark.django_db

PRIVATE = storages["private"]


def places_of(photo):
    """Return ("public", "private") as far as all of the photo's files lie there."""
    storages_by_name = {"public": default_storage, "private": PRIVATE}
    return {
        place
        for place, storage in storages_by_name.items()
        for name in photo.file_names
        if storage.exists(name)
    }


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """As in a process that has just begun."""
    monkeypatch.setattr(photo_files, "_looked_on", None)
    monkeypatch.setattr(photo_files, "_failed_at", None)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def released():
    """A photo with minors and a release that is good for the site."""
    return make_photo(people="minors", release=make_release())


class TestNew:
    def test_free_photo_is_public(self):
        assert places_of(make_photo()) == {"public"}

    @pytest.mark.parametrize("people", ["", *Photo.NEEDS_RELEASE])
    def test_face_without_release_never_was_public(self, people):
        assert places_of(make_photo(people=people)) == {"private"}

    @pytest.mark.parametrize(
        ("uses", "place"),
        [
            ({"for_site": True}, "public"),
            ({"for_site": False, "for_newsletter": True}, "public"),
            ({"for_site": False, "for_print": True}, "private"),
        ],
    )
    def test_is_public_for_what_reads_from_there(self, uses, place):
        photo = make_photo(people="adults", release=make_release(**uses))
        assert places_of(photo) == {place}


class TestMoves:
    def test_withdrawal_takes_the_files_away(self, released, committed, client):
        address = released.jpeg_url
        assert client.get(address).status_code == 200
        with committed():
            released.release.withdraw()
        assert places_of(released) == {"private"}
        assert client.get(address).status_code == 404

    def test_a_new_release_brings_them_back(self, released, committed):
        before = default_storage.open(released.file_names[0]).read()
        with committed():
            released.release.withdraw()
        with committed():
            released.release = make_release()
            released.save()
        assert places_of(released) == {"public"}
        assert default_storage.open(released.file_names[0]).read() == before

    def test_minors_seen_later_take_them_away(self, committed):
        photo = make_photo()
        with committed():
            photo.people = Photo.People.MINORS
            photo.save()
        assert places_of(photo) == {"private"}

    @pytest.mark.parametrize(
        ("model", "values"),
        [(Release, {"withdrawn_at": rome(2018, 4, 1)}), (Photo, {"release": None})],
    )
    def test_follow_what_is_written_in_bulk(self, released, committed, model, values):
        with committed():
            model.objects.update(**values)
        assert places_of(released) == {"private"}

    def test_wait_until_all_is_saved(self, released):
        released.release.withdraw()
        assert places_of(released) == {"public"}

    def test_go_with_the_photo_wherever_they_lie(self, committed):
        photo = make_photo(people="minors")
        with committed():
            photo.delete()
        assert places_of(photo) == set()

    def test_another_file_leaves_nothing_of_the_former(self, committed):
        photo = make_photo(people="minors")
        former = photo.file_names
        with committed():
            photo.attach(jpeg((30, 30)))
            photo.save()
        assert not any(PRIVATE.exists(name) for name in former)
        assert places_of(photo) == {"private"}


class TestWithdrawnEverywhere:
    def test_is_gone_from_every_address_that_showed_it(self, client, committed):
        project = make_project(lot=1, slug="barona")
        release = make_release(project=project, for_newsletter=True)
        photo = make_photo(project=project, people="minors", release=release)
        project.cover, project.cover_alt = photo, "Una festa"
        project.save()
        add_photo(make_chronicle(project=project, slug="una"), photo)
        place = make_place(project=project, photo_after=photo, alt_after="Un orto")
        event = make_event(project=project, slug="festa")
        EventPhoto.objects.create(event=event, photo=photo, alt="Una festa")
        make_block("photo", parent=make_issue(number=1), photo=photo, alt="Una festa")
        addresses = [
            *("/", "/cronache/", "/cronache/una/", "/feed/", "/progetti/"),
            *("/progetti/barona/", place.get_absolute_url(), "/eventi/festa/"),
            "/newsletter/1/",
        ]
        previews = ["/anteprime/cronache/una.png", "/anteprime/progetti/barona.png"]
        drawn = [client.get(address).content for address in previews]
        shown = self.showing(client, addresses, photo)
        assert shown == addresses
        with committed():
            release.withdraw()
        assert self.showing(client, addresses, photo) == []
        assert client.get(photo.small_jpeg_url).status_code == 404
        for address, before in zip(previews, drawn, strict=True):
            assert client.get(address).content != before

    def showing(self, client, addresses, photo):
        key = photo.key.encode()
        return [address for address in addresses if key in client.get(address).content]


class TestCutShort:
    @pytest.fixture
    def hidden(self, released):
        Release.objects.update(withdrawn_at=rome(2018, 4, 1))
        return Photo.objects.get()

    def test_is_finished_by_the_next(self, hidden):
        # A whole copy, half a copy, and what had not been begun.
        first, second = hidden.file_names[:2]
        content = default_storage.open(first).read()
        PRIVATE.save(first, ContentFile(content))
        PRIVATE.save(second, ContentFile(b"half"))
        whole = default_storage.open(second).read()
        photo_files.settle()
        assert places_of(hidden) == {"private"}
        assert PRIVATE.open(first).read() == content
        assert PRIVATE.open(second).read() == whole

    def test_nothing_is_deleted_before_its_copy_is_whole(self, hidden, monkeypatch):
        def full(self, name, content, **kwargs):
            raise OSError("No space left on device")

        monkeypatch.setattr(type(PRIVATE), "_save", full)
        assert photo_files.settle() == 0
        assert places_of(hidden) == {"public"}

    def test_a_second_time_does_nothing(self, hidden):
        assert photo_files.settle() == 1
        assert photo_files.settle() == 0


class TestOneThatCannotBeMoved:
    """The trouble is with the first of two; `obstacle` takes it away."""

    @pytest.fixture
    def pair(self):
        release = make_release()
        return [make_photo(people="minors", release=release) for _ in range(2)]

    @pytest.fixture(params=[OSError, DatabaseError])
    def obstacle(self, request, pair, monkeypatch):
        move = photo_files.move

        def stuck(name, *storages):
            if obstacle and name in pair[0].file_names:
                raise request.param("No way")
            return move(name, *storages)

        obstacle = [True]
        monkeypatch.setattr(photo_files, "move", stuck)
        return obstacle

    def test_leaves_the_others_to_be_moved_and_said(self, pair, obstacle, committed):
        hidden = []

        def hear(pks, **kwargs):
            hidden.extend(pks)

        photo_files.photos_hidden.connect(hear)
        try:
            with committed():
                pair[0].release.withdraw()
        finally:
            photo_files.photos_hidden.disconnect(hear)
        assert [places_of(photo) for photo in pair] == [{"public"}, {"private"}]
        assert hidden == [pair[1].pk]

    def test_is_tried_again_the_same_day_but_not_at_once(
        self, pair, obstacle, committed, monkeypatch
    ):
        photo_files.settle_each_day()
        with committed():
            pair[0].release.withdraw()
        obstacle.clear()
        photo_files.settle_each_day()
        assert places_of(pair[0]) == {"public"}
        later = photo_files._failed_at + photo_files.PAUSE
        monkeypatch.setattr(photo_files.time, "monotonic", lambda: later)
        photo_files.settle_each_day()
        assert places_of(pair[0]) == {"private"}

    def test_is_not_forgotten_when_the_day_begins(self, pair, obstacle, monkeypatch):
        Release.objects.update(withdrawn_at=rome(2018, 4, 1))
        photo_files.settle_each_day()
        assert photo_files._looked_on is None
        obstacle.clear()
        monkeypatch.setattr(photo_files, "PAUSE", 0)
        photo_files.settle_each_day()
        assert places_of(pair[0]) == {"private"}

    @pytest.mark.parametrize("is_moved", [True, False])
    def test_page_of_the_withdrawal_says_what_is_true(
        self, pair, obstacle, is_moved, client, committed
    ):
        if is_moved:
            obstacle.clear()
        release = pair[0].release
        with committed():
            release.withdraw()
        url = reverse("admin:projects_release_withdraw", args=[release.pk])
        html = sign_in(client).get(url).content.decode()
        assert ("i loro file non sono più in pubblico" in html) == is_moved
        assert ("I loro file però sono ancora in pubblico" in html) != is_moved


class TestExpiry:
    @pytest.fixture
    def ended(self, released, monkeypatch):
        Release.objects.update(valid_until=date(2018, 5, 12))
        monkeypatch.setattr(
            "django.utils.timezone.now", lambda: rome(2018, 5, 13, 0, 1)
        )
        return Photo.objects.get()

    def test_file_is_refused_before_anything_has_moved(self, ended, client):
        assert places_of(ended) == {"public"}
        assert client.get(ended.jpeg_url).status_code == 404

    @pytest.mark.parametrize("detour", ["foto//", "/foto/", "foto/./", "x/../foto/"])
    def test_file_is_refused_by_any_way_to_it(self, ended, client, detour):
        address = ended.jpeg_url.replace("foto/", detour, 1)
        assert address != ended.jpeg_url
        assert client.get(address).status_code == 404

    def test_first_answer_of_the_day_takes_it_away(self, ended, client, monkeypatch):
        monkeypatch.setattr(photo_files, "_looked_on", date(2018, 5, 12))
        request_finished.connect(photo_files.settle_each_day)
        try:
            client.get("/salute/")
        finally:
            request_finished.disconnect(photo_files.settle_each_day)
        assert places_of(ended) == {"private"}

    def test_is_looked_for_once_a_day(self, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(photo_files, "_looked_on", None)
        photo_files.settle_each_day()
        with django_assert_num_queries(0):
            photo_files.settle_each_day()

    def test_command_moves_both_ways(self, ended):
        back = make_photo(people="minors")
        Photo.objects.filter(pk=back.pk).update(people=Photo.People.NOBODY)
        back.refresh_from_db()
        out = StringIO()
        call_command("move_photos", stdout=out)
        assert (places_of(ended), places_of(back)) == ({"private"}, {"public"})
        assert out.getvalue() == "2 photographs moved.\n"

    def test_drawn_preview_goes_too(self, ended, settings, tmp_path):
        settings.PREVIEWS_ROOT = tmp_path
        kept = [tmp_path / f"cronache-1-foto{n}-a.png" for n in (ended.pk, 999)]
        for path in kept:
            path.write_bytes(b"x")
        photo_files.settle()
        assert [path.exists() for path in kept] == [False, True]


class TestDesk:
    @pytest.fixture
    def photo(self):
        return make_photo(people="minors", size=(700, 500))

    def test_shows_private_files_through_the_view(self, client, photo):
        html = sign_in(client).get(admin_url(Photo, "changelist")).content.decode()
        assert photo.desk_url("480.webp") in html
        assert photo.jpeg_url not in html

    @pytest.mark.parametrize(
        ("end", "kind"), [("480.webp", "image/webp"), ("jpg", "image/jpeg")]
    )
    def test_gives_the_file_and_lets_nobody_keep_it(self, client, photo, end, kind):
        response = sign_in(client).get(photo.desk_url(end))
        content = b"".join(response.streaming_content)
        assert content == PRIVATE.open(photo.files[end]).read()
        assert response["Content-Type"] == kind
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_finds_a_file_that_has_not_moved_yet(self, client, photo):
        name = photo.files["jpg"]
        default_storage.save(name, PRIVATE.open(name))
        PRIVATE.delete(name)
        assert sign_in(client).get(photo.desk_url("jpg")).status_code == 200

    @pytest.mark.parametrize("end", ["999.webp", "..", "liberatorie"])
    def test_knows_no_other_files(self, client, photo, end):
        url = photo.desk_url("jpg").replace("jpg", end)
        assert sign_in(client).get(url).status_code == 404

    def test_is_closed_to_visitors(self, client, photo):
        assert client.get(photo.desk_url("jpg")).status_code == 302

    @pytest.mark.parametrize(("lot", "status"), [(1, 200), (9, 404)])
    def test_is_for_the_team_of_its_project(self, client, lot, status):
        photo = make_photo(people="minors", project=make_project(lot=1))
        team = [photo.project if lot == 1 else make_project(lot=lot)]
        user = make_user("scrive", projects=team, is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="view_photo"))
        client.force_login(user)
        assert client.get(photo.desk_url("jpg")).status_code == status
