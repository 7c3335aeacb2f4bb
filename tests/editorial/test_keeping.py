"""What was typed survives the door: signed out, somebody else, a key too old."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chronicles.models import Chronicle
from editorial.admin.rescue import forget, forgotten
from tests.admin import admin_url, form_of, sign_in
from tests.builders import make_chronicle, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "una parola lunga"
TYPED = "<p>Tre righe & un orto.</p>"
JSON = {"Accept": "application/json"}
# Half a character, as JSON can spell it, and lists deeper than one can go.
UNREADABLE = [
    '[["a","\\ud800"]]',
    '[["\\ud800","a"]]',
    pytest.param("[" * 100_000, id="deep"),
]


@pytest.fixture
def anna():
    return make_user("anna", password=PASSWORD, is_staff=True, is_superuser=True)


@pytest.fixture
def desk(anna):
    """A browser that checks keys, as real ones do."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    return client


@pytest.fixture
def url():
    return admin_url(Chronicle, "change", make_chronicle(photos=1).pk)


def typed(client, url):
    return form_of(client.get(url), body=TYPED)


def sign_out(client):
    client.cookies["sessionid"] = ""


def body():
    return Chronicle.objects.get().body


class TestSignedOut:
    @pytest.fixture
    def kept(self, desk, url):
        sent = typed(desk, url)
        sign_out(desk)
        return desk.post(url, sent)

    def sign_in_again(self, desk, kept, password=PASSWORD):
        names = {"username": "anna", "password": password}
        return desk.post(reverse("admin:come-back"), form_of(kept, **names))

    def test_keeps_the_text_and_asks_to_sign_in(self, kept):
        assert kept.status_code == 403
        assert "quello che hai scritto è ancora qui" in kept.content.decode()
        assert body() != TYPED

    def test_saves_after_the_sign_in_at_a_button(self, desk, kept, url):
        again = self.sign_in_again(desk, kept)
        assert again.status_code == 200
        assert body() != TYPED
        assert desk.post(url, form_of(again)).status_code == 302
        assert body() == "<p>Tre righe &amp; un orto.</p>"

    def test_can_go_on_writing_instead(self, desk, kept, url):
        again = form_of(self.sign_in_again(desk, kept))
        form = desk.post(url, again | {"_resume": "form"})
        assert form_of(form)["body"] == [TYPED]
        assert body() != TYPED

    def test_survives_a_wrong_password(self, desk, kept, url):
        wrong = self.sign_in_again(desk, kept, "sbagliata")
        assert "errornote" in wrong.content.decode()
        again = self.sign_in_again(desk, wrong)
        assert desk.post(url, form_of(again)).status_code == 302

    def test_the_password_alone_shows_nothing_of_the_desk(self, desk, kept, settings):
        settings.REQUIRE_SECOND_FACTOR = True
        half = self.sign_in_again(desk, kept)
        html = half.content.decode()
        assert half.status_code == 403
        assert "Manca ancora il secondo passo" in html
        assert reverse("admin:projects_project_changelist") not in html

    def test_says_that_files_are_not_kept(self, desk, url):
        sent = typed(desk, url)
        sign_out(desk)
        response = desk.post(url, sent | {"x": SimpleUploadedFile("a.jpg", b"x")})
        assert "I file che avevi scelto" in response.content.decode()

    @pytest.mark.parametrize("elsewhere", ["https://esempio.it/", "//esempio.it/", ""])
    def test_never_sends_it_to_another_site(self, desk, kept, elsewhere):
        sent = form_of(kept, username="anna", password=PASSWORD, _path=elsewhere)
        response = desk.post(reverse("admin:come-back"), sent)
        assert response.context["address"] == reverse("admin:index")

    @pytest.mark.parametrize("kept", UNREADABLE)
    def test_what_no_page_can_show_leads_to_the_desk(self, client, anna, kept):
        names = {"username": "anna", "password": PASSWORD}
        response = client.post(reverse("admin:come-back"), names | {"_kept": kept})
        assert response.status_code == 302

    @pytest.mark.parametrize("kept", ["", "[", "[1]", "{}", '"x"', "[[1,2,3]]"])
    def test_nonsense_leads_to_the_door(self, client, kept):
        response = client.post(reverse("admin:come-back"), {"_kept": kept})
        assert response.status_code in (302, 403)

    def test_what_holds_no_text_goes_to_the_sign_in_page(self, client, url):
        response = client.post(url, {"post": "yes"})
        assert response.status_code == 302


