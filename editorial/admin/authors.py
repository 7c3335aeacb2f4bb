"""Who saved what, and when: the sentence in which a colleague is named."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format
from reversion import is_registered
from reversion.models import Version

from editorial.dates import long_date
from editorial.publishing import Publishable
from editorial.roles import is_editor

SOMEBODY = "un’altra persona"
ONESELF = "un’altra tua scheda"
MOST_SAVES = 20


@dataclass(frozen=True)
class Save:
    """One time that somebody saved a row."""

    who: str
    at: datetime
    what: str = ""
    user_id: int | None = None

    @property
    def when(self):
        """«alle 18:42», or with the day when it was not today."""
        at = timezone.localtime(self.at)
        clock = date_format(at, "H:i")
        if at.date() == timezone.localdate():
            return f"alle {clock}"
        return f"il {long_date(at.date())} alle {clock}"


def author_of(saves, user):
    """Return who saved last, as it is said to `user`."""
    if not saves:
        return SOMEBODY
    return ONESELF if saves[0].user_id == user.pk else saves[0].who


def name_of(user):
    """Return how a colleague is called: «Anna Rossi (equipe Barona)»."""
    if user is None:
        return SOMEBODY
    name = user.get_full_name() or user.get_username()
    if is_editor(user):
        return name
    teams = [project.short_name for project in user.projects.all()]
    return f"{name} (equipe {', '.join(teams)})" if teams else name


def saves_since(obj, version):
    """Return every `Save` of `obj` after it had that `version`, the newest first.

    What counts no versions tells of its last one alone.
    """
    if is_registered(type(obj)):
        found = _revisions(obj, version)
        if found:
            return found
    return _logged(obj)


def _revisions(obj, version):
    rows = Version.objects.get_for_object(obj).select_related("revision__user")
    if not isinstance(obj, Publishable):
        return [_save_of(row.revision) for row in rows[:1]]
    newer = [row for row in rows[:MOST_SAVES] if _count(row) > version]
    return [_save_of(row.revision) for row in newer]


def _count(row):
    return row.field_dict.get("version") or 0


def _save_of(revision):
    words = revision.get_comment()
    return Save(name_of(revision.user), revision.date_created, words, revision.user_id)


def _logged(obj):
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk)
    )
    last = entries.select_related("user").order_by("-action_time").first()
    if last is None:
        return []
    words = last.get_change_message()
    return [Save(name_of(last.user), last.action_time, words, last.user_id)]
