"""Whatever is typed, or sent by a machine, the search answers with its page."""

import random

import pytest

from mix_site.search.index import rebuild
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db

ODD = [
    "%00",
    "orto%00",
    "a" * 10_000,
    "%F0%9F%98%80",
    '"',
    "'",
    "%22orto",
    "%25",
    "_",
    "%5C",
    "%5C%25_%5C",
    "*",
    "orto*",
    "(orto OR",
    "%D7%A9%D7%9C%D7%95%D7%9D",
    "%E2%80%AEotro",
    "%ED%A0%80",
    "%ff%fe",
    "%C3",
    "%",
    "%zz",
    "...---...",
    "+",
    "++++",
    "%0A%0D%09",
    "%EF%AC%81ne",
    "e%CC%81" * 300,
    "%CC%81" * 300,
    "x%20" * 2000,
    "l'",
    "%E2%80%99%E2%80%99",
    "B.B.C." * 500,
    "1e999",
    "-1",
    "null",
    "{{ 7|add:7 }}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%F0%9F%87%AE%F0%9F%87%B9",
    "%E0%A4%95%E0%A4%BE",
    "%EF%BC%91%EF%BC%92",
    "%C2%BD%C2%B2",
]
FORMS = [
    "/cerca/?q={}",
    "/cerca/?q=orto&tipo={}&pagina={}",
    "/cerca/quartiere/?dove={}",
]


def assert_answered(response):
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert len(page.texts("h1")) == 1
    assert page.faults == []
    assert not response.cookies


@pytest.fixture(scope="class")
def rows(kept_rows):
    builders.make_chronicle(title="Un orto a metà", body="<p>50 % _ \\ B.B.C.</p>")
    rebuild()


@pytest.mark.usefixtures("rows")
class TestAnyInput:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("typed", ODD, ids=lambda typed: typed[:20])
    def test_is_answered(self, client, form, typed):
        assert_answered(client.get(form.format(typed, typed)))

    @pytest.mark.parametrize(
        "query",
        ["", "q", "q=&q=orto", "q=orto&q=", "q[]=1", "q=1;q=2", "&&==", "Q=orto&tipo"],
    )
    def test_in_any_form_is_answered(self, client, query):
        assert_answered(client.get(f"/cerca/?{query}"))
        assert_answered(client.get(f"/cerca/quartiere/?{query}"))

    def test_at_random_is_answered(self, client):
        chance = random.Random(2017)  # noqa: S311
        for _ in range(60):
            size = chance.randrange(40)
            typed = "".join(f"%{chance.randrange(256):02x}" for _ in range(size))
            assert_answered(client.get(f"/cerca/?q={typed}"))
            assert_answered(client.get(f"/cerca/quartiere/?dove={typed}"))

    def test_in_raw_bytes_is_answered(self, client):
        assert_answered(client.get("/cerca/", QUERY_STRING="q=\xed\xa0\x80"))

    @pytest.mark.parametrize("typed", ["%", "_", "\\", "5_"])
    def test_with_wildcards_finds_nothing_by_them(self, client, typed):
        page = Page(client.get("/cerca/", {"q": typed}).content.decode())
        assert "Un orto a metà" not in " ".join(page.texts("h3"))


def test_a_method_that_writes_is_refused(client):
    assert client.post("/cerca/", {"q": "orto"}).status_code == 405


def test_browsers_are_told_how_to_search(client):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    template = 'template="https://www.progettomix.it/cerca/?q={searchTerms}"'
    assert template in response.content.decode()
