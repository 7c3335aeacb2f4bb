from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import ProtectedError

from chronicles.models import ChroniclePhoto
from projects.models import EventPhoto, Photo
from tests.builders import (
    add_photo,
    hidden_photos,
    jpeg,
    make_chronicle,
    make_event,
    make_photo,
    make_project,
    make_release,
    rome,
)

pytestmark = pytest.mark.django_db

TODAY = rome(2018, 5, 12, 12)
VALID_UNTIL = [None, date(2018, 5, 11), date(2018, 5, 12), date(2018, 5, 13)]
RELEASES = [
    None,
    *(
        {"valid_until": until, "for_site": for_site, "withdrawn_at": withdrawn_at}
        for until, for_site, withdrawn_at in product(
            VALID_UNTIL, [True, False], [None, rome(2018, 5, 1)]
        )
    ),
]


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)


def all_photos():
    """Return a photo for every kind of people and every kind of release."""
    photo = make_photo()
    releases = [values and make_release(**values) for values in RELEASES]
    Photo.objects.bulk_create(
        Photo(
            project=photo.project,
            title=f"{people} {release}",
            author="Ada Rossi",
            people=people,
            release=release,
            key=photo.key,
            width=60,
            height=40,
        )
        for people, release in product(Photo.People, releases)
    )
    return Photo.objects.select_related("release")


class TestPublished:
    def test_agrees_with_its_twin_in_every_case(self, today):
        photos = all_photos()
        public = {photo.title for photo in photos.published()}
        assert public == {photo.title for photo in photos if photo.is_published}
        assert len(photos) == 1 + 4 * len(RELEASES)

    @pytest.mark.parametrize("model", [EventPhoto, ChroniclePhoto])
    def test_rule_is_the_same_for_photos_in_use(self, today, model):
        photos, owner = all_photos(), model._meta.get_fields()
        name = next(f.name for f in owner if f.name in ("event", "chronicle"))
        row = {"event": make_event, "chronicle": make_chronicle}[name]()
        model.objects.bulk_create(
            model(photo=photo, alt="x", **{name: row}) for photo in photos
        )
        shown = {use.photo_id for use in model.objects.published()}
        assert shown == {photo.pk for photo in photos.published()}

    @pytest.mark.parametrize("people", Photo.FREE)
    def test_needs_no_release_for_what_is_free(self, people):
        assert make_photo(people=people) in Photo.objects.published()

    @pytest.mark.parametrize("people", Photo.NEEDS_RELEASE)
    def test_needs_a_release_for_faces(self, people):
        assert make_photo(people=people) not in Photo.objects.published()

    @pytest.mark.parametrize(
        ("day", "is_shown"), [(date(2018, 5, 12), True), (date(2018, 5, 13), False)]
    )
    def test_release_is_good_through_its_last_day(self, day, is_shown):
        release = make_release(valid_until=date(2018, 5, 12))
        photo = make_photo(people="adults", release=release)
        assert (photo in Photo.objects.published(on=day)) is is_shown
        assert release.is_valid_for("site", on=day) is is_shown

    def test_day_is_the_italian_one(self, monkeypatch):
        release = make_release(valid_until=date(2018, 5, 12))
        photo = make_photo(people="adults", release=release)
        # Half past midnight in Rome, while London still has the day before.
        monkeypatch.setattr(
            "django.utils.timezone.now", lambda: rome(2018, 5, 13, 0, 30)
        )
        assert photo not in Photo.objects.published()
        assert not photo.is_published


class TestStatus:
    @pytest.mark.parametrize(
        ("values", "status"),
        [
            ({}, "valid"),
            ({"valid_until": date(2018, 5, 12)}, "valid"),
            ({"valid_until": date(2018, 5, 11)}, "expired"),
            ({"for_site": False}, "not_for_site"),
            ({"for_site": False, "withdrawn_at": rome(2018, 5, 1)}, "withdrawn"),
        ],
    )
    def test_says_how_the_release_stands(self, today, values, status):
        assert make_release(**values).status == status


