"""The page of a chronicle, for readers and for those who see it before them."""

from django.db.models import Case, Value, When
from django.shortcuts import render

from chronicles.media import with_player
from chronicles.models import Chronicle, ChroniclePhoto
from editorial.pages import page_of

RELATED = 3


def chronicles_for_pages():
    """Return all chronicles, loaded as their pages need them."""
    related = ("story", "place__project", "event__project")
    return Chronicle.objects.for_cards().select_related(*related)


def _photos(chronicle):
    uses = chronicle.photo_uses.select_related("photo__release")
    return [use.photo for use in uses]


@page_of(Chronicle, rows=chronicles_for_pages, photos=_photos)
def chronicle_page(request, chronicle):
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
    rows = Chronicle.objects.published_beside(chronicle).filter(story=chronicle.story)
    # Put in order here: what is previewed has its moment in memory alone.
    instalments = [chronicle if row == chronicle else row for row in rows]
    instalments.sort(key=lambda row: (row.shown_on, row.pk))
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
