from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class SiteSitemap(Sitemap):
    """A sitemap that takes its host from SITE_URL instead of a database row.

    `items` gives lists: Django counts a queryset with a query of its own. It loads
    no more than addresses and dates: ten thousand texts would take seconds.

    One file may hold 50,000 addresses (sitemaps.org), and all our sections are in
    one. Whoever comes near to that needs django.contrib.sitemaps.views.index, with
    a file for each section: what is beyond `limit` in a section is on ?p=2, which
    nothing names.
    """

    limit = 50_000

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, item):
        return item.updated_at


@dataclass(frozen=True)
class Listing:
    """The page of a list: it changes when the latest of its rows does."""

    address: str
    updated_at: datetime | None

    def get_absolute_url(self):
        return self.address


def listing(name, rows=(), **kwargs):
    """Return the Listing of the URL called `name`, which shows `rows`."""
    latest = max((row.updated_at for row in rows), default=None)
    return Listing(reverse(name, kwargs=kwargs), latest)
