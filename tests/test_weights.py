"""What a page makes a phone load, compressed as whitenoise and nginx send it."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from editorial.static_files import bundled
from tests import builders
from tests.test_public_pages import PAGES, ask, html_of, reader

pytestmark = pytest.mark.django_db

KILO = 1024
MOST = {"html": 15 * KILO, ".css": 12 * KILO, ".js": 5 * KILO}


@pytest.fixture(scope="module")
def weights(django_db_setup, django_db_blocker):
    """Return {address: {file or "html": bytes}} of every public page."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        builders.make_everything(lots=range(1, 10))
        found = {address: weigh(address) for address in PAGES}
        transaction.set_rollback(True)
    return found


def weigh(address):
    response = ask(reader(), address)
    sizes = {"html": len(gzip.compress(response.content))}
    for path in loaded_by(html_of(response)):
        content = content_of(Path(finders.find(path.removeprefix("/static/"))))
        sizes[path] = min(len(content), len(gzip.compress(content)))
    return sizes


def content_of(file):
    return bundled(file).encode() if file.suffix == ".css" else file.read_bytes()


def loaded_by(page):
    """Return every static file that the page names, also those for paper."""
    elements = page.all("link", "script", "img", "source")
    values = [element.get("href") or element.get("src") or "" for element in elements]
    paths = {urlsplit(value).path for value in values}
    return sorted(path for path in paths if path.startswith("/static/"))


def too_heavy(weights, kind):
    sums = {
        address: sum(size for path, size in sizes.items() if path.endswith(kind))
        for address, sizes in weights.items()
    }
    return {a: size for a, size in sums.items() if size > MOST[kind]}


@pytest.mark.parametrize("kind", MOST)
def test_no_page_loads_more_than_its_measure(weights, kind):
    assert too_heavy(weights, kind) == {}


def test_first_visit_to_home_is_light(weights):
    assert 10 * KILO < sum(weights["/"].values()) < 100 * KILO


def test_every_page_has_its_style_weighed(weights):
    assert all(any(p.endswith(".css") for p in sizes) for sizes in weights.values())
