from types import SimpleNamespace

import pytest
from django.db import transaction

from mix_site.search.index import rebuild
from tests import builders
from tests.test_public_pages import (
    EVERY,
    PAGES,
    SITE,
    ask,
    html_of,
    internal_links,
    reader,
)

# Questions that would find drafts, if drafts could be found.
SEARCHES = [
    "/cerca/?q=bozza",
    "/cerca/?q=segret",
    "/cerca/?q=cronaca+ritirata",
    "/cerca/?q=cortile",
    "/cerca/?q=cortile&tipo=cronache&pagina=2",
    "/cerca/quartiere/?dove=segreta",
]


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


def named(pages):
    """Return the addresses of every preview that is named by one of `pages`."""
    metas = [meta for page in pages.values() for meta in page.all("meta")]
    return {m.get("content") for m in metas if m.get("property") == "og:image"}


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker):
    """Ask for every page once, with everything public and all drafts in place.

    `answers` are those of EVERY, `reached` is all that links lead to, `images` are
    the previews that pages name.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        public = builders.make_everything()
        hidden = builders.make_drafts(public)
        rebuild()
        client = reader()
        reached = crawl(client)
        pages = {a: html_of(reached[a][0]) for a in PAGES}
        found = SimpleNamespace(
            reached=reached,
            answers={a: reached[a][0] for a in EVERY},
            pages=pages,
            images={a: ask(client, a.removeprefix(SITE)) for a in named(pages)},
            photo_keys=[photo.key for photo in hidden.photos],
            hidden={a: ask(client, a) for a in hidden.addresses},
            heads={a: ask(client, a, "head") for a in EVERY},
        )
        transaction.set_rollback(True)
    return found
