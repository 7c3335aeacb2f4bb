"""What pages say to machines: Open Graph, schema.org, and that both tell the truth."""

import json
from datetime import date, datetime

import pytest

from chronicles.structured_data import chronicle_data
from editorial.structured_data import DataBlock, breadcrumb_list, described
from newsletter.structured_data import issue_data
from projects.models import Event
from projects.structured_data import event_data, project_data
from tests import builders
from tests.builders import rome
from tests.html import Page
from tests.test_public_pages import SITE, ask, block, html_of, reader

pytestmark = pytest.mark.django_db

PREVIEW = "/anteprime/mix.png"


class TestEscaping:
    def test_nothing_ends_the_script(self):
        name = "</script><script>alert(1)</script><!-- & \u2028"
        html = DataBlock(described("Thing", name=name)).__html__()
        page = Page(f"<p>{html}</p>")
        (script,) = page.all("script")
        assert json.loads(script.text)["name"] == name
        assert page.faults == []

    def test_on_a_real_page(self):
        title = "</script><b>&amp; «così»"
        builders.make_chronicle(title=title, slug="strano")
        page = html_of(ask(reader(), "/cronache/strano/"))
        assert block(page, "Article")["headline"] == title
        assert page.faults == []


class TestBreadcrumbList:
    def test_takes_names_and_links_from_the_markup(self):
        html = (
            '<ol><li><a href="/">Home</a></li>'
            '<li aria-current="page">Orti &amp; <b>cortili</b></li></ol>'
        )
        items = breadcrumb_list(html)["itemListElement"]
        assert [item["name"] for item in items] == ["Home", "Orti & cortili"]
        assert items[0]["item"] == f"{SITE}/"
        assert "item" not in items[1]

    def test_of_nothing_is_none(self):
        assert breadcrumb_list("<ol></ol>") is None


def event_of(**values):
    event = builders.make_event(**values)
    event = Event.objects.select_related("project", "parent__project", "place").get(
        pk=event.pk
    )
    return event_data(event, [], PREVIEW)


class TestEvent:
    def test_hours_have_their_zone(self):
        data = event_of(starts_at=rome(2018, 5, 12, 16), ends_at=rome(2018, 5, 12, 19))
        assert data["startDate"] == "2018-05-12T16:00:00+02:00"
        assert data["endDate"] == "2018-05-12T19:00:00+02:00"

    def test_without_hours_is_a_day(self):
        data = event_of(starts_at=rome(2018, 1, 7), is_all_day=True)
        assert data["startDate"] == "2018-01-07"

    @pytest.mark.parametrize(
        ("values", "status"),
        [
            ({}, "EventScheduled"),
            ({"status": "cancelled"}, "EventCancelled"),
            ({"status": "postponed"}, "EventPostponed"),
            (
                {"status": "postponed", "postponed_to": rome(2018, 6, 1, 16)},
                "EventRescheduled",
            ),
        ],
    )
    def test_status_is_said(self, values, status):
        assert event_of(**values)["eventStatus"] == f"https://schema.org/{status}"

    def test_new_date_remembers_the_old_one(self):
        data = event_of(
            starts_at=rome(2018, 5, 12, 16),
            status="postponed",
            postponed_to=rome(2018, 6, 2, 21),
        )
        assert data["startDate"] == "2018-06-02T21:00:00+02:00"
        assert data["previousStartDate"] == "2018-05-12T16:00:00+02:00"

    def test_address_is_in_milan(self):
        data = event_of(where="Il cortile", address="via Padova 36")
        assert data["location"]["name"] == "Il cortile"
        assert data["location"]["address"] == {
            "@type": "PostalAddress",
            "streetAddress": "via Padova 36",
            "addressLocality": "Milano",
            "addressCountry": "IT",
        }

    def test_place_that_nobody_knows_is_not_invented(self):
        assert "location" not in event_of()

    def test_place_that_is_not_public_is_not_named(self):
        hidden = builders.make_place(**builders.HIDDEN_STATES["bozza"])
        assert "location" not in event_of(place=hidden)

    @pytest.mark.parametrize(("is_free", "said"), [(True, True), (False, False)])
    def test_price_is_said_when_known(self, is_free, said):
        assert event_of(is_free=is_free)["isAccessibleForFree"] is said

    def test_price_is_not_said_when_unknown(self):
        assert "isAccessibleForFree" not in event_of(is_free=None)


class TestArticle:
    def data(self, **values):
        chronicle = builders.make_chronicle(**values)
        return chronicle_data(chronicle, [], [], PREVIEW)

    def test_dates_have_their_zone(self):
        data = self.data(published_at=rome(2018, 3, 15, 10))
        assert data["datePublished"] == "2018-03-15T10:00:00+01:00"
        assert datetime.fromisoformat(data["dateModified"]).tzinfo

    def test_team_signs_with_its_page(self):
        author = self.data()["author"]
        assert author["name"] == "equipe Progetto 1"
        assert author["url"] == f"{SITE}/progetti/progetto-1/"

    def test_other_signatures_have_no_address(self):
        author = self.data(byline="Il gruppo dell’orto")["author"]
        assert author == {"@type": "Organization", "name": "Il gruppo dell’orto"}

    def test_belongs_to_its_story(self):
        story = builders.make_story(slug="orto", title="L’orto")
        data = self.data(story=story)["isPartOf"]
        assert data["url"] == f"{SITE}/cronache/storie/orto/"

    def test_hidden_place_is_not_named(self):
        hidden = builders.make_place(**builders.HIDDEN_STATES["bozza"])
        kinds = [each["@type"] for each in self.data(place=hidden)["about"]]
        assert kinds == ["Organization"]


class TestProject:
    def test_says_its_other_names_once(self):
        project = builders.make_project(
            lot=9, name="B.B.C.", short_name="B.B.C.", aliases="BBC, Bovisasca ,"
        )
        data = project_data(project, [], PREVIEW)
        assert data["alternateName"] == ["BBC", "Bovisasca"]

    def test_says_its_period(self):
        project = builders.make_project(lot=1, starts_on=date(2016, 11, 1))
        data = project_data(project, [], PREVIEW)
        assert data["foundingDate"] == "2016-11-01"
        assert "dissolutionDate" not in data

    def test_names_its_bodies(self):
        member = builders.make_partnership(
            organization=builders.make_organization(name="Cooperativa Uno")
        )
        data = project_data(member.project, [member], PREVIEW)
        assert data["member"] == [{"@type": "Organization", "name": "Cooperativa Uno"}]


def test_issue_is_part_of_the_newsletter():
    data = issue_data(builders.make_issue(number=3), PREVIEW)
    assert (data["issueNumber"], data["isPartOf"]["@type"]) == (3, "Periodical")
