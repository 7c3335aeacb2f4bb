from django.shortcuts import redirect, render

from editorial.http import read_only
from mix_site.search.answer import answer
from mix_site.search.neighbourhood import ask
from mix_site.search.sources import SOURCES
from projects.models import Project

# No list of results has more pages; a greater number is the last one.
MOST_DIGITS = 6


@read_only
def search(request):
    kind = request.GET.get("tipo")
    found = answer(
        request.GET.get("q", ""),
        kind=kind if kind in SOURCES else None,
        page=_page_number(request.GET.get("pagina", "")),
    )
    return render(request, "mix_site/search.html", {"found": found})


@read_only
def neighbourhood(request):
    """From a street to its project; without exactly one, the nine to choose from."""
    asked = ask(request.GET.get("dove", ""))
    if asked.only:
        return redirect(asked.only)
    context = {
        "asked": asked,
        "projects": Project.objects.published().local().by_lot(),
    }
    return render(request, "mix_site/search_neighbourhood.html", context)


@read_only
def opensearch(request):
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "mix_site/opensearch.xml", content_type=content_type)


def _page_number(typed):
    """The page asked for; 1 for anything that is not a number."""
    if typed.isascii() and typed.isdigit():
        return max(1, int(typed[:MOST_DIGITS]))
    return 1
