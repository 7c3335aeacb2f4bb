"""Every answer: its headers, its links, and no draft in it."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders

from tests import builders
from tests.test_public_pages import (
    EVERY,
    PAGES,
    SECURITY_HEADERS,
    internal_links,
    wrong,
)

# On every test: a database that no collected test asks for is not set up at all.
pytestmark = pytest.mark.django_db


def lax(policy):
    """Return what a content security policy allows too much."""
    said = dict(part.split(None, 1) for part in policy.split("; ") if part)
    strict = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    faults = [name for name, value in strict.items() if said.get(name) != value]
    return faults + re.findall(r"unsafe|https?:|\*", policy)


class TestAnswer:
    def test_is_good(self, site):
        assert wrong(site.answers, lambda _, r: r.status_code != 200) == {}

    def test_sets_no_cookie(self, site):
        assert wrong(site.answers, lambda _, r: r.cookies) == {}
        assert wrong(site.answers, lambda _, r: r.get("Set-Cookie")) == {}

    def test_is_the_same_for_everybody(self, site):
        varies = wrong(site.answers, lambda _, r: "cookie" in r.get("Vary", "").lower())
        assert varies == {}

    def test_has_the_security_headers(self, site):
        def others(_, response):
            headers = {name: response.get(name) for name in SECURITY_HEADERS}
            return headers.items() - SECURITY_HEADERS.items()

        assert wrong(site.answers, others) == {}
        transport = {r.get("Strict-Transport-Security") for r in site.answers.values()}
        assert all(said and "max-age=63072000" in said for said in transport)

    def test_has_a_strict_policy(self, site):
        found = wrong(site.answers, lambda _, r: lax(r["Content-Security-Policy"]))
        assert found == {}

    def test_names_its_encoding(self, site):
        types = {a: r["Content-Type"] for a, r in site.answers.items()}
        without_text = ("application/xml", "image/png")
        assert {
            address: media_type
            for address, media_type in types.items()
            if "charset=utf-8" not in media_type and media_type not in without_text
        } == {}

    def test_to_a_head_is_empty(self, site):
        heads = {a: (r.status_code, r.content) for a, r in site.heads.items()}
        assert heads == dict.fromkeys(EVERY, (200, b""))
        types = {a: r["Content-Type"] for a, r in site.heads.items()}
        assert types == {a: r["Content-Type"] for a, r in site.answers.items()}


class TestDrafts:
    def test_are_named_on_no_page(self, site):
        pages = {
            address: unquote(response.getvalue().decode(errors="replace")).upper()
            for address, (response, _) in site.reached.items()
            if not address.startswith("/media/")
        }
        assert len(pages) > len(EVERY)
        assert [a for a, text in pages.items() if builders.SECRET in text] == []

    def test_photographs_are_on_no_page(self, site):
        shown = [
            (address, key)
            for address, (response, _) in site.reached.items()
            for key in site.photo_keys
            if key.encode() in response.getvalue()
        ]
        assert len(site.photo_keys) == 8
        assert shown == []

    def test_monitoring_figures_are_on_no_page(self, site):
        figures = re.compile(rb"987.?654")
        assert wrong(site.answers, lambda _, r: figures.findall(r.content)) == {}

    def test_are_at_no_address(self, site):
        found = {a: r.status_code for a, r in site.hidden.items()}
        assert [a for a, status in found.items() if status not in (404, 410)] == []
        assert set(found.values()) == {404, 410}

    def test_are_not_named_where_they_are_not(self, site):
        texts = {
            address: response.content.decode().upper().replace(address.upper(), "")
            for address, response in site.hidden.items()
        }
        assert [a for a, text in texts.items() if builders.SECRET in text] == []

    @pytest.mark.parametrize(
        "address",
        [
            "/cronache/da-un-evento-bozza/",
            "/cronache/da-uno-spazio-ritirata/",
            "/cronache/da-un-evento-di-ritirata/",
            "/eventi/dentro-una-festa-bozza/",
            "/eventi/dentro-un-evento-di-ritirata/",
            "/eventi/in-uno-spazio-programmata/",
            "/progetti/progetto-1/spazi/spazio-con-foto-che-non-si-vedono/",
        ],
    )
    def test_neighbours_were_really_read(self, site, address):
        assert site.reached[address][0].status_code == 200


class TestLinks:
    def test_all_answer(self, site):
        broken = [
            f"{address} ({response.status_code}) on {found_on}"
            for address, (response, found_on) in site.reached.items()
            if response.status_code != 200
        ]
        assert broken == []

    def test_load_static_files_that_are_there(self, site):
        loaded = {
            link
            for address, page in site.pages.items()
            for link in internal_links(address, page)
            if link.startswith("/static/")
        }
        assert loaded
        names = [name.removeprefix("/static/") for name in loaded]
        assert [name for name in names if finders.find(name) is None] == []

    def test_reach_every_page(self, site):
        linked = set()
        for address, page in site.pages.items():
            linked |= internal_links(address, page) - {address}
        assert set(PAGES) - linked == set()
