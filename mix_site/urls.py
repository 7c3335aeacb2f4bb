from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from chronicles.feeds import all_feed
from editorial.http import read_only
from mix_site import views
from mix_site.search import views as search_views
from mix_site.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("projects.urls")),
    path("cronache/", include("chronicles.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("crediti/", views.credits_page, name="credits"),
    path("cerca/", search_views.search, name="search"),
    path("cerca/quartiere/", search_views.neighbourhood, name="neighbourhood"),
    path("opensearch.xml", search_views.opensearch, name="opensearch"),
    path("feed/", all_feed, name="feed"),
    path("anteprime/", include("mix_site.previews.urls")),
    path("anteprima/", include("mix_site.guests.urls")),
    path("sitemap.xml", read_only(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("site.webmanifest", views.web_manifest, name="web-manifest"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("salute/", views.health, name="health"),
    # The old site's address of the chronicles, and whatever stood below it.
    re_path(
        r"^category/cronaca/(?:.*/)?$",
        read_only(
            RedirectView.as_view(
                pattern_name="chronicles:chronicle-list", permanent=True
            )
        ),
    ),
    path("redazione/", admin.site.urls),
    path("media/<path:path>", views.media, name="media"),
    re_path(r"^(?P<url>[-\w/]+/)$", views.page, name="page"),
]

handler400 = "mix_site.views.bad_request"
