"""Rows written in bulk say so: Django's own signals know nothing of them."""

from django.db import models, transaction
from django.db.models import Max
from django.dispatch import Signal

# Sent with `pks` around a bulk write, by the model that is written: before, while
# the rows still belong to whom they did (new rows have no before), and after.
rows_changing = Signal()
rows_written = Signal()


class AnnouncingQuerySet(models.QuerySet):
    def update(self, **kwargs):
        if not rows_written.has_listeners(self.model):
            return super().update(**kwargs)
        # Asked before: afterwards the rows may no longer answer the same filter.
        pks = list(self.values_list("pk", flat=True))
        # At once for who listens: what is noted before is acted upon after.
        with transaction.atomic(using=self.db):
            rows_changing.send(self.model, pks=pks)
            changed = super().update(**kwargs)
            rows_written.send(self.model, pks=pks)
        return changed

    update.alters_data = True

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, **kwargs):
        last = self._last_pk() if ignore_conflicts else None
        rows = super().bulk_create(objs, batch_size, ignore_conflicts, **kwargs)
        pks = [row.pk for row in rows if row.pk is not None]
        if ignore_conflicts:
            # The rows are not told their own number: it is one of the new ones.
            new = self.model._base_manager.using(self.db).filter(pk__gt=last)
            pks += new.values_list("pk", flat=True)
        rows_written.send(self.model, pks=pks)
        return rows

    def _last_pk(self):
        rows = self.model._base_manager.using(self.db)
        return rows.aggregate(last=Max("pk"))["last"] or 0


def announce(model):
    """Have a model that is not ours say when its rows are written in bulk."""
    model._meta.local_managers.clear()
    model.add_to_class("objects", AnnouncingQuerySet.as_manager())
