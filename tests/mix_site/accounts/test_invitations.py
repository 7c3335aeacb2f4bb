"""A new colleague is invited, and chooses the first password alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE
from mix_site.models import AccessEvent, Invitation
from tests.accounts import NEW_PASSWORD, is_in, link_in, make_colleague, sign_in
from tests.admin import errors_of
from tests.builders import make_project

pytestmark = pytest.mark.django_db

ADD = "/redazione/auth/user/add/"


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """What waits for the end of the transaction is done within it."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, **options: work())


@pytest.fixture
def boss_client(client):
    client.force_login(make_colleague("boss", AMMINISTRAZIONE, is_superuser=True))
    return client


def given(role=REDAZIONE, **values):
    group = Group.objects.get_or_create(name=role)[0]
    data = {
        "email": "anna@esempio.it",
        "first_name": "Anna",
        "last_name": "D’Angelo",
        "role": group.pk,
    }
    return data | values


@pytest.fixture
def anna(boss_client):
    boss_client.post(ADD, given())
    return User.objects.get(email="anna@esempio.it")


@pytest.fixture
def link(anna, mailoutbox):
    return link_in(mailoutbox[0])


def choose(client, link, password=NEW_PASSWORD):
    data = {"new_password1": password, "new_password2": password}
    return client.post(link, data)


def act(user, what):
    return reverse("admin:auth_user_access", args=[user.pk, what])


class TestInviting:
    def test_makes_a_user_without_a_password(self, anna):
        assert anna.username == "anna.dangelo"
        assert anna.is_staff
        assert not anna.has_usable_password()
        assert not anna.is_superuser

    def test_gives_the_role(self, anna):
        assert [group.name for group in anna.groups.all()] == [REDAZIONE]

    def test_an_equipe_gets_its_projects(self, boss_client):
        project = make_project(4)
        boss_client.post(ADD, given(EQUIPE, projects=[project.pk]))
        assert list(User.objects.get(first_name="Anna").projects.all()) == [project]

    def test_an_equipe_without_projects_is_refused_in_words(self, boss_client):
        answer = boss_client.post(ADD, given(EQUIPE))
        assert errors_of(answer) == ["Scegli almeno un progetto per questa equipe."]

    def test_two_people_never_share_an_address(self, boss_client, anna):
        answer = boss_client.post(ADD, given(email="ANNA@esempio.it"))
        assert errors_of(answer) == ["C’è già una persona con questo indirizzo."]

    def test_namesakes_get_another_name(self, boss_client, anna):
        boss_client.post(ADD, given(email="altra@esempio.it"))
        assert User.objects.get(email="altra@esempio.it").username == "anna.dangelo2"

    def test_the_mail_is_in_italian_and_plain(self, anna, mailoutbox):
        (message,) = mailoutbox
        assert message.to == ["anna@esempio.it"]
        assert "Ciao Anna" in message.body
        assert "&#x27;" not in message.body

    def test_a_mail_server_that_is_away_is_told(self, boss_client, monkeypatch):
        def away(*given):
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailBackend, "send_messages", away)
        answer = boss_client.post(ADD, given())
        page = boss_client.get(answer.url).content.decode()
        assert "la posta non risponde" in page
        assert "Manda di nuovo l’invito" in page

    def test_is_for_the_amministrazione(self, client):
        client.force_login(make_colleague())
        assert client.post(ADD, given()).status_code == 403


class TestLink:
    def test_lets_choose_a_password_and_come_in(self, client, link):
        client.logout()
        assert choose(client, link).status_code == 302
        sign_in(client, "anna.dangelo", NEW_PASSWORD)
        assert is_in(client)

    def test_looking_at_it_uses_nothing_up(self, client, link):
        assert [client.get(link).status_code for _ in range(2)] == [200, 200]

    def test_works_once(self, client, link):
        choose(client, link)
        assert client.get(link).status_code == 410
        assert choose(client, link, "un-altra-frase-lunga").status_code == 410

    def test_lasts_seven_days(self, client, link):
        Invitation.objects.update(sent_at=timezone.now() - timedelta(days=7))
        assert client.get(link).status_code == 410

    def test_a_weak_password_is_told_and_uses_nothing_up(self, client, link):
        assert "È facile" in choose(client, link, "annadangelo26").content.decode()
        assert choose(client, link).status_code == 302

    def test_a_forged_one_leads_nowhere(self, client, link):
        assert client.get(link[:-3] + "xx/").status_code == 410

    def test_one_sent_again_ends_the_one_before(
        self, boss_client, anna, link, mailoutbox
    ):
        boss_client.post(act(anna, "invita"))
        assert boss_client.get(link).status_code == 410
        assert boss_client.get(link_in(mailoutbox[-1])).status_code == 200

    def test_one_withdrawn_leads_nowhere(self, boss_client, anna, link):
        boss_client.post(act(anna, "ritira-invito"))
        assert boss_client.get(link).status_code == 410

    def test_one_of_a_disabled_colleague_leads_nowhere(self, client, anna, link):
        User.objects.filter(pk=anna.pk).update(is_active=False)
        assert client.get(link).status_code == 410

    def test_who_has_a_password_is_not_invited_again(
        self, boss_client, anna, link, mailoutbox
    ):
        choose(boss_client, link)
        boss_client.post(act(anna, "invita"))
        assert len(mailoutbox) == 1


class TestButtons:
    def test_act_by_post_alone(self, boss_client, anna):
        assert boss_client.get(act(anna, "ritira-invito")).status_code == 404
        assert Invitation.objects.get().is_open

    def test_know_nothing_else(self, boss_client, anna):
        assert boss_client.post(act(anna, "altro")).status_code == 404

    @pytest.mark.parametrize("what", ["invita", "ritira-invito", "chiudi-sessioni"])
    def test_are_not_for_the_redazione(self, client, anna, what):
        client.force_login(make_colleague("zoe"))
        assert client.post(act(anna, what)).status_code in (403, 404)

    def test_of_a_superuser_are_for_superusers(self, client):
        boss = make_colleague("boss", AMMINISTRAZIONE, is_superuser=True)
        zoe = make_colleague("zoe")
        client.force_login(make_colleague("gina", AMMINISTRAZIONE))
        assert client.post(act(zoe, "chiudi-sessioni")).status_code == 302
        assert client.post(act(boss, "chiudi-sessioni")).status_code == 403

    def test_sessions_are_ended(self, boss_client):
        zoe, elsewhere = make_colleague("zoe"), type(boss_client)()
        sign_in(elsewhere, "zoe")
        assert is_in(elsewhere)
        boss_client.post(act(zoe, "chiudi-sessioni"))
        assert not is_in(elsewhere)

    def test_what_is_done_is_in_the_register(self, boss_client, anna):
        boss_client.post(act(anna, "ritira-invito"))
        row = AccessEvent.objects.first()
        assert (row.kind, row.user, row.by.username) == (
            "invitation-withdrawn",
            anna,
            "boss",
        )

    def test_the_list_says_who_can_come_in(self, boss_client, anna):
        html = boss_client.get("/redazione/auth/user/").content.decode()
        assert "invitato, fino a" in html
        assert "attivo" in html
