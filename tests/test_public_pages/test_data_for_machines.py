"""What pages say to machines: Open Graph and schema.org, the same as to people."""

from io import BytesIO

import pytest
from PIL import Image

from tests.test_public_pages import PAGES, SITE, block, blocks, wrong

pytestmark = pytest.mark.django_db

ONCE = [
    "og:title",
    "og:description",
    "og:type",
    "og:url",
    "og:image",
    "og:image:width",
    "og:image:height",
    "og:image:alt",
    "og:locale",
    "og:site_name",
]
# What Google asks of each type, or schema.org's own minimum (2024).
REQUIRED = {
    "Article": {"headline", "image", "datePublished", "dateModified", "author"},
    "Event": {"name", "startDate", "eventStatus", "organizer", "image", "description"},
    "BreadcrumbList": {"itemListElement"},
    "WebSite": {"name", "url", "potentialAction", "publisher"},
    "Project": {"name", "url", "description", "image"},
    "PublicationIssue": {"name", "issueNumber", "datePublished", "isPartOf"},
}


def properties(page):
    """Return {property: [every content]} of a page's meta elements."""
    found = {}
    for meta in page.all("meta"):
        if meta.get("property"):
            found.setdefault(meta.get("property"), []).append(meta.get("content"))
    return found


def values_in(data):
    """Return every value of some JSON, however deep."""
    if isinstance(data, dict):
        return [v for each in data.values() for v in values_in(each)]
    if isinstance(data, list):
        return [v for each in data for v in values_in(each)] or [data]
    return [data]


class TestOpenGraph:
    def test_is_said_once(self, site):
        def faulty(_, page):
            found = properties(page)
            said = {name: [v.strip() for v in found.get(name, [])] for name in ONCE}
            return {n: v for n, v in said.items() if len(v) != 1 or not v[0]}

        assert wrong(site.pages, faulty) == {}

    def test_address_is_the_canonical_one(self, site):
        said = {a: properties(page)["og:url"] for a, page in site.pages.items()}
        assert said == {a: [f"{SITE}{a}"] for a in PAGES}

    def test_title_is_that_of_the_page(self, site):
        def another(_, page):
            (said,) = properties(page)["og:title"]
            (title,) = page.texts("title")
            parts = [title.split(mark)[0] for mark in (" · ", ":", ",")]
            return said not in [*page.texts("h1"), *parts] and said

        assert wrong(site.pages, another) == {}

    def test_image_is_there_and_as_large_as_it_says(self, site):
        assert wrong(site.images, lambda _, image: image.status_code != 200) == {}
        sizes = {
            address: Image.open(BytesIO(image.content)).size
            for address, image in site.images.items()
        }

        def otherwise(_, page):
            found = properties(page)
            said = [int(found[f"og:image:{side}"][0]) for side in ("width", "height")]
            return tuple(said) != sizes[found["og:image"][0]] and said

        assert wrong(site.pages, otherwise) == {}

    def test_card_is_the_large_one(self, site):
        cards = {
            address: [
                meta.get("content")
                for meta in page.all("meta")
                if meta.get("name") == "twitter:card"
            ]
            for address, page in site.pages.items()
        }
        assert cards == {a: ["summary_large_image"] for a in PAGES}


class TestBlocks:
    def test_say_what_their_type_needs(self, site):
        def missing(_, page):
            said = blocks(page)
            lacking = [REQUIRED[data["@type"]] - data.keys() for data in said]
            strange = [d for d in said if d["@context"] != "https://schema.org"]
            return [fields for fields in lacking if fields] + strange

        assert wrong(site.pages, missing) == {}

    def test_say_nothing_empty(self, site):
        def empty(_, page):
            return [v for v in values_in(blocks(page)) if v in (None, "", [], {})]

        assert wrong(site.pages, empty) == {}

    def test_breadcrumb_is_the_one_that_people_read(self, site):
        assert [item for item in site.pages["/"].all("li") if is_crumb(item)] == []
        shown = {a: crumbs(page) for a, page in site.pages.items() if a != "/"}
        items = {a: breadcrumb(site.pages[a]) for a in shown}
        assert {
            a: [item["name"] for item in each] for a, each in items.items()
        } == shown
        for address, each in items.items():
            positions = [item["position"] for item in each]
            assert positions == list(range(1, len(each) + 1)), address
            assert all("item" in item for item in each[:-1]), address


def crumbs(page):
    return [" ".join(li.text.split()) for li in page.all("li") if is_crumb(li)]


def breadcrumb(page):
    return block(page, "BreadcrumbList")["itemListElement"]


def is_crumb(item):
    return item.parents[-2:] == ("nav", "ol") and "main" not in item.parents


class TestHome:
    def test_tells_how_to_search(self, site):
        data = block(site.pages["/"], "WebSite")
        target = data["potentialAction"]["target"]["urlTemplate"]
        assert target == f"{SITE}/cerca/?q={{search_term_string}}"
        name = data["potentialAction"]["query-input"]
        assert name == "required name=search_term_string"
