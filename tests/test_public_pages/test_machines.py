"""What is there for machines: sitemap, robots.txt, security.txt, health."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests.test_public_pages import PAGES, SITE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sitemap(site):
    """Return {address: last change or None} from the sitemap."""
    content = site.answers["/sitemap.xml"].content
    root = ElementTree.fromstring(content)  # noqa: S314 (we wrote it ourselves)
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    rows = root.findall(f"{name}url")
    return {row.findtext(f"{name}loc"): row.findtext(f"{name}lastmod") for row in rows}


class TestSitemap:
    def test_has_absolute_addresses(self, sitemap):
        assert [
            address for address in sitemap if not address.startswith(f"{SITE}/")
        ] == []

    def test_has_no_address_twice(self, site, sitemap):
        assert site.answers["/sitemap.xml"].content.count(b"<loc>") == len(sitemap)

    def test_leads_to_pages_that_are_there(self, site, sitemap):
        paths = [address.removeprefix(SITE) for address in sitemap]
        missing = [path for path in paths if path not in site.reached]
        assert missing == []
        assert {site.reached[path][0].status_code for path in paths} == {200}

    def test_has_every_page_but_the_further_ones(self, sitemap):
        first = {a for a in PAGES if "/pagina/" not in a}
        # A sheet is its project again, to be printed.
        first -= {a for a in first if a.endswith("/foglio/")}
        # What a search finds is for whoever asked.
        first -= {a for a in first if a.startswith("/cerca/")}
        # A filter without chronicles is a page, yet nothing to look for.
        first -= {"/cronache/rubriche/racconti/quartieri/progetto-2/"}
        assert {f"{SITE}{address}" for address in first} - sitemap.keys() == set()

    @pytest.mark.parametrize(
        "address",
        [
            "/cronache/festa-in-cortile/",
            "/cronache/",
            "/cronache/storie/",
            "/cronache/trama/",
            "/cronache/rubriche/racconti/",
            "/cronache/quartieri/progetto-1/",
            "/cronache/rubriche/racconti/quartieri/progetto-1/",
            "/progetti/",
            "/eventi/",
            "/eventi/gita/",
            "/newsletter/",
        ],
    )
    def test_says_when_a_page_changed(self, sitemap, address):
        assert datetime.fromisoformat(sitemap[f"{SITE}{address}"])


def test_robots_lets_everything_in_but_the_desk(site):
    lines = site.answers["/robots.txt"].content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert [ln for ln in lines if ln.startswith("Disallow")] == [
        "Disallow: /redazione/",
        "Disallow: /anteprima/",
    ]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines


def test_security_txt_can_be_used(site):
    lines = site.answers["/.well-known/security.txt"].content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line)
    assert fields["Contact"].startswith(("https://", "mailto:"))
    assert fields["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now().astimezone()


def test_health_is_never_cached(site):
    response = site.answers["/salute/"]
    assert response.content == b"bene\n"
    assert "no-store" in response["Cache-Control"]
