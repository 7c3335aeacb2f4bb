"""The register of sign-ins: who, when, from where, and nothing secret."""

import json
import logging
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from mix_site.accounts.events import client_address, record
from mix_site.models import AccessEvent
from tests.accounts import PASSWORD, code_now, make_colleague, make_phone, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_colleague()


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, "mix.security")
    return caplog


def kinds():
    return list(AccessEvent.objects.order_by("pk").values_list("kind", flat=True))


class TestRows:
    def test_coming_in_and_going_out(self, client, ada):
        sign_in(client)
        client.post(reverse("admin:logout"))
        assert kinds() == ["signed-in", "signed-out"]
        assert set(AccessEvent.objects.values_list("user", "address")) == {
            (ada.pk, "127.0.0.1")
        }

    def test_a_wrong_password(self, client, ada):
        sign_in(client, password="sbagliata")
        row = AccessEvent.objects.get()
        assert (row.kind, row.user, row.name) == ("failed", ada, "ada")

    def test_a_name_that_nobody_has_is_not_kept(self, client, ada, log):
        sign_in(client, "la-mia-password-scritta-qui")
        row = AccessEvent.objects.get()
        assert (row.kind, row.user, row.name) == ("failed", None, "")
        assert "la-mia-password" not in log.text + row.fingerprint

    def test_the_lock_once(self, client, ada, settings):
        settings.AXES_ENABLED = True
        for _ in range(8):
            sign_in(client, password="sbagliata")
        assert kinds() == ["failed"] * 4 + ["locked"]

    def test_the_second_factor(self, client, ada):
        make_phone(ada)
        sign_in(client)
        client.post("/redazione/accesso/codice/", {"code": code_now()})
        assert kinds() == ["signed-in", "code-right"]

    def test_what_is_old_is_forgotten(self, client, ada):
        record(AccessEvent.Kind.SIGNED_OUT, None, ada)
        AccessEvent.objects.update(at=timezone.now() - timedelta(days=181))
        sign_in(client)
        assert kinds() == ["signed-in"]

    def test_who_is_deleted_leaves_the_name(self, client, ada):
        sign_in(client)
        ada.delete()
        assert AccessEvent.objects.get().name == "ada"


class TestLog:
    def test_says_who_when_and_from_where(self, client, ada, log):
        sign_in(client)
        said = json.loads(log.messages[0])
        assert said["event"] == "signed-in"
        assert (said["user"], said["address"]) == ("ada", "127.0.0.1")
        assert said["at"].endswith("+00:00")

    def test_holds_no_password_and_no_code(self, client, ada, log):
        make_phone(ada)
        sign_in(client, password="un-segreto-sbagliato")
        sign_in(client)
        code = code_now()
        client.post("/redazione/accesso/codice/", {"code": code})
        for secret in (PASSWORD, "un-segreto-sbagliato"):
            assert secret not in log.text
        assert all(
            code != value
            for line in log.messages
            for value in json.loads(line).values()
        )

    def test_no_name_can_write_a_line_of_its_own(self, rf, log):
        odd = make_colleague("eva\nevent: signed-in", role=None)
        record(AccessEvent.Kind.FAILED, rf.get("/"), odd)
        assert "\n" not in log.messages[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "6.6.6.6", "9.9.9.9", "9.9.9.9"),
        (1, "5.5.5.5", "127.0.0.1", "5.5.5.5"),
        (1, "6.6.6.6, 5.5.5.5", "127.0.0.1", "5.5.5.5"),
        (1, "6.6.6.6,7.7.7.7 , 5.5.5.5", "127.0.0.1", "5.5.5.5"),
        (2, "6.6.6.6, 5.5.5.5, 8.8.8.8", "127.0.0.1", "5.5.5.5"),
        (1, "2001:db8::1", "127.0.0.1", "2001:db8::1"),
        (0, "", "fe80::1%eth0", "fe80::1"),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "nulla", "127.0.0.1", None),
        (0, "", "", None),
    ],
)
def test_the_address_is_what_our_proxies_say(
    settings, proxies, forwarded, remote, expected
):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote
    )
    assert client_address(request) == expected
