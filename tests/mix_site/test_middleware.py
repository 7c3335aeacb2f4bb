import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from django.urls import reverse

from editorial.publishing import Gone
from mix_site.middleware import MAX_QUERY, own_error_pages, refuse_odd_requests

CSP = "Content-Security-Policy"


def good(request):
    return HttpResponse("bene")


def heading(response):
    text = response.content.decode()
    return text.split("<h1>")[1].split("</h1>")[0]


class TestPolicy:
    @pytest.mark.parametrize("address", ["/salute/", "/robots.txt", "/altro/"])
    @pytest.mark.django_db
    def test_is_strict_in_public(self, client, address):
        assert "unsafe" not in client.get(address)[CSP]

    @pytest.mark.django_db
    def test_of_the_desk_is_its_own(self, client):
        policy = client.get(reverse("admin:login"))[CSP]
        assert "script-src 'self' 'unsafe-inline'" in policy
        assert "frame-ancestors 'self'" in policy

    @pytest.mark.parametrize("address", ["/redazione", "/redazione-altra/"])
    @pytest.mark.django_db
    def test_of_the_desk_is_for_the_desk_alone(self, client, address):
        assert "unsafe" not in client.get(address)[CSP]

    @pytest.mark.django_db
    def test_of_a_photograph_forbids_everything(self, client, settings):
        settings.MEDIA_ROOT.mkdir()
        (settings.MEDIA_ROOT / "foto.jpg").write_bytes(b"\xff\xd8")
        response = client.get("/media/foto.jpg")
        assert response[CSP] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_photographs_are_left_to_the_web_server(self, client, settings):
        settings.SERVE_MEDIA = False
        assert client.get("/media/foto.jpg").status_code == 404


class TestOwnErrorPages:
    def refused(self, allowed):
        middleware = own_error_pages(lambda request: HttpResponseNotAllowed(allowed))
        return middleware(RequestFactory().post("/"))

    def test_405_has_our_page(self):
        response = self.refused(["GET", "HEAD"])
        assert response.status_code == 405
        assert heading(response) == "Questa pagina si può solo leggere"

    def test_405_says_what_is_allowed(self):
        assert self.refused(["POST"])["Allow"] == "POST"

    def test_gone_has_our_page(self):
        middleware = own_error_pages(good)
        response = middleware.process_exception(RequestFactory().get("/"), Gone())
        assert response.status_code == 410
        assert heading(response) == "Pagina ritirata"

    def test_other_errors_are_left_alone(self):
        middleware = own_error_pages(good)
        request = RequestFactory().get("/")
        assert middleware.process_exception(request, ValueError()) is None

    def test_good_answers_are_left_alone(self):
        response = own_error_pages(good)(RequestFactory().get("/"))
        assert response.content == b"bene"


class TestRefuseOddRequests:
    @pytest.mark.parametrize(
        "address",
        ["/%00", "/a%00b/", "/?q=%00", "/?%00=1", "/?" + "a" * (MAX_QUERY + 1)],
        ids=lambda a: a[:12],
    )
    def test_answers_400(self, address):
        response = refuse_odd_requests(good)(RequestFactory().get(address))
        assert response.status_code == 400
        assert heading(response) == "Richiesta non riuscita"

    @pytest.mark.parametrize(
        "address",
        ["/", "/%ff%fe/", "/?q=%ff", "/?q=citt%C3%A0", "/?" + "a" * MAX_QUERY],
        ids=lambda a: a[:12],
    )
    def test_lets_readers_in(self, address):
        response = refuse_odd_requests(good)(RequestFactory().get(address))
        assert response.content == b"bene"

    def test_comes_before_anything_that_reads_the_database(self, client):
        assert client.get("/cronache/%00/").status_code == 400


class TestServerError:
    @pytest.mark.django_db
    def test_has_our_page_without_asking_the_database(self, client, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("rotto")

        client.raise_request_exception = False
        monkeypatch.setattr("newsletter.models.Issue.objects.published", broken)
        response = client.get("/newsletter/")
        assert response.status_code == 500
        assert heading(response) == "Si è verificato un problema"
        assert "rotto" not in response.content.decode()


class TestPacking:
    PHONE = {"Accept-Encoding": "gzip, br"}

    @pytest.mark.django_db
    @pytest.mark.parametrize("address", ["/", "/feed/", "/sitemap.xml"])
    def test_text_is_packed(self, client, address):
        answer = client.get(address, headers=self.PHONE)
        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]

    @pytest.mark.django_db
    def test_who_cannot_unpack_gets_it_plain(self, client):
        assert "Content-Encoding" not in client.get("/")

    @pytest.mark.django_db
    def test_a_picture_is_left_as_it_is(self, client):
        answer = client.get("/anteprime/mix.png", headers=self.PHONE)
        assert "Content-Encoding" not in answer
