"""What stands in the preview of each kind of page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from chronicles.models.rubric import RUBRICS
from editorial.dates import date_range, month_year
from editorial.patchwork import Patch, patch


@dataclass(frozen=True)
class Still:
    """A published photograph: file in the default storage, part of it, row.

    `box` is (left, upper, right, lower), each as a share of width or height.
    """

    name: str
    box: tuple
    photo: int


@dataclass(frozen=True)
class Subject:
    """The words and the picture of a preview.

    `lot` is None for the whole city, `number` what its cover is drawn from (None:
    the trama of all nine), `still` takes the place of the drawing.
    """

    kind: str
    key: int
    title: str
    area: str
    label: str
    lot: int | None = None
    shape: str = ""
    patch: Patch | None = None
    still: Still | None = None


# The part of a preview that a photograph fills, in pixels.
STILL_SIZE = (470, 630)


def still_of(photo):
    """Return the Still of a photo loaded with its release; None if it is not public."""
    if photo is None or not photo.is_published:
        return None
    left, upper, right, lower = photo.crop_box(*STILL_SIZE)
    across, down = photo.width, photo.height
    box = (left / across, upper / down, right / across, lower / down)
    return Still(photo.small_jpeg_name, box, photo.pk)


def site_subject():
    return Subject(
        kind="mix",
        key=0,
        title="Nove quartieri, cinque modi di raccontarli",
        area=urlsplit(settings.SITE_URL).netloc,
        label="Da novembre 2016 a luglio 2018",
    )


def chronicle_subject(chronicle):
    """Take a chronicle as `for_cards` loads it."""
    rubric = chronicle.main_rubric
    cover = chronicle.public_cover
    return Subject(
        kind="cronache",
        key=chronicle.pk,
        title=chronicle.title,
        area=chronicle.project.area,
        label=rubric.name if rubric else "Cronaca",
        lot=chronicle.project.lot,
        shape=rubric.slug if rubric else "",
        patch=chronicle.patch,
        still=still_of(cover and cover.photo),
    )


def project_subject(project):
    return Subject(
        kind="progetti",
        key=project.pk,
        title=project.name,
        area=project.area,
        label=project.territory if project.is_local else "",
        lot=project.lot,
        patch=patch(project.pk, RUBRICS),
        still=still_of(project.cover),
    )


def place_subject(place):
    """Take a place with its project and the release of its later photo loaded."""
    return Subject(
        kind="spazi",
        key=place.pk,
        title=place.name,
        area=place.project.area,
        label=place.get_kind_display(),
        lot=place.project.lot,
        patch=patch(place.pk, ["spazi"]),
        still=still_of(place.photo_after),
    )


def event_subject(event):
    return Subject(
        kind="eventi",
        key=event.pk,
        title=event.title,
        area=event.project.area,
        label=_when(event),
        lot=event.project.lot,
        patch=patch(event.pk, RUBRICS),
    )


def _when(event):
    """The days without the hour: what is drawn once cannot be corrected by mail."""
    if event.is_cancelled:
        return "Evento annullato"
    if event.is_undated:
        return "Evento rinviato"
    # A vague date is said in words on the page: here the month has to do.
    return month_year(event.days[0]) if event.when_note else date_range(*event.days)


def story_subject(story):
    return Subject(
        kind="storie",
        key=story.pk,
        title=story.title,
        area=story.project.area,
        label="Storia a puntate",
        lot=story.project.lot,
        patch=patch(story.pk, RUBRICS),
    )


def issue_subject(issue):
    return Subject(
        kind="newsletter",
        key=issue.pk,
        title=issue.title,
        area=str(issue),
        label=issue.month_label,
    )
