"""The counts beside each filter: what one finds before the click."""

from math import ceil, sqrt

from django.db.models import Count, F, OuterRef, Q

from chronicles.models import Rubric
from editorial.counting import CountOf
from projects.models import Project

# The sizes that the style sheet knows for the shapes of the trama.
LEVELS = 5


def terms_with_totals(model, chronicles):
    """Return the terms of a closed vocabulary, each with `total` of `chronicles`.

    `model` is Rubric or Keyword, `chronicles` a queryset.
    """
    items = "rubric_items" if model is Rubric else "keyword_items"
    carrying = chronicles.filter(**{f"{items}__tag": OuterRef("pk")}).order_by()
    totals = model.objects.annotate(total=CountOf(carrying.values("pk")))
    return totals.order_by("position")


def projects_with_totals(chronicles):
    """Return the public projects by lot, each with `total` of `chronicles`."""
    told = chronicles.filter(project=OuterRef("pk")).order_by()
    return (
        Project.objects.published().annotate(total=CountOf(told.values("pk"))).by_lot()
    )


def rubrics_by_project(chronicles):
    """Return the five rubrics, with `total` and `by_project` of `chronicles`.

    `by_project` is {project id: count}; one query for all of it, since a chronicle
    belongs to one project and the sum over the projects is the rubric's total.
    """
    public = Q(chronicle_items__content_object__in=chronicles.order_by())
    cells = Rubric.objects.annotate(
        told_by=F("chronicle_items__content_object__project"),
        told_here=Count("chronicle_items", filter=public),
    ).order_by("position")
    rubrics = {}
    for cell in cells:
        rubric = rubrics.setdefault(cell.pk, cell)
        if rubric is cell:
            rubric.by_project = {}
        rubric.by_project[cell.told_by] = cell.told_here
    for rubric in rubrics.values():
        rubric.total = sum(rubric.by_project.values())
    return list(rubrics.values())


def weave_of(projects, rubrics):
    """Return the rows of the trama: each a project and its cells, rubric by rubric.

    `rubrics` come from `rubrics_by_project`. A cell's `level` says how large its
    shape is drawn: 0 for nothing told, then 1 to LEVELS, so that the area of the
    shape follows the count.
    """
    most = max((max(each.by_project.values()) for each in rubrics), default=0)
    return [
        {
            "project": project,
            "cells": [_cell(rubric, project, most) for rubric in rubrics],
        }
        for project in projects
    ]


def _cell(rubric, project, most):
    total = rubric.by_project.get(project.pk, 0)
    level = ceil(LEVELS * sqrt(total / most)) if total else 0
    return {"rubric": rubric, "total": total, "level": level}
