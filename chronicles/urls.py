from django.urls import path
from django.views.generic import RedirectView

from chronicles import feeds, views
from editorial.http import read_only

app_name = "chronicles"


def paged(route, view, name):
    """A list and its further pages: `route` and `route`pagina/2/."""
    first = RedirectView.as_view(pattern_name=f"{app_name}:{name}", permanent=True)
    return [
        path(route, view, name=name),
        path(f"{route}pagina/1/", read_only(first)),
        path(f"{route}pagina/<number:page>/", view, name=name),
    ]


urlpatterns = [
    *paged("", views.chronicle_list, "chronicle-list"),
    path("rubriche/", views.rubric_list, name="rubric-list"),
    *paged("rubriche/<slug:rubric>/", views.chronicle_list, "chronicle-list"),
    path("rubriche/<slug:rubric>/feed/", feeds.rubric_feed, name="rubric-feed"),
    path("quartieri/", views.neighbourhood_list, name="neighbourhood-list"),
    *paged("quartieri/<slug:project>/", views.chronicle_list, "chronicle-list"),
    path("quartieri/<slug:project>/feed/", feeds.project_feed, name="project-feed"),
    *paged(
        "rubriche/<slug:rubric>/quartieri/<slug:project>/",
        views.chronicle_list,
        "chronicle-list",
    ),
    path("storie/", views.story_list, name="story-list"),
    *paged("storie/<slug:story>/", views.story_detail, "story-detail"),
    path("storie/<slug:story>/feed/", feeds.story_feed, name="story-feed"),
    path("parole/", views.keyword_list, name="keyword-list"),
    *paged("parole/<slug:keyword>/", views.keyword_detail, "keyword-detail"),
    path("trama/", views.weave, name="weave"),
    path("<slug:chronicle>/", views.chronicle_detail, name="chronicle-detail"),
]
