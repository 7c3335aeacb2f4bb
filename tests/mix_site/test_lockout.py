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
