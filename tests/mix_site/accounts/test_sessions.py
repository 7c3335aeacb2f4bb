"""Sessions end: by time, by leaving, by what happens to the account."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.accounts import (
    NEW_PASSWORD,
    PASSWORD,
    is_in,
    make_colleague,
    minutes_later,
    sign_in,
)
from tests.builders import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_colleague()


@pytest.fixture
def inside(client, ada):
    sign_in(client)
    return client


class TestTime:
    @pytest.mark.parametrize(("minutes", "open_"), [(119, True), (121, False)])
    def test_two_hours_away_end_it(self, inside, monkeypatch, minutes, open_):
        minutes_later(monkeypatch, minutes)
        assert is_in(inside) is open_

    def test_who_works_stays(self, inside, monkeypatch):
        for minutes in (100, 200, 300, 400):
            minutes_later(monkeypatch, minutes)
            assert is_in(inside)

    def test_eight_hours_end_it_even_so(self, inside, monkeypatch):
        for minutes in (100, 200, 300, 400):
            minutes_later(monkeypatch, minutes)
            is_in(inside)
        minutes_later(monkeypatch, 481)
        assert not is_in(inside)

    def test_what_is_over_is_gone(self, inside, monkeypatch):
        key = inside.session.session_key
        minutes_later(monkeypatch, 121)
        is_in(inside)
        assert not Session.objects.filter(pk=key).exists()

    def test_it_is_written_once_a_minute_at_most(self, inside, monkeypatch):
        key = inside.session.session_key
        before = Session.objects.get(pk=key).session_data
        is_in(inside)
        assert Session.objects.get(pk=key).session_data == before
        minutes_later(monkeypatch, 2)
        is_in(inside)
        assert Session.objects.get(pk=key).session_data != before

    def test_forgotten_ones_are_swept_at_the_next_sign_in(self, inside):
        yesterday = timezone.now() - timedelta(days=1)
        Session.objects.update(expire_date=yesterday)
        sign_in(type(inside)())
        assert Session.objects.count() == 1

    def test_public_pages_never_look_at_it(self, inside):
        make_home()
        response = inside.get("/")
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


class TestNames:
    def test_signing_in_again_gives_a_new_one(self, inside):
        before = inside.session.session_key
        sign_in(inside)
        assert inside.session.session_key != before
        assert not Session.objects.filter(pk=before).exists()

    def test_one_chosen_by_a_stranger_is_not_kept(self, client, ada):
        client.cookies["sessionid"] = "scelta-da-un-altro"
        sign_in(client)
        assert client.session.session_key != "scelta-da-un-altro"


class TestLeaving:
    def test_ends_it_on_both_sides(self, inside):
        key = inside.session.session_key
        response = inside.post(reverse("admin:logout"))
        assert response["Clear-Site-Data"] == '"storage"'
        assert not Session.objects.filter(pk=key).exists()
        assert not is_in(inside)

    def test_by_post_alone(self, inside):
        assert inside.get(reverse("admin:logout")).status_code == 405
        assert is_in(inside)

    def test_says_so_in_italian(self, inside):
        html = inside.post(reverse("admin:logout")).content.decode()
        assert "La sessione è chiusa" in html


class TestAccount:
    def test_a_disabled_one_loses_its_sessions_at_once(self, inside, ada):
        ada.is_active = False
        ada.save()
        assert not is_in(inside)
        assert not Session.objects.exists()

    def test_disabled_and_enabled_it_is_still_out(self, inside, ada):
        for is_active in (False, True):
            ada.is_active = is_active
            ada.save()
        assert not is_in(inside)

    def test_one_that_changes_its_password_ends_the_other_sessions(self, inside, ada):
        elsewhere = type(inside)()
        sign_in(elsewhere)
        assert is_in(elsewhere)
        data = {"old_password": PASSWORD}
        data |= {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
        assert inside.post(reverse("admin:password_change"), data).status_code == 302
        assert is_in(inside)
        assert not is_in(elsewhere)

    def test_one_that_is_deleted_is_out(self, inside):
        User.objects.all().delete()
        assert not is_in(inside)


class TestCookies:
    def test_scripts_and_other_sites_do_not_get_it(self, inside):
        cookie = inside.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]
        assert cookie["path"] == "/"

    @pytest.mark.parametrize(
        "name",
        [
            "admin:index",
            "admin:second-factor",
            "admin:login",
            "admin:password-forgotten",
        ],
    )
    def test_no_page_of_the_desk_is_kept(self, inside, name):
        assert "no-store" in inside.get(reverse(name))["Cache-Control"]

    def test_nor_what_is_not_there(self, inside):
        response = inside.get("/redazione/chronicles/chronicle/99/change/", follow=True)
        assert "no-store" in response["Cache-Control"]
        assert "no-store" in inside.get("/redazione/nulla/x/")["Cache-Control"]
