"""Every page as it is written: headings, words for machines, links, code."""

import gzip
import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.html import HEADINGS
from tests.test_public_pages import PAGES, SITE, addresses_in, wrong

pytestmark = pytest.mark.django_db

LINKING = {
    "script": ["src"],
    "link": ["href"],
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "iframe": ["src"],
    "form": ["action"],
    "use": ["href"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "object": ["data"],
    "embed": ["src"],
}
VAGUE = {"", "clicca qui", "qui", "leggi", "leggi di più", "leggi tutto"}
REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


class TestHeadings:
    def test_one_is_the_main_one(self, site):
        mains = {a: page.texts("h1") for a, page in site.pages.items()}
        assert [
            a for a, texts in mains.items() if len(texts) != 1 or not texts[0]
        ] == []

    def test_never_skip_a_level(self, site):
        def skipped(_, page):
            pairs = pairwise(page.all(*HEADINGS))
            return [(a, b) for a, b in pairs if int(b.tag[1]) > int(a.tag[1]) + 1]

        assert wrong(site.pages, skipped) == {}

    def test_say_something(self, site):
        assert wrong(site.pages, lambda _, page: "" in page.texts(*HEADINGS)) == {}


class TestHead:
    def test_says_italian(self, site):
        languages = {
            a: [html.get("lang") for html in page.all("html")]
            for a, page in site.pages.items()
        }
        assert languages == {a: ["it"] for a in PAGES}

    def test_has_a_title_of_its_own(self, site):
        titles = {a: page.texts("title") for a, page in site.pages.items()}
        assert [
            a for a, found in titles.items() if len(found) != 1 or not found[0]
        ] == []
        counts = Counter(found[0] for found in titles.values())
        assert [title for title, times in counts.items() if times > 1] == []

    def test_has_a_description(self, site):
        def said(page):
            metas = [m for m in page.all("meta") if m.get("name") == "description"]
            return [meta.get("content").strip() for meta in metas]

        found = {a: said(page) for a, page in site.pages.items()}
        assert [
            a for a, texts in found.items() if len(texts) != 1 or not texts[0]
        ] == []

    def test_says_its_canonical_address(self, site):
        def said(page):
            links = [li for li in page.all("link") if li.get("rel") == "canonical"]
            return [link.get("href") for link in links]

        found = {a: said(page) for a, page in site.pages.items()}
        assert found == {a: [f"{SITE}{a}"] for a in PAGES}


class TestCode:
    def test_is_well_formed(self, site):
        assert wrong(site.pages, lambda _, page: page.faults) == {}

    def test_loads_nothing_from_elsewhere(self, site):
        def foreign(_, page):
            return [
                element
                for element in page.all(*LINKING)
                for name in LINKING[element.tag]
                for target in addresses_in(element.get(name) or "")
                if urlsplit(target).netloc not in ("", urlsplit(SITE).netloc)
            ]

        assert wrong(site.pages, foreign) == {}

    def test_is_in_files_of_its_own(self, site):
        def inline(_, page):
            data = "application/ld+json"
            scripts = [s for s in page.all("script") if s.get("type") != data]
            written = [s for s in scripts if not s.get("src") or s.text.strip()]
            handlers = [
                element
                for element in page.elements
                for name in element.attributes
                if name == "style" or name.startswith("on")
            ]
            return written + page.all("style") + handlers

        assert wrong(site.pages, inline) == {}

    def test_ids_are_unique(self, site):
        def twice(_, page):
            return [n for n, times in Counter(page.values("id")).items() if times > 1]

        assert wrong(site.pages, twice) == {}

    def test_references_within_it_are_there(self, site):
        def missing(_, page):
            named = [n for a in REFERRING for v in page.values(a) for n in v.split()]
            named += [h[1:] for h in page.values("href") if h and h[0] == "#"]
            return set(named) - set(page.values("id"))

        assert wrong(site.pages, missing) == {}

    def test_of_the_templates_is_not_left_behind(self, site):
        def left(address, _):
            text = site.answers[address].content.decode()
            return re.findall(r"{[{%#]|None\b|\bobject at 0x|&lt;p&gt;", text)

        assert wrong(site.pages, left) == {}

    def test_weighs_little(self, site):
        weights = {a: len(gzip.compress(site.answers[a].content)) for a in PAGES}
        assert {a: weight for a, weight in weights.items() if weight > 15 * 1024} == {}


class TestLinks:
    def test_lead_to_no_script(self, site):
        def schemes(_, page):
            found = {urlsplit(href or "").scheme for href in page.values("href")}
            return found - {"", "http", "https", "mailto", "tel"}

        assert wrong(site.pages, schemes) == {}

    def test_say_where_they_lead(self, site):
        def vague(_, page):
            links = [a for a in page.all("a") if not a.get("aria-label")]
            return [a for a in links if " ".join(a.text.split()).lower() in VAGUE]

        assert wrong(site.pages, vague) == {}


def test_photographs_are_described_and_sized(site):
    def faulty(_, page):
        return [
            image
            for image in page.all("img")
            if image.get("alt") is None
            or not re.fullmatch(r"[1-9]\d*", image.get("width") or "")
            or not re.fullmatch(r"[1-9]\d*", image.get("height") or "")
        ]

    assert wrong(site.pages, faulty) == {}
