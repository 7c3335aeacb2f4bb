"""A forgotten password: the pages and the mail tell nothing about who exists."""

from datetime import timedelta
from threading import Event

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from mix_site.accounts import mail
from mix_site.models import AccessEvent
from tests.accounts import (
    NEW_PASSWORD,
    PASSWORD,
    is_in,
    link_in,
    make_colleague,
    make_phone,
    sign_in,
)

pytestmark = pytest.mark.django_db

ASK = "/redazione/password/dimenticata/"
LONG = 10


@pytest.fixture(autouse=True)
def ada():
    return make_colleague(role=None)


@pytest.fixture
def posted(monkeypatch):
    """Do what is left for later as soon as the answer is closed."""
    monkeypatch.setattr(mail, "in_background", lambda work, *given: work(*given))


def ask(client, email="ada@esempio.it", **extra):
    return client.post(ASK, {"email": email}, **extra)


@pytest.fixture
def link(client, posted, mailoutbox):
    ask(client)
    return link_in(mailoutbox[0])


def choose(client, link, password=NEW_PASSWORD):
    page = client.get(link)
    address = page.url if page.status_code == 302 else link
    data = {"new_password1": password, "new_password2": password}
    return client.post(address, data)


class TestAsking:
    def test_the_sign_in_page_leads_here(self, client):
        assert ASK in client.get(reverse("admin:login")).content.decode()

    def test_writes_one_mail_in_italian(self, client, posted, mailoutbox):
        ask(client)
        (message,) = mailoutbox
        assert message.to == ["ada@esempio.it"]
        assert message.subject == "Una nuova password per la redazione di Mix"
        assert "Il tuo nome utente è ada." in message.body

    def test_capitals_in_the_address_do_not_matter(self, client, posted, mailoutbox):
        ask(client, "Ada@Esempio.it")
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize(
        "values", [{"is_active": False}, {"password": "!nessuna"}, {"email": ""}]
    )
    def test_not_everybody_is_written_to(self, client, posted, mailoutbox, ada, values):
        for name, value in values.items():
            setattr(ada, name, value)
        ada.save()
        ask(client)
        assert mailoutbox == []

    def test_who_does_not_exist_gets_the_same_answer(self, client, posted, mailoutbox):
        known, unknown = ask(client), ask(client, "nessuno@esempio.it")
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert known.headers == unknown.headers
        assert len(mailoutbox) == 1

    def test_the_mail_leaves_after_the_answer(self, monkeypatch):
        done, response = [], HttpResponse()
        monkeypatch.setattr(mail, "in_background", lambda *given: done.append(given))
        mail.after_answer(response, print)
        assert done == []
        response.close()
        assert len(done) == 1

    def test_a_slow_mail_server_is_not_waited_for(self, client, monkeypatch):
        taken, sent = Event(), Event()

        def send_slowly(email):
            taken.wait(LONG)
            sent.set()

        monkeypatch.setattr("mix_site.accounts.resets.send_link", send_slowly)
        ask(client)
        assert not sent.is_set()
        taken.set()
        assert sent.wait(LONG)

    @pytest.mark.parametrize("typed", ["", "ada", "ada@", "a\r\nBcc: x@esempio.it"])
    def test_an_odd_address_is_told_in_words(self, client, typed):
        response = ask(client, typed)
        assert response.status_code == 200
        assert response.context["form"].errors["email"]

    def test_a_mail_server_that_is_away_changes_nothing(
        self, client, posted, monkeypatch
    ):
        def away(*given):
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailBackend, "send_messages", away)
        assert ask(client).status_code == 302


class TestLimits:
    def test_the_fourth_for_one_mailbox_is_refused(self, client, posted, mailoutbox):
        answers = [ask(client).status_code for _ in range(4)]
        assert answers == [302, 302, 302, 429]
        assert len(mailoutbox) == 3

    def test_an_unknown_mailbox_is_counted_alike(self, client, posted):
        answers = [ask(client, "nessuno@esempio.it").status_code for _ in range(4)]
        assert answers == [302, 302, 302, 429]

    def test_from_many_networks_the_mailbox_is_counted(self, client, posted):
        answers = [
            ask(client, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 5)
        ]
        assert answers[-1] == 429

    def test_the_sixth_from_one_network_is_refused(self, client, posted):
        answers = [ask(client, f"nome{n}@esempio.it").status_code for n in range(1, 7)]
        assert answers == [302] * 5 + [429]

    def test_an_hour_later_it_may_be_asked_again(self, client, posted):
        for _ in range(4):
            ask(client)
        AccessEvent.objects.update(at=timezone.now() - timedelta(minutes=61))
        assert ask(client).status_code == 302

    def test_the_page_says_so_in_italian(self, client, posted):
        *_, last = [ask(client) for _ in range(4)]
        assert "un’ora dopo l’ultimo tentativo" in last.content.decode()


class TestLink:
    def test_lets_choose_a_password(self, client, link):
        choose(client, link)
        sign_in(client, password=NEW_PASSWORD)
        assert is_in(client)

    def test_leaves_the_address_at_once(self, client, link):
        assert client.get(link).url.endswith("/set-password/")

    def test_works_once(self, client, link):
        choose(client, link)
        page = client.get(link)
        assert "scaduto, o è già stato usato" in page.content.decode()

    def test_lasts_an_hour(self, client, link, settings):
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert "scaduto, o è già stato usato" in client.get(link).content.decode()

    def test_does_not_sign_in(self, client, link):
        choose(client, link)
        assert not is_in(client)

    def test_does_not_go_around_the_second_factor(self, client, link, ada):
        make_phone(ada)
        choose(client, link)
        sign_in(client, password=NEW_PASSWORD)
        assert not is_in(client)

    def test_ends_the_open_sessions(self, client, posted, mailoutbox):
        elsewhere = type(client)()
        sign_in(elsewhere)
        assert is_in(elsewhere)
        ask(client)
        choose(client, link_in(mailoutbox[0]))
        assert not is_in(elsewhere)

    def test_a_weak_password_is_told_in_words(self, client, link):
        response = choose(client, link, "milano2026mix")
        assert "È facile da indovinare" in response.content.decode()
        assert sign_in(client, password=PASSWORD).status_code == 302

    def test_its_owner_is_told(
        self, client, link, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            choose(client, link)
        assert "la password del tuo accesso è stata cambiata" in mailoutbox[-1].body

    @pytest.mark.parametrize("odd", ["x/y-z", "MQ/", "%00/x", "9" * 90 + "/x-y"])
    def test_an_odd_one_is_told_in_words(self, client, odd):
        response = client.get(f"/redazione/password/{odd}/", follow=True)
        assert response.status_code in (200, 400, 404)
