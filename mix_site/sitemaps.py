from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.urls import reverse

from chronicles.sitemaps import (
    ChronicleSitemap,
    FilterSitemap,
    VocabularySitemap,
)
from editorial.sitemaps import SiteSitemap
from newsletter.sitemaps import IssueSitemap
from projects.sitemaps import EventSitemap, PlaceSitemap, ProjectSitemap


class SectionSitemap(SiteSitemap):
    def items(self):
        return [
            "home",
            "projects:project-list",
            "projects:event-list",
            "chronicles:chronicle-list",
            "chronicles:rubric-list",
            "chronicles:story-list",
            "chronicles:keyword-list",
            "chronicles:weave",
            "newsletter:issue-list",
        ]

    def location(self, name):
        return reverse(name)

    def lastmod(self, item):
        return None


class PageSitemap(SiteSitemap):
    def items(self):
        pages = FlatPage.objects.filter(sites=settings.SITE_ID)
        return list(pages.order_by("url"))

    def location(self, page):
        return page.url

    def lastmod(self, item):
        return None


SITEMAPS = {
    "sections": SectionSitemap,
    "projects": ProjectSitemap,
    "places": PlaceSitemap,
    "events": EventSitemap,
    "chronicles": ChronicleSitemap,
    "filters": FilterSitemap,
    "vocabularies": VocabularySitemap,
    "issues": IssueSitemap,
    "pages": PageSitemap,
}
