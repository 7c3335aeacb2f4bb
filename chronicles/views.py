from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, redirect, render

from chronicles.facets import (
    projects_with_totals,
    rubrics_by_project,
    terms_with_totals,
    weave_of,
)
from chronicles.filters import chosen, count_label, filter_groups
from chronicles.media import with_player
from chronicles.models import Chronicle, ChroniclePhoto, Rubric, Story
from editorial.http import read_only
from editorial.lookups import chosen_or_404, published_or_404
from editorial.pagination import page_or_404
from projects.models import Action, Keyword, Project
from projects.models.project import lot_order

PER_PAGE = 12
INSTALMENTS_PER_PAGE = 24
RELATED = 3


@read_only
def chronicle_list(request, rubric=None, project=None, page=1):
    public = Chronicle.objects.published()
    in_project = public.filter(project__slug=project) if project else public
    rubrics = terms_with_totals(Rubric, in_project)
    rubric = chosen_or_404(rubrics, rubric)
    projects = projects_with_totals(public.in_rubric(rubric))
    project = chosen_or_404(projects, project)
    chronicles = in_project.in_rubric(rubric).for_cards().newest_first()
    page = page_or_404(chronicles, page, PER_PAGE)
    context = chosen(rubric, project) | {
        "filters": filter_groups(rubrics, rubric, projects, project),
        "page": page,
        "count_label": count_label(page.paginator.count, rubric, project),
    }
    return render(request, "chronicles/chronicle_list.html", context)


@read_only
def chronicle_detail(request, chronicle):
    related = ("story", "place__project", "event__project")
    chronicles = Chronicle.objects.for_cards().select_related(*related)
    chronicle = published_or_404(chronicles, slug=chronicle)
    instalment = _instalment(chronicle)
    is_followed = instalment and instalment["next"]
    context = {
        "chronicle": chronicle,
        "photos": _gallery(chronicle),
        "keywords": chronicle.keywords.order_by("position"),
        "instalment": instalment,
        "another": None if is_followed else _another(chronicle),
        "related": _related(chronicle),
    }
    response = render(request, "chronicles/chronicle_detail.html", context)
    return with_player(response, chronicle.media_url)


def _gallery(chronicle):
    """The photos below the text: the cover leads the page."""
    photos = ChroniclePhoto.objects.published().filter(chronicle=chronicle)
    return photos.exclude(pk=chronicle.cover_id)


def _instalment(chronicle):
    """Where the chronicle stands in its story; None outside a story."""
    if chronicle.story is None:
        return None
    instalments = list(
        Chronicle.objects.published().in_reading_order().filter(story=chronicle.story)
    )
    index = instalments.index(chronicle)
    return {
        "number": index + 1,
        "total": len(instalments),
        "previous": instalments[index - 1] if index else None,
        "next": instalments[index + 1] if index + 1 < len(instalments) else None,
    }


def _another(chronicle):
    """Another one of its neighbourhood, out of its story: an older one if there is."""
    others = Chronicle.objects.published().filter(project=chronicle.project)
    if chronicle.story:
        others = others.exclude(story=chronicle.story)
    return others.exclude(pk=chronicle.pk).older_first_than(chronicle).first()


def _related(chronicle):
    """The same rubric elsewhere before the same neighbourhood: Mix contaminates."""
    elsewhere = Case(When(project=chronicle.project, then=Value(1)), default=Value(0))
    return (
        Chronicle.objects.published()
        .in_rubric(chronicle.main_rubric)
        .exclude(pk=chronicle.pk)
        .for_cards()
        .order_by(elsewhere, "-published_at", "-pk")[:RELATED]
    )


@read_only
def rubric_list(request):
    rubrics = terms_with_totals(Rubric, Chronicle.objects.published())
    return render(request, "chronicles/rubric_list.html", {"rubrics": rubrics})


@read_only
def neighbourhood_list(request):
    return redirect("projects:project-list", permanent=True)


@read_only
def story_list(request):
    stories = Story.objects.published().with_totals().select_related("project")
    return render(request, "chronicles/story_list.html", {"stories": stories})


@read_only
def story_detail(request, story, page=1):
    story = get_object_or_404(
        Story.objects.published().select_related("project"), slug=story
    )
    chronicles = story.chronicles.published().in_reading_order().for_cards()
    context = {
        "story": story,
        "page": page_or_404(chronicles, page, INSTALMENTS_PER_PAGE),
    }
    return render(request, "chronicles/story_detail.html", context)


@read_only
def keyword_list(request):
    keywords = terms_with_totals(Keyword, Chronicle.objects.published())
    return render(request, "chronicles/keyword_list.html", {"keywords": keywords})


@read_only
def keyword_detail(request, keyword, page=1):
    keyword = get_object_or_404(Keyword, slug=keyword)
    chronicles = Chronicle.objects.published().filter(keyword_items__tag=keyword)
    context = {
        "keyword": keyword,
        "actions": _actions_of(keyword) if page == 1 else [],
        "page": page_or_404(chronicles.for_cards().newest_first(), page, PER_PAGE),
    }
    return render(request, "chronicles/keyword_detail.html", context)


def _actions_of(keyword):
    return (
        Action.objects.filter(
            keyword_items__tag=keyword, project__in=Project.objects.published()
        )
        .select_related("project")
        .order_by(lot_order("project__"), "position")
    )


@read_only
def weave(request):
    rubrics = rubrics_by_project(Chronicle.objects.published())
    projects = Project.objects.published().by_lot()
    context = {"rubrics": rubrics, "rows": weave_of(projects, rubrics)}
    return render(request, "chronicles/weave.html", context)
