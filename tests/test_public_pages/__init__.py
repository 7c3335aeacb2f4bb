"""Sweeps over every public address: what holds for one page holds for all.

Here are the addresses, and how to ask for them; each test asks about all of them at
once and names those that are wrong.
"""

import json
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests import builders
from tests.html import Page

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

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
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


def blocks(page):
    """Return what a page says in JSON for machines."""
    kind = "application/ld+json"
    return [json.loads(s.text) for s in page.all("script") if s.get("type") == kind]


def block(page, kind):
    (found,) = [data for data in blocks(page) if data["@type"] == kind]
    return found


def assert_our_own_page(response, status, address=""):
    assert response.status_code == status, (address, response.status_code)
    page = html_of(response)
    assert len(page.texts("h1")) == 1, address
    assert page.all("html")[0].get("lang") == "it", address
    assert "site-header" in page.values("class"), address


def wrong(found, look):
    """Return {address: what `look` says against it}, without those that are fine."""
    said = {address: look(address, each) for address, each in found.items()}
    return {address: faults for address, faults in said.items() if faults}
