from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from projects.models import Event
from tests.builders import make_event, make_project, rome

pytestmark = pytest.mark.django_db

INSTANT = timedelta(microseconds=1)
FOUR = rome(2018, 5, 12, 16)
MIDNIGHT = rome(2018, 5, 12)
POSTPONED = {"status": "postponed"}

# What each event is, and the first moment at which it is over.
ENDS = {
    "without an end": ({"starts_at": FOUR}, FOUR + INSTANT),
    "with an end": (
        {"starts_at": FOUR, "ends_at": rome(2018, 5, 12, 19)},
        rome(2018, 5, 12, 19) + INSTANT,
    ),
    "of several days": (
        {"starts_at": FOUR, "ends_at": rome(2018, 5, 14, 10)},
        rome(2018, 5, 14, 10) + INSTANT,
    ),
    "all-day": ({"starts_at": MIDNIGHT, "is_all_day": True}, rome(2018, 5, 13)),
    "all-day, written with an hour": (
        {"starts_at": FOUR, "is_all_day": True},
        rome(2018, 5, 13),
    ),
    "all-day, of several days": (
        {"starts_at": MIDNIGHT, "ends_at": rome(2018, 5, 14), "is_all_day": True},
        rome(2018, 5, 15),
    ),
    "all-day, on the shortest day": (
        {"starts_at": rome(2018, 3, 25), "is_all_day": True},
        rome(2018, 3, 26),
    ),
    "all-day, on the longest day": (
        {"starts_at": rome(2018, 10, 28), "is_all_day": True},
        rome(2018, 10, 29),
    ),
    "postponed": (
        {"starts_at": FOUR, "postponed_to": rome(2018, 6, 2, 21), **POSTPONED},
        rome(2018, 6, 2, 21) + INSTANT,
    ),
    "postponed with an end": (
        {
            "starts_at": FOUR,
            "ends_at": rome(2018, 5, 12, 19),
            "postponed_to": rome(2018, 6, 2, 21),
            **POSTPONED,
        },
        rome(2018, 6, 3) + INSTANT,
    ),
    "cancelled": ({"starts_at": FOUR, "status": "cancelled"}, FOUR + INSTANT),
}


def at(monkeypatch, moment):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.mark.parametrize(("values", "over"), ENDS.values(), ids=list(ENDS))
class TestOver:
    def test_is_coming_until_then(self, values, over):
        event = make_event(**values)
        before = over - INSTANT
        assert event in Event.objects.coming(at=before)
        assert event not in Event.objects.past(at=before)

    def test_is_past_from_then_on(self, values, over):
        event = make_event(**values)
        assert event in Event.objects.past(at=over)
        assert event not in Event.objects.coming(at=over)

    @pytest.mark.parametrize("late", [False, True])
    def test_twin_agrees(self, values, over, late, monkeypatch):
        event = Event.objects.get(pk=make_event(**values).pk)
        at(monkeypatch, over if late else over - INSTANT)
        assert event.is_over is late


class TestOrder:
    def test_of_what_is_coming_is_the_nearest_first(self):
        late = make_event(starts_at=rome(2018, 9, 1))
        moved = make_event(starts_at=FOUR, postponed_to=rome(2018, 7, 1), **POSTPONED)
        soon = make_event(starts_at=rome(2018, 6, 1))
        coming = Event.objects.coming(at=rome(2018, 5, 1))
        assert list(coming) == [soon, moved, late]

    def test_of_what_is_past_is_the_latest_first(self):
        early = make_event(starts_at=rome(2018, 5, 1))
        moved = make_event(starts_at=FOUR, postponed_to=rome(2018, 7, 1), **POSTPONED)
        middle = make_event(starts_at=rome(2018, 6, 1))
        past = Event.objects.past(at=rome(2018, 12, 1))
        assert list(past) == [moved, middle, early]

    def test_main_leaves_out_the_programme(self):
        umbrella = make_event()
        make_event(parent=umbrella)
        assert list(Event.objects.main()) == [umbrella]


class TestNearest:
    def test_is_the_next_one(self):
        make_event(starts_at=rome(2018, 4, 1))
        make_event(starts_at=rome(2018, 9, 1))
        soon = make_event(starts_at=rome(2018, 6, 1))
        assert Event.objects.nearest(at=rome(2018, 5, 1)) == soon

    def test_counts_the_new_date_of_what_was_postponed(self):
        make_event(starts_at=FOUR, postponed_to=rome(2018, 9, 1), **POSTPONED)
        soon = make_event(starts_at=rome(2018, 6, 1))
        assert Event.objects.nearest(at=rome(2018, 5, 1)) == soon

    def test_is_the_last_one_when_nothing_is_coming(self):
        make_event(starts_at=rome(2018, 4, 1))
        last = make_event(starts_at=rome(2018, 4, 2))
        assert Event.objects.nearest(at=rome(2018, 5, 1)) == last

    def test_is_none_without_events(self):
        assert Event.objects.nearest() is None

    def test_costs_one_query(self, django_assert_num_queries):
        make_event()
        with django_assert_num_queries(1):
            Event.objects.published().main().nearest(at=FOUR)


