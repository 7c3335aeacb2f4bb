"""What the first page of the desk shows, by role: what waits for whom."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from chronicles.models import Chronicle, Story
from editorial.dates import ago, long_date
from editorial.publishing import State
from editorial.roles import is_editor, projects_of
from editorial.transitions import Transition
from editorial.workflow import desk_address
from mix_site.desk.coverage import SILENT_AFTER, coverage
from newsletter.models import Block, Issue
from projects.models import Event, Place, Project, Release

KINDS = [Chronicle, Event, Place, Project, Issue]
OF_A_PROJECT = [Chronicle, Event, Place]
SHOWN = 12
UNTOLD_SHOWN = 6


@dataclass(frozen=True)
class Line:
    """Something to open: what it is, where, since or until when."""

    kind: str
    title: str
    url: str
    project: Project | None = None
    when: str = ""
    note: str = ""


def line(row, when="", note=""):
    project = row if isinstance(row, Project) else getattr(row, "project", None)
    kind = capfirst(row._meta.verbose_name)
    return Line(kind, str(row), desk_address(row), project, when, note)


def board_of(user):
    """Return (template, context) of a user's own board; None for who has none."""
    if is_editor(user):
        return "mix_site/desk/_board_editors.html", editors_board()
    if projects := list(Project.objects.filter(pk__in=projects_of(user)).by_lot()):
        return "mix_site/desk/_board_team.html", team_board(projects)
    return None


# --- The redazione ---------------------------------------------------------------


def editors_board():
    """Return what the redazione finds on Monday morning."""
    rows, rubrics = coverage(Project.objects.local().by_lot())
    return {
        "inbox": waiting(State.REVIEW, KINDS),
        "given_back": waiting(State.CHANGES, KINDS),
        "days": scheduled_days(),
        "rows": rows,
        "rubrics": rubrics,
        "releases": expiring_releases(),
        "stories": silent_stories(),
        "untold": untold(),
        "untold_total": untold_rows().count(),
    }


@dataclass(frozen=True)
class Waiting:
    """The rows of a panel, and how many more are in the list at `url`."""

    lines: list
    more: int
    url: str


def waiting(state, models, *, newest_first=False, **filters):
    """Return what is in a state, as `Waiting`: what waits longest, or newest, first."""
    order = "-updated_at" if newest_first else "updated_at"
    found = [_rows(model).filter(state=state, **filters) for model in models]
    rows = [row for each in found for row in each.order_by(order)[: SHOWN + 1]]
    rows.sort(key=lambda row: row.updated_at, reverse=newest_first)
    total = len(rows) if len(rows) <= SHOWN else sum(each.count() for each in found)
    listed = reverse("admin:chronicles_chronicle_changelist")
    shown = rows[:SHOWN]
    asked, today = _asked(state, shown), timezone.localdate()
    lines = [
        line(row, ago(timezone.localdate(row.updated_at), today), asked.get(row, ""))
        for row in shown
    ]
    return Waiting(lines, total - len(lines), f"{listed}?stato={state}")


def _asked(state, rows):
    """Return {row: what the redazione asked to change, quoted}: one query."""
    if state != State.CHANGES or not rows:
        return {}
    by_key = {(ContentType.objects.get_for_model(row).pk, row.pk): row for row in rows}
    requests = Transition.objects.filter(
        after=State.CHANGES,
        content_type__in={kind for kind, _ in by_key},
        object_id__in={pk for _, pk in by_key},
    )
    notes = requests.order_by("at", "pk").values_list(
        "content_type", "object_id", "note"
    )
    return {
        by_key[kind, pk]: f"«{Truncator(note).words(20)}»"
        for kind, pk, note in notes
        if (kind, pk) in by_key
    }


def _rows(model):
    rows = model.objects.order_by()
    return rows.select_related("project") if model in OF_A_PROJECT else rows


def scheduled_days():
    """Return [(day in words, lines)] of what will appear by itself."""
    rows = [
        row
        for model in KINDS
        for row in _rows(model).filter(
            state=State.PUBLISHED, published_at__gt=timezone.now()
        )
    ]
    days = {}
    for row in sorted(rows, key=lambda row: row.published_at):
        local = timezone.localtime(row.published_at)
        lines = days.setdefault(long_date(local.date()), [])
        lines.append(line(row, f"{local:%-H:%M}"))
    return list(days.items())


def expiring_releases():
    """Return a line for each release that ends soon, with the photos it covers."""
    soon = Release.objects.expiring().select_related("project")
    return [
        line(
            release,
            f"scade il {long_date(release.valid_until)}",
            _photos(release.total),
        )
        for release in soon.annotate(total=Count("photos"))
    ]


def _photos(total):
    return "1 foto" if total == 1 else f"{total} foto"


def silent_stories():
    """Return a line for each unfinished story without an instalment for a while."""
    limit = timezone.now() - SILENT_AFTER
    told = Q(
        chronicles__state=State.PUBLISHED, chronicles__published_at__lte=timezone.now()
    )
    stories = (
        Story.objects.filter(is_concluded=False)
        .select_related("project")
        .annotate(last=Max("chronicles__published_at", filter=told))
        .filter(Q(last__lt=limit) | Q(last__isnull=True))
        .order_by("last", "title")
    )
    today = timezone.localdate()
    return [
        line(story, ago(timezone.localdate(story.last), today) if story.last else "mai")
        for story in stories
    ]


def untold_rows():
    """Return the public chronicles that no issue tells, published or in the making."""
    told = Block.objects.filter(chronicle=OuterRef("pk"))
    return Chronicle.objects.published().exclude(Exists(told))


def untold():
    rows = untold_rows().select_related("project").order_by("-published_at")
    return [line(row, _day(row)) for row in rows[:UNTOLD_SHOWN]]


def _day(row):
    return long_date(timezone.localdate(row.published_at))


# --- A team ----------------------------------------------------------------------


def team_board(projects):
    """Return what a team finds: what it was asked, what it began, what to tell."""
    own = {"project__in": projects}
    published = Chronicle.objects.published().filter(**own).select_related("project")
    rows, _ = coverage(projects)
    return {
        "projects": projects,
        "given_back": waiting(State.CHANGES, OF_A_PROJECT, **own),
        "drafts": waiting(State.DRAFT, OF_A_PROJECT, newest_first=True, **own),
        "handed_in": waiting(State.REVIEW, OF_A_PROJECT, **own),
        "published": [
            line(row, _day(row)) for row in published.order_by("-published_at")[:5]
        ],
        "silent": [cell for row in rows for cell in row.cells if cell.is_silent],
    }
