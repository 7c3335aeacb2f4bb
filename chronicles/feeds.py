"""The chronicles as Atom feeds: all, of a rubric, of a neighbourhood, of a story."""

from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import conditional_page

from chronicles.filters import list_url
from chronicles.models import Chronicle, ChroniclePhoto, ChronicleRubric, Rubric, Story
from editorial.feeds import FullTextAtom, feed_response, tag_uri
from editorial.http import read_only
from editorial.lookups import published_or_404
from editorial.richtext import with_absolute_links
from projects.models import Project

ENTRIES = 25


def _absolute(address):
    return urljoin(settings.SITE_URL, address)


@read_only
@conditional_page
def all_feed(request):
    """Every chronicle, the newest first."""
    return _answer(
        Chronicle.objects.published(),
        title="Mix: le cronache",
        subtitle="Che cosa succede nei nove quartieri, raccontato da chi ci lavora.",
        link=list_url(),
        feed_url=request.path,
        feed_guid=tag_uri("feed", "cronache"),
    )


@read_only
@conditional_page
def rubric_feed(request, rubric):
    rubric = get_object_or_404(Rubric, slug=rubric)
    return _answer(
        Chronicle.objects.published().in_rubric(rubric),
        title=f"Mix: {rubric.name}",
        subtitle=rubric.question,
        link=rubric.get_absolute_url(),
        feed_url=request.path,
        feed_guid=tag_uri("feed/rubrica", rubric.slug),
    )


@read_only
@conditional_page
def project_feed(request, project):
    project = published_or_404(Project.objects.all(), slug=project)
    return _answer(
        Chronicle.objects.published().filter(project=project),
        title=f"Mix: {project.area}",
        subtitle=f"Le cronache del progetto {project.name}.",
        link=list_url(project=project),
        feed_url=request.path,
        feed_guid=tag_uri("feed/progetto", project.pk),
    )


@read_only
@conditional_page
def story_feed(request, story):
    story = get_object_or_404(Story.objects.published(), slug=story)
    return _answer(
        story.chronicles.published(),
        title=f"Mix: {story.title}",
        subtitle=story.summary,
        link=story.get_absolute_url(),
        feed_url=request.path,
        feed_guid=tag_uri("feed/storia", story.pk),
    )


def _answer(chronicles, *, link, feed_url, **values):
    feed = FullTextAtom(link=_absolute(link), feed_url=_absolute(feed_url), **values)
    photos = ChroniclePhoto.objects.published()
    for chronicle in (
        chronicles.select_related("project")
        .prefetch_related(
            Prefetch("rubric_items", ChronicleRubric.in_order()),
            Prefetch("photo_uses", photos, to_attr="public_photos"),
        )
        .newest_first()[:ENTRIES]
    ):
        feed.add_item(**_entry(chronicle))
    return feed_response(feed)


def _entry(chronicle):
    return {
        "title": chronicle.title,
        "link": _absolute(chronicle.get_absolute_url()),
        "unique_id": tag_uri("cronaca", chronicle.pk),
        "pubdate": chronicle.published_at,
        "updateddate": chronicle.changed_at,
        "author_name": chronicle.signature,
        "terms": _terms(chronicle),
        "summary": chronicle.standfirst,
        "content": _content(chronicle),
    }


def _terms(chronicle):
    rubrics = _absolute(reverse("chronicles:rubric-list"))
    areas = _absolute(reverse("chronicles:neighbourhood-list"))
    named = [(rubric.name, rubrics) for rubric in chronicle.all_rubrics]
    return [*named, (chronicle.project.area, areas)]


def _content(chronicle):
    """Return the whole text as the page has it, the cover before it.

    Readers show the first picture of an entry in their lists.
    """
    lead, others = [], []
    for use in chronicle.public_photos:
        (lead if use.pk == chronicle.cover_id else others).append(_picture(use))
    address = _absolute(chronicle.get_absolute_url())
    text = with_absolute_links(chronicle.body, address)
    below = render_to_string("chronicles/_feed_entry.html", {"chronicle": chronicle})
    return "".join([*lead, text, *others, below.strip()])


def _picture(use):
    width, height = use.photo.small_jpeg_size
    picture = {
        "use": use,
        "address": _absolute(use.photo.small_jpeg_url),
        "width": width,
        "height": height,
        "words": _sentence(use.caption),
    }
    fragment = "chronicles/_feed_photo.html"
    return render_to_string(fragment, {"picture": picture}).strip()


def _sentence(words):
    """Return `words` with the mark that parts them from what follows."""
    return f"{words}." if words and words[-1] not in ".!?…" else words
