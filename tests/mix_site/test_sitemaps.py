import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicles.models import Chronicle, Story
from tests import builders

pytestmark = pytest.mark.django_db

LONG_TEXTS = ("body", "standfirst", "summary", "challenge", "content", "report")


def changes(client):
    """Return {address: last change or None} from the sitemap."""
    said = client.get("/sitemap.xml").content.decode()
    rows = re.findall(r"<loc>https://[^/]+(.*?)</loc>(?:<lastmod>(.*?)<)?", said)
    return {address: day or None for address, day in rows}


@pytest.fixture
def story():
    """A story told in two chronicles of 2018; a third one is a draft of 2019."""
    story = builders.make_story(slug="orto")
    dates = {"prima": (2018, 5, 1), "seconda": (2018, 3, 1), "bozza": (2019, 1, 1)}
    for slug, day in dates.items():
        state = "draft" if slug == "bozza" else "published"
        row = builders.make_chronicle(slug=slug, story=story, state=state)
        changed = builders.rome(*day, 12)
        Chronicle.objects.filter(pk=row.pk).update(updated_at=changed)
    Story.objects.update(updated_at=builders.rome(2018, 1, 1, 12))
    return story


@pytest.mark.parametrize(
    "address",
    [
        "/cronache/storie/orto/",
        "/cronache/storie/",
        "/cronache/",
        "/cronache/rubriche/racconti/",
        "/cronache/quartieri/progetto-1/",
        "/cronache/rubriche/racconti/quartieri/progetto-1/",
    ],
)
def test_a_list_changes_when_the_latest_of_its_chronicles_does(client, story, address):
    assert changes(client)[address] == "2018-05-01"


def test_a_story_changes_by_itself_too(client, story):
    Story.objects.update(updated_at=builders.rome(2018, 6, 1, 12))
    assert changes(client)["/cronache/storie/orto/"] == "2018-06-01"


def test_a_rubric_without_chronicles_is_there_without_a_date(client, story):
    assert changes(client)["/cronache/rubriche/spazi/"] is None


def test_no_long_text_is_loaded(client):
    builders.make_everything()
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemap.xml")
    asked = " ".join(query["sql"] for query in queries)
    assert [name for name in LONG_TEXTS if f'."{name}"' in asked] == []


def test_more_than_ten_thousand_addresses_fit(client):
    project = builders.make_project(lot=1)
    builders.make_many_events(10_001, project=project)
    assert len([a for a in changes(client) if a.startswith("/eventi/un")]) == 10_001
