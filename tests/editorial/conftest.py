"""A team, and another one of whose rows it must never hear."""

from types import SimpleNamespace

import pytest

from chronicles.models import ActivityFigures
from editorial.roles import EQUIPE
from tests.builders import (
    DRAFT,
    make_action,
    make_chronicle,
    make_event,
    make_photo,
    make_place,
    make_project,
    make_release,
    make_story,
    secret,
)
from tests.roles import client_of, make_member


@pytest.fixture
def own():
    return make_project(lot=1, name="Il nostro")


@pytest.fixture
def other():
    return make_project(lot=2, name=secret("progetto"), **DRAFT)


@pytest.fixture
def writer(own):
    return make_member(EQUIPE, "nostra", [own])


@pytest.fixture
def team(writer):
    return client_of(writer)


@pytest.fixture
def others(other):
    """A row of every kind that belongs to another team."""
    values = {"project": other}
    made = SimpleNamespace(
        place=make_place(name=secret("spazio"), **values, **DRAFT),
        event=make_event(title=secret("evento"), **values, **DRAFT),
        story=make_story(title=secret("storia"), **values),
        release=make_release(code=secret("codice"), **values),
        photo=make_photo(title=secret("foto"), **values),
        chronicle=make_chronicle(title=secret("cronaca"), **values, **DRAFT),
        action=make_action(title=secret("azione"), **values),
    )
    ActivityFigures.objects.create(chronicle=made.chronicle, adults=987_654)
    return made
