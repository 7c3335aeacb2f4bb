"""One file in, one photo out: the address to which the form of a page sends."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial.roles import EQUIPE
from projects.admin import photo_uploads
from projects.models import Photo
from projects.photo_intake import take_in
from tests.admin import sign_in
from tests.builders import jpeg, make_photo, make_project, make_user

pytestmark = pytest.mark.django_db

HEIC = Path(__file__).parents[1] / "data" / "phone_with_gps.heic"
ADDRESS = "/redazione/projects/photo/carica/"


@pytest.fixture
def project():
    return make_project(lot=1)


@pytest.fixture
def educator(project):
    user = make_user(
        "anna",
        projects=[project],
        is_staff=True,
        first_name="Anna",
        last_name="Bianchi",
    )
    user.groups.add(Group.objects.get_or_create(name=EQUIPE)[0])
    codenames = ["add_photo", "view_photo", "change_photo"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def their_client(client, educator):
    client.force_login(educator)
    return client


def send(client, home, content=None, name="IMG_2041.jpg", **changes):
    content = jpeg().read() if content is None else content
    data = {
        "project": home.pk,
        "token": uuid4().hex,
        "file": SimpleUploadedFile(name, content),
    }
    return client.post(ADDRESS, data | changes)


class TestUpload:
    def test_makes_a_photo_that_nobody_outside_sees(self, their_client, project):
        answer = send(their_client, project).json()
        photo = Photo.objects.get()
        assert answer["id"] == photo.pk
        assert (answer["width"], answer["height"]) == (60, 40)
        assert '<img class="thumb"' in answer["thumbnail"]
        assert (photo.project, photo.author) == (project, "Anna Bianchi")
        assert photo.people == ""
        assert not Photo.objects.published().exists()
        assert not photo.is_published

    def test_takes_what_an_iphone_writes(self, their_client, project):
        answer = send(their_client, project, HEIC.read_bytes(), "IMG_1.HEIC")
        assert answer.status_code == 200
        assert Photo.objects.get().width == answer.json()["width"]

    def test_sent_twice_is_one_photo(self, their_client, project):
        token = uuid4().hex
        first, second = (
            send(their_client, project, token=token).json()["id"] for _ in range(2)
        )
        assert first == second
        assert Photo.objects.count() == 1

    def test_sent_twice_at_once_is_one_photo(self, project, educator, monkeypatch):
        token = uuid4()
        first = take_in(jpeg(), project, educator, token)
        answers = iter([None, first])
        monkeypatch.setattr(
            "projects.photo_intake._sent_before", lambda token: next(answers)
        )
        assert take_in(jpeg(), project, educator, token) == first
        assert Photo.objects.count() == 1

    def test_a_lying_file_is_refused_with_its_reason(self, their_client, project):
        answer = send(their_client, project, b"<html>", "orto.jpg")
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("«orto.jpg» non è una fotografia")
        assert not Photo.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"project": ""}, "Scegli prima il progetto, poi riprova."),
            ({"project": "99999"}, "Non lavori a questo progetto"),
            ({"token": "niente"}, "UUID"),
            ({"file": ""}, "Il file non è arrivato: riprova."),
        ],
    )
    def test_what_is_missing_is_said(self, their_client, project, changes, words):
        answer = send(their_client, project, **changes)
        assert answer.status_code == 400
        assert words in answer.json()["error"]

    def test_another_project_is_refused(self, their_client):
        answer = send(their_client, make_project(lot=2))
        assert answer.status_code == 400
        assert "Non lavori a questo progetto" in answer.json()["error"]
        assert not Photo.objects.exists()

    def test_the_token_of_another_team_tells_nothing(self, their_client, project):
        token = uuid4()
        make_photo(project=make_project(lot=2), title="Loro", upload_token=token)
        answer = send(their_client, project, token=token.hex)
        assert answer.status_code == 403
        assert "Loro" not in answer.content.decode()

    def test_is_for_those_who_may_add_photos(self, client, project):
        assert send(client, project).status_code == 302
        client.force_login(make_user("altra", projects=[project], is_staff=True))
        assert send(client, project).status_code == 403
        assert not Photo.objects.exists()

    def test_is_counted(self, their_client, project, monkeypatch):
        monkeypatch.setattr(photo_uploads, "MOST_IN_AN_HOUR", 1)
        assert send(their_client, project).status_code == 200
        assert send(their_client, project).status_code == 429
        assert Photo.objects.count() == 1

    def test_needs_its_csrf_token(self, project, client):
        client.handler.enforce_csrf_checks = True
        assert send(sign_in(client), project).status_code == 403

    def test_is_a_post(self, their_client):
        assert their_client.get(ADDRESS).status_code == 405


class TestRow:
    def test_tells_of_a_photo_from_the_archive(self, their_client, project):
        photo = make_photo(project=project, author="Ada Rossi")
        url = reverse("admin:projects_photo_row", args=[photo.pk])
        assert their_client.get(url).json()["fields"]["author"] == "Ada Rossi"

    def test_tells_nothing_of_another_teams(self, their_client):
        photo = make_photo(project=make_project(lot=2))
        url = reverse("admin:projects_photo_row", args=[photo.pk])
        assert their_client.get(url).status_code == 404
