"""The open sessions of one person. Only colleagues have any: there are few."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def sessions_of(user):
    """Return the user's sessions that have not expired."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    return [row for row in alive if row.get_decoded().get(SESSION_KEY) == str(user.pk)]


def end_sessions(user, but=None):
    """End the user's sessions except the one whose key is `but`; return how many."""
    keys = [row.pk for row in sessions_of(user) if row.pk != but]
    return Session.objects.filter(pk__in=keys).delete()[0]
