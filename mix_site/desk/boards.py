"""What the first page of the desk shows, by role: what waits for whom."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.admin.utils import quote
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from chronicles.models import Chronicle, Story
from editorial.dates import ago, long_date
from editorial.publishing import State
from editorial.roles import is_editor, projects_of
from mix_site.desk.coverage import SILENT_AFTER, coverage
from newsletter.models import Block, Issue
from projects.models import Event, Place, Project, Release

KINDS = [Chronicle, Event, Place, Project, Issue]
OF_A_PROJECT = [Chronicle, Event, Place]
SHOWN = 12
UNTOLD_SHOWN = 6
EXPIRING_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """Something to open: what it is, where, since or until when."""

    kind: str
    title: str
    url: str
    project: Project | None = None
    when: str = ""
    note: str = ""


def change_url(row):
    meta = row._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_change"
    return reverse(name, args=[quote(row.pk)])


def line(row, when="", note=""):
    project = row if isinstance(row, Project) else getattr(row, "project", None)
    kind = capfirst(row._meta.verbose_name)
    return Line(kind, str(row), change_url(row), project, when, note)


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


def waiting(state, models, **filters):
    """Return a line for all rows in a state, who waits longest first."""
    rows = [
        row
        for model in models
        for row in _rows(model).filter(state=state, **filters)[:SHOWN]
    ]
    today = timezone.localdate()
    return [
        line(row, ago(timezone.localdate(row.updated_at), today))
        for row in sorted(rows, key=lambda row: row.updated_at)
    ]


def _rows(model):
    rows = model.objects.order_by("updated_at")
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
    today = timezone.localdate()
    soon = Release.objects.filter(
        withdrawn_at__isnull=True,
        valid_until__range=(today - EXPIRING_WITHIN, today + EXPIRING_WITHIN),
    ).select_related("project")
    return [
        line(release, _until(release.valid_until, today), _photos(release.total))
        for release in soon.annotate(total=Count("photos")).order_by("valid_until")
    ]


def _until(day, today):
    return f"scade il {long_date(day)}" if day >= today else "scaduta"


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
        "drafts": waiting(State.DRAFT, OF_A_PROJECT, **own)[::-1],
        "handed_in": waiting(State.REVIEW, OF_A_PROJECT, **own),
        "published": [
            line(row, _day(row)) for row in published.order_by("-published_at")[:5]
        ],
        "silent": [cell for row in rows for cell in row.cells if cell.is_silent],
    }
