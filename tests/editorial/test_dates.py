from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from editorial import dates
from projects.models import Event, Project
from tests.builders import rome


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2017, 3, 15), "15 marzo 2017"),
        (date(2017, 3, 1), "1° marzo 2017"),
        (date(2018, 12, 31), "31 dicembre 2018"),
    ],
)
def test_long_date(day, said):
    assert dates.long_date(day) == said


def test_weekday_date():
    assert dates.weekday_date(date(2017, 3, 15)) == "mercoledì 15 marzo 2017"


def test_month_year():
    assert dates.month_year(date(2017, 1, 1)) == "gennaio 2017"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2017, 9, 16), (2017, 9, 30), "dal 16 al 30 settembre 2017"),
        ((2017, 9, 8), (2017, 9, 11), "dall’8 all’11 settembre 2017"),
        ((2017, 9, 1), (2017, 9, 2), "dal 1° al 2 settembre 2017"),
        ((2017, 9, 30), (2017, 10, 1), "dal 30 settembre al 1° ottobre 2017"),
        ((2016, 12, 31), (2017, 1, 1), "dal 31 dicembre 2016 al 1° gennaio 2017"),
        ((2016, 9, 1), (2017, 9, 1), "dal 1° settembre 2016 al 1° settembre 2017"),
        ((2017, 3, 15), (2017, 3, 15), "mercoledì 15 marzo 2017"),
    ],
)
def test_date_range(first, last, said):
    assert dates.date_range(date(*first), date(*last)) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (rome(2018, 5, 12, 18), "18"),
        (rome(2018, 5, 12, 18, 30), "18:30"),
        (rome(2018, 5, 12, 9, 5), "9:05"),
        (datetime(2018, 5, 12, 16, tzinfo=UTC), "18"),
        (datetime(2018, 1, 12, 16, tzinfo=UTC), "17"),
    ],
)
def test_clock_is_italian(moment, said):
    assert dates.clock(moment) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((18,), None, "alle 18"),
        ((16,), (19, 30), "dalle 16 alle 19:30"),
        ((1,), None, "all’1"),
        ((13,), (14,), "dalle 13 alle 14"),
        ((0, 30), (1, 15), "dalle 0:30 all’1:15"),
    ],
)
def test_time_range(start, end, said):
    moments = [hour and rome(2018, 5, 12, *hour) for hour in (start, end)]
    assert dates.time_range(*moments) == said


FOUR = rome(2018, 5, 12, 16)
NIGHT = rome(2018, 5, 13, 1)


@pytest.mark.parametrize(
    ("start", "end", "all_day", "said"),
    [
        (FOUR, None, False, "sabato 12 maggio 2018, alle 16"),
        (
            FOUR,
            rome(2018, 5, 12, 18),
            False,
            "sabato 12 maggio 2018, dalle 16 alle 18",
        ),
        (
            FOUR,
            NIGHT,
            False,
            "da sabato 12 maggio 2018, alle 16, a domenica 13 maggio 2018, all’1",
        ),
        (FOUR, None, True, "sabato 12 maggio 2018"),
        (FOUR, NIGHT, True, "dal 12 al 13 maggio 2018"),
        # 23:30 in Rome is the day after 22:30 in London: the Italian day counts.
        (
            datetime(2018, 5, 11, 22, 30, tzinfo=UTC),
            None,
            True,
            "sabato 12 maggio 2018",
        ),
    ],
)
def test_moment_range(start, end, all_day, said):
    assert dates.moment_range(start, end, all_day) == said


def shown(expression, **context):
    return Template(f"{{% load dates %}}{{{{ {expression} }}}}").render(
        Context(context)
    )


class TestFilters:
    def test_event_when_tells_the_new_date(self):
        event = Event(
            starts_at=FOUR,
            ends_at=rome(2018, 5, 12, 18),
            postponed_to=rome(2018, 6, 2, 17),
        )
        assert shown("e|event_when", e=event) == (
            "sabato 2 giugno 2018, dalle 17 alle 19"
        )
        assert shown("e|event_first_date", e=event) == (
            "sabato 12 maggio 2018, dalle 16 alle 18"
        )

    def test_period_of(self):
        period = {"starts_on": date(2016, 11, 1), "ends_on": date(2018, 7, 31)}
        said = "da novembre 2016 a luglio 2018"
        assert shown("p|period_of", p=Project(**period)) == said

    @pytest.mark.parametrize("missing", ["starts_on", "ends_on"])
    def test_period_of_needs_both_ends(self, missing):
        period = {"starts_on": date(2016, 11, 1), "ends_on": date(2018, 7, 31)}
        assert shown("p|period_of", p=Project(**period | {missing: None})) == ""
