"""The counts beside each filter: what one finds before the click."""

from django.db.models import Count, OuterRef

from chronicles.models import Rubric
from editorial.counting import CountOf
from projects.models import Project


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


def totals_by_cell(chronicles):
    """Return {(project id, rubric id): count} of `chronicles` (a queryset)."""
    cells = (
        chronicles.filter(rubric_items__isnull=False)
        .order_by()
        .values_list("project_id", "rubric_items__tag_id")
        .annotate(total=Count("pk"))
    )
    return {(project, rubric): total for project, rubric, total in cells}
