"""Which pages the audit looks at: found in the site itself, so that none is missed."""

from django.db.models import Count
from django.test import Client
from django.urls import resolve

from chronicles.models import Chronicle, ChroniclePhoto
from projects.models import Event, Project
from tests.html import Page

NOT_FOUND = "/questa-pagina-non-c-e/"
# What was found for a word is not for search engines: the page that asks is.
SEARCH = "/cerca/"


def measured():
    """Return {name: path} of the kinds of page that Lighthouse measures."""
    photos = ChroniclePhoto.objects.values("chronicle").annotate(total=Count("pk"))
    richest = photos.order_by("-total")[0]["chronicle"]
    programme = Event.objects.annotate(total=Count("programme")).order_by("-total")
    return {
        "home": "/",
        "project": Project.objects.get(lot=2).get_absolute_url(),
        "chronicle list": "/cronache/",
        "chronicle with photos": Chronicle.objects.get(pk=richest).get_absolute_url(),
        "trama": "/cronache/trama/",
        "event": programme[0].get_absolute_url(),
        "issue": "/newsletter/1/",
        "search": SEARCH,
    }


def crawl():
    """Follow the site's own links; return (an address of each kind, broken links).

    The broken ones are (address, status). All the flat pages are kinds of their own.
    """
    # No error of a page may end the crawl; the host is one that the settings allow.
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    kinds, broken, seen, to_visit = {NOT_FOUND: NOT_FOUND}, [], set(), ["/", SEARCH]
    while to_visit:
        path = to_visit.pop(0)
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        if response.status_code >= 400:
            broken.append((path, response.status_code))
        elif is_page(response):
            match = resolve(path.partition("?")[0])
            kinds.setdefault(path if match.url_name == "page" else match.route, path)
            to_visit += links(response)
    return sorted(kinds.values()), broken


def is_page(response):
    is_html = response.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html


def links(response):
    """Return the addresses of this site that a page leads to, without #parts."""
    targets = Page(response.content.decode()).values("href")
    paths = {target.partition("#")[0] for target in targets if target}
    own = {path for path in paths if path.startswith("/") and path[:2] != "//"}
    return sorted(p for p in own if not p.startswith(("/static/", "/media/")))
