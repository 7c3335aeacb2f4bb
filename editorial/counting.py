from django.db.models import IntegerField, Subquery


class CountOf(Subquery):
    """How many rows a queryset has, as a column of the outer query.

    A condition `IN (all public rows)` inside Count() joins a table to itself,
    and PostgreSQL needed minutes for it before its statistics knew the rows.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
