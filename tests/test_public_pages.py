"""Sweeps over every public address: what holds for one page holds for all."""

import gzip
import re
from collections import Counter
from datetime import datetime
from types import SimpleNamespace
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse

from mix_site.search.index import rebuild
from tests import builders
from tests.html import HEADINGS, Page

# On every test: a database that no collected test asks for is not set up at all.
pytestmark = pytest.mark.django_db

SITE = "https://www.progettomix.it"
# Every pattern of the site, but for the staff's desk and the photographs, with
# the addresses that `make_everything` puts there.
ADDRESSES = {
    "": ["/"],
    "progetti/": ["/progetti/"],
    "progetti/<slug:project>/": ["/progetti/progetto-1/", "/progetti/mix/"],
    "progetti/<slug:project>/foglio/": [
        "/progetti/progetto-1/foglio/",
        "/progetti/mix/foglio/",
    ],
    "progetti/<slug:project>/calendario.ics": ["/progetti/progetto-1/calendario.ics"],
    "progetti/<slug:project>/spazi/<slug:place>/": [
        "/progetti/progetto-1/spazi/cortile/"
    ],
    "eventi/": ["/eventi/"],
    "eventi/pagina/<number:page>/": ["/eventi/pagina/2/"],
    "eventi/calendario.ics": ["/eventi/calendario.ics"],
    "eventi/<slug:event>.ics": ["/eventi/pranzo-in-cortile.ics"],
    "eventi/<slug:event>/": [
        "/eventi/pranzo-in-cortile/",
        "/eventi/festa-della-citta/",
        "/eventi/gita/",
        "/eventi/concerto/",
        "/eventi/fra-tanto-tempo/",
    ],
    "cronache/": ["/cronache/"],
    "cronache/pagina/<number:page>/": ["/cronache/pagina/2/"],
    "cronache/rubriche/": ["/cronache/rubriche/"],
    "cronache/rubriche/<slug:rubric>/": [
        "/cronache/rubriche/racconti/",
        "/cronache/rubriche/spazi/",
    ],
    "feed/": ["/feed/"],
    "cronache/rubriche/<slug:rubric>/feed/": ["/cronache/rubriche/spazi/feed/"],
    "cronache/quartieri/<slug:project>/feed/": [
        "/cronache/quartieri/progetto-1/feed/",
        "/cronache/quartieri/mix/feed/",
    ],
    "cronache/storie/<slug:story>/feed/": ["/cronache/storie/orto/feed/"],
    "anteprime/mix.png": ["/anteprime/mix.png"],
    "anteprime/cronache/<slug:chronicle>.png": [
        "/anteprime/cronache/festa-in-cortile.png"
    ],
    "anteprime/progetti/<slug:project>.png": ["/anteprime/progetti/progetto-1.png"],
    "anteprime/spazi/<slug:project>/<slug:place>.png": [
        "/anteprime/spazi/progetto-1/cortile.png"
    ],
    "anteprime/eventi/<slug:event>.png": ["/anteprime/eventi/pranzo-in-cortile.png"],
    "anteprime/storie/<slug:story>.png": ["/anteprime/storie/orto.png"],
    "anteprime/newsletter/<number:number>.png": ["/anteprime/newsletter/1.png"],
    "cronache/rubriche/<slug:rubric>/pagina/<number:page>/": [
        "/cronache/rubriche/racconti/pagina/2/"
    ],
    "cronache/quartieri/<slug:project>/": [
        "/cronache/quartieri/progetto-1/",
        "/cronache/quartieri/mix/",
    ],
    "cronache/quartieri/<slug:project>/pagina/<number:page>/": [
        "/cronache/quartieri/progetto-1/pagina/2/"
    ],
    "cronache/rubriche/<slug:rubric>/quartieri/<slug:project>/": [
        "/cronache/rubriche/racconti/quartieri/progetto-1/",
        "/cronache/rubriche/racconti/quartieri/progetto-2/",
    ],
    "cronache/rubriche/<slug:rubric>/quartieri/<slug:project>/pagina/<number:page>/": [
        "/cronache/rubriche/racconti/quartieri/progetto-1/pagina/2/"
    ],
    "cronache/storie/": ["/cronache/storie/"],
    "cronache/storie/<slug:story>/": ["/cronache/storie/orto/"],
    "cronache/storie/<slug:story>/pagina/<number:page>/": [
        "/cronache/storie/orto/pagina/2/"
    ],
    "cronache/parole/": ["/cronache/parole/"],
    "cronache/parole/<slug:keyword>/": ["/cronache/parole/legami/"],
    "cronache/parole/<slug:keyword>/pagina/<number:page>/": [
        "/cronache/parole/legami/pagina/2/"
    ],
    "cronache/trama/": ["/cronache/trama/"],
    "cronache/<slug:chronicle>/": [
        "/cronache/festa-in-cortile/",
        "/cronache/lorto-puntata-2/",
        "/cronache/con-foto-che-non-si-vedono/",
    ],
    "newsletter/": ["/newsletter/"],
    "newsletter/<number:number>/": ["/newsletter/1/", "/newsletter/2/"],
    "crediti/": ["/crediti/"],
    "cerca/": ["/cerca/"],
    "cerca/quartiere/": ["/cerca/quartiere/"],
    "opensearch.xml": ["/opensearch.xml"],
    "sitemap.xml": ["/sitemap.xml"],
    "site.webmanifest": ["/site.webmanifest"],
    "robots.txt": ["/robots.txt"],
    ".well-known/security.txt": ["/.well-known/security.txt"],
    "salute/": ["/salute/"],
    r"^(?P<url>[-\w/]+/)$": [
        f"/{slug}/" for slug in builders.PAGES if slug != "crediti"
    ],
}
# Patterns that lead elsewhere, each with an address and where it leads.
REDIRECTS = {
    "favicon.ico": ("/favicon.ico", "/static/img/favicon.ico"),
    r"^(?P<lot>[1-9])/$": ("/1/", "/progetti/progetto-1/"),
    "eventi/pagina/1/": ("/eventi/pagina/1/", "/eventi/"),
    "cronache/pagina/1/": ("/cronache/pagina/1/", "/cronache/"),
    "cronache/rubriche/<slug:rubric>/pagina/1/": (
        "/cronache/rubriche/spazi/pagina/1/",
        "/cronache/rubriche/spazi/",
    ),
    "cronache/quartieri/": ("/cronache/quartieri/", "/progetti/"),
    "cronache/quartieri/<slug:project>/pagina/1/": (
        "/cronache/quartieri/progetto-1/pagina/1/",
        "/cronache/quartieri/progetto-1/",
    ),
    "cronache/rubriche/<slug:rubric>/quartieri/<slug:project>/pagina/1/": (
        "/cronache/rubriche/spazi/quartieri/progetto-1/pagina/1/",
        "/cronache/rubriche/spazi/quartieri/progetto-1/",
    ),
    "cronache/storie/<slug:story>/pagina/1/": (
        "/cronache/storie/orto/pagina/1/",
        "/cronache/storie/orto/",
    ),
    "cronache/parole/<slug:keyword>/pagina/1/": (
        "/cronache/parole/legami/pagina/1/",
        "/cronache/parole/legami/",
    ),
    r"^category/cronaca/(?:.*/)?$": ("/category/cronaca/", "/cronache/"),
}
EVERY = [address for addresses in ADDRESSES.values() for address in addresses]
PAGES = [
    address
    for address in EVERY
    if address.endswith("/") and not address.endswith(("/salute/", "/feed/"))
]
# Questions that would find drafts, if drafts could be found.
SEARCHES = [
    "/cerca/?q=bozza",
    "/cerca/?q=segret",
    "/cerca/?q=cronaca+ritirata",
    "/cerca/?q=cortile",
    "/cerca/?q=cortile&tipo=cronache&pagina=2",
    "/cerca/quartiere/?dove=segreta",
]
each_page = pytest.mark.parametrize("address", PAGES)
each_address = pytest.mark.parametrize("address", EVERY)

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
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


