"""Two people press the button in the same moment: one of them has won."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from chronicles.models import Chronicle, Story
from tests.admin import admin_url, form_of
from tests.builders import make_chronicle, make_story, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def post_together(row, field, values):
    """Open the form of `row` as often as there are `values`, then send all at once."""
    url = admin_url(type(row), "change", row.pk)
    ready = Barrier(len(values))
    forms = []
    for number, value in enumerate(values):
        client = Client()
        name = f"{field}-{value}-{number}"
        client.force_login(make_user(name, is_staff=True, is_superuser=True))
        forms.append((client, form_of(client.get(url), **{field: value})))

    def send(client, sent):
        ready.wait(timeout=30)
        try:
            return client.post(url, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(values)) as pool:
        return list(pool.map(lambda form: send(*form), forms))


class TestRace:
    def test_exactly_one_save_wins(self):
        row = make_chronicle(photos=1)
        for turn in range(ROUNDS):
            values = [f"{turn}{letter}" for letter in "abc"]
            found = post_together(row, "title", values)
            assert sorted(found) == [302, 409, 409]
            assert Chronicle.objects.get().title == values[found.index(302)]

    def test_a_photo_alone_is_enough_to_win(self):
        row = make_chronicle(photos=1)
        found = post_together(row, "photo_uses-0-caption", ["uno", "due"])
        assert sorted(found) == [302, 409]
        assert row.photo_uses.get().caption == ["uno", "due"][found.index(302)]

    def test_what_counts_no_versions_is_as_safe(self):
        found = post_together(make_story(), "title", ["uno", "due"])
        assert sorted(found) == [302, 409]
        assert Story.objects.get().title == ["uno", "due"][found.index(302)]
