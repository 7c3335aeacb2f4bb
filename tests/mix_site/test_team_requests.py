"""A kind request to a team whose rubric has gone quiet."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from chronicles.models import Rubric
from editorial.roles import EQUIPE, REDAZIONE
from mix_site.desk.coverage import coverage
from mix_site.models import TeamRequest
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return builders.make_project(2, locative="in via Padova")


@pytest.fixture
def rubric():
    return Rubric.objects.get(slug="spazi")


@pytest.fixture
def address(project, rubric):
    return reverse("admin:ask-team", args=[project.pk, rubric.pk])


@pytest.fixture
def writer(project):
    user = builders.make_user(
        "karim", projects=[project], is_staff=True, email="karim@example.org"
    )
    user.groups.add(Group.objects.get_or_create(name=EQUIPE)[0])
    return user


@pytest.fixture
def editor(client):
    user = builders.make_user("giulia", is_staff=True, first_name="Giulia")
    user.groups.add(Group.objects.get_or_create(name=REDAZIONE)[0])
    client.force_login(user)
    return user


@pytest.fixture
def ask(client, address, django_capture_on_commit_callbacks):
    def send(text="Ciao, raccontate?"):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {"text": text})

    return send


def proposed(client, address):
    return client.get(address).context["form"].initial["text"]


def test_proposes_the_prompt_of_the_rubric(client, editor, writer, rubric, address):
    text = proposed(client, address)
    assert rubric.prompt in text
    assert "ancora una cronaca in via Padova" in text


def test_says_when_the_last_one_was(client, editor, writer, project, address):
    builders.make_chronicle(("spazi",), project=project)
    assert "è del 15 marzo 2018" in proposed(client, address)


def test_leads_to_a_form_already_begun(client, editor, writer, address, project):
    text = proposed(client, address)
    path = text[text.index("/redazione/") :].split()[0]
    form = client.get(path).context["adminform"].form
    assert form.initial["project"] == str(project.pk)
    assert form.initial["main_rubric"]


def test_to_look_sends_nothing(client, editor, writer, address, mailoutbox):
    client.get(address)
    assert (mailoutbox, TeamRequest.objects.count()) == ([], 0)


def test_goes_to_the_team_as_it_was_changed(editor, writer, ask, mailoutbox):
    ask("Ciao Karim, e il cortile?")
    [mail] = mailoutbox
    assert mail.to == ["karim@example.org"]
    assert "e il cortile?" in mail.body
    assert "Giulia, redazione di Mix" in mail.body


def test_is_seen_by_the_other_editors(editor, writer, ask, project, rubric):
    ask()
    [row], _ = coverage([project])
    asked = {cell.rubric: cell.asked_label for cell in row.cells}
    assert asked[rubric] == "oggi"
    assert sum(bool(label) for label in asked.values()) == 1


def test_an_empty_message_is_not_sent(editor, writer, ask, mailoutbox):
    answer = ask("  ")
    assert answer.context["form"].errors
    assert mailoutbox == []


def test_a_team_without_an_address_is_said(client, editor, ask, address, mailoutbox):
    ask()
    assert "nessuno ha un indirizzo email" in client.get(address).content.decode()
    assert (mailoutbox, TeamRequest.objects.count()) == ([], 0)


def test_a_team_asks_nobody(client, writer, address, ask, mailoutbox):
    client.force_login(writer)
    assert client.get(address).status_code == 403
    assert ask().status_code == 403
    assert mailoutbox == []


@pytest.mark.parametrize("pks", [(0, 0), (10**30, 1)])
def test_what_is_not_there_is_not_found(client, editor, pks):
    assert client.get(reverse("admin:ask-team", args=pks)).status_code == 404
