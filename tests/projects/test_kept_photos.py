"""Files of photographs: what is needed stays, what nobody knows goes."""

import os
from datetime import timedelta
from io import StringIO

import pytest
import reversion
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from projects.models import Photo
from tests.admin import admin_url, sign_in
from tests.builders import make_chronicle, make_photo, make_place

pytestmark = pytest.mark.django_db

ORPHAN = "foto/ab/abcdef.jpg"
YOUNG = "foto/cd/cdef01-480.webp"


def store(name, hours=0, storage=default_storage):
    storage.save(name, ContentFile(b"x"))
    at = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(storage.path(name), (at, at))


def sweep(**options):
    out = StringIO()
    call_command("sweep_photos", stdout=out, **options)
    return out.getvalue()


def version_of(row):
    with reversion.create_revision():
        row.save()


class TestSweep:
    @pytest.fixture(autouse=True)
    def private(self, tmp_path, monkeypatch):
        empty = FileSystemStorage(tmp_path / "private")
        monkeypatch.setitem(storages._storages, "private", empty)

    def test_takes_old_orphans_alone(self):
        photo = make_photo()
        store(ORPHAN, hours=72)
        store(YOUNG, hours=1)
        report = sweep()
        assert not default_storage.exists(ORPHAN)
        assert default_storage.exists(YOUNG)
        assert all(default_storage.exists(name) for name in photo.file_names)
        assert "2 of no photo; 1 deleted (0.0 MB), 1 too young." in report

    def test_keeps_old_files_of_photos(self):
        photo = make_photo()
        for name in photo.file_names:
            os.utime(default_storage.path(name), (0, 0))
        sweep()
        assert all(default_storage.exists(name) for name in photo.file_names)

    def test_sweeps_what_was_hidden_too(self):
        store(ORPHAN, hours=72, storage=storages["private"])
        sweep()
        assert not storages["private"].exists(ORPHAN)

    def test_dry_run_names_and_deletes_nothing(self):
        store(ORPHAN, hours=72)
        report = sweep(dry_run=True)
        assert ORPHAN in report
        assert "1 would be deleted" in report
        assert default_storage.exists(ORPHAN)

    def test_without_a_folder_there_is_nothing_to_do(self):
        assert sweep().startswith("0 files, 0 of no photo; 0 deleted")


class TestVersions:
    @pytest.fixture
    def shown_once(self):
        """A photo that only an earlier version of a chronicle shows."""
        chronicle = make_chronicle(photos=1)
        version_of(chronicle)
        photo = chronicle.photo_uses.get().photo
        chronicle.photo_uses.all().delete()
        return photo

    def test_keep_the_photo_and_its_files(self, shown_once):
        for rows in (shown_once, Photo.objects.all()):
            with pytest.raises(ProtectedError), transaction.atomic():
                rows.delete()
        assert Photo.objects.exists()

    def test_say_so_before_anybody_tries(self, client, shown_once):
        url = admin_url(Photo, "delete", shown_once.pk)
        response = sign_in(client).get(url)
        assert "Serve a una versione precedente" in response.content.decode()
        assert client.post(url, {"post": "yes"}).status_code == 200
        assert Photo.objects.exists()

    def test_of_other_photos_keep_nothing(self, shown_once):
        """Numbers that begin alike are told apart."""
        other = make_photo(pk=int(f"{shown_once.pk}0"))
        other.delete()
        assert Photo.objects.get() == shown_once

    def test_of_places_count_too(self):
        place = make_place(photo_before=make_photo(), alt_before="Il muro")
        version_of(place)
        photo = place.photo_before
        type(place).objects.update(photo_before=None, alt_before="")
        with pytest.raises(ProtectedError):
            photo.delete()
