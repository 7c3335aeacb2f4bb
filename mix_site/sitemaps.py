from django.conf import settings
from django.contrib.flatpages.models import FlatPage

from chronicles.sitemaps import (
    ChronicleSitemap,
    FilterSitemap,
    KeywordSitemap,
)
from editorial.sitemaps import SiteSitemap, listing
from newsletter.sitemaps import IssueSitemap
from projects.sitemaps import EventSitemap, PlaceSitemap, ProjectSitemap


class HomeSitemap(SiteSitemap):
    def items(self):
        return [listing("home")]


class PageSitemap(SiteSitemap):
    def items(self):
        pages = FlatPage.objects.filter(sites=settings.SITE_ID)
        return list(pages.only("url").order_by("url"))

    def location(self, page):
        return page.url

    def lastmod(self, item):
        return None


SITEMAPS = {
    "home": HomeSitemap,
    "projects": ProjectSitemap,
    "places": PlaceSitemap,
    "events": EventSitemap,
    "chronicles": ChronicleSitemap,
    "filters": FilterSitemap,
    "keywords": KeywordSitemap,
    "issues": IssueSitemap,
    "pages": PageSitemap,
}
