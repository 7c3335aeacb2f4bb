from django.db.models import Max
from django.urls import reverse

from chronicles.models import Chronicle
from chronicles.models.rubric import RUBRICS
from editorial.sitemaps import Listing, SiteSitemap, listing
from projects.models.keyword import KEYWORDS


class ChronicleSitemap(SiteSitemap):
    """The chronicles, their stories, and the lists and counts of both."""

    def items(self):
        chronicles = Chronicle.objects.published().select_related("story")
        chronicles = list(
            chronicles.only("slug", "updated_at", "story__slug", "story__updated_at")
        )
        stories = _stories_of(chronicles)
        return [
            listing("chronicles:chronicle-list", chronicles),
            listing("chronicles:rubric-list", chronicles),
            listing("chronicles:keyword-list", chronicles),
            listing("chronicles:weave", chronicles),
            listing("chronicles:story-list", stories),
            *chronicles,
            *stories,
        ]


def _stories_of(chronicles):
    """Return the stories, each as recent as the latest of its instalments."""
    stories = {}
    for chronicle in chronicles:
        if chronicle.story:
            story = stories.setdefault(chronicle.story_id, chronicle.story)
            story.updated_at = max(story.updated_at, chronicle.updated_at)
    return sorted(stories.values(), key=lambda story: story.slug)


class FilterSitemap(SiteSitemap):
    """The rubrics, and the filtered lists that hold at least one chronicle."""

    def items(self):
        latest = {(rubric, None): None for rubric in RUBRICS}
        for rubric, project, moment in _latest_by_cell():
            for choice in ((rubric, None), (None, project), (rubric, project)):
                latest[choice] = max(latest.get(choice) or moment, moment)
        return [Listing(_address(*choice), moment) for choice, moment in latest.items()]


def _latest_by_cell():
    """Return (rubric slug, project slug, last change) of each pair with chronicles."""
    sides = ["rubric_items__tag__slug", "project__slug"]
    told = Chronicle.objects.published().filter(rubric_items__isnull=False)
    cells = told.order_by(*sides).values_list(*sides)
    return cells.annotate(latest=Max("updated_at"))


def _address(rubric, project):
    chosen = {"rubric": rubric, "project": project}
    kwargs = {name: slug for name, slug in chosen.items() if slug}
    return reverse("chronicles:chronicle-list", kwargs=kwargs)


class KeywordSitemap(SiteSitemap):
    def items(self):
        name = "chronicles:keyword-detail"
        return [listing(name, keyword=slug) for slug in KEYWORDS]
