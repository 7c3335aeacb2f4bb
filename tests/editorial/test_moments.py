"""Moments as they are typed and said, the two nights of the clock included."""

from datetime import UTC, timedelta

import pytest
from django.core.exceptions import ValidationError

from editorial.dates import noted, since
from editorial.widgets import MomentField
from tests.builders import rome


def typed(text):
    return MomentField().clean(text)


def test_is_italian_time():
    assert typed("2018-03-25T09:00") == rome(2018, 3, 25, 9)
    assert typed("2018-03-25T09:00").utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59"])
def test_an_hour_that_is_skipped_is_refused_in_words(clock):
    with pytest.raises(ValidationError, match="Quell’ora non esiste"):
        typed(f"2018-03-25T{clock}")


def test_an_hour_that_comes_twice_is_the_first_and_says_so():
    moment = typed("2018-10-28T02:30")
    assert moment.utcoffset() == timedelta(hours=2)
    said = "dal 28 ottobre 2018 alle 2:30, ora {} italiana"
    assert since(moment) == said.format("legale")
    assert since(moment.astimezone(UTC) + timedelta(hours=1)) == said.format("solare")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (rome(2018, 3, 25, 9), "dal 25 marzo 2018 alle 9:00, ora italiana"),
        (rome(2018, 3, 8, 1, 5), "dall’8 marzo 2018 all’1:05, ora italiana"),
        (rome(2018, 11, 1, 18), "dal 1° novembre 2018 alle 18:00, ora italiana"),
    ],
)
def test_is_said_with_its_hour(moment, said):
    assert since(moment) == said


def test_is_noted_as_in_a_register():
    assert noted(rome(2018, 3, 12, 10, 30)) == "12 marzo 2018, 10:30"
