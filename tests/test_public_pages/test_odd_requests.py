"""Requests that no link makes, and a site with nothing in it yet."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.test_public_pages import (
    EVERY,
    SECURITY_HEADERS,
    ask,
    assert_our_own_page,
    html_of,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
class TestMethod:
    def test_that_writes_is_refused(self, method):
        client = reader()
        for address in EVERY:
            response = ask(client, address, method)
            assert_our_own_page(response, 405, address)
            assert {"GET", "HEAD"} <= set(response["Allow"].split(", ")), address

    def test_that_writes_without_a_token_gets_our_page(self, method):
        client = reader(enforce_csrf_checks=True)
        response = ask(client, "/cronache/", method)
        assert_our_own_page(response, 405)


NOT_FOUND = [
    "/progetti/altro/",
    "/progetti/altro/calendario.ics",
    "/progetti/altro/spazi/cortile/",
    "/progetti/progetto-1/spazi/altro/",
    "/eventi/altro/",
    "/eventi/altro.ics",
    "/eventi/pagina/0/",
    "/eventi/pagina/999999/",
    "/cronache/altra/",
    "/cronache/pagina/0/",
    "/cronache/pagina/02/",
    "/newsletter/01/",
    "/cronache/pagina/-1/",
    "/cronache/pagina/due/",
    "/cronache/pagina/999999/",
    "/cronache/pagina/99999999999999999999/",
    f"/cronache/pagina/{'9' * 5000}/",
    "/cronache/rubriche/altra/",
    "/cronache/quartieri/altro/",
    "/cronache/storie/altra/",
    "/cronache/parole/altra/",
    "/cronache/parole/legami/pagina/999999/",
    "/newsletter/0/",
    "/newsletter/99999999999999999999/",
    "/newsletter/-1/",
    "/altro/",
    "/%ff%fe/",
    "/cronache/%ff%fe/",
    "/cronache/%ED%A0%80/",
    "/cronache/cronaca%E2%80%AEfeed/",
    "/cronache/p%CC%81agina/",
    "/newsletter/%D9%A1/",
    "/newsletter/%EF%BC%91/",
    "/cronache/%F0%9F%98%80/",
    "/cronache/../../etc/passwd",
    "/cronache/%2e%2e%2fetc/",
    "/media/",
    "/%2Faltrove.example/",
    "/" + "a" * 50_000 + "/",
    "/" + "a/" * 5_000,
]
BAD = [
    "/%00",
    "/cronache/%00/",
    "/cronache/?q=%00",
    "/?a=" + "b" * 1_000_000,
    "/media/../settings.py",
    "/media/%2e%2e/%2e%2e/etc/passwd",
]


class TestOddRequest:
    @pytest.mark.parametrize("address", NOT_FOUND, ids=lambda a: a[:40])
    def test_of_nothing_is_a_404(self, address):
        response = ask(reader(), address, follow=True)
        assert_our_own_page(response, 404)

    @pytest.mark.parametrize("address", BAD, ids=lambda a: a[:40])
    def test_that_nobody_could_mean_is_a_400(self, address):
        assert_our_own_page(ask(reader(), address), 400)

    @pytest.mark.parametrize(
        "query",
        ["%ff%fe=%ff", "a=1&a=2", "&&==", "a" * 8000, "%", "pagina=2", "q=%F0%9F"],
    )
    def test_query_changes_nothing(self, query):
        assert_our_own_page(ask(reader(), f"/cronache/?{query[:8000]}"), 200)

    @pytest.mark.parametrize(
        "host", ["altrove.example", "www.progettomix.it.example", "x y", "[::1", ""]
    )
    def test_for_another_host_is_a_400(self, host):
        client = Client(headers={"host": host})
        assert_our_own_page(client.get("/", secure=True), 400)

    @pytest.mark.parametrize("address", ["/altro/", "/%00", "/cronache/"])
    def test_keeps_the_security_headers(self, address):
        method = "post" if address == "/cronache/" else "get"
        response = ask(reader(), address, method)
        headers = {name: response.get(name) for name in SECURITY_HEADERS}
        assert headers == SECURITY_HEADERS
        assert "default-src 'none'" in response["Content-Security-Policy"]

    @pytest.mark.parametrize("address", ["/altro/", "/%00"])
    def test_is_not_indexed(self, address):
        page = html_of(ask(reader(), address))
        robots = [
            m.get("content") for m in page.all("meta") if m.get("name") == "robots"
        ]
        assert robots == ["noindex"]

    def test_cookies_are_ignored(self):
        client = reader()
        client.cookies["sessionid"] = "x" * 4000
        response = ask(client, "/cronache/")
        assert_our_own_page(response, 200)
        assert not response.cookies

    @pytest.mark.parametrize("path", ["/%2Faltrove.example", "/%5Caltrove.example"])
    def test_never_leads_to_another_host(self, path):
        location = ask(reader(), path).get("Location", "/")
        assert urlsplit(location.replace("\\", "/")).netloc == ""


# --- Nothing yet --------------------------------------------------------------

EMPTY = {
    "/": "Le prime cronache stanno per arrivare.",
    "/progetti/": "I progetti saranno presentati qui tra poco.",
    "/eventi/": "Nessun appuntamento in programma, per ora.",
    "/cronache/": "Le prime cronache stanno per arrivare.",
    "/cronache/rubriche/": "Culture",
    "/cronache/rubriche/spazi/": "Nessuna cronaca con questi filtri.",
    "/cronache/storie/": "Nessuna storia",
    "/cronache/parole/": "legami",
    "/cronache/parole/legami/": "Nessuna cronaca con questa parola, per ora.",
    "/cronache/trama/": "",
    "/newsletter/": "Il primo numero è in preparazione.",
}


@pytest.mark.parametrize(("address", "said"), EMPTY.items())
def test_an_empty_site_says_so(address, said):
    response = ask(reader(), address)
    assert_our_own_page(response, 200)
    assert said in response.content.decode()
    assert html_of(response).faults == []


@pytest.mark.parametrize(
    "address", ["/sitemap.xml", "/eventi/calendario.ics", "/salute/"]
)
def test_an_empty_site_answers_machines(address):
    assert ask(reader(), address).status_code == 200
