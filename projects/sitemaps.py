from editorial.sitemaps import SiteSitemap, listing
from projects.models import Event, Place, Project


class ProjectSitemap(SiteSitemap):
    def items(self):
        projects = list(Project.objects.published().only("slug", "updated_at"))
        return [listing("projects:project-list", projects), *projects]


class PlaceSitemap(SiteSitemap):
    def items(self):
        places = Place.objects.published().select_related("project")
        return list(places.only("slug", "updated_at", "project__slug"))


class EventSitemap(SiteSitemap):
    def items(self):
        events = list(Event.objects.published().only("slug", "updated_at"))
        return [listing("projects:event-list", events), *events]
