from django.urls import reverse

from chronicles.models import Chronicle, ChronicleRubric
from chronicles.models.rubric import RUBRICS
from editorial.sitemaps import SiteSitemap
from projects.models.keyword import KEYWORDS


class ChronicleSitemap(SiteSitemap):
    """The chronicles, and the stories that they are instalments of."""

    def items(self):
        chronicles = list(Chronicle.objects.published().select_related("story"))
        stories = {chronicle.story for chronicle in chronicles if chronicle.story}
        return [*chronicles, *sorted(stories, key=lambda story: story.slug)]


class FilterSitemap(SiteSitemap):
    """The filtered lists that hold at least one chronicle."""

    def items(self):
        public = Chronicle.objects.published().order_by().values("pk")
        pairs = (
            ChronicleRubric.objects.filter(content_object__in=public)
            .values_list("tag__slug", "content_object__project__slug")
            .distinct()
            .order_by("tag__slug", "content_object__project__slug")
        )
        pairs = list(pairs)
        projects = sorted({project for _, project in pairs})
        return [
            *({"project": project} for project in projects),
            *({"rubric": rubric, "project": project} for rubric, project in pairs),
        ]

    def location(self, kwargs):
        return reverse("chronicles:chronicle-list", kwargs=kwargs)

    def lastmod(self, item):
        return None


class VocabularySitemap(SiteSitemap):
    def items(self):
        return [
            *(("chronicles:chronicle-list", {"rubric": slug}) for slug in RUBRICS),
            *(("chronicles:keyword-detail", {"keyword": slug}) for slug in KEYWORDS),
        ]

    def location(self, item):
        name, kwargs = item
        return reverse(name, kwargs=kwargs)

    def lastmod(self, item):
        return None
