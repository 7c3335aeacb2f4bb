"""Events as iCalendar (RFC 5545), in Italian time."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, vText
from icalendar import Event as CalendarEvent

STATUS = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}


def calendar_of(name, events):
    """Return the bytes of a calendar called `name` with `events` in it.

    `events` have project and place loaded. The same events give the same bytes:
    the stamp is the moment of their last change, not of the request.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Mix//progettomix.it//IT")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # Unknown to the library, which would write it as it is, line breaks included.
    calendar.add("x-wr-calname", vText(name))
    for event in events:
        calendar.add_component(_entry(event))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event):
    url = f"{settings.SITE_URL}{event.get_absolute_url()}"
    entry = CalendarEvent()
    entry.add("uid", f"evento-{event.pk}@progettomix.it")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("sequence", event.version)
    entry.add("summary", _title(event))
    entry.add("status", _status(event))
    _add_times(entry, event)
    if location := _location(event):
        entry.add("location", location)
    entry.add("description", "\n\n".join([event.summary, _notes(event), url]))
    entry.add("url", url)
    return entry


def _title(event):
    prefix = {"cancelled": "Annullato: ", "postponed": "Rinviato: "}
    return f"{prefix.get(event.status, '')}{event.title}"


def _status(event):
    # A new date makes a postponed event certain again.
    return "CONFIRMED" if event.postponed_to else STATUS[event.status]


def _add_times(entry, event):
    """All-day ends are exclusive (RFC 5545, 3.6.1): the day after the last."""
    if event.is_all_day:
        first, last = event.days
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))
        return
    zone = timezone.get_default_timezone()
    entry.add("dtstart", event.effective_start.astimezone(zone))
    if event.effective_end:
        entry.add("dtend", event.effective_end.astimezone(zone))


def _location(event):
    place = event.place if event.place and event.place.is_public else None
    parts = [event.where or (place and place.name), event.address]
    return ", ".join(filter(None, [*parts, "Milano"])) if any(parts) else ""


def _notes(event):
    notes = [event.project.name, event.when_note]
    return "\n".join(filter(None, notes))
