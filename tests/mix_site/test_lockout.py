"""What the page of a closed door says is what the door does."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.urls import reverse

from tests.builders import make_user

pytestmark = pytest.mark.django_db

RIGHT = "giusta-e-lunga"


def knock(client, password):
    data = {"username": "ada", "password": password}
    return client.post(reverse("admin:login"), data)


def let_pass(minutes):
    earlier = F("attempt_time") - timedelta(minutes=minutes)
    AccessAttempt.objects.update(attempt_time=earlier)


@pytest.fixture
def closed(client, settings):
    """Close the door with five wrong passwords; return the page that says so."""
    settings.AXES_ENABLED = True
    make_user("ada", password=RIGHT, is_staff=True)
    return [knock(client, "sbagliata") for _ in range(5)][-1].content.decode()


def test_a_quarter_of_an_hour_opens_it(client, closed):
    let_pass(minutes=16)
    assert knock(client, RIGHT).status_code == 302


def test_the_quarter_of_an_hour_starts_again_with_every_try(client, closed):
    assert "un quarto d’ora dopo l’ultimo tentativo" in closed
    let_pass(minutes=14)
    knock(client, RIGHT)
    let_pass(minutes=14)
    assert knock(client, RIGHT).status_code == 429


def test_an_invented_address_opens_nothing(client, settings):
    """Behind a proxy the last address counts: the others are the visitor's words."""
    settings.AXES_ENABLED, settings.PROXY_COUNT = True, 1
    make_user("ada", password=RIGHT, is_staff=True)
    data = {"username": "ada", "password": "sbagliata"}
    for number in range(1, 6):
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7"}
        last = client.post(reverse("admin:login"), data, headers=forwarded)
    assert last.status_code == 429


def test_behind_a_proxy_one_visitor_does_not_lock_out_the_others(client, settings):
    settings.AXES_ENABLED, settings.PROXY_COUNT = True, 1
    make_user("ada", password=RIGHT, is_staff=True)
    data = {"username": "ada", "password": "sbagliata"}
    for _ in range(6):
        headers = {"X-Forwarded-For": "198.51.100.7"}
        client.post(reverse("admin:login"), data, headers=headers)
    headers = {"X-Forwarded-For": "198.51.100.8"}
    data = {"username": "ada", "password": RIGHT}
    answer = client.post(reverse("admin:login"), data, headers=headers)
    assert answer.status_code == 302
