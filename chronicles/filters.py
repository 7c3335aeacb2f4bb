"""The choice of rubric and neighbourhood: in words, as an address, as links."""

from dataclasses import dataclass

from django.urls import reverse


def list_url(rubric=None, project=None):
    """Return the address of the list for a choice; None leaves a side open."""
    chosen = {"rubric": rubric, "project": project}
    kwargs = {name: row.slug for name, row in chosen.items() if row}
    return reverse("chronicles:chronicle-list", kwargs=kwargs)


def feed_url(rubric=None, project=None):
    """Return the address of the feed of a choice; "" where a choice has none."""
    if rubric and project:
        return ""
    if rubric:
        return reverse("chronicles:rubric-feed", kwargs={"rubric": rubric.slug})
    if project:
        return reverse("chronicles:project-feed", kwargs={"project": project.slug})
    return reverse("feed")


def list_heading(rubric=None, project=None):
    """Return «Cronache», «Spazi», «Cronache in via Padova» or «Spazi alla Barona»."""
    subject = rubric.name if rubric else "Cronache"
    return _placed(subject, project, ": ")


def chosen(rubric=None, project=None):
    """Return what a list says of its choice, for the template."""
    return {
        "rubric": rubric,
        "project": project,
        "is_filtered": bool(rubric or project),
        "first_url": list_url(rubric, project),
        "feed_url": feed_url(rubric, project),
        "heading": list_heading(rubric, project),
    }


def count_label(total, rubric=None, project=None):
    """Return the choice in words: «12 cronache di Spazi alla Barona»."""
    noun = "cronaca" if total == 1 else "cronache"
    label = f"{total} {noun}" if total else "Nessuna cronaca"
    if rubric:
        label += f" di {rubric.name}"
    return _placed(label, project, ", ")


def _placed(words, project, joint):
    """Say where: as the project says it itself or, if it does not, after `joint`."""
    if not project:
        return words
    where = f" {project.locative}" if project.locative else f"{joint}{project.area}"
    return words + where


@dataclass(frozen=True)
class Option:
    """One link of a filter; `total` is what one finds behind it, None for all."""

    label: str
    url: str
    is_current: bool
    total: int | None = None
    rubric: object = None
    lot: int | None = None
    token: str = ""


def filter_groups(rubrics, rubric, projects, project):
    """Return the two rows of links, each option keeping the choice on the other side.

    `rubrics` and `projects` carry `total` (chronicles.facets).
    """
    by_rubric = [Option("Tutte", list_url(project=project), rubric is None)]
    by_rubric += [
        Option(each.name, list_url(each, project), each == rubric, each.total, each)
        for each in rubrics
    ]
    by_project = [Option("Tutti", list_url(rubric), project is None)]
    by_project += [
        Option(
            each.area,
            list_url(rubric, each),
            each == project,
            each.total,
            lot=each.lot,
            token=each.token,
        )
        for each in projects
    ]
    return [
        {"name": "Rubrica", "options": by_rubric},
        {"name": "Quartiere", "options": by_project},
    ]
