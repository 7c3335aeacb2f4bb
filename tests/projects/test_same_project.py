"""What belongs together belongs to one project, from whichever side it is changed."""

import pytest
from django.core.exceptions import ValidationError

from chronicles.models import ChroniclePhoto
from projects.models import EventPhoto
from tests import builders

pytestmark = pytest.mark.django_db

KEPT = {
    "place": builders.make_place,
    "event": builders.make_event,
    "story": builders.make_story,
    "photo": builders.make_photo,
    "release": builders.make_release,
}


@pytest.mark.parametrize("make", KEPT.values(), ids=KEPT)
def test_does_not_move_to_another_project(make):
    row = make()
    row.project = builders.make_project(lot=9)
    with pytest.raises(ValidationError, match="Il progetto non si cambia più"):
        row.full_clean()


def test_photo_of_another_project_is_refused_in_a_chronicle():
    chronicle = builders.make_chronicle(project=builders.make_project(lot=1))
    photo = builders.make_photo(project=builders.make_project(lot=2))
    use = ChroniclePhoto(chronicle=chronicle, photo=photo, alt="Un cortile")
    with pytest.raises(ValidationError, match="di un altro progetto"):
        use.full_clean()


def test_photo_of_any_project_is_shown_by_the_city():
    event = builders.make_event(project=builders.make_project(lot=None))
    photo = builders.make_photo(project=builders.make_project(lot=2))
    use = EventPhoto(event=event, photo=photo, alt="Un cortile")
    use.full_clean()
    use.save()
    assert list(event.photo_uses.published()) == [use]


def test_cover_of_another_project_is_refused():
    project = builders.make_project(lot=1)
    project.cover = builders.make_photo(project=builders.make_project(lot=2))
    project.cover_alt = "Un cortile"
    with pytest.raises(ValidationError, match="di un altro progetto"):
        project.full_clean()


@pytest.mark.parametrize("field", ["photo_before", "photo_after"])
def test_place_shows_its_own_photos(field):
    place = builders.make_place(project=builders.make_project(lot=1))
    setattr(place, field, builders.make_photo(project=builders.make_project(lot=2)))
    setattr(place, field.replace("photo", "alt"), "Un cortile")
    with pytest.raises(ValidationError, match="altro progetto"):
        place.full_clean()
