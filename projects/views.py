from django.http import HttpResponse
from django.shortcuts import redirect, render

from editorial.http import read_only
from editorial.lookups import published_or_404
from editorial.pagination import page_or_404
from projects.calendars import calendar_of
from projects.models import Event, Project
from projects.pages import (
    MOST_EVENTS,
    event_page,
    events_for_pages,
    place_page,
    places_for_pages,
    project_page,
    projects_for_pages,
)
from projects.sheets import sheet_of

EVENTS_PER_PAGE = 12


@read_only
def project_list(request):
    projects = Project.objects.published().select_related("cover__release").by_lot()
    return render(request, "projects/project_list.html", {"projects": projects})


@read_only
def project_detail(request, project):
    return project_page(request, published_or_404(projects_for_pages(), slug=project))


@read_only
def project_sheet(request, project):
    project = published_or_404(Project.objects.all(), slug=project)
    context = {"project": project, "sheet": sheet_of(project)}
    return render(request, "projects/project_sheet.html", context)


@read_only
def project_of_lot(request, lot):
    """The address on paper, which outlives any change of name."""
    project = published_or_404(Project.objects.all(), lot=lot)
    return redirect(project, permanent=True)


@read_only
def place_detail(request, project, place):
    place = published_or_404(places_for_pages(), slug=place)
    if place.project.slug != project:
        return redirect(place, permanent=True)
    return place_page(request, place)


@read_only
def event_list(request, page=1):
    events = Event.objects.published().select_related("project")
    context = {
        "coming": events.main_or_left().coming()[:MOST_EVENTS] if page == 1 else [],
        "past": page_or_404(events.main().past(), page, EVENTS_PER_PAGE),
    }
    return render(request, "projects/event_list.html", context)


@read_only
def event_detail(request, event):
    return event_page(request, published_or_404(events_for_pages(), slug=event))


def _calendar_response(name, events, filename):
    events = events.select_related("project", "place__project").order_by(
        "starts_at", "pk"
    )
    response = HttpResponse(
        calendar_of(name, events), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


@read_only
def event_calendar(request):
    return _calendar_response("Mix: gli eventi", Event.objects.published(), "mix")


@read_only
def project_calendar(request, project):
    project = published_or_404(Project.objects.all(), slug=project)
    events = project.events.published()
    return _calendar_response(f"Mix: {project.short_name}", events, project.slug)


@read_only
def event_ics(request, event):
    event = published_or_404(Event.objects.all(), slug=event)
    events = Event.objects.published().filter(pk=event.pk)
    return _calendar_response(f"Mix: {event.title}", events, event.slug)
