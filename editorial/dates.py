"""Dates and hours as Italian prose writes them."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

# What is written outside of these years is a slip of the keyboard, and near the
# end of the calendar no day can be added to it.
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

MONTHS = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre"
).split()
WEEKDAYS = "lunedì martedì mercoledì giovedì venerdì sabato domenica".split()


def sensible_moment(moment):
    """Validator: a moment of this century."""
    if not FIRST <= moment < LAST:
        raise ValidationError("Controlla l’anno: deve stare tra il 2000 e il 2099.")


def _day(date):
    return "1°" if date.day == 1 else str(date.day)


def long_date(date):
    """Return «15 marzo 2017»; the first of a month is «1° marzo 2017»."""
    return f"{_day(date)} {MONTHS[date.month - 1]} {date.year}"


def weekday_date(date):
    """Return «mercoledì 15 marzo 2017»."""
    return f"{WEEKDAYS[date.weekday()]} {long_date(date)}"


def month_year(date):
    """Return «marzo 2017»."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def _with(preposition, date):
    """«dal 16», «dall’8», «dall’11»: the article bends before a vowel."""
    bent = date.day in (8, 11)
    return f"{preposition}l’{_day(date)}" if bent else f"{preposition} {_day(date)}"


def date_range(first, last):
    """Return «dal 16 al 30 settembre 2017», saying month and year only once."""
    if first == last:
        return weekday_date(first)
    start = _with("dal", first)
    if (first.month, first.year) != (last.month, last.year):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} {_with('al', last)} {MONTHS[last.month - 1]} {last.year}"


def clock(moment):
    """Return the hour in Italian time: «18», «18:30»."""
    local = timezone.localtime(moment)
    return f"{local:%-H:%M}" if local.minute else f"{local:%-H}"


def _hour(preposition, moment):
    """«alle 18», «all’1», «dalle 9»: one o'clock is singular."""
    said = clock(moment)
    one = timezone.localtime(moment).hour == 1
    return f"{preposition}l’{said}" if one else f"{preposition}le {said}"


def time_range(start, end):
    """Return «alle 18» or «dalle 16 alle 19:30»; `end` may be None."""
    if end is None:
        return _hour("al", start)
    return f"{_hour('dal', start)} {_hour('al', end)}"


def moment_range(start, end, all_day):
    """Return when something happens, in words; `end` may be None.

    `start` and `end` are aware; an all-day thing is told by its days alone.
    """
    first = timezone.localdate(start)
    last = timezone.localdate(end) if end else first
    if all_day:
        return date_range(first, last)
    if first == last:
        return f"{weekday_date(first)}, {time_range(start, end)}"
    return (
        f"da {weekday_date(first)}, {time_range(start, None)}, "
        f"a {weekday_date(last)}, {time_range(end, None)}"
    )


def ago(day, today):
    """Return how long ago a day was: «oggi», «12 giorni fa», «un mese fa»."""
    days = (today - day).days
    if days < 2:
        return "oggi" if days < 1 else "ieri"
    if days < 31:
        return f"{days} giorni fa"
    months = days * 12 // 365
    if months < 12:
        return "un mese fa" if months < 2 else f"{months} mesi fa"
    years = days // 365
    return "un anno fa" if years < 2 else f"{years} anni fa"


def _happens_twice(local):
    """On the night on which summer time ends, the hour from two to three does."""
    offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1


def since(moment):
    """Return «dal 25 marzo 2018 alle 9:00, ora italiana», for what is scheduled."""
    local = timezone.localtime(moment)
    day = f"{_with('dal', local)} {MONTHS[local.month - 1]} {local.year}"
    hour = f"all’{local:%-H:%M}" if local.hour == 1 else f"alle {local:%-H:%M}"
    which = ""
    if _happens_twice(local):
        which = " solare" if local.fold else " legale"
    return f"{day} {hour}, ora{which} italiana"


def noted(moment):
    """Return «12 marzo 2018, 10:30», as a record of what was done writes it."""
    local = timezone.localtime(moment)
    return f"{long_date(local)}, {local:%-H:%M}"
