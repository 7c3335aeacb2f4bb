"""Rows written in bulk say so: Django's own signals know nothing of them."""

from django.db import models
from django.dispatch import Signal

# Sent with `pks` after a bulk write, by the model that was written.
rows_written = Signal()


class AnnouncingQuerySet(models.QuerySet):
    def update(self, **kwargs):
        if not rows_written.has_listeners(self.model):
            return super().update(**kwargs)
        # Asked before: afterwards the rows may no longer answer the same filter.
        pks = list(self.values_list("pk", flat=True))
        changed = super().update(**kwargs)
        rows_written.send(self.model, pks=pks)
        return changed

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        rows = super().bulk_create(objs, *args, **kwargs)
        pks = [row.pk for row in rows if row.pk is not None]
        rows_written.send(self.model, pks=pks)
        return rows