class TestEffective:
    def test_end_moves_with_the_start(self):
        event = make_event(
            starts_at=FOUR,
            ends_at=rome(2018, 5, 12, 19, 30),
            postponed_to=rome(2018, 6, 2, 21),
            **POSTPONED,
        )
        assert event.effective_start == rome(2018, 6, 2, 21)
        assert event.effective_end == rome(2018, 6, 3, 0, 30)

    def test_days_of_an_all_day_event_survive_the_change_of_clock(self):
        event = make_event(
            starts_at=rome(2018, 3, 24),
            ends_at=rome(2018, 3, 26),
            is_all_day=True,
            postponed_to=rome(2018, 4, 10),
            **POSTPONED,
        )
        event.refresh_from_db()
        assert [day.day for day in event.days] == [10, 12]
        assert event in Event.objects.coming(rome(2018, 4, 12, 23))

    def test_one_day_without_hours_has_no_end(self):
        event = make_event(starts_at=FOUR, ends_at=FOUR + INSTANT, is_all_day=True)
        assert event.ends_at is None

    def test_days_are_italian(self):
        # Half past midnight in Rome is still the day before in UTC.
        event = make_event(starts_at=rome(2018, 5, 12, 0, 30))
        assert [day.day for day in event.days] == [12, 12]


class TestPages:
    def test_list_tells_coming_from_past(self, client, monkeypatch):
        make_event(title="Passato", starts_at=rome(2018, 4, 1))
        make_event(title="Futuro", starts_at=rome(2018, 6, 1))
        at(monkeypatch, rome(2018, 5, 1))
        context = client.get("/eventi/").context
        assert [event.title for event in context["coming"]] == ["Futuro"]
        assert [event.title for event in context["past"]] == ["Passato"]

    def test_second_page_has_the_past_alone(self, client):
        make_event(title="Futuro", starts_at=rome(2098, 6, 1))
        for day in range(1, 14):
            make_event(starts_at=rome(2018, 4, day))
        context = client.get("/eventi/pagina/2/").context
        assert list(context["coming"]) == []
        assert [event.starts_at.day for event in context["past"]] == [31]

    def test_programme_is_in_order_of_lot(self, client):
        umbrella = make_event(project=make_project(lot=None), slug="festa")
        for lot in (2, 1):
            make_event(title=f"Lotto {lot}", parent=umbrella, project=make_project(lot))
        programme = client.get("/eventi/festa/").context["programme"]
        assert [event.title for event in programme] == ["Lotto 1", "Lotto 2"]

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"status": "cancelled"}, "Annullato"),
            (POSTPONED, "Rinviato"),
            (
                POSTPONED | {"postponed_to": rome(2018, 6, 2, 21)},
                "Rinviato: era sabato 12 maggio 2018, alle 16",
            ),
            ({"when_note": "Il giorno non è certo."}, "Il giorno non è certo."),
        ],
    )
    def test_detail_says_how_it_goes(self, client, values, said):
        make_event(slug="festa", **values)
        assert said in client.get("/eventi/festa/").content.decode()


class TestUndated:
    def test_is_still_to_come(self):
        event = make_event(starts_at=FOUR, **POSTPONED)
        assert list(Event.objects.coming(rome(2018, 7, 1))) == [event]
        assert not event.is_over

    def test_comes_after_what_has_a_date(self):
        undated = make_event(starts_at=FOUR, **POSTPONED)
        dated = make_event(starts_at=rome(2018, 5, 20))
        assert list(Event.objects.coming(MIDNIGHT)) == [dated, undated]

    def test_says_so(self, client):
        event = make_event(starts_at=FOUR, **POSTPONED)
        page = client.get(event.get_absolute_url()).content.decode()
        assert "data da decidere" in page


class TestWithinAnother:
    @pytest.mark.parametrize("state", ["draft", "withdrawn"])
    def test_is_listed_by_itself_when_the_other_is_not_public(self, client, state):
        city = make_event(title="Ombrello", state=state)
        make_event(parent=city, title="Nel cortile")
        assert "Nel cortile" in client.get("/eventi/").content.decode()

    def test_that_outlives_the_other_is_listed_as_coming(self):
        city = make_event(starts_at=FOUR)
        local = make_event(
            parent=city, starts_at=FOUR, postponed_to=rome(2018, 6, 2), **POSTPONED
        )
        after = rome(2018, 5, 20)
        assert list(Event.objects.main_or_left(after).coming(after)) == [local]

    def test_is_told_by_the_other_while_both_come(self):
        city = make_event(starts_at=FOUR)
        make_event(parent=city, starts_at=FOUR)
        before = rome(2018, 5, 1)
        assert list(Event.objects.main_or_left(before).coming(before)) == [city]


class TestCancelled:
    def test_is_not_the_next_event(self):
        make_event(starts_at=FOUR, status="cancelled")
        confirmed = make_event(starts_at=rome(2018, 5, 13))
        assert Event.objects.nearest(MIDNIGHT) == confirmed


@pytest.mark.parametrize("name", ["starts_at", "ends_at", "postponed_to"])
@pytest.mark.parametrize("year", [1999, 2100])
class TestCentury:
    def test_is_demanded_in_italian(self, name, year):
        event = make_event(starts_at=FOUR, **POSTPONED)
        setattr(event, name, rome(year, 6, 1))
        with pytest.raises(ValidationError, match="tra il 2000 e il 2099"):
            event.full_clean()

    def test_is_demanded_by_the_database(self, name, year):
        event = make_event(starts_at=FOUR, **POSTPONED)
        with pytest.raises(IntegrityError):
            Event.objects.filter(pk=event.pk).update(**{name: rome(year, 6, 1)})