class TestSomebodyElse:
    def test_is_not_taken_for_the_author(self, client, desk, url):
        sent = typed(desk, url)
        sign_in(client)
        response = client.post(url, sent)
        assert "è entrata un’altra persona" in response.content.decode()
        assert body() != TYPED

    def test_may_send_it_under_their_own_name(self, client, desk, url):
        sent = typed(desk, url)
        sign_in(client)
        again = client.post(url, sent)
        assert client.post(url, form_of(again)).status_code == 302


class TestOldKey:
    @pytest.fixture
    def refused(self, desk, anna, url):
        sent = typed(desk, url)
        # A sign-in in another tab changes the key.
        desk.cookies["csrftoken"] = "x" * 32
        return desk, url, sent

    def test_gives_the_text_back_with_a_new_one(self, refused):
        desk, url, sent = refused
        again = desk.post(url, sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert body() != TYPED
        assert desk.post(url, form_of(again)).status_code == 302
        assert "Tre righe" in body()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
            {"Origin": "https://esempio.it"},
            {"Origin": "null"},
        ],
        ids=str,
    )
    def test_shows_nothing_that_other_sites_sent(self, refused, headers):
        desk, url, sent = refused
        response = desk.post(url, sent, headers=headers)
        assert response.status_code == 403
        assert "Tre righe" not in response.content.decode()

    def test_is_forgiven_while_signing_in_again(self, desk, url):
        sent = typed(desk, url)
        sign_out(desk)
        kept = form_of(desk.post(url, sent), username="anna", password=PASSWORD)
        desk.cookies["csrftoken"] = "y" * 32
        again = desk.post(
            reverse("admin:come-back"), kept, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert "Tre righe" in again.content.decode()


class TestState:
    def test_tells_the_form_who_is_signed_in(self, desk, anna):
        state = desk.get(reverse("admin:come-back"), headers=JSON).json()
        assert state["user"] == str(anna.pk)
        assert state["token"]

    def test_tells_nobody_else_anything(self, client):
        state = client.get(reverse("admin:come-back"), headers=JSON).json()
        assert (state["user"], state["is_half_in"]) == ("", False)

    def test_leads_a_person_to_the_desk(self, client):
        html = {"Accept": "text/html"}
        response = client.get(reverse("admin:come-back"), headers=html)
        assert response.status_code == 302


class TestForgetting:
    """A copy in the browser is let go when the server has saved the text."""

    @pytest.mark.django_db(transaction=True)
    def test_the_next_page_says_what_was_saved_once(self, client, url):
        sign_in(client)
        client.post(url, form_of(client.get(url), _draft="copia-1"))
        said = 'data-forgotten="copia-1"'
        assert said in client.get(url).content.decode()
        assert said not in client.get(url).content.decode()

    @pytest.mark.django_db(transaction=True)
    def test_a_refused_form_lets_nothing_go(self, client, url):
        sign_in(client)
        sent = form_of(client.get(url), _draft="copia-1", title="")
        assert client.post(url, sent).status_code == 200
        assert "data-forgotten" not in client.get(url).content.decode()

    @pytest.mark.parametrize("name", ["", '"><script>', "x" * 65, "due nomi"])
    def test_odd_names_are_not_repeated(self, rf, name):
        request = rf.post("/", {"_draft": name})
        request.session = {}
        forget(request)
        assert forgotten(request) == []
