"""Nine neighbourhoods by five rubrics: what was told, and where it has gone quiet.

Never a ranking: the rows stand in the order of the lots.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from chronicles.models import Chronicle, ChronicleRubric, Rubric
from editorial.dates import ago
from mix_site.models import TeamRequest
from projects.models import Project

# After so many days without a chronicle a rubric is said to be silent.
SILENT_AFTER = timedelta(days=45)
MONTH = timedelta(days=30)
# «Un paio al mese»: what every team said it can do.
A_MONTH = 2


@dataclass(frozen=True)
class Cell:
    """A rubric in a neighbourhood; `last` is the day of its newest chronicle."""

    project: Project
    rubric: Rubric
    total: int
    last: date | None
    asked: date | None
    today: date

    @property
    def is_silent(self):
        return self.last is None or self.today - self.last > SILENT_AFTER

    @property
    def last_label(self):
        """«12 giorni fa», «mai»"""
        return ago(self.last, self.today) if self.last else "mai"

    @property
    def asked_label(self):
        return ago(self.asked, self.today) if self.asked else ""

    @property
    def ask_url(self):
        return reverse("admin:ask-team", args=[self.project.pk, self.rubric.pk])

    @property
    def write_url(self):
        return write_url(self.project, self.rubric)


@dataclass(frozen=True)
class Row:
    """A neighbourhood, its five cells, and how many chronicles of the last month."""

    project: Project
    cells: list
    this_month: int

    @property
    def is_on_target(self):
        return self.this_month >= A_MONTH


def write_url(project, rubric):
    """Return the path of a new chronicle with project and rubric already chosen."""
    chosen = urlencode({"project": project.pk, "main_rubric": rubric.pk})
    return f"{reverse('admin:chronicles_chronicle_add')}?{chosen}"


def coverage(projects):
    """Return the `Row` of each project, and the rubrics: five queries."""
    today = timezone.localdate()
    rubrics = list(Rubric.objects.order_by("position"))
    told, asked, this_month = _told(), _asked(today), _this_month()
    rows = [
        Row(
            project,
            [_cell(project, rubric, told, asked, today) for rubric in rubrics],
            this_month.get(project.pk, 0),
        )
        for project in projects
    ]
    return rows, rubrics


def _cell(project, rubric, told, asked, today):
    total, last = told.get((project.pk, rubric.pk), (0, None))
    last = timezone.localdate(last) if last else None
    return Cell(project, rubric, total, last, asked.get((project.pk, rubric.pk)), today)


def _told():
    """Return {(project, rubric): (how many public chronicles, the newest moment)}."""
    items = ChronicleRubric.objects.filter(
        content_object__in=Chronicle.objects.published().order_by()
    )
    counted = items.values_list("content_object__project", "tag").annotate(
        Count("pk"), Max("content_object__published_at")
    )
    return {
        (project, rubric): (total, last)
        for project, rubric, total, last in counted.order_by()
    }


def _asked(today):
    recent = TeamRequest.objects.filter(asked_at__date__gte=today - MONTH)
    return {
        (project, rubric): timezone.localdate(moment)
        for project, rubric, moment in recent.order_by("asked_at").values_list(
            "project", "rubric", "asked_at"
        )
    }


def _this_month():
    recent = Chronicle.objects.published().filter(
        published_at__gte=timezone.now() - MONTH
    )
    return dict(recent.order_by().values_list("project").annotate(Count("pk")))
