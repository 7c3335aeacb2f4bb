from django import template

from editorial import dates

register = template.Library()
register.filter("long_date", dates.long_date, expects_localtime=True)
register.filter("month_year", dates.month_year, expects_localtime=True)


@register.filter
def event_when(event):
    """When an event is, in words; its new date if it was postponed to one."""
    if event.is_undated:
        return "data da decidere"
    return dates.moment_range(
        event.effective_start, event.effective_end, event.is_all_day
    )


@register.filter
def event_first_date(event):
    """When an event was to be, before it was postponed."""
    return dates.moment_range(event.starts_at, event.ends_at, event.is_all_day)


@register.filter
def period_of(project):
    """«da novembre 2016 a luglio 2018»; empty without both dates."""
    if not (project.starts_on and project.ends_on):
        return ""
    first, last = dates.month_year(project.starts_on), dates.month_year(project.ends_on)
    return f"da {first} a {last}"