def reader(**values):
    """Return a client that asks as a reader does: over HTTPS, by our name."""
    return Client(headers={"host": "www.progettomix.it"}, **values)


def ask(client, address, method="get", **values):
    return getattr(client, method)(address, secure=True, **values)


def html_of(response):
    return Page(response.content.decode())


def addresses_in(value):
    """Return the addresses of an attribute; a srcset has several."""
    return [part.split()[0] for part in value.split(",") if part.strip()]


def internal_links(address, page):
    """Return the addresses of our own that a page leads to or loads."""
    found = set()
    for element in page.elements:
        for name in ("href", "src", "srcset", "action"):
            for target in addresses_in(element.get(name) or ""):
                parts = urlsplit(urljoin(f"{SITE}{address}", target))
                if f"{parts.scheme}://{parts.netloc}" == SITE:
                    query = f"?{parts.query}" if parts.query else ""
                    found.add(f"{parts.path}{query}")
    return found


def is_html(response):
    return response["Content-Type"].startswith("text/html")


def crawl(client):
    """Follow every internal link; return {address: (response, found on)}."""
    seen, to_visit = {}, [(address, "the table") for address in [*EVERY, *SEARCHES]]
    while to_visit:
        address, found_on = to_visit.pop()
        if address in seen or address.startswith("/static/"):
            continue
        response = ask(client, address)
        seen[address] = (response, found_on)
        if response.status_code == 200 and is_html(response):
            links = internal_links(address, html_of(response))
            to_visit += [(link, address) for link in links]
    return seen


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Ask for every page once, with everything public and all drafts in place."""
    with django_db_blocker.unblock(), transaction.atomic():
        public = builders.make_everything()
        hidden = builders.make_drafts(public)
        rebuild()
        client = reader()
        answers = crawl(client)
        found = SimpleNamespace(
            answers=answers,
            pages={a: html_of(answers[a][0]) for a in PAGES},
            photo_keys=[photo.key for photo in hidden.photos],
            hidden={a: ask(client, a) for a in hidden.addresses},
            heads={a: ask(client, a, "head") for a in EVERY},
        )
        transaction.set_rollback(True)
    return found


def answer(site, address):
    return site.answers[address][0]


# --- The table -----------------------------------------------------------------


def routes(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


def public_routes():
    outside = (reverse("admin:index").lstrip("/"), "media/")
    return {route for route in routes(get_resolver()) if not route.startswith(outside)}


class TestTable:
    def test_has_every_pattern(self):
        assert public_routes() == ADDRESSES.keys() | REDIRECTS.keys()

    @pytest.mark.parametrize(
        ("route", "address"),
        [(route, address) for route in ADDRESSES for address in ADDRESSES[route]]
        + [(route, address) for route, (address, _) in REDIRECTS.items()],
    )
    def test_addresses_belong_to_their_pattern(self, route, address):
        assert resolve(address).route == route

    @pytest.mark.parametrize(("address", "target"), REDIRECTS.values())
    def test_redirects_are_permanent(self, client, address, target):
        builders.make_project(lot=1)
        response = client.get(address)
        assert (response.status_code, response.get("Location")) == (301, target)


# --- Every answer --------------------------------------------------------------


@each_address
class TestAnswer:
    def test_is_good(self, site, address):
        assert answer(site, address).status_code == 200

    def test_sets_no_cookie(self, site, address):
        assert not answer(site, address).cookies
        assert "Set-Cookie" not in answer(site, address)

    def test_is_the_same_for_everybody(self, site, address):
        assert "cookie" not in answer(site, address).get("Vary", "").lower()

    def test_has_the_security_headers(self, site, address):
        response = answer(site, address)
        headers = {name: response.get(name) for name in SECURITY_HEADERS}
        assert headers == SECURITY_HEADERS
        assert "max-age=63072000" in response["Strict-Transport-Security"]

    def test_has_a_strict_policy(self, site, address):
        policy = answer(site, address)["Content-Security-Policy"]
        directives = dict(part.split(None, 1) for part in policy.split("; ") if part)
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["style-src"] == "'self'"
        assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
        assert not re.search(r"unsafe|https?:|\*", policy)

    def test_names_its_encoding(self, site, address):
        media_type = answer(site, address)["Content-Type"]
        without_text = ("application/xml", "image/png")
        assert "charset=utf-8" in media_type or media_type in without_text

    def test_to_a_head_is_empty(self, site, address):
        head = site.heads[address]
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Type"] == answer(site, address)["Content-Type"]


# --- Drafts --------------------------------------------------------------------


class TestDrafts:
    def test_are_named_on_no_page(self, site):
        pages = {
            address: unquote(response.getvalue().decode(errors="replace")).upper()
            for address, (response, _) in site.answers.items()
            if not address.startswith("/media/")
        }
        assert len(pages) > len(EVERY)
        assert [a for a, text in pages.items() if builders.SECRET in text] == []

    def test_photographs_are_on_no_page(self, site):
        shown = [
            (address, key)
            for address, (response, _) in site.answers.items()
            for key in site.photo_keys
            if key.encode() in response.getvalue()
        ]
        assert len(site.photo_keys) == 8
        assert shown == []

    def test_monitoring_figures_are_on_no_page(self, site):
        figures = re.compile(rb"987.?654")
        texts = {a: r for a, (r, _) in site.answers.items() if a in EVERY}
        assert [a for a, r in texts.items() if figures.search(r.content)] == []

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
        assert answer(site, address).status_code == 200


# --- Links ---------------------------------------------------------------------


class TestLinks:
    def test_all_answer(self, site):
        broken = [
            f"{address} ({response.status_code}) on {found_on}"
            for address, (response, found_on) in site.answers.items()
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


# --- Every page ----------------------------------------------------------------


@each_page
class TestPage:
    def test_is_well_formed(self, site, address):
        assert site.pages[address].faults == []

    def test_is_in_italian(self, site, address):
        (html,) = site.pages[address].all("html")
        assert html.get("lang") == "it"

    def test_has_one_main_heading(self, site, address):
        (heading,) = site.pages[address].texts("h1")
        assert heading

    def test_headings_never_skip_a_level(self, site, address):
        headings = site.pages[address].all(*HEADINGS)
        levels = [int(heading.tag[1]) for heading in headings]
        assert [
            (headings[i], headings[i + 1])
            for i in range(len(levels) - 1)
            if levels[i + 1] > levels[i] + 1
        ] == []

    def test_headings_say_something(self, site, address):
        assert "" not in site.pages[address].texts(*HEADINGS)

    def test_has_a_title_of_its_own(self, site, address):
        (title,) = site.pages[address].texts("title")
        others = [site.pages[a].texts("title")[0] for a in PAGES if a != address]
        assert title
        assert title not in others

    def test_has_a_description(self, site, address):
        (said,) = [
            meta.get("content")
            for meta in site.pages[address].all("meta")
            if meta.get("name") == "description"
        ]
        assert said.strip()

    def test_says_its_canonical_address(self, site, address):
        links = site.pages[address].all("link")
        (canonical,) = [li.get("href") for li in links if li.get("rel") == "canonical"]
        assert canonical == f"{SITE}{address}"

    def test_loads_nothing_from_elsewhere(self, site, address):
        foreign = [
            element
            for element in site.pages[address].all(*LINKING)
            for name in LINKING[element.tag]
            for target in addresses_in(element.get(name) or "")
            if urlsplit(target).netloc not in ("", urlsplit(SITE).netloc)
        ]
        assert foreign == []

    def test_has_no_code_of_its_own(self, site, address):
        page = site.pages[address]
        data = "application/ld+json"
        scripts = [s for s in page.all("script") if s.get("type") != data]
        inline = [s for s in scripts if not s.get("src") or s.text.strip()]
        handlers = [
            element
            for element in page.elements
            for name in element.attributes
            if name == "style" or name.startswith("on")
        ]
        assert (inline, page.all("style"), handlers) == ([], [], [])

    def test_leads_to_no_script(self, site, address):
        schemes = {
            urlsplit(href or "").scheme for href in site.pages[address].values("href")
        }
        assert schemes <= {"", "http", "https", "mailto", "tel"}

    def test_photographs_are_described_and_sized(self, site, address):
        faulty = [
            image
            for image in site.pages[address].all("img")
            if image.get("alt") is None
            or not re.fullmatch(r"[1-9]\d*", image.get("width") or "")
            or not re.fullmatch(r"[1-9]\d*", image.get("height") or "")
        ]
        assert faulty == []

    def test_ids_are_unique(self, site, address):
        counts = Counter(site.pages[address].values("id"))
        assert [name for name, times in counts.items() if times > 1] == []

    def test_references_within_it_are_there(self, site, address):
        page = site.pages[address]
        names = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
        wanted = {n for name in names for v in page.values(name) for n in v.split()}
        wanted |= {h[1:] for h in page.values("href") if h and h[0] == "#"}
        assert wanted - set(page.values("id")) == set()

    def test_links_say_where_they_lead(self, site, address):
        vague = {"", "clicca qui", "qui", "leggi", "leggi di più", "leggi tutto"}
        page = site.pages[address]
        links = [a for a in page.all("a") if not a.get("aria-label")]
        assert [a for a in links if " ".join(a.text.split()).lower() in vague] == []

    def test_weighs_little(self, site, address):
        content = answer(site, address).content
        assert len(gzip.compress(content)) <= 15 * 1024

    def test_weighs_little_among_a_thousand(self, small_and_large, address):
        # Not compressed: a thousand cards that are alike hardly weigh then.
        assert small_and_large.much[address].weight <= 56 * 1024

    def test_leaves_no_template_behind(self, site, address):
        text = answer(site, address).content.decode()
        assert not re.search(r"{[{%#]|None\b|\bobject at 0x|&lt;p&gt;", text)


# --- Queries -------------------------------------------------------------------


def measures_by_address(client):
    measures = {}
    for address in EVERY:
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, address)
        assert response.status_code == 200, address
        weight = len(response.content)
        measures[address] = SimpleNamespace(queries=len(queries), weight=weight)
    return measures


@pytest.fixture(scope="module")
def small_and_large(django_db_setup, django_db_blocker):
    """Measure every page twice: with little content and with much."""
    with django_db_blocker.unblock(), transaction.atomic():
        public, client = builders.make_everything(), reader()
        # Named in the table, and empty without this one.
        builders.make_chronicle(title="Con foto che non si vedono")
        builders.make_chronicle(project=public.projects[1], rubrics=["racconti"])
        measures_by_address(client)  # warms what Django itself remembers
        few = measures_by_address(client)
        make_much(public)
        much = measures_by_address(client)
        transaction.set_rollback(True)
    return SimpleNamespace(few=few, much=much)


def make_much(public):
    """Add a thousand chronicles, and more of all that is shown beside them."""
    photo = public.photo
    links = {"place": public.place, "event": public.event, "story": public.story}
    builders.make_many_chronicles(500, public.projects, photo)
    builders.make_many_chronicles(500, [public.project], photo, **links)
    builders.make_many_events(200, project=public.project, place=public.place)
    builders.make_many_events(20, project=public.project, parent=public.umbrella)
    for number in range(6):
        organization = builders.make_organization(logo=photo)
        builders.make_partnership(
            project=public.project, organization=organization, position=number + 1
        )
        builders.make_action(project=public.project, keywords=["legami", "differenze"])
        builders.make_place(project=public.project)
        story = builders.make_story(project=public.project)
        builders.make_chronicle(story=story, photos=2)
        builders.make_issue(blocks=["text"])
    for kind in ("chronicle", "event", "photo", "text"):
        builders.make_block(kind, parent=public.issue)


@each_address
class TestQueries:
    def test_are_eight_at_most(self, small_and_large, address):
        assert small_and_large.much[address].queries <= 8

    def test_do_not_grow_with_the_content(self, small_and_large, address):
        few, much = small_and_large.few[address], small_and_large.much[address]
        assert much.queries == few.queries


# --- Methods -------------------------------------------------------------------


def assert_our_own_page(response, status):
    assert response.status_code == status
    page = html_of(response)
    assert len(page.texts("h1")) == 1
    assert page.all("html")[0].get("lang") == "it"
    assert "site-header" in page.values("class")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
class TestMethod:
    @each_address
    def test_that_writes_is_refused(self, address, method):
        response = ask(reader(), address, method)
        assert_our_own_page(response, 405)
        assert "GET" in response["Allow"]
        assert "HEAD" in response["Allow"]

    def test_that_writes_without_a_token_gets_our_page(self, method):
        client = reader(enforce_csrf_checks=True)
        response = ask(client, "/cronache/", method)
        assert_our_own_page(response, 405)


# --- Odd requests --------------------------------------------------------------

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


@pytest.mark.parametrize("below", ["", "2017/", "page/2/", "a/b/c/", "2017/05/una/"])
def test_old_address_of_the_chronicles_leads_to_the_new(client, below):
    response = client.get(f"/category/cronaca/{below}")
    assert (response.status_code, response.get("Location")) == (301, "/cronache/")


# --- For machines --------------------------------------------------------------


@pytest.fixture(scope="module")
def sitemap(site):
    """Return {address: last change or None} from the sitemap."""
    content = answer(site, "/sitemap.xml").content
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
        assert answer(site, "/sitemap.xml").content.count(b"<loc>") == len(sitemap)

    def test_leads_to_pages_that_are_there(self, site, sitemap):
        paths = [address.removeprefix(SITE) for address in sitemap]
        missing = [path for path in paths if path not in site.answers]
        assert missing == []
        assert {answer(site, path).status_code for path in paths} == {200}

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
    lines = answer(site, "/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert [ln for ln in lines if ln.startswith("Disallow")] == [
        "Disallow: /redazione/"
    ]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines


def test_security_txt_can_be_used(site):
    lines = answer(site, "/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line)
    assert fields["Contact"].startswith(("https://", "mailto:"))
    assert fields["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now().astimezone()


def test_health_is_never_cached(site):
    response = answer(site, "/salute/")
    assert response.content == b"bene\n"
    assert "no-store" in response["Cache-Control"]


# --- Nothing yet, and very much -------------------------------------------------

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


class TestThousand:
    @pytest.fixture(autouse=True)
    def chronicles(self):
        builders.make_many_chronicles(1000, [builders.make_project(lot=1)])

    @pytest.mark.parametrize(
        ("number", "rows"), [("", 12), ("pagina/2/", 12), ("pagina/84/", 4)]
    )
    def test_are_shown_page_by_page(self, number, rows):
        page = html_of(ask(reader(), f"/cronache/{number}"))
        assert len(page.all("article")) == rows

    def test_pages_know_their_neighbours(self):
        page = html_of(ask(reader(), "/cronache/pagina/2/"))
        links = {a.get("rel"): a.get("href") for a in page.all("a") if a.get("rel")}
        assert links["prev"] == "/cronache/"
        assert links["next"] == "/cronache/pagina/3/"
        assert "Pagina 2 di 84" in page.texts("p")

    def test_last_page_has_no_next(self):
        page = html_of(ask(reader(), "/cronache/pagina/84/"))
        assert "next" not in page.values("rel")
        assert ask(reader(), "/cronache/pagina/85/").status_code == 404
