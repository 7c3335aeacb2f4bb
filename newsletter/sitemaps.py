from editorial.sitemaps import SiteSitemap, listing
from newsletter.models import Issue


class IssueSitemap(SiteSitemap):
    def items(self):
        issues = list(Issue.objects.published().only("number", "updated_at"))
        return [listing("newsletter:issue-list", issues), *issues]
