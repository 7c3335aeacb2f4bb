"""Projects, and what belongs to them."""

from datetime import date
from functools import cache

from django.utils.text import slugify

from editorial.images import ingest
from projects.models import (
    Action,
    Event,
    Keyword,
    Organization,
    Partnership,
    Photo,
    Place,
    Project,
    Release,
)
from tests.builders.common import PUBLIC, jpeg, named, next_number, rome


def some_project():
    return Project.objects.filter(lot=1).first() or make_project(lot=1)


def make_project(lot=None, **values):
    """Make the project of a lot; the transversal one without."""
    values = PUBLIC | values
    values.setdefault("name", f"Progetto {lot}" if lot else "Mix")
    values.setdefault("slug", slugify(values["name"]))
    values.setdefault("short_name", values["name"])
    values.setdefault("area", f"Zona {lot}" if lot else "Milano")
    values.setdefault("neighbourhoods", "Via Padova, via Arquà")
    values.setdefault("summary", "Un progetto di quartiere.")
    return Project.objects.create(lot=lot, **values)


def make_organization(**values):
    values.setdefault("name", f"Cooperativa {next_number(Organization)}")
    return Organization.objects.create(**values)


def make_partnership(**values):
    if "project" not in values:
        values["project"] = some_project()
    if "organization" not in values:
        values["organization"] = make_organization()
    return Partnership.objects.create(**values)


def make_action(keywords=(), **values):
    values.setdefault("title", f"Azione {next_number(Action)}")
    if "project" not in values:
        values["project"] = some_project()
    action = Action.objects.create(**values)
    action.keywords.add(*Keyword.objects.filter(slug__in=keywords))
    return action


def make_place(**values):
    values = PUBLIC | values
    named(values, Place, "Spazio", "name")
    if "project" not in values:
        values["project"] = some_project()
    values.setdefault("kind", Place.Kind.COURTYARD)
    values.setdefault("summary", "Un cortile che prima non c’era.")
    return Place.objects.create(**values)


def make_event(**values):
    values = PUBLIC | values
    named(values, Event, "Evento")
    if "project" not in values:
        values["project"] = some_project()
    values.setdefault("summary", "Una festa in cortile.")
    values.setdefault("starts_at", rome(2018, 5, 12, 16))
    return Event.objects.create(**values)


def make_release(**values):
    values.setdefault("code", f"LIB-2018-{next_number(Release)}")
    if "project" not in values:
        values["project"] = some_project()
    values.setdefault("signed_on", date(2018, 3, 1))
    return Release.objects.create(**values)


@cache
def _ingested(size):
    """Return a photograph of that size, encoded once for all tests."""
    return ingest(jpeg(size))


def make_photo(size=(60, 40), upload=None, **values):
    """Make a photo whose files are really there."""
    values.setdefault("title", f"Foto {next_number(Photo)}")
    values.setdefault("author", "Ada Rossi")
    values.setdefault("people", Photo.People.NOBODY)
    if "project" not in values:
        values["project"] = some_project()
    photo = Photo(**values)
    photo.attach(upload or _ingested(size))
    photo.save()
    return photo
