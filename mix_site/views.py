from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.static import serve

from chronicles.facets import projects_with_totals, rubrics_by_project, weave_of
from chronicles.models import Chronicle
from editorial.http import read_only
from mix_site.models import Home
from newsletter.models import Issue
from projects.models import Event, Keyword, Partnership, Project
from projects.models.project import lot_order
from projects.photo_files import may_be_served

HOME_CHRONICLES = 6


@read_only
def home(request):
    public = Chronicle.objects.published()
    projects = projects_with_totals(public)
    rubrics = rubrics_by_project(public)
    context = {
        "home": Home.load(),
        "projects": projects,
        "chronicles": _home_chronicles(public),
        "rubrics": rubrics,
        "rows": weave_of(projects, rubrics),
        "event": _home_event(),
        "issue": Issue.objects.published().newest_first().first(),
        "keywords": Keyword.objects.order_by("position"),
    }
    return render(request, "mix_site/home.html", context)


def _home_chronicles(public):
    """What the redazione put in evidence, then the newest."""
    chosen = Home.featured.through.objects.filter(chronicle=OuterRef("pk"))
    return (
        public.for_cards()
        .annotate(is_featured=Exists(chosen))
        .order_by("-is_featured", "-published_at", "-pk")[:HOME_CHRONICLES]
    )


def _home_event():
    """The next event; when nothing is coming, the last one, with its reportage."""
    events = Event.objects.published().main_or_left().select_related("project")
    return events.nearest()


@read_only
def credits_page(request):
    partnerships = (
        Partnership.objects.filter(project__in=Project.objects.published())
        .with_organization()
        .select_related("project")
        .order_by(lot_order("project__"), "position", "pk")
    )
    context = {
        "page": get_object_or_404(FlatPage, url="/crediti/", sites=settings.SITE_ID),
        "partnerships": partnerships,
    }
    return render(request, "mix_site/credits.html", context)


@read_only
def page(request, url):
    """An institutional page. Django's own view would mark the text safe as it is."""
    page = get_object_or_404(FlatPage, url=f"/{url}", sites=settings.SITE_ID)
    return render(request, "mix_site/page.html", {"page": page})


@read_only
def favicon(request):
    """Asked by browsers that do not read the page first."""
    return redirect(static("img/favicon.ico"), permanent=True)


@read_only
def web_manifest(request):
    """What a phone shows once the site is put among its applications (W3C)."""
    icons = [("img/icon-192.png", 192, "any"), ("img/icon-512.png", 512, "maskable")]
    manifest = {
        "name": "Mix, coesione sociale a Milano",
        "short_name": "Mix",
        "lang": "it",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbf9f5",
        "theme_color": "#fbf9f5",
        "icons": [
            {"src": static(src), "sizes": f"{side}x{side}", "purpose": purpose}
            for src, side, purpose in icons
        ],
    }
    content_type = "application/manifest+json; charset=utf-8"
    return JsonResponse(manifest, content_type=content_type)


@read_only
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@read_only
def security_txt(request):
    """RFC 9116: the file promises nothing beyond a year, so it renews itself."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    context = {"expires": (expires + timedelta(days=180)).isoformat()}
    content_type = "text/plain; charset=utf-8"
    return render(request, "security.txt", context, content_type=content_type)


@never_cache
@read_only
def health(request):
    """For the process supervisor: the application answers and so does the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("bene\n", content_type="text/plain; charset=utf-8")


@read_only
def media(request, path):
    """Photographs, where no web server stands in front; never run as a page."""
    if not (settings.SERVE_MEDIA and may_be_served(path)):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def bad_request(request, exception):
    """The host may be what is wrong: the page is written without asking for it."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
