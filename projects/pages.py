"""The pages of projects, places and events, for readers and for previews of them."""

from django.shortcuts import render

from editorial.pages import page_of
from projects.models import Event, EventPhoto, Place, Project
from projects.models.project import lot_order

MOST_EVENTS = 24
LATEST = 6


def projects_for_pages():
    """Return all projects, loaded as their pages need them."""
    return Project.objects.select_related("cover__release")


@page_of(
    Project,
    rows=projects_for_pages,
    photos=lambda project: [project.cover] if project.cover else [],
)
def project_page(request, project):
    # Chronicles and stories belong to the floor above: they are reached through
    # the relations that floor adds, never imported here.
    chronicles = project.chronicles.published_beside(project).for_cards()
    context = {
        "project": project,
        "actions": project.actions.all(),
        "partnerships": project.partnerships.with_organization(),
        "places": project.places.published_beside(project),
        **_events_of(project),
        "stories": project.stories.published_beside(project),
        "chronicles": chronicles.newest_first()[:LATEST],
    }
    return render(request, "projects/project_detail.html", context)


def _events_of(project):
    events = project.events.published_beside(project)
    events = list(events.order_by("-starts_at")[:MOST_EVENTS])
    return {
        "coming": [event for event in reversed(events) if not event.is_over],
        "past": [event for event in events if event.is_over],
    }


def places_for_pages():
    """Return all places, loaded as their pages need them."""
    return Place.objects.select_related(
        "project", "photo_before__release", "photo_after__release"
    )


@page_of(
    Place,
    rows=places_for_pages,
    photos=lambda place: list(filter(None, [place.photo_before, place.photo_after])),
)
def place_page(request, place):
    chronicles = place.chronicles.published().for_cards().newest_first()
    context = {
        "place": place,
        "events": place.events.published().order_by("-starts_at")[:MOST_EVENTS],
        "chronicles": chronicles[:LATEST],
    }
    return render(request, "projects/place_detail.html", context)


def events_for_pages():
    """Return all events, loaded as their pages need them."""
    related = ("project", "parent__project", "place__project")
    return Event.objects.select_related(*related)


def _photos_of_event(event):
    return [use.photo for use in event.photo_uses.select_related("photo__release")]


@page_of(Event, rows=events_for_pages, photos=_photos_of_event)
def event_page(request, event):
    programme = event.programme.published().select_related("project")
    chronicles = event.chronicles.published().for_cards().newest_first()
    context = {
        "event": event,
        "programme": programme.order_by(lot_order("project__"), "starts_at"),
        "photos": EventPhoto.objects.published().filter(event=event),
        "chronicles": chronicles[:LATEST],
    }
    return render(request, "projects/event_detail.html", context)
