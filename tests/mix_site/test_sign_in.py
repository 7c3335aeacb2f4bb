"""The door of the desk: it closes after five wrong passwords."""

import pytest
from axes.models import AccessLog
from django.urls import reverse

from tests.builders import make_user

pytestmark = pytest.mark.django_db

RIGHT = "giusta-e-lunga"


@pytest.fixture(autouse=True)
def door(settings):
    """The lock is off in the other tests, and a user to try it with."""
    settings.AXES_ENABLED = True
    make_user("ada", password=RIGHT, is_staff=True)


def knock(client, password):
    data = {"username": "ada", "password": password}
    return client.post(reverse("admin:login"), data)


def test_the_right_password_opens(client):
    assert knock(client, RIGHT).status_code == 302


def test_four_wrong_ones_are_forgiven(client):
    for _ in range(4):
        assert knock(client, "sbagliata").status_code == 200
    assert knock(client, RIGHT).status_code == 302


def test_the_fifth_wrong_one_closes_with_our_page(client):
    *_, last = [knock(client, "sbagliata") for _ in range(5)]
    assert last.status_code == 429
    assert "<h1>Troppi tentativi</h1>" in last.content.decode()


def test_then_the_right_one_is_refused_too(client):
    for _ in range(5):
        knock(client, "sbagliata")
    assert knock(client, RIGHT).status_code == 429
    assert "_auth_user_id" not in client.session


def test_who_comes_in_is_not_recorded(client):
    knock(client, RIGHT)
    assert not AccessLog.objects.exists()
