"""What the tests of the first content share."""

from io import StringIO
from unittest import mock

from django.contrib.flatpages.models import FlatPage
from django.core.management import call_command
from django.db import models, transaction

from chronicles.models import Chronicle, Rubric, Story
from mix_site.content import loader
from mix_site.models import Home
from newsletter.models import Block, Issue
from projects.models import (
    Action,
    Event,
    Keyword,
    Organization,
    Place,
    Project,
)

WRITTEN = [
    *(Project, Organization, Action, Place, Event, Story, Chronicle),
    *(Keyword, Rubric, Issue, Block, Home, FlatPage),
]


def load_content(**options):
    """Run the command and return what it says."""
    said = StringIO()
    call_command("load_content", stdout=said, **options)
    return said.getvalue()


def stored_texts():
    """Return (where, text) of every text in the database, as it is stored."""
    return [
        (f"{model.__name__} {row.pk}, {field.name}", getattr(row, field.name))
        for model in WRITTEN
        for row in model.objects.all()
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField)
        and not field.choices
    ]


def loaded_once(django_db_setup, django_db_blocker):
    """Load the first content for all tests of a module; to be made a fixture there.

    Without the first revisions, which take as long as all the rest.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with mock.patch.object(loader, "call_command"):
            load_content()
        yield
        transaction.set_rollback(True)
