"""The table of addresses has every pattern of the site."""

import pytest
from django.urls import get_resolver, resolve, reverse

from tests import builders
from tests.test_public_pages import ADDRESSES, REDIRECTS


def routes(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


def public_routes():
    # A link to a preview is for few, and has tests of its own (test_guests).
    outside = (reverse("admin:index").lstrip("/"), "media/", "anteprima/")
    return {route for route in routes(get_resolver()) if not route.startswith(outside)}


def test_has_every_pattern():
    assert public_routes() == ADDRESSES.keys() | REDIRECTS.keys()


def test_addresses_belong_to_their_pattern():
    table = {a: route for route, addresses in ADDRESSES.items() for a in addresses}
    table |= {address: route for route, (address, _) in REDIRECTS.items()}
    assert {address: resolve(address).route for address in table} == table


@pytest.mark.django_db
def test_redirects_are_permanent(client):
    builders.make_project(lot=1)
    found = {}
    for address, _ in REDIRECTS.values():
        response = client.get(address)
        found[address] = (response.status_code, response.get("Location"))
    assert found == {address: (301, target) for address, target in REDIRECTS.values()}


@pytest.mark.django_db
@pytest.mark.parametrize("below", ["", "2017/", "page/2/", "a/b/c/", "2017/05/una/"])
def test_old_address_of_the_chronicles_leads_to_the_new(client, below):
    response = client.get(f"/category/cronaca/{below}")
    assert (response.status_code, response.get("Location")) == (301, "/cronache/")
