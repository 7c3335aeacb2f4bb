"""What an equipe may still say of a photo once a page of it is out of its hands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from editorial.publishing import State
from editorial.roles import EQUIPE, REDAZIONE
from projects.admin.photo_locks import WHY
from projects.models import Photo
from tests.admin import admin_url, errors_of, form_of
from tests.builders import (
    add_photo,
    jpeg,
    make_chronicle,
    make_organization,
    make_photo,
    make_project,
    make_release,
)
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    return make_photo(project=make_project(lot=1), people="minors")


@pytest.fixture
def team(photo):
    return client_of(make_member(EQUIPE, projects=[photo.project]))


def show(photo, state):
    add_photo(make_chronicle(project=photo.project, state=state), photo)


def change(client, photo, **changes):
    """Send the form of `photo` back with `changes`; return what it complains of."""
    url = admin_url(Photo, "change", photo.pk)
    response = client.post(url, form_of(client.get(url), **changes))
    former = photo.key
    photo.refresh_from_db()
    return errors_of(response), photo.key != former


def picture():
    return SimpleUploadedFile("altra.jpg", jpeg((30, 30)).read())


@pytest.mark.parametrize("state", [State.REVIEW, State.PUBLISHED, State.WITHDRAWN])
def test_who_is_in_it_stays_out_of_hand(team, photo, state):
    show(photo, state)
    assert change(team, photo, people="nobody") == ([WHY], False)
    assert photo.people == "minors"


@pytest.mark.parametrize("state", [State.DRAFT, State.CHANGES])
def test_who_is_in_it_is_theirs_while_they_write(team, photo, state):
    show(photo, state)
    assert change(team, photo, people="nobody") == ([], False)
    assert photo.people == "nobody"


def test_the_picture_is_not_replaced(team, photo):
    show(photo, State.PUBLISHED)
    assert change(team, photo, upload=picture()) == ([WHY], False)


def test_a_release_is_not_added(team, photo):
    show(photo, State.PUBLISHED)
    release = make_release(project=photo.project)
    assert change(team, photo, release=release.pk) == ([WHY], False)
    assert photo.release is None


def test_a_row_without_a_state_counts_as_public(team, photo):
    make_organization(logo=photo)
    assert change(team, photo, people="nobody") == ([WHY], False)


@pytest.mark.parametrize("people", Photo.NEEDS_RELEASE)
def test_a_face_that_nobody_had_seen_hides_it(team, photo, people):
    Photo.objects.update(people="nobody")
    show(photo, State.PUBLISHED)
    assert change(team, photo, people=people) == ([], False)
    assert photo.people == people


def test_no_other_picture_comes_in_with_it(team, photo):
    Photo.objects.update(people="nobody")
    show(photo, State.PUBLISHED)
    errors, is_replaced = change(team, photo, people="minors", upload=picture())
    assert (set(errors), is_replaced) == ({WHY}, False)


def test_the_rest_of_it_is_theirs(team, photo):
    show(photo, State.PUBLISHED)
    assert change(team, photo, author="Ugo Neri", upload="") == ([], False)
    assert photo.author == "Ugo Neri"


def test_the_redazione_changes_all(photo):
    show(photo, State.PUBLISHED)
    client = client_of(make_member(REDAZIONE))
    changes = {"people": "nobody", "upload": picture()}
    assert change(client, photo, **changes) == ([], True)
    assert photo.people == "nobody"