class TestWithdrawnRelease:
    def test_removes_the_photo_from_its_pages_at_once(self, client):
        photo = make_photo(people="minors", release=make_release())
        chronicle = make_chronicle(slug="una")
        add_photo(chronicle, photo)
        addresses = ["/", "/cronache/", "/cronache/una/"]
        for address in addresses:
            assert photo.key in client.get(address).content.decode(), address
        photo.release.withdrawn_at = rome(2018, 4, 1)
        photo.release.save()
        for address in addresses:
            assert photo.key not in client.get(address).content.decode(), address

    def test_leaves_the_fallback_cover(self):
        chronicle = make_chronicle()
        add_photo(chronicle, hidden_photos(chronicle.project)[0])
        assert chronicle.cover is not None
        assert chronicle.public_cover is None


class TestClean:
    def test_release_is_of_the_same_project(self):
        photo = make_photo(people="adults", release=make_release())
        photo.release.project = make_project(lot=2)
        with pytest.raises(ValidationError, match="Appartiene a un altro progetto"):
            photo.full_clean()

    @pytest.mark.parametrize(
        ("values", "is_good"),
        [
            ({"alt": "Un cortile", "is_decorative": False}, True),
            ({"alt": "", "is_decorative": True}, True),
            ({"alt": "", "is_decorative": False}, True),
            ({"alt": "Un cortile", "is_decorative": True}, False),
        ],
    )
    def test_photo_in_a_page_is_not_described_and_decorative(self, values, is_good):
        use = EventPhoto(event=make_event(), photo=make_photo(), **values)
        if is_good:
            use.full_clean()
            return
        with pytest.raises(ValidationError) as error:
            use.full_clean()
        assert list(error.value.message_dict) == ["alt"]

    @pytest.mark.parametrize(
        ("use", "photo", "gaps"),
        [
            ({"alt": "L’orto a maggio"}, {}, []),
            ({"is_decorative": True}, {}, []),
            ({}, {}, ["alt"]),
            ({"alt": "foto"}, {}, ["alt"]),
            ({"alt": "La festa", "caption": "La festa"}, {}, ["alt"]),
            ({"alt": "L’orto"}, {"author": "", "people": ""}, ["author", "people"]),
            ({"alt": "L’orto"}, {"people": "minors"}, ["release"]),
        ],
    )
    def test_photo_in_a_page_says_what_is_still_to_be_said(self, use, photo, gaps):
        assert [*EventPhoto(photo=make_photo(**photo), **use).gaps()] == gaps

    def test_photo_of_which_nothing_was_said_is_shown_nowhere(self):
        photo = make_photo(people="", release=make_release())
        assert not photo.is_published
        assert not Photo.objects.published().exists()


class TestFiles:
    def test_are_all_there(self):
        photo = make_photo(size=(700, 500))
        assert len(photo.file_names) == 4
        assert all(default_storage.exists(name) for name in photo.file_names)

    def test_name_says_nothing(self):
        assert "foto" not in make_photo(title="foto").key.removeprefix("foto/")

    def test_of_a_release_stay_private(self, client):
        release = make_release()
        release.scan.save("Maria Rossi.pdf", ContentFile(b"%PDF"))
        assert "Rossi" not in release.scan.name
        assert not default_storage.exists(release.scan.name)
        assert client.get(f"/media/{release.scan.name}").status_code == 404

    def test_photo_in_use_is_not_deleted(self):
        photo = make_photo()
        add_photo(make_chronicle(), photo)
        with pytest.raises(ProtectedError):
            photo.delete()


class TestFilesThatGo:
    @pytest.fixture
    def is_stored(self):
        return lambda names: [default_storage.exists(name) for name in names]

    @pytest.mark.parametrize("one_by_one", [True, False])
    def test_go_with_the_photo(
        self, is_stored, one_by_one, django_capture_on_commit_callbacks
    ):
        photo = make_photo()
        names = photo.file_names
        assert all(is_stored(names))
        with django_capture_on_commit_callbacks(execute=True):
            photo.delete() if one_by_one else Photo.objects.all().delete()
        assert not any(is_stored(names))

    def test_go_when_another_picture_takes_their_place(
        self, is_stored, django_capture_on_commit_callbacks
    ):
        photo = make_photo()
        former = photo.file_names
        with django_capture_on_commit_callbacks(execute=True):
            photo.attach(jpeg())
            photo.save()
        assert not any(is_stored(former))
        assert all(is_stored(photo.file_names))

    def test_stay_while_nothing_is_written(self, is_stored):
        photo = make_photo()
        photo.attach(jpeg())
        assert all(is_stored(Photo.objects.get().file_names))
