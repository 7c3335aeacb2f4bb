from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch
from PIL import Image

from projects.models import Action, Keyword, Photo, Project, Release
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import (
    jpeg,
    make_action,
    make_organization,
    make_photo,
    make_project,
    make_release,
    make_user,
    rome,
)

pytestmark = pytest.mark.django_db

CAMERA = b"Fotocamera-di-Ada"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def boss_client(client):
    return sign_in(client)


def telling_jpeg():
    """A photograph that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 27.0, 50.0), 3: "E"})
    stream = BytesIO()
    Image.new("RGB", (80, 50), "#2F7A34").save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def jpeg_of_two():
    """A JPEG with a second picture inside, as many phones write it."""
    first, second = (Image.new("RGB", (60, 40), c) for c in ("#2F7A34", "#BFD8C0"))
    stream = BytesIO()
    first.save(stream, "MPO", save_all=True, append_images=[second])
    return stream.getvalue()


def upload(content, name="foto.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, content_type=kind)


@pytest.fixture
def photo_data():
    return {
        "project": make_project(lot=1).pk,
        "title": "La festa",
        "author": "Ada",
        "people": "nobody",
    }


class TestPhotoForm:
    def test_the_file_itself_is_never_kept(self, boss_client, photo_data, settings):
        content = telling_jpeg()
        assert CAMERA in content
        data = photo_data | {"upload": upload(content)}
        boss_client.post(admin_url(Photo, "add"), data)
        assert Photo.objects.get().width == 80
        stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
        assert len(stored) == 2
        assert not [p for p in stored if CAMERA in p.read_bytes() or "foto." in p.name]

    def test_a_page_called_jpg_is_refused_in_words(self, boss_client, photo_data):
        data = photo_data | {"upload": upload(b"<script>alert(1)</script>")}
        response = boss_client.post(admin_url(Photo, "add"), data)
        assert "non è una fotografia" in errors_of(response)[0]
        assert 'value="La festa"' in response.content.decode()
        assert not Photo.objects.exists()

    def test_is_needed_for_a_new_photo(self, boss_client, photo_data):
        response = boss_client.post(admin_url(Photo, "add"), photo_data)
        assert errors_of(response) == ["Questo campo è obbligatorio."]

    def test_stays_as_it_is_when_only_words_change(self, boss_client):
        photo = make_photo()
        url = admin_url(Photo, "change", photo.pk)
        boss_client.post(url, form_of(boss_client.get(url), title="Altro"))
        changed = Photo.objects.get()
        assert (changed.title, changed.key) == ("Altro", photo.key)

    def test_a_new_file_takes_the_place_of_the_old(self, boss_client):
        photo = make_photo()
        url = admin_url(Photo, "change", photo.pk)
        data = form_of(boss_client.get(url), upload=upload(jpeg((30, 30)).read()))
        boss_client.post(url, data)
        assert Photo.objects.get().width == 30

    @pytest.mark.parametrize(
        ("view", "args"), [("recoverlist", []), ("revision", [1, 1])]
    )
    def test_no_older_version_can_make_it_public_again(self, view, args):
        with pytest.raises(NoReverseMatch):
            admin_url(Photo, view, *args)


class TestPhotoList:
    @pytest.mark.parametrize(
        ("people", "release", "words"),
        [
            ("nobody", None, "Non serve"),
            ("minors", None, "Manca"),
            ("adults", {"withdrawn_at": rome(2018, 4, 1)}, "Revocata"),
            ("adults", {"valid_until": date(2018, 4, 1)}, "Scaduta"),
            ("adults", {"for_site": False}, "Non vale per il sito"),
            ("adults", {"code": "X-1"}, "Valida (X-1)"),
        ],
    )
    def test_says_how_the_release_stands(self, boss_client, people, release, words):
        made = None if release is None else make_release(**release)
        make_photo(people=people, release=made)
        html = boss_client.get(admin_url(Photo, "changelist")).content.decode()
        assert f">{words}</span>" in html

    def test_finds_what_may_not_be_shown(self, boss_client):
        make_photo(title="Libera")
        make_photo(title="Senza", people="minors")
        url = admin_url(Photo, "changelist")
        found = boss_client.get(url, {"mostrabile": "no"}).context["cl"].queryset
        assert [photo.title for photo in found] == ["Senza"]


@pytest.fixture
def scanned():
    release = make_release()
    release.scan.save("firmata.pdf", ContentFile(PDF))
    return release


def scan_url(release):
    return f"/redazione/projects/release/{release.pk}/scansione/"


class TestReleaseScan:
    @pytest.mark.parametrize(
        ("content", "name", "error"),
        [
            (b"<html>", "a.pdf", "Questo file non è un PDF né"),
            (b"<html>", "a.jpg", "Questo file non è un PDF né"),
            (b"\x89PNG\r\n\x1a\n rotta", "a.png", "Questo file non è un PDF né"),
            (PDF, "a.png", "Questo file è un PDF, ma il suo nome"),
            (PDF + b"0" * 10 * 1024 * 1024, "a.pdf", "Questo file pesa troppo"),
        ],
    )
    def test_is_judged_by_what_is_in_it(self, boss_client, content, name, error):
        url = admin_url(Release, "change", make_release().pk)
        data = form_of(boss_client.get(url), scan=upload(content, name))
        response = boss_client.post(url, data)
        assert errors_of(response)[0].startswith(error)
        assert not Release.objects.get().scan

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.pdf", PDF), ("a.JPG", jpeg().read()), ("b.jpg", jpeg_of_two())],
    )
    def test_keeps_a_good_one_under_a_random_name(self, boss_client, name, content):
        url = admin_url(Release, "change", make_release().pk)
        data = form_of(boss_client.get(url), scan=upload(content, name))
        boss_client.post(url, data)
        assert Release.objects.get().scan.name.startswith("liberatorie/")
        assert Release.objects.get().scan.read() == content

    def test_comes_as_a_download_that_runs_nothing(self, boss_client, scanned):
        response = boss_client.get(scan_url(scanned))
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]

    def test_is_for_those_who_may_see_releases(self, client, scanned):
        assert client.get(scan_url(scanned)).status_code == 302
        client.force_login(make_user("altra", is_staff=True))
        assert client.get(scan_url(scanned)).status_code == 403

    def test_has_no_public_address(self, boss_client, scanned):
        html = boss_client.get(admin_url(Release, "change", scanned.pk)).content
        assert scan_url(scanned) in html.decode()
        assert b"/media/" not in html
        assert boss_client.get(f"/media/{scanned.scan.name}").status_code == 404

    @pytest.mark.parametrize("missing", ["none", "file"])
    def test_is_not_found_when_it_is_not_there(self, boss_client, scanned, missing):
        release = scanned if missing == "file" else make_release()
        scanned.scan.storage.delete(scanned.scan.name)
        assert boss_client.get(scan_url(release)).status_code == 404

    @pytest.mark.parametrize("act", ["clear", "replace", "delete"])
    def test_no_file_stays_behind(
        self, boss_client, scanned, act, django_capture_on_commit_callbacks
    ):
        url = admin_url(Release, "change", scanned.pk)
        changes = {
            "clear": {"scan-clear": "on"},
            "replace": {"scan": upload(PDF, "b.pdf")},
        }
        data = {"post": "yes"}
        if act == "delete":
            url = admin_url(Release, "delete", scanned.pk)
        else:
            data = form_of(boss_client.get(url), **changes[act])
        with django_capture_on_commit_callbacks(execute=True):
            boss_client.post(url, data)
        assert not scanned.scan.storage.exists(scanned.scan.name)


class TestProjectForm:
    def test_keeps_the_keywords_of_each_action(self, boss_client):
        action = make_action(keywords=["legami", "differenze"])
        url = admin_url(Project, "change", action.project_id)
        term = str(Keyword.objects.get(slug="partecipazione").pk)
        data = form_of(boss_client.get(url))
        assert len(data["actions-0-terms"]) == 2
        boss_client.post(url, data | {"actions-0-terms": [term]})
        assert [k.slug for k in Action.objects.get().keywords.all()] == [
            "partecipazione"
        ]

    def test_two_may_lead_together(self, boss_client):
        project = make_project(lot=1)
        url = admin_url(Project, "change", project.pk)
        data = form_of(boss_client.get(url)) | {"partnerships-TOTAL_FORMS": "2"}
        for number in range(2):
            row = f"partnerships-{number}"
            data |= {
                f"{row}-organization": make_organization().pk,
                f"{row}-role": "lead",
                f"{row}-position": "0",
            }
        boss_client.post(url, data)
        assert project.partnerships.filter(role="lead").count() == 2

    def test_going_back_keeps_todays_team(self, boss_client):
        project = make_project(lot=1)
        url = admin_url(Project, "change", project.pk)
        boss_client.post(url, form_of(boss_client.get(url)))
        project.team.add(make_user("nuova"))
        history = boss_client.get(admin_url(Project, "history", project.pk))
        version = history.context["action_list"][0]["url"]
        boss_client.post(version, form_of(boss_client.get(version)))
        assert [user.username for user in project.team.all()] == ["nuova"]

    def test_actions_and_their_keywords_come_back(self, boss_client):
        action = make_action(title="Orto", keywords=["legami"])
        url = admin_url(Project, "change", action.project_id)
        boss_client.post(url, form_of(boss_client.get(url)))
        action.delete()
        history = boss_client.get(admin_url(Project, "history", action.project_id))
        version = history.context["action_list"][0]["url"]
        boss_client.post(version, form_of(boss_client.get(version)))
        returned = Action.objects.get()
        assert (returned.title, returned.keywords.get().slug) == ("Orto", "legami")
