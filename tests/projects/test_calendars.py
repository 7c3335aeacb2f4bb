from datetime import date, timedelta

import pytest
from icalendar import Calendar

from projects.models import Event
from tests.builders import make_event, make_place, make_project, rome

pytestmark = pytest.mark.django_db

# As long as the shortest of the fields that it is put into.
NASTY = "Festa;\r\nATTACH:https://m.example\rX:1\nY:2"


def calendar(client, address="/eventi/festa.ics"):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def entry(client, **values):
    """Return the only entry of the calendar of an event with `values`."""
    make_event(slug="festa", **values)
    (found,) = calendar(client).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("month", "hours"), [(1, 1), (3, 1), (5, 2)], ids=["winter", "before", "summer"]
)
def test_hours_are_italian(client, month, hours):
    starts_at = rome(2018, month, 24, 16)
    found = entry(client, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert found["DTSTART"].params["TZID"] == "Europe/Rome"
    assert found["DTSTART"].dt.utcoffset() == timedelta(hours=hours)
    assert (found["DTSTART"].dt.hour, found["DTEND"].dt.hour) == (16, 18)


def test_time_zone_is_described(client):
    make_event(slug="festa")
    (zone,) = calendar(client).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Rome"


def test_night_when_the_clocks_change(client):
    found = entry(client, starts_at=rome(2018, 3, 24, 22), ends_at=rome(2018, 3, 25, 4))
    # Six hours on the clock, five in fact.
    assert found["DTEND"].dt.utcoffset() == timedelta(hours=2)
    assert found["DTEND"].dt.hour == 4


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"starts_at": rome(2018, 5, 12)}, (12, 13)),
        ({"starts_at": rome(2018, 5, 12), "ends_at": rome(2018, 5, 13)}, (12, 14)),
        ({"starts_at": rome(2018, 5, 12, 23, 30)}, (12, 13)),
    ],
)
def test_end_of_an_all_day_event_is_exclusive(client, values, days):
    found = entry(client, is_all_day=True, **values)
    assert found["DTSTART"].dt == date(2018, 5, days[0])
    assert found["DTEND"].dt == date(2018, 5, days[1])


def test_event_without_end_has_none(client):
    assert "DTEND" not in entry(client)


def test_postponed_event_has_its_new_hours(client):
    found = entry(
        client,
        starts_at=rome(2018, 5, 12, 16),
        ends_at=rome(2018, 5, 12, 18),
        status="postponed",
        postponed_to=rome(2018, 12, 1, 10),
    )
    assert found["DTSTART"].dt == rome(2018, 12, 1, 10)
    assert found["DTEND"].dt == rome(2018, 12, 1, 12)


@pytest.mark.parametrize(
    ("values", "status", "summary"),
    [
        ({}, "CONFIRMED", "Festa"),
        ({"status": "cancelled"}, "CANCELLED", "Annullato: Festa"),
        ({"status": "postponed"}, "TENTATIVE", "Rinviato: Festa"),
        (
            {"status": "postponed", "postponed_to": rome(2018, 6, 2)},
            "CONFIRMED",
            "Rinviato: Festa",
        ),
    ],
)
def test_status(client, values, status, summary):
    found = entry(client, title="Festa", **values)
    assert (found["STATUS"], found["SUMMARY"]) == (status, summary)


class TestText:
    @pytest.mark.parametrize("field", ["title", "where", "summary", "when_note"])
    def test_adds_no_line_of_its_own(self, client, field):
        make_event(slug="festa", **{field: NASTY})
        lines = client.get("/eventi/festa.ics").content.splitlines()
        assert not [ln for ln in lines if ln.startswith((b"ATTACH", b"X:", b"Y:"))]

    def test_comes_back_as_it_was(self, client):
        found = entry(client, title="Festa, giochi; e\\altro")
        assert found["SUMMARY"] == "Festa, giochi; e\\altro"

    @pytest.mark.parametrize("field", ["short_name", "name"])
    def test_of_the_project_adds_no_line(self, client, field):
        project = make_project(lot=1, slug="barona", **{field: NASTY})
        make_event(project=project)
        content = client.get("/progetti/barona/calendario.ics").content
        lines = content.splitlines()
        assert not [ln for ln in lines if ln.startswith((b"ATTACH", b"X:", b"Y:"))]

    def test_description_ends_with_the_link(self, client):
        found = entry(client, summary="Una festa.")
        url = "https://www.progettomix.it/eventi/festa/"
        assert found["DESCRIPTION"].startswith("Una festa.")
        assert found["DESCRIPTION"].endswith(f"\n\n{url}")
        assert found["URL"] == url


class TestLocation:
    def test_is_where_and_address(self, client):
        found = entry(client, where="Nel cortile", address="via Padova 36")
        assert found["LOCATION"] == "Nel cortile, via Padova 36, Milano"

    def test_is_the_place_without_a_where(self, client):
        found = entry(client, place=make_place(name="Cortile"))
        assert found["LOCATION"] == "Cortile, Milano"

    def test_names_no_place_that_is_not_public(self, client):
        place = make_place(name="Cortile", state="draft")
        assert "LOCATION" not in entry(client, place=place)

    def test_is_absent_when_nobody_knows(self, client):
        assert "LOCATION" not in entry(client)


class TestBytes:
    @pytest.fixture
    def content(self, client):
        make_event(slug="festa", title="È così " * 20, summary="perché là " * 25)
        return client.get("/eventi/festa.ics").content

    def test_lines_are_75_octets_at_most(self, content):
        assert max(map(len, content.split(b"\r\n"))) <= 75

    def test_lines_end_with_crlf(self, content):
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\r" not in content.replace(b"\r\n", b"")

    def test_are_the_same_twice(self, client, content, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: rome(2031, 1, 1))
        assert client.get("/eventi/festa.ics").content == content


class TestAddresses:
    @pytest.fixture(autouse=True)
    def events(self):
        city, project = make_project(lot=None), make_project(lot=1, slug="barona")
        make_event(project=city, title="Della città", starts_at=rome(2018, 5, 12))
        make_event(project=project, title="Del lotto", starts_at=rome(2018, 4, 1))
        make_event(project=project, title="Segreto", state="draft")

    @pytest.mark.parametrize(
        ("address", "titles"),
        [
            ("/eventi/calendario.ics", ["Del lotto", "Della città"]),
            ("/progetti/barona/calendario.ics", ["Del lotto"]),
            ("/eventi/del-lotto.ics", ["Del lotto"]),
        ],
    )
    def test_each_holds_its_events(self, client, address, titles):
        found = calendar(client, address).walk("VEVENT")
        assert [str(event["SUMMARY"]) for event in found] == titles

    def test_of_a_draft_is_not_there(self, client):
        assert client.get("/eventi/segreto.ics").status_code == 404

    def test_file_is_named_after_its_page(self, client):
        response = client.get("/eventi/del-lotto.ics")
        assert response["Content-Disposition"] == (
            'attachment; filename="del-lotto.ics"'
        )

    def test_sequence_grows_with_each_change(self, client):
        Event.objects.get(slug="del-lotto").save()
        (found,) = calendar(client, "/eventi/del-lotto.ics").walk("VEVENT")
        assert found["SEQUENCE"] == 2
