from django.shortcuts import get_object_or_404, redirect, render

from chronicles.facets import (
    projects_with_totals,
    rubrics_by_project,
    terms_with_totals,
    weave_of,
)
from chronicles.filters import chosen, count_label, filter_groups
from chronicles.models import Chronicle, Rubric, Story
from chronicles.pages import chronicle_page, chronicles_for_pages
from editorial.http import read_only
from editorial.lookups import chosen_or_404, published_or_404
from editorial.pagination import page_or_404
from projects.models import Action, Keyword, Project
from projects.models.project import lot_order

PER_PAGE = 12
INSTALMENTS_PER_PAGE = 24


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
    chronicle = published_or_404(chronicles_for_pages(), slug=chronicle)
    return chronicle_page(request, chronicle)


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
