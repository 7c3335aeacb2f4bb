"""The code after the password."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE
from mix_site.accounts import second_factor
from mix_site.models import AccessEvent
from tests.accounts import (
    PASSWORD,
    code_now,
    is_in,
    make_colleague,
    make_phone,
    sign_in,
    wrong_code,
)
from tests.admin import form_of

pytestmark = pytest.mark.django_db

VERIFY = "/redazione/accesso/codice/"
RECOVER = "/redazione/accesso/recupero/"
NEW_PHONE = "/redazione/accesso/telefono/"
# Whatever is below the desk, whoever wrote it.
DOORS = [
    "admin:index",
    "admin:chronicles_chronicle_changelist",
    "admin:auth_user_changelist",
    "admin:password_change",
    "admin:jsi18n",
    "admin:autocomplete",
    "admin:second-factor",
]


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def ada():
    return make_colleague()


@pytest.fixture
def phone(ada):
    return make_phone(ada)


def give(client, code, address=VERIFY):
    return client.post(address, {"code": code})


def forgive_the_wait():
    """Let the seconds pass that follow a wrong code."""
    earlier = timezone.now() - timedelta(hours=1)
    TOTPDevice.objects.update(throttling_failure_timestamp=earlier)


class TestWhoNeedsIt:
    @pytest.mark.parametrize("role", [REDAZIONE, AMMINISTRAZIONE])
    def test_the_powerful(self, client, role):
        make_colleague(role=role)
        sign_in(client)
        assert not is_in(client)

    def test_a_superuser(self, client):
        make_colleague(role=None, is_superuser=True)
        sign_in(client)
        assert not is_in(client)

    def test_an_equipe_does_not(self, client):
        make_colleague(role=EQUIPE)
        sign_in(client)
        assert is_in(client)

    def test_an_equipe_that_chose_it_does(self, client):
        make_phone(make_colleague(role=EQUIPE))
        sign_in(client)
        assert not is_in(client)

    def test_nobody_when_the_site_does_not_ask(self, client, settings, ada):
        settings.REQUIRE_SECOND_FACTOR = False
        sign_in(client)
        assert is_in(client)

    def test_whoever_has_it_even_when_the_site_does_not_ask(
        self, client, settings, phone
    ):
        settings.REQUIRE_SECOND_FACTOR = False
        sign_in(client)
        assert not is_in(client)


class TestTheDoor:
    @pytest.mark.parametrize("name", DOORS)
    def test_is_closed_after_the_password_alone(self, client, phone, name):
        sign_in(client)
        response = client.get(reverse(name))
        assert response.status_code in (302, 403)

    def test_leads_to_the_code(self, client, phone):
        sign_in(client)
        response = client.get(reverse("admin:index"), follow=True)
        assert response.request["PATH_INFO"] == VERIFY

    def test_leads_to_a_new_phone_who_has_none(self, client, ada):
        sign_in(client)
        response = client.get(reverse("admin:index"), follow=True)
        assert response.request["PATH_INFO"] == NEW_PHONE

    def test_the_steps_are_for_who_gave_the_password(self, client):
        for address in (VERIFY, RECOVER, NEW_PHONE):
            assert client.get(address).url.startswith(reverse("admin:login"))

    def test_opens_to_the_page_that_was_asked_for(self, client, phone):
        sign_in(client)
        answer = client.post(VERIFY, {"code": code_now(), "next": "/redazione/guida/"})
        assert answer.url == "/redazione/guida/"
        assert is_in(client)

    def test_never_leads_to_another_site(self, client, phone):
        sign_in(client)
        data = {"code": code_now(), "next": "https://altrove.example/"}
        assert client.post(VERIFY, data).url == reverse("admin:index")

    def test_gives_the_session_a_new_name(self, client, phone):
        sign_in(client)
        before = client.session.session_key
        give(client, code_now())
        assert client.session.session_key != before

    def test_can_be_left(self, client, phone):
        sign_in(client)
        response = client.post(reverse("admin:leave"))
        assert "Clear-Site-Data" not in response
        assert client.get(VERIFY).url.startswith(reverse("admin:login"))

    def test_closes_when_the_phone_is_taken_away(self, client, phone):
        sign_in(client)
        give(client, code_now())
        second_factor.remove_devices(phone.user)
        assert not is_in(client)


class TestCodes:
    @pytest.fixture(autouse=True)
    def half_way(self, client, phone):
        sign_in(client)

    def test_a_wrong_one_is_told_in_words(self, client):
        html = give(client, wrong_code()).content.decode()
        assert "Questo codice non è giusto" in html
        assert not is_in(client)

    @pytest.mark.parametrize("typed", ["12", "abcdef", "１２３４５６", "", "1" * 12])
    def test_what_is_no_code_is_told_in_words(self, client, typed):
        response = give(client, typed)
        assert response.context["form"].errors["code"]
        assert not AccessEvent.objects.filter(kind="code-wrong").exists()

    def test_spaces_do_not_count(self, client):
        code = code_now()
        give(client, f" {code[:3]} {code[3:]} ")
        assert is_in(client)

    def test_one_opens_once(self, client):
        code = code_now()
        give(client, code)
        client.logout()
        sign_in(client)
        give(client, code)
        assert not is_in(client)

    def test_after_a_wrong_one_there_is_a_wait(self, client):
        give(client, wrong_code())
        html = give(client, code_now()).content.decode()
        assert "bisogna aspettare" in html
        assert not is_in(client)

    def test_the_fifth_wrong_one_closes(self, client, ada):
        for _ in range(5):
            last = give(client, wrong_code())
            forgive_the_wait()
        assert last.status_code == 429
        sign_in(client)
        assert give(client, code_now()).status_code == 429
        assert not is_in(client)

    def test_and_a_quarter_of_an_hour_opens(self, client):
        for _ in range(5):
            give(client, wrong_code())
            forgive_the_wait()
        earlier = timezone.now() - timedelta(minutes=16)
        AccessEvent.objects.filter(kind="code-wrong").update(at=earlier)
        sign_in(client)
        give(client, code_now())
        assert is_in(client)

    def test_a_right_one_forgives_the_wrong_ones_before(self, client, ada):
        for _ in range(4):
            give(client, wrong_code())
            forgive_the_wait()
        give(client, code_now())
        client.logout()
        sign_in(client)
        assert give(client, wrong_code()).status_code == 200

    def test_many_colleagues_cannot_be_tried_from_one_address(self, client, ada):
        other = make_colleague("zoe")
        wrong = {"kind": "code-wrong", "user": other, "address": "127.0.0.1"}
        AccessEvent.objects.bulk_create(AccessEvent(**wrong) for _ in range(15))
        assert give(client, code_now()).status_code == 429


class TestRecovery:
    @pytest.fixture
    def codes(self, client, phone):
        sign_in(client)
        return second_factor.renew_recovery_codes(phone.user)

    def test_one_opens(self, client, codes):
        give(client, codes[3].upper(), RECOVER)
        assert is_in(client)

    def test_each_opens_once(self, client, codes):
        give(client, codes[0], RECOVER)
        client.logout()
        sign_in(client)
        give(client, codes[0], RECOVER)
        assert not is_in(client)

    def test_there_are_ten_different_ones(self, codes):
        assert len(set(codes)) == 10

    def test_only_their_hashes_are_kept(self, codes):
        kept = set(StaticToken.objects.values_list("token", flat=True))
        assert len(kept) == 10
        assert kept.isdisjoint(code.replace("-", "") for code in codes)

    def test_those_of_another_open_nothing(self, client, codes):
        second_factor.renew_recovery_codes(make_colleague("zoe"))
        others = second_factor.renew_recovery_codes(make_colleague("eva"))
        give(client, others[0], RECOVER)
        assert not is_in(client)


class TestNewPhone:
    def start(self, client):
        sign_in(client)
        return client.get(NEW_PHONE)

    def confirm(self, client, page, code=None):
        letters = page.context["new"].letters
        data = {"key": page.context["new"].signed, "code": code or code_now(letters)}
        return client.post(NEW_PHONE, data)

    def test_opens_the_desk_and_shows_ten_codes(self, client, ada):
        response = self.confirm(client, self.start(client))
        assert len(response.context["codes"]) == 10
        assert is_in(client)

    def test_a_wrong_code_keeps_the_same_drawing(self, client, ada):
        page = self.start(client)
        refused = self.confirm(client, page, wrong_code())
        assert refused.context["new"].key == page.context["new"].key
        assert not is_in(client)

    def test_the_code_that_confirmed_it_opens_nothing_more(self, client, ada):
        page = self.start(client)
        code = code_now(page.context["new"].letters)
        self.confirm(client, page, code)
        client.logout()
        sign_in(client)
        give(client, code)
        assert not is_in(client)

    def test_a_secret_of_somebody_else_is_refused(self, client, ada):
        foreign = second_factor.enrolment(make_colleague("zoe"))
        sign_in(client)
        data = {"key": foreign.signed, "code": code_now(foreign.letters)}
        client.post(NEW_PHONE, data)
        assert not is_in(client)

    def test_who_has_a_phone_cannot_go_around_it(self, client, phone):
        assert self.start(client).url == VERIFY
        new = second_factor.enrolment(phone.user)
        client.post(NEW_PHONE, {"key": new.signed, "code": code_now(new.letters)})
        assert TOTPDevice.objects.get() == phone

    def test_takes_the_place_of_the_one_before(self, client, phone):
        sign_in(client)
        give(client, code_now())
        self.confirm(client, client.get(NEW_PHONE))
        assert TOTPDevice.objects.get().key != phone.key
        assert is_in(client)

    def test_ends_the_sessions_without_it(self, client, ada, settings):
        settings.REQUIRE_SECOND_FACTOR = False
        elsewhere = type(client)()
        sign_in(elsewhere)
        self.confirm(client, self.start(client))
        assert not is_in(elsewhere)

    def test_is_told_by_mail(
        self, client, ada, mailoutbox, django_capture_on_commit_callbacks
    ):
        page = self.start(client)
        with django_capture_on_commit_callbacks(execute=True):
            self.confirm(client, page)
        assert "la verifica in due passaggi è attiva" in mailoutbox[0].body


class TestOwnAccess:
    @pytest.fixture(autouse=True)
    def inside(self, client, phone):
        sign_in(client)
        give(client, code_now())

    def test_new_recovery_codes_end_the_old(self, client, ada):
        old = second_factor.renew_recovery_codes(ada)
        new = client.post("/redazione/accesso/codici/").context["codes"]
        assert set(old).isdisjoint(new)
        assert second_factor.recovery_codes_left(ada) == 10

    def test_looking_changes_nothing(self, client):
        assert client.get("/redazione/accesso/codici/").status_code == 405
        assert client.get("/redazione/accesso/sessioni/").status_code == 405

    def test_the_other_sessions_can_be_ended(self, client):
        elsewhere = type(client)()
        sign_in(elsewhere)
        client.post("/redazione/accesso/sessioni/")
        assert elsewhere.get(VERIFY).url.startswith(reverse("admin:login"))
        assert is_in(client)

    def test_says_how_many_codes_are_left(self, client, ada):
        second_factor.renew_recovery_codes(ada)
        html = client.get(reverse("admin:second-factor")).content.decode()
        assert "Ti restano 10 codici di recupero" in html


class TestLostPhone:
    @pytest.fixture
    def boss_client(self, client):
        make_phone(make_colleague("boss", AMMINISTRAZIONE, is_superuser=True))
        sign_in(client, "boss")
        give(client, code_now())
        return client

    def reset(self, client, user):
        args = [user.pk, "azzera-verifica"]
        return client.post(reverse("admin:auth_user_access", args=args))

    def test_is_reset_by_the_amministrazione(self, boss_client, ada, phone):
        self.reset(boss_client, ada)
        assert not TOTPDevice.objects.filter(user=ada).exists()
        row = AccessEvent.objects.get(kind="device-reset")
        assert (row.user, row.by.username) == (ada, "boss")

    def test_never_ones_own(self, boss_client):
        boss = TOTPDevice.objects.get().user
        self.reset(boss_client, boss)
        assert TOTPDevice.objects.filter(user=boss).exists()

    def test_never_by_the_redazione(self, client, phone):
        sign_in(client)
        give(client, code_now())
        self.reset(client, make_colleague("zoe"))
        assert not AccessEvent.objects.filter(kind="device-reset").exists()

    def test_the_form_offers_it(self, boss_client, ada, phone):
        page = boss_client.get(reverse("admin:auth_user_change", args=[ada.pk]))
        assert "Azzera la verifica in due passaggi" in page.content.decode()
        assert form_of(page)["username"] == ["ada"]


def test_a_password_alone_is_never_enough_after_a_reset(client, phone):
    client.force_login(phone.user)
    assert not is_in(client)
    assert phone.user.check_password(PASSWORD)
