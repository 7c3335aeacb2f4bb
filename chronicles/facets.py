"""The counts beside each filter: what one finds before the click."""

from django.db.models import Count, Q

from chronicles.models import ChronicleRubric
from projects.models import Project


def terms_with_totals(model, chronicles):
    """Return the terms of a closed vocabulary, each with `total` of `chronicles`.

    `model` is Rubric or Keyword, `chronicles` a queryset.
    """
    carried = Q(chronicle_items__content_object__in=chronicles.order_by().values("pk"))
    # Ordering is said again: an aggregate loses Meta.ordering on PostgreSQL.
    return model.objects.annotate(
        total=Count("chronicle_items", filter=carried)
    ).order_by("position")


def projects_with_totals(chronicles):
    """Return the public projects by lot, each with `total` of `chronicles`."""
    told = Q(chronicles__in=chronicles.order_by().values("pk"))
    return (
        Project.objects.published()
        .annotate(total=Count("chronicles", filter=told))
        .by_lot()
    )


def totals_by_cell(chronicles):
    """Return {(project id, rubric id): count} of `chronicles` (a queryset)."""
    cells = (
        ChronicleRubric.objects.filter(
            content_object__in=chronicles.order_by().values("pk")
        )
        .values_list("content_object__project_id", "tag_id")
        .annotate(total=Count("pk"))
        .order_by()
    )
    return {(project, rubric): total for project, rubric, total in cells}
