import pytest
from django.core.exceptions import ValidationError

from tests.builders import hidden_photos, make_photo, make_place, make_project

pytestmark = pytest.mark.django_db

LYING, UPRIGHT = (60, 40), (40, 60)


@pytest.fixture
def project():
    return make_project(lot=1)


def place_with(before=None, after=None, alts=("Le auto", "Le panchine")):
    return make_place(
        photo_before=before,
        alt_before=alts[0] if before else "",
        photo_after=after,
        alt_after=alts[1] if after else "",
    )


@pytest.mark.parametrize(
    ("sizes", "shape"),
    [
        ((LYING, LYING), "4:3"),
        ((LYING, UPRIGHT), "4:3"),
        ((UPRIGHT, UPRIGHT), "4:5"),
        ((UPRIGHT, None), None),
        ((None, LYING), None),
        ((None, None), None),
    ],
)
def test_two_photographs_have_one_shape(project, sizes, shape):
    photos = [size and make_photo(size=size) for size in sizes]
    assert place_with(*photos).pair_shape == shape


def test_a_photograph_that_may_not_be_shown_makes_no_pair(project):
    place = place_with(make_photo(), hidden_photos(project)[0])
    assert place.shown_after is None
    assert place.pair_shape is None


def test_two_photographs_do_not_say_the_same(project):
    place = place_with(make_photo(), make_photo(), alts=("Il cortile", "Il cortile"))
    with pytest.raises(ValidationError) as error:
        place.full_clean()
    assert list(error.value.message_dict) == ["alt_after"]
    place.alt_after = "Il cortile con le panchine"
    place.full_clean()
