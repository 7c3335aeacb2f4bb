import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.flatpages.models import FlatPage
from django.core.management import call_command

from mix_site.models import Home
from tests.admin import admin_url, errors_of, form_of, sign_in, sign_in_browser
from tests.builders import PAGES, make_home, make_page

pytestmark = pytest.mark.django_db

EVIL = '<p onclick="x()">Ecco</p><script>alert(1)</script>'


@pytest.fixture
def boss_client(client):
    return sign_in(client)


def add_page(client, **values):
    data = {"title": "Chi siamo", "url": "/chi-siamo/", "content": "<p>Noi.</p>"}
    return client.post(admin_url(FlatPage, "add"), data | values)


class TestHome:
    def test_its_list_is_its_form(self, boss_client):
        make_home()
        response = boss_client.get(admin_url(Home, "changelist"))
        assert response.url == admin_url(Home, "change", 1)

    def test_is_made_once(self, boss_client):
        response = boss_client.get(admin_url(Home, "changelist"))
        assert response.url == admin_url(Home, "add")
        make_home()
        assert boss_client.get(admin_url(Home, "add")).status_code == 403

    def test_is_never_deleted(self, boss_client):
        make_home()
        url = admin_url(Home, "delete", 1)
        assert boss_client.post(url, {"post": "yes"}).status_code == 403

    def test_shows_what_was_written(self, boss_client):
        make_home()
        url = admin_url(Home, "change", 1)
        boss_client.post(url, form_of(boss_client.get(url), claim="Nove quartieri"))
        assert "Nove quartieri" in boss_client.get("/").content.decode()


class TestPages:
    def test_a_new_one_answers_at_its_address(self, boss_client):
        add_page(boss_client)
        assert "<p>Noi.</p>" in boss_client.get("/chi-siamo/").content.decode()

    def test_scripts_are_taken_out_when_it_is_saved(self, boss_client):
        add_page(boss_client, content=EVIL)
        assert FlatPage.objects.get().content == "<p>Ecco</p>"

    def test_scripts_in_its_title_are_only_shown(self, boss_client):
        add_page(boss_client, title="<script>alert(1)</script>")
        html = boss_client.get("/chi-siamo/").content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html

    def test_are_clean_whoever_writes_them(self, tmp_path):
        make_page(content=EVIL)
        assert FlatPage.objects.get().content == "<p>Ecco</p>"
        FlatPage.objects.update(content=EVIL)
        dump = tmp_path / "pages.json"
        call_command("dumpdata", "flatpages", output=dump, verbosity=0)
        call_command("loaddata", dump, verbosity=0)
        assert FlatPage.objects.get().content == "<p>Ecco</p>"

    @pytest.mark.parametrize(
        "url",
        [
            "/",
            "/progetti/",
            "/progetti/strade-possibili/",
            "/cronache/trama/",
            "/redazione/",
            "/newsletter/1/",
            "/salute/",
            "/static/altro/",
        ],
    )
    def test_never_hide_behind_another_page(self, boss_client, url):
        response = add_page(boss_client, url=url)
        assert response.status_code == 200
        assert not FlatPage.objects.exists()

    @pytest.mark.parametrize("url", ["chi-siamo", "/chi siamo/", "//altrove/", "/a.b/"])
    def test_odd_addresses_are_refused_in_words(self, boss_client, url):
        assert errors_of(add_page(boss_client, url=url)) == [
            "Usa lettere, numeri e trattini tra due barre: «/note-legali/»."
        ]

    def test_two_never_share_an_address(self, boss_client):
        add_page(boss_client)
        assert errors_of(add_page(boss_client)) == [
            "C’è già una pagina con questo indirizzo."
        ]

    def test_credits_have_a_page_of_their_own(self, boss_client):
        add_page(boss_client, url="/crediti/")
        assert FlatPage.objects.get().url == "/crediti/"

    def test_an_address_once_given_stays(self, boss_client):
        page = make_page("contatti")
        url = admin_url(FlatPage, "change", page.pk)
        data = form_of(boss_client.get(url), url="/altro/", title="Scrivici")
        boss_client.post(url, data)
        page.refresh_from_db()
        assert (page.url, page.title) == ("/contatti/", "Scrivici")

    @pytest.mark.parametrize("slug", PAGES)
    def test_those_that_the_footer_leads_to_stay(self, boss_client, slug):
        page = make_page(slug)
        boss_client.post(admin_url(FlatPage, "delete", page.pk), {"post": "yes"})
        assert FlatPage.objects.filter(pk=page.pk).exists()

    @pytest.mark.parametrize("slug", ["contatti", "altro"])
    def test_deleting_many_spares_them(self, boss_client, slug):
        page = make_page(slug)
        data = {"action": "delete_selected", "_selected_action": [page.pk]}
        url = admin_url(FlatPage, "changelist")
        boss_client.post(url, data | {"post": "yes"})
        assert FlatPage.objects.filter(pk=page.pk).exists() is (slug == "contatti")

    def test_any_other_can_be_deleted(self, boss_client):
        url = admin_url(FlatPage, "delete", make_page("altro").pk)
        boss_client.post(url, {"post": "yes"})
        assert not FlatPage.objects.exists()

    def test_view_on_site_is_the_page_itself(self, boss_client):
        page = make_page("contatti")
        html = boss_client.get(admin_url(FlatPage, "change", page.pk)).content.decode()
        assert '<a href="/contatti/" class="viewsitelink">' in html


FADED = "Promise.allSettled(document.getAnimations().map((a) => a.finished))"


@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    def test_axe_finds_nothing(self, page, live_server, client):
        sign_in_browser(page, live_server, client)
        for path in [
            "",
            "auth/user/add/",
            "chronicles/chronicle/",
            "chronicles/chronicle/add/",
            "newsletter/issue/add/",
            "projects/release/add/",
        ]:
            page.goto(f"{live_server.url}/redazione/{path}", wait_until="networkidle")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                # The admin's own buttons fade from one colour to the other.
                page.evaluate(FADED)
                found = Axe().run(page).response["violations"]
                assert [violation["id"] for violation in found] == [], (path, scheme)

    def test_fits_a_phone(self, page, live_server, client):
        page.set_viewport_size({"width": 360, "height": 740})
        sign_in_browser(page, live_server, client)
        for path in ("", "chronicles/chronicle/add/"):
            page.goto(f"{live_server.url}/redazione/{path}", wait_until="networkidle")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert (path, width) == (path, 360)
