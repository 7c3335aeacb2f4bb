"""Writes the first content, as reader.py gives it, into an empty site."""

from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from chronicles.models import (
    Chronicle,
    ChronicleKeyword,
    ChronicleRubric,
    Rubric,
    Story,
)
from editorial.publishing import State
from mix_site.content.reader import ContentError
from mix_site.models import Home
from newsletter.models import Block, Issue
from projects.models import (
    Action,
    ActionKeyword,
    Event,
    Keyword,
    Organization,
    Partnership,
    Place,
    Project,
)

FIRST_DAY, LAST_DAY = date(2016, 11, 1), date(2018, 7, 31)
REGION = Issue.regions[0].key
# Keys of an entry that become rows of their own.
RELATED = {"action", "featured", "keywords", "partner", "published_on", "rubrics"}


def has_content():
    """Whether somebody has loaded or written anything yet."""
    models = [Project, Chronicle, Issue, FlatPage, Home]
    return any(model.objects.exists() for model in models)


def load(content):
    """Write `content` (from reader.read) in one transaction, every row validated.

    Raises ContentError with the file and the entry that a model refuses.
    """
    with transaction.atomic():
        _name_site()
        chronicles = _write_projects_and_theirs(content)
        _write_issue(content["issue"], content["blocks"])
        _write_home(content["home"], chronicles)
        _write_pages(content["pages"])
        # One revision for each page: in a common one, taking a chronicle back
        # would take everything else back too.
        call_command("createinitialrevisions", comment="Primo caricamento", verbosity=0)


def _write_projects_and_theirs(content):
    """Write projects, places, events, stories, chronicles; return the last."""
    projects = _write_projects(content["projects"])
    places = _write(Place, content["places"], project=projects)
    events = _write_events(content["events"], project=projects, place=places)
    stories = _write(Story, content["stories"], project=projects)
    references = {
        "project": projects,
        "place": places,
        "event": events,
        "story": stories,
    }
    return _write_chronicles(content["chronicles"], **references)


def _name_site():
    Site.objects.update_or_create(
        pk=settings.SITE_ID,
        defaults={"name": "Mix", "domain": urlsplit(settings.SITE_URL).netloc},
    )


def _save(row, where):
    try:
        row.full_clean()
    except ValidationError as error:
        raise ContentError(f"{where}: {error.message_dict}") from error
    row.save()
    return row


def _write(model, entries, **references):
    """Save a row for each entry and return them by name.

    `references` give, for a key that names another entry, the rows by name.
    """
    return {
        entry.key: _save(model(**_fields(entry, references)), entry.where)
        for entry in entries
    }


def _fields(entry, references):
    fields = {
        key: references[key][value] if key in references else _in_italy(value)
        for key, value in entry.values.items()
        if key not in RELATED
    }
    return fields | _publication(entry.values)


def _in_italy(value):
    return timezone.make_aware(value) if isinstance(value, datetime) else value


def _publication(values):
    """State and moment of what is published: noon of its day, in Italian time."""
    days = [values.get(key) for key in ("published_on", "happened_on", "starts_at")]
    day = next(filter(None, days), None)
    if day is None:
        return {}
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return {"state": State.PUBLISHED, "published_at": noon}


def _write_projects(entries):
    projects = {}
    for entry in entries:
        fields = _fields(entry, {}) | {"starts_on": FIRST_DAY, "ends_on": LAST_DAY}
        project = projects[entry.key] = _save(Project(**fields), entry.where)
        for position, partner in enumerate(entry.values["partner"]):
            _write_partner(project, position, partner)
        for position, action in enumerate(entry.values["action"], 1):
            _write_action(project, position, action)
    return projects


def _write_partner(project, position, entry):
    name, website = entry.values["name"], entry.values.get("website", "")
    organization = Organization.objects.filter(name=name).first() or _save(
        Organization(name=name, website=website), entry.where
    )
    partnership = Partnership(
        project=project,
        organization=organization,
        role=entry.values["role"],
        position=position,
    )
    _save(partnership, entry.where)


def _write_action(project, position, entry):
    action = Action(project=project, position=position, **_fields(entry, {}))
    _save(action, entry.where)
    for keyword in _terms(Keyword, entry.values["keywords"]):
        _save(ActionKeyword(content_object=action, tag=keyword), entry.where)


def _terms(model, slugs):
    """The terms of a closed vocabulary, in the order asked for."""
    terms = model.objects.in_bulk(slugs, field_name="slug")
    return [terms[slug] for slug in slugs]


def _write_events(entries, **references):
    umbrellas = [entry for entry in entries if "parent" not in entry.values]
    events = _write(Event, umbrellas, **references)
    programme = [entry for entry in entries if "parent" in entry.values]
    return events | _write(Event, programme, parent=events, **references)


def _write_chronicles(entries, **references):
    chronicles = _write(Chronicle, entries, **references)
    for entry in entries:
        chronicle = chronicles[entry.key]
        for position, rubric in enumerate(_terms(Rubric, entry.values["rubrics"])):
            item = ChronicleRubric(
                content_object=chronicle, tag=rubric, is_main=position == 0
            )
            _save(item, entry.where)
        for keyword in _terms(Keyword, entry.values["keywords"]):
            item = ChronicleKeyword(content_object=chronicle, tag=keyword)
            _save(item, entry.where)
    return chronicles


def _write_issue(entries, blocks):
    issue = next(iter(_write(Issue, entries).values()))
    for position, entry in enumerate(blocks, 1):
        block = Block(
            parent=issue, region=REGION, ordering=position * 10, **entry.values
        )
        _save(block, entry.where)


def _write_home(entries, chronicles):
    entry = entries[0]
    home = _save(Home(pk=1, **_fields(entry, {})), entry.where)
    home.featured.set([chronicles[slug] for slug in entry.values["featured"]])


def _write_pages(entries):
    for entry in entries:
        page = _save(FlatPage(**entry.values), entry.where)
        page.sites.set([settings.SITE_ID])
