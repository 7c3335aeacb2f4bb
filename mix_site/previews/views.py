"""One address for the preview of each page, behind the same gate as the page."""

import threading
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import conditional_page

from chronicles.models import Chronicle, Story
from editorial.http import read_only
from editorial.lookups import published_or_404
from mix_site.previews import store, subjects
from mix_site.previews.drawing import png_of, svg_of
from newsletter.models import Issue
from projects.models import Event, Place, Project

# One at a time in a process: a drawing holds some 20 MB while it is made.
_drawing = threading.Lock()


@read_only
@conditional_page
def site_preview(request):
    return _answer(subjects.site_subject())


@read_only
@conditional_page
def chronicle_preview(request, chronicle):
    chronicle = published_or_404(Chronicle.objects.for_cards(), slug=chronicle)
    return _answer(subjects.chronicle_subject(chronicle))


@read_only
@conditional_page
def project_preview(request, project):
    projects = Project.objects.select_related("cover__release")
    return _answer(subjects.project_subject(published_or_404(projects, slug=project)))


@read_only
@conditional_page
def place_preview(request, project, place):
    places = Place.objects.select_related("project", "photo_after__release")
    place = published_or_404(places, slug=place)
    if place.project.slug != project:
        slugs = {"project": place.project.slug, "place": place.slug}
        return redirect("previews:place", **slugs, permanent=True)
    return _answer(subjects.place_subject(place))


@read_only
@conditional_page
def event_preview(request, event):
    events = Event.objects.select_related("project")
    return _answer(subjects.event_subject(published_or_404(events, slug=event)))


@read_only
@conditional_page
def story_preview(request, story):
    stories = Story.objects.published().select_related("project")
    return _answer(subjects.story_subject(get_object_or_404(stories, slug=story)))


@read_only
@conditional_page
def issue_preview(request, number):
    issue = published_or_404(Issue.objects.all(), number=number)
    return _answer(subjects.issue_subject(issue))


def _answer(subject):
    # No max-age: a copy kept along the way would outlive a withdrawn photograph.
    # The ETag saves the bytes all the same.
    return HttpResponse(_png(subject), content_type="image/png")


def _png(subject):
    try:
        return _kept(subject)
    except OSError:
        # The file of the photograph went away after its row had been read.
        return _kept(replace(subject, still=None))


def _kept(subject):
    """Return the drawing that is kept, made now if there is none."""
    svg = svg_of(subject)
    name = store.name_of(subject, svg)
    content = store.read(name)
    if content is None:
        with _drawing:
            content = store.read(name) or png_of(subject, svg)
        store.write(name, content)
    return content
