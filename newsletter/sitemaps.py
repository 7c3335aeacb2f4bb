from editorial.sitemaps import SiteSitemap
from newsletter.models import Issue


class IssueSitemap(SiteSitemap):
    def items(self):
        return list(Issue.objects.published())
