"""The admin speaks Italian, also where Django and its packages do not."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.admin import admin_url, form_of, registered, sign_in
from tests.builders import make_user

pytestmark = pytest.mark.django_db

UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
# Words of Django's that are not names of permissions, attributes or classes.
ENGLISH = re.compile(
    r"\b(the|your|you|been|cannot|by selecting|password-based"
    r"|Add|After|Change|Choose|Delete|Disabled|Enabled|Enter|Please|Raw|Remove"
    r"|Reset|Save|Select|Set|Summary|This|Whether|You|Your)\b"
)


def english_in(response):
    """Return the English words of a page, each with what is around it."""
    html = UNSEEN.sub("", response.content.decode())
    return [html[max(0, m.start() - 40) : m.end() + 40] for m in ENGLISH.finditer(html)]


@pytest.fixture
def boss_client(client):
    return sign_in(client)


@pytest.mark.parametrize("view", ["changelist", "add"])
def test_lists_and_new_rows(boss_client, view):
    for model in registered():
        response = boss_client.get(admin_url(model, view), follow=True)
        assert english_in(response) == [], model


@pytest.mark.parametrize("view", ["change", "delete", "history", "password_change"])
def test_pages_about_a_user(boss_client, view):
    user = make_user("altra")
    assert english_in(boss_client.get(admin_url(User, view, user.pk))) == []


def test_the_password_that_nobody_can_read(boss_client):
    user = make_user("altra", password="una-password-lunga")
    assert english_in(boss_client.get(admin_url(User, "change", user.pk))) == []


def test_refused_forms(boss_client):
    sent = {"username": "boss", "password1": "1", "password2": "2"}
    response = boss_client.post(admin_url(User, "add"), sent)
    assert "Correggi i campi indicati." in response.content.decode()
    assert english_in(response) == []


def test_what_was_saved_and_deleted(boss_client):
    user = make_user("altra")
    url = admin_url(User, "change", user.pk)
    sent = form_of(boss_client.get(url), _continue="1")
    saved = boss_client.post(url, sent, follow=True)
    assert "Puoi modificare ancora qui sotto." in saved.content.decode()
    url = admin_url(User, "delete", user.pk)
    deleted = boss_client.post(url, {"post": "yes"}, follow=True)
    assert english_in(saved) == english_in(deleted) == []


def test_two_lists_side_by_side(boss_client):
    script = Path(finders.find("admin/js/SelectFilter2.js")).read_text()
    said = {text for _, text in re.findall(r"\bgettext\((['\"])(.+?)\1\)", script)}
    answer = boss_client.get(reverse("admin:jsi18n")).content.decode()
    catalog = json.loads(re.search(r"newcatalog = (\{.*?\});", answer, re.DOTALL)[1])
    assert said
    assert {text for text in said if catalog.get(text, text) == text} == set()
