"""The action «Pubblica» of a list: each row by itself, and none too soon."""

import pytest
from reversion.models import Revision, Version

from chronicles.models import Chronicle
from editorial.publishing import State
from editorial.roles import EQUIPE, REDAZIONE
from tests.admin import admin_url, form_of
from tests.builders import DRAFT, FAR_AHEAD, make_chronicle, make_project
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db

REVIEW = {"state": State.REVIEW, "published_at": None}


@pytest.fixture
def redazione():
    return client_of(make_member(REDAZIONE))


def publish(client, *rows, **more):
    """Choose `rows` in the list and publish them; return all that is said."""
    chosen = [row.pk for row in rows]
    data = {"action": "publish_chosen", "_selected_action": chosen}
    url = admin_url(Chronicle, "changelist")
    response = client.post(url, data | more, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def test_checks_each_of_them(redazione):
    good, bad = make_chronicle(**REVIEW), make_chronicle(rubrics=[], **REVIEW)
    said = publish(redazione, good, bad)
    states = Chronicle.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.PUBLISHED, State.REVIEW]
    assert "Scegli la rubrica principale." in said


def test_is_not_for_an_equipe():
    project = make_project(lot=1)
    row = make_chronicle(project=project, **DRAFT)
    publish(client_of(make_member(EQUIPE, projects=[project])), row)
    row.refresh_from_db()
    assert row.state == State.DRAFT


# A forged `_preview` switches nothing off.
@pytest.mark.parametrize("more", [{}, {"_preview": "1"}])
def test_is_a_version_of_each(redazione, more):
    rows = [make_chronicle(**REVIEW), make_chronicle(**REVIEW)]
    publish(redazione, *rows, **more)
    found = [revision.user.username for revision in Revision.objects.all()]
    assert found == ["redazione", "redazione"]


def test_going_back_takes_back_one(redazione):
    one, other = make_chronicle(title="Uno", **REVIEW), make_chronicle(**REVIEW)
    publish(redazione, one, other)
    version = Version.objects.get_for_object(one).get()
    Chronicle.objects.update(title="Cambiata")
    url = admin_url(Chronicle, "revision", one.pk, version.pk)
    redazione.post(url, form_of(redazione.get(url)))
    titles = Chronicle.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Uno", "Cambiata"]


def test_what_has_a_future_moment_is_left(redazione):
    row = make_chronicle(state=State.DRAFT, published_at=FAR_AHEAD)
    assert "È un momento futuro: premi «Programma»" in publish(redazione, row)
    row.refresh_from_db()
    assert (row.state, row.published_at) == (State.DRAFT, FAR_AHEAD)


def test_what_is_scheduled_stays_so(redazione):
    row = make_chronicle(published_at=FAR_AHEAD)
    assert "È già programmata" in publish(redazione, row)
    row.refresh_from_db()
    assert row.published_at == FAR_AHEAD
