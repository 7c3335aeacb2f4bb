import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from projects.models import Photo
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import add_photo, jpeg, make_chronicle, make_photo

pytestmark = pytest.mark.django_db

SHAPES = [(16, 9), (4, 3), (1, 1), (1200, 630), (4, 5), (100, 1), (1, 100)]


def photo_of(width, height, x=50, y=50):
    return Photo(width=width, height=height, focus_x=x, focus_y=y)


class TestCropBox:
    @pytest.mark.parametrize(
        ("photo", "shape", "box"),
        [
            (photo_of(1600, 1200), (16, 9), (0, 150, 1600, 1050)),
            (photo_of(1600, 1200), (1, 1), (200, 0, 1400, 1200)),
            (photo_of(1600, 1200), (4, 3), (0, 0, 1600, 1200)),
            # Around the point …
            (photo_of(1200, 1800, y=40), (4, 3), (0, 270, 1200, 1170)),
            # … as far as the edges allow.
            (photo_of(1200, 1800, y=10), (4, 3), (0, 0, 1200, 900)),
            (photo_of(1200, 1800, y=95), (4, 3), (0, 900, 1200, 1800)),
            (photo_of(2400, 900, x=0), (16, 9), (0, 0, 1600, 900)),
            (photo_of(2400, 900, x=100), (16, 9), (800, 0, 2400, 900)),
        ],
    )
    def test_is_around_the_focal_point(self, photo, shape, box):
        assert photo.crop_box(*shape) == box

    @pytest.mark.parametrize("size", [(1, 1), (1, 2400), (2400, 1), (1333, 777)])
    @pytest.mark.parametrize("shape", SHAPES)
    def test_is_inside_the_photo_and_not_empty(self, size, shape):
        for x, y in [(0, 0), (100, 100), (33, 67)]:
            left, upper, right, lower = photo_of(*size, x, y).crop_box(*shape)
            assert 0 <= left < right <= size[0]
            assert 0 <= upper < lower <= size[1]

    @pytest.mark.parametrize("shape", SHAPES[:5])
    def test_has_the_shape_that_was_asked(self, shape):
        left, upper, right, lower = photo_of(1800, 1200, 20, 80).crop_box(*shape)
        found = (right - left) / (lower - upper)
        assert found == pytest.approx(shape[0] / shape[1], rel=0.005)


class TestCropClass:
    @pytest.mark.parametrize(
        ("photo", "classes"),
        [
            (photo_of(1600, 1200), ""),
            (photo_of(1600, 1200, y=0), "focus-y-0"),
            (photo_of(1600, 1200, y=100), "focus-y-100"),
            (photo_of(2400, 900, x=20), "focus-x-0"),
            (photo_of(2400, 900, x=45), "focus-x-40"),
            # Nothing is cut off in that direction: there is nothing to say.
            (photo_of(1600, 900, x=0, y=0), ""),
        ],
    )
    def test_says_in_tenths_where_to_cut(self, photo, classes):
        assert photo.crop_class(16, 9) == classes

    def test_reaches_the_card_of_a_chronicle(self, client):
        chronicle = make_chronicle()
        add_photo(chronicle, make_photo(size=(40, 60), focus_y=0))
        assert '<img class="focus-y-0"' in client.get("/cronache/").content.decode()


class TestField:
    @pytest.mark.parametrize("values", [{"focus_x": 101}, {"focus_y": 101}])
    def test_database_refuses_a_point_outside(self, values):
        with pytest.raises(IntegrityError):
            make_photo(**values)

    @pytest.mark.parametrize("values", [{"focus_x": 101}, {"focus_y": -1}])
    def test_form_refuses_a_point_outside(self, values):
        photo = make_photo()
        for name, value in values.items():
            setattr(photo, name, value)
        with pytest.raises(ValidationError) as error:
            photo.full_clean()
        assert set(values) <= set(error.value.message_dict)

    def test_is_the_middle_unless_said(self):
        photo = make_photo()
        assert (photo.focus_x, photo.focus_y) == (50, 50)


class TestAdmin:
    @pytest.fixture
    def edit(self, client):
        photo = make_photo(focus_x=30, focus_y=20)
        url = admin_url(Photo, "change", photo.pk)
        sign_in(client)
        return lambda **changes: client.post(url, form_of(client.get(url), **changes))

    def saved(self):
        return Photo.objects.values_list("focus_x", "focus_y").get()

    def test_numbers_are_saved(self, edit):
        edit(focus_x="70", focus_y="10")
        assert self.saved() == (70, 10)

    def test_numbers_stay_when_something_else_changes(self, edit):
        edit(title="Altro nome")
        assert self.saved() == (30, 20)

    def test_emptied_numbers_are_the_middle(self, edit):
        edit(focus_x="", focus_y="")
        assert self.saved() == (50, 50)

    def test_a_point_outside_is_refused_in_words(self, edit):
        response = edit(focus_x="250")
        assert "100" in errors_of(response)[0]
        assert self.saved() == (30, 20)

    def test_is_the_middle_of_another_file(self, edit):
        edit(upload=SimpleUploadedFile("altra.jpg", jpeg().read()))
        assert self.saved() == (50, 50)

    def test_is_what_was_pointed_at_in_another_file(self, edit):
        upload = SimpleUploadedFile("altra.jpg", jpeg().read())
        edit(upload=upload, focus_x="70")
        assert self.saved() == (70, 20)
