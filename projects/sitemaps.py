from editorial.sitemaps import SiteSitemap
from projects.models import Event, Place, Project


class ProjectSitemap(SiteSitemap):
    def items(self):
        return list(Project.objects.published())


class PlaceSitemap(SiteSitemap):
    def items(self):
        return list(Place.objects.published().select_related("project"))


class EventSitemap(SiteSitemap):
    def items(self):
        return list(Event.objects.published())
